"""How fast and how true the live path is, beside the load clients others use; each figure beside its limit.

    python tests/bench/live.py                  StressDesk, and every peer that is installed
    python tests/bench/live.py --install        first install the peers, each into an environment in .benchmarks
    python tests/bench/live.py --quick          fewer queries, and the lighter peers alone
    python tests/bench/live.py --ahead          server and clients go before all else the machine does (Linux, root)

A mock server in C (mock.c) answers on core 0, the client runs on core 1: a first token after 50 ms and 2 ms a token, 50
tokens, each a chunk of its own. Times, rates and concurrency are the server's own, so that no client judges itself.
Machines differ and may be shared: read the ratios, which are of one sitting, not the digits. StressDesk and Locust take
turns, three times, and the median of the three ratios counts; everybody is asked for as many queries.

Measured 2026-11-27 with --ahead on two calm cores of an AMD EPYC, Python 3.11, Linux 6.18, 10,000 queries each at 512:

    client      requests a second   CPU s per 1,000   peak MB   TTFT p50/p99 less the server's own, ms
    stressdesk  1,739 - 2,100       .57 - .69         88        13 / 75
    locust      1,143 - 1,319       .82 - .93         67
    aiperf      136                 8.7               347
    guidellm    99                  116               813

1.54 times Locust's rate at .70 of its CPU, 13 times AIPerf's, 18 times GuideLLM's; 64, 511 and 982 of 64, 512 and 1,000
streams asked for were in flight. On busy cores: 1.2 - 1.6 times Locust's rate, .65 - .80 of its CPU, TTFT 12 - 18 /
53 - 93 ms off. Memory, by soak.py: 72 MB from 10,000 to 100,000 queries, 110 with the summing up of 100,000.
"""

import argparse
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from stressdesk.journal.reader import RunFile
from stressdesk.resources import encodings

HERE = Path(__file__).parent
PEERS = HERE.parents[1] / ".benchmarks"
PORT = 18080
BASE_URL = f"http://127.0.0.1:{PORT}"
LONGEST_SECONDS = 240
SITTINGS = 3
# The scheduler shares a core among sessions, however many programs each runs; these come first.
AHEAD = ["sh", "-c", 'echo -15 > /proc/self/autogroup; exec "$@"', "sh"]
PROMPT = "Tell me a short story about a queue and a server."
SCENARIO = """
stressdesk: 1
name: live
prompt:
  text: "Classify the message as billing, shipping, account or other. Answer with one word."
  parameters: {{max_tokens: 50}}
demo:
  - {{text: "I was charged twice this month, please refund one of the payments."}}
checks:
  - {{kind: contains, value: token}}
  - {{kind: refusal}}
target: mock
targets:
  mock: {{kind: litellm, model: openai/mock-model, base_url: "{base_url}/v1"}}
traffic: {{sessions: {{mean_turns: 1, single_turn_share: 1}}}}
load: {{loop: closed, users: {users}, scales: [{queries}], live: {queries}, patience_seconds: 600}}
"""


@dataclass
class Shape:
    """What the mock does: milliseconds to the first token and for each one; `jitter` is how much requests differ."""

    name: str
    first_ms: float = 50
    token_ms: float = 2
    jitter: float = 0


REALISTIC = Shape("realistic")
# With 2 ms a token, 512 streams would be 3,500 requests a second, more than one core of any client here can send.
# And without jitter all streams would end at once, which no model's do.
UNHURRIED = Shape("unhurried", 200, 20, 0.5)


@dataclass
class Measured:
    """One client's run: what the server saw, and what the process cost. TTFT in ms as (p50, p99)."""

    seconds_to_first: float
    per_second: float
    cpu_per_1000: float
    megabytes: float
    in_flight: float
    server_ttft: tuple[float, float]
    client_ttft: tuple[float, float] | None = None


class Mock:
    """The server, built once, started for each shape."""

    def __init__(self, folder, before):
        self.before = before
        self.program = folder / "mock"
        subprocess.run(["gcc", "-O2", "-w", "-o", self.program, HERE / "mock.c"], check=True)

    def start(self, shape):
        command = [self.program, "--port", str(PORT), "--tokens", "50", "--ttft-ms", str(shape.first_ms)]
        command += ["--itl-ms", str(shape.token_ms), "--jitter", str(shape.jitter)]
        self.process = subprocess.Popen(
            [*self.before, "taskset", "-c", "0", *map(str, command)], stderr=subprocess.DEVNULL, start_new_session=True
        )
        for _ in range(100):
            try:
                return self.get("/health")
            except OSError:
                time.sleep(0.05)
        sys.exit("the mock server does not answer")

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def get(self, path):
        with urllib.request.urlopen(BASE_URL + path, timeout=20) as answer:
            return answer.read()

    def stats(self):
        return json.loads(self.get("/stats"))


