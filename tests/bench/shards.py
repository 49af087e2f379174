"""What a second engine process gains: the same run over one and over two, in turns, with each process's CPU.

    python tests/bench/shards.py [--ahead]      (two cores, gcc, Linux; --ahead as in live.py)

The mock server of live.py, for 512 users at once. Where it answers at once, with its 50 tokens in one piece, it takes a
tenth of a core, and two are left for the run. Where it streams, a piece a token, it takes half a core or more, which no
number of processes of ours gives back.

Measured 2026-11-27 with --ahead on two cores of an AMD EPYC that others kept busy (load 6 to 8), queries a second:

    server        one process    two            ratios             CPU s: one  parent + each of two shards  server
    at once       1,987 - 2,677  3,622 - 4,728  1.73 - 1.82        5.2 - 6.6   1.6 - 2.0 + 2.3 - 2.8        .2 - .4
    first 50 ms   1,859 - 2,044  2,304 - 2,665  1.17 - 1.43        5.3 - 5.6   1.6 - 1.8 + 2.3 - 2.9        1.6 - 2.1
    2 ms a token  1,426 - 1,558  1,401 - 1,584   .95 - 1.06        3.8 - 4.1   1.2 - 1.4 + 2.1 - 2.4        1.9 - 2.0

of 12,000, 10,000 and 6,000 queries, three sittings each. A shard works about half as long as one process alone; the
parent, which records what both say, comes on top with a quarter to a third. In the last line cores are what is missing:
one process and the server have one each, while two, their parent and the server share the same two. A sitting before
this one came to 1.60 - 1.93, 1.17 - 1.35 and .93 - .98.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import live

PORT = 18_091
SHAPES = {
    "at once": (12_000, "--ttft-ms", "0", "--itl-ms", "0"),
    "first 50 ms": (10_000, "--ttft-ms", "50", "--itl-ms", "0"),
    "2 ms a token": (6_000, "--ttft-ms", "50", "--itl-ms", "2"),
}
USERS = 512
SITTINGS = 3
LOOK_SECONDS = 0.05
TICKS = os.sysconf("SC_CLK_TCK")


def stat(process):
    """A process's parent, and the CPU seconds it has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS


def watch(root, over, used):
    """Note the CPU seconds of a process and of its children, until it is over."""
    while not over.wait(LOOK_SECONDS):
        for place in Path("/proc").glob("[0-9]*"):
            try:
                parent, seconds = stat(place.name)
            except OSError:
                continue
            if root in (parent, int(place.name)):
                used[int(place.name)] = seconds


def measure(mock, folder, before, processes):
    """Queries a second as the server saw them, and the CPU seconds of the parent, of each shard, and of the server."""
    mock.get("/reset")
    _, server = stat(mock.process.pid)
    path = folder / f"{time.time_ns()}.stressrun"
    command = [Path(sys.executable).parent / "stressdesk", "run", "live.stress.yaml", "--yes", "--report", "none"]
    command += ["--run-file", path, "--processes", processes]
    run = subprocess.Popen(
        [*before, *map(str, command)],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    used, over = {}, threading.Event()
    looking = threading.Thread(target=watch, args=(run.pid, over, used))
    looking.start()
    run.wait()
    over.set()
    looking.join()
    stats = mock.stats()
    parent = used.pop(run.pid)
    per_second = stats["served"] / (stats["last_done"] - stats["first_req"])
    return per_second, parent, sorted(used.values()), stat(mock.process.pid)[1] - server


def sitting(mock, folder, before):
    rates = []
    for processes in (1, 2):
        per_second, parent, shards, server = measure(mock, folder, before, processes)
        rates.append(per_second)
        each = " + ".join(f"{one:.1f}" for one in [parent, *shards])
        print(f"  {processes}  {per_second:6.0f} a second   CPU s {each:<18} server {server:.1f}", flush=True)
    print(f"  ratio {rates[1] / rates[0]:.2f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ahead", action="store_true", help="let server and run go before all other programs")
    before = live.AHEAD if parser.parse_args().ahead else []
    live.PORT, live.BASE_URL = PORT, f"http://127.0.0.1:{PORT}"
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        mock = live.Mock(folder, before)
        for name, (queries, *shape) in SHAPES.items():
            text = live.SCENARIO.format(base_url=live.BASE_URL, users=USERS, queries=queries)
            (folder / "live.stress.yaml").write_text(text)
            command = [*before, str(mock.program), "--port", str(PORT), "--tokens", "50", *shape]
            mock.process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
            time.sleep(0.5)
            print(f"{name}, {queries:,} queries; load of the machine {Path('/proc/loadavg').read_text().split()[0]}")
            for _ in range(SITTINGS):
                sitting(mock, folder, before)
            mock.stop()


if __name__ == "__main__":
    main()
