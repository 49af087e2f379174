"""A long run in bounded memory: 100,000 queries at 500 at once, and nothing is left over at its end.

    python tests/bench/soak.py                       about 3 minutes
    python tests/bench/soak.py --queries 10000       fewer

The whole product runs (plan, send, check, store, tally) in one process, the server in another. Memory, tasks, and files
with sockets are read at 10,000, 50,000 and 100,000 queries and at the end. Linux only: it tells them through /proc.
"""

import argparse
import asyncio
import contextlib
import gc
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).parent
MARKS = (10_000, 50_000, 100_000)
MOST_MEGABYTES = 120
# What may still be added between the first mark and the last.
MOST_GROWTH = 1.15
# Summing up takes 14 MB beyond the peak of the run itself at 10,000 queries (much of it price lists), 28 at 100,000.
MOST_FOR_SUMMARY = 45
# Beside one task for each user: the run's own, and those that watch it.
MORE_TASKS = 20
MORE_FILES = 40
SCENARIO = """
stressdesk: 1
name: soak
prompt:
  text: "Classify the message as billing, shipping, account or other. Answer with one word."
  parameters: {{max_tokens: 50}}
demo:
  - {{text: "I was charged twice this month, please refund one of the payments."}}
checks:
  - {{kind: contains, value: token}}
target: quick
targets:
  quick: {{kind: litellm, model: openai/quick, base_url: "{base_url}"}}
traffic: {{sessions: {{mean_turns: 1, single_turn_share: 1}}}}
load: {{loop: closed, users: {users}, scales: [{queries}], live: {queries}, patience_seconds: 600}}
"""


@dataclass
class Seen:
    """What the process had when so many queries were recorded; `peak_mb` is the most so far."""

    records: int
    memory_mb: float
    peak_mb: float
    tasks: int
    files: int


def status_mb(name):
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024


def files():
    return len(list(Path("/proc/self/fd").iterdir()))


def seen(records, tasks):
    return Seen(records, status_mb("VmRSS"), status_mb("VmHWM"), tasks, files())


def client(folder, marks):
    """The run itself, in this process, watched at `marks`; prints what was seen as JSON."""
    # Only here, so that the parent, which watches, stays small.
    from stressdesk.__main__ import main as program  # noqa: PLC0415
    from stressdesk.engine import clock, run  # noqa: PLC0415

    found, kept = [], {"records": 0, "left": 0}
    keep, really = run._Run.keep, clock.run

    def watched(self, record):
        keep(self, record)
        kept["records"] += 1
        if kept["records"] in marks:
            found.append(seen(kept["records"], len(asyncio.all_tasks())))

    def to_the_end(main, *, virtual):
        async def whole():
            ending = await main()
            await asyncio.sleep(0)
            kept["left"] = len(asyncio.all_tasks()) - 1
            return ending

        return really(whole, virtual=virtual)

    run._Run.keep, clock.run = watched, to_the_end
    before = files()
    sys.argv = ["stressdesk", "run", "soak.stress.yaml", "--yes", "--report", "none", "--run-file", "soak.stressrun"]
    os.chdir(folder)
    with contextlib.redirect_stdout(sys.stderr), contextlib.suppress(SystemExit):
        program()
    gc.collect()
    pending = sum(isinstance(one, asyncio.Task) and not one.done() for one in gc.get_objects())
    found.append(seen(kept["records"], kept["left"] + pending))
    print(json.dumps({"before": before, "seen": [asdict(one) for one in found]}))


@contextlib.contextmanager
def quick_server():
    """The server in a process of its own; yields its base address."""
    paths = os.pathsep.join([str(HERE.parent), os.environ.get("PYTHONPATH", "")])
    process = subprocess.Popen(
        [sys.executable, HERE.parent / "servers" / "quick_server.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    with process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()


def soaked(queries, users, marks):
    """Run it; returns (files before, what was seen, the server's counts)."""
    with tempfile.TemporaryDirectory() as folder, quick_server() as base_url:
        scenario = SCENARIO.format(base_url=base_url, users=users, queries=queries)
        (Path(folder) / "soak.stress.yaml").write_text(scenario)
        command = [sys.executable, __file__, "--client", folder, "--marks", *map(str, marks)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        with urllib.request.urlopen(base_url.removesuffix("/v1") + "/stats", timeout=20) as answer:
            counts = json.load(answer)
    told = json.loads(done.stdout)
    return told["before"], [Seen(**one) for one in told["seen"]], counts


def troubles(queries, users, told):
    """What is wrong with what was seen, in words; empty where all limits hold."""
    before, marks, counts = told
    *during, end = marks
    wrong = []
    if not counts["served"] == end.records == queries + 1:
        wrong.append(f"{queries + 1:,} queries were planned, {counts['served']:,} answered, {end.records:,} recorded")
    if during and during[0].peak_mb > MOST_MEGABYTES:
        wrong.append(f"{during[0].peak_mb:.0f} MB at {during[0].records:,} queries")
    if during and during[-1].peak_mb > MOST_GROWTH * during[0].peak_mb:
        wrong.append(f"memory grew from {during[0].peak_mb:.0f} to {during[-1].peak_mb:.0f} MB")
    if during and end.peak_mb > during[-1].peak_mb + MOST_FOR_SUMMARY:
        wrong.append(f"summing up took {end.peak_mb - during[-1].peak_mb:.0f} MB more")
    wrong += [
        f"{one.tasks} tasks and {one.files} files at {one.records:,} queries"
        for one in during
        if one.tasks > users + MORE_TASKS or one.files > users + MORE_FILES
    ]
    # The server's counts were asked for on a connection of its own.
    if end.tasks or end.files > before or counts["connections"] > 1:
        wrong.append(
            f"left over: {end.tasks} tasks, {end.files - before} files, {counts['connections'] - 1} connections"
        )
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=int, default=100_000)
    parser.add_argument("--users", type=int, default=500)
    parser.add_argument("--client", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--marks", type=int, nargs="*", default=MARKS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not Path("/proc/self/status").exists():
        sys.exit("this needs Linux")
    if options.client:
        client(options.client, options.marks)
        return
    told = soaked(options.queries, options.users, options.marks)
    before, marks, counts = told
    print("queries   memory MB  peak MB  tasks  files")
    for one in marks:
        print(f"{one.records:7,}  {one.memory_mb:10.1f} {one.peak_mb:8.1f} {one.tasks:6} {one.files:6}")
    print(f"files before: {before}; the server: {counts}")
    wrong = troubles(options.queries, options.users, told)
    # A machine that is busy otherwise sends too slowly; not for the test command, which never measures.
    if counts["most_under_way"] < 0.98 * options.users:
        wrong.append(f"only {counts['most_under_way']} were under way at once, of {options.users}")
    print("\n".join(f"MISSED: {words}" for words in wrong) or "all limits hold")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