@dataclass
class Watch:
    """Asks the server now and then how many requests are under way, without waking it often."""

    mock: Mock
    seen: list = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self):
        while not self.over.wait(0.2):
            self.seen.append(self.mock.stats()["inflight"])

    def steady(self):
        """The median of the middle half of the time in which anything was under way."""
        busy = [number for number in self.seen if number]
        middle = busy[len(busy) // 4 : max(len(busy) * 3 // 4, len(busy) // 4 + 1)]
        return statistics.median(middle) if middle else 0.0


def measure(mock, command, environment, folder):
    mock.get("/reset")
    watch = Watch(mock)
    thread = threading.Thread(target=watch.run)
    thread.start()
    started = time.time()
    process = subprocess.Popen(
        [*mock.before, "taskset", "-c", "1", *map(str, command)],
        # An installed program has its bytecode beside it, as the peers' have.
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", **environment},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=(folder / "out.txt").open("w"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    # Some peers are many programs, and one that hangs would keep both cores busy for ever.
    patience = threading.Timer(LONGEST_SECONDS, os.killpg, (process.pid, signal.SIGKILL))
    patience.start()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    patience.cancel()
    watch.over.set()
    thread.join()
    stats = mock.stats()
    if not stats["served"]:
        print(f"  nothing was served; its last words: {(folder / 'out.txt').read_text()[-400:]}")
        return None
    seconds = max(stats["last_done"] - stats["first_req"], 1e-9)
    return Measured(
        seconds_to_first=stats["first_req"] - started,
        per_second=stats["served"] / seconds,
        cpu_per_1000=(usage.ru_utime + usage.ru_stime) / stats["served"] * 1000,
        megabytes=usage.ru_maxrss / 1024,
        in_flight=watch.steady(),
        server_ttft=(stats["ttft_ms"]["p50"], stats["ttft_ms"]["p99"]),
    )


def stressdesk(mock, folder, users, queries):
    (folder / "live.stress.yaml").write_text(SCENARIO.format(base_url=BASE_URL, users=users, queries=queries))
    path = folder / f"{users}-{queries}-{time.time_ns()}.stressrun"
    program = Path(sys.executable).parent / "stressdesk"
    command = [program, "run", "live.stress.yaml", "--yes", "--report", "none", "--run-file", path]
    found = measure(mock, command, {}, folder)
    with RunFile(path) as run_file:
        times = sorted(
            (record.first_token - record.sent) * 1000
            for record in run_file.records()
            if record.stage == "production" and record.first_token is not None
        )
    found.client_ttft = (times[len(times) // 2], times[int((len(times) - 1) * 0.99)])
    return found


def locust(mock, folder, users, queries):
    program = PEERS / "locust" / "bin" / "locust"
    command = [program, "-f", HERE / "locust_chat.py", "--headless", "-u", users, "-r", users, "--only-summary"]
    return measure(mock, command, {"N": str(queries), "BASE_URL": BASE_URL}, folder)


def aiperf(mock, folder, users, queries):
    command = [PEERS / "aiperf" / "bin" / "aiperf", "profile", "--model", "mock-model", "--url", BASE_URL]
    command += ["--endpoint-type", "chat", "--streaming", "--concurrency", users, "--request-count", queries]
    command += ["--tokenizer", "builtin", "--ui", "none", "--artifact-dir", folder / "aiperf"]
    # Its tokeniser would be downloaded; the same one lies in LiteLLM.
    return measure(mock, command, {"HF_HUB_OFFLINE": "1", "TIKTOKEN_CACHE_DIR": str(encodings())}, folder)


def guidellm(mock, folder, users, queries):
    lines = [json.dumps({"prompt": PROMPT, "output_tokens_count": 50}) for _ in range(200)]
    (folder / "prompts.jsonl").write_text("\n".join(lines))
    command = [PEERS / "guidellm" / "bin" / "guidellm", "run", "--disable-console-interactive"]
    command += ["--backend", f"kind=openai_http,target={BASE_URL},model=mock-model"]
    command += ["--profile", f"kind=concurrent,streams={users}", "--constraint", f"kind=max_requests,count={queries}"]
    command += ["--data", "kind=json_file,path=prompts.jsonl", "--output", f"kind=json,path={folder / 'guidellm.json'}"]
    return measure(mock, command, {"HF_HUB_OFFLINE": "1"}, folder)


CONTENDERS = {"stressdesk": stressdesk, "locust": locust, "aiperf": aiperf, "guidellm": guidellm}
HEAVY = {"aiperf", "guidellm"}


def install(names):
    PEERS.mkdir(exist_ok=True)
    for name in names:
        if not (PEERS / name / "bin" / name).exists():
            print(f"installing {name} ...", flush=True)
            subprocess.run([sys.executable, "-m", "venv", PEERS / name], check=True)
            subprocess.run([PEERS / name / "bin" / "pip", "install", "-q", name], check=False)


def present(name):
    return name == "stressdesk" or (PEERS / name / "bin" / name).exists()


def show_row(name, users, found):
    client = "{:.0f}/{:.0f}".format(*found.client_ttft) if found.client_ttft else "-"
    print(
        f"{name:<11} {users:5} {found.seconds_to_first:8.2f} {found.per_second:9.0f} {found.cpu_per_1000:10.2f} "
        f"{found.megabytes:8.0f} {found.in_flight:9.0f} {client:>10} "
        f"{found.server_ttft[0]:5.0f}/{found.server_ttft[1]:.0f}",
        flush=True,
    )


def show(what, value, limit, *, at_least=False):
    holds = value >= limit if at_least else value <= limit
    bound = "at least" if at_least else "at most"
    print(f"{what:<72} {value:9.2f}  {bound} {limit:7.2f}  {'holds' if holds else 'MISSED'}", flush=True)
    return holds


def compared(sittings, heavy):
    """The limits against peers, all at 512 realistic streams."""
    held, per_second = [], statistics.median(sitting["stressdesk"].per_second for sitting in sittings)
    if "locust" in sittings[0]:
        pairs = [(sitting["stressdesk"], sitting["locust"]) for sitting in sittings]
        rate = statistics.median(ours.per_second / theirs.per_second for ours, theirs in pairs)
        cpu = statistics.median(ours.cpu_per_1000 / theirs.cpu_per_1000 for ours, theirs in pairs)
        held.append(show("requests a second, of locust's", rate, 1.25, at_least=True))
        held.append(show("CPU a request, of locust's", cpu, 0.8))
    for name, rate in (("aiperf", 8), ("guidellm", 15)):
        if name in heavy:
            times = per_second / heavy[name].per_second
            held.append(show(f"requests a second, of {name}'s", times, rate, at_least=True))
    return held


def truth(ours):
    return [
        show("reported TTFT less the server's own, p50, ms", ours.client_ttft[0] - ours.server_ttft[0], 20),
        show("reported TTFT less the server's own, p99, ms", ours.client_ttft[1] - ours.server_ttft[1], 100),
        show("start of the command to the first request, s", ours.seconds_to_first, 1.2),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--install", action="store_true", help="install the peers into .benchmarks first")
    parser.add_argument("--quick", action="store_true", help="2,000 queries instead of 10,000, no heavy peers")
    parser.add_argument("--ahead", action="store_true", help="let server and clients go before all other programs")
    options = parser.parse_args()
    for tool in ("gcc", "taskset"):
        if shutil.which(tool) is None:
            sys.exit(f"{tool} is needed, and not there")
    names = [name for name in CONTENDERS if not (options.quick and name in HEAVY)]
    if options.install:
        install([name for name in names if name != "stressdesk"])
    for name in names:
        if not present(name):
            print(f"{name} is skipped: not installed (run this with --install)")
    queries = 2_000 if options.quick else 10_000
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        mock = Mock(folder, AHEAD if options.ahead else [])
        held = run_all(mock, folder, [name for name in names if present(name)], queries)
    sys.exit(0 if all(held) else 1)


def row(mock, folder, names, queries):
    """One run of each client, one after the other."""
    rows = {}
    for name in names:
        found = CONTENDERS[name](mock, folder, 512, queries)
        if found is not None:
            rows[name] = found
            show_row(name, 512, found)
    return rows


def run_all(mock, folder, names, queries):
    load = re.sub(r" .*", "", Path("/proc/loadavg").read_text().strip())
    print(f"load of the machine before: {load}; {queries:,} queries, {REALISTIC.name}")
    print("client      users  first s     req/s  CPU s/1000  peak MB  in flight  TTFT client  server p50/p99 ms")
    mock.start(REALISTIC)
    light = [name for name in names if name not in HEAVY]
    sittings = [row(mock, folder, light, queries) for _ in range(SITTINGS)]
    heavy = row(mock, folder, sorted(HEAVY.intersection(names)), queries)
    mock.stop()
    delivered = {}
    mock.start(UNHURRIED)
    for users in (64, 512, 1_000):
        delivered[users] = stressdesk(mock, folder, users, min(queries, users * 8))
        show_row("unhurried", users, delivered[users])
    mock.stop()
    print()
    runs = sorted((sitting["stressdesk"] for sitting in sittings), key=lambda found: found.cpu_per_1000)
    ours = runs[len(runs) // 2]
    held = [*compared(sittings, heavy), *truth(ours)]
    for users, found in delivered.items():
        share = found.in_flight / users
        held.append(show(f"share of {users:,} concurrent streams in flight, unhurried", share, 0.98, at_least=True))
    if queries >= 10_000:
        held.append(show("peak memory at 10,000 queries, MB", ours.megabytes, 120))
    return held


if __name__ == "__main__":
    main()
