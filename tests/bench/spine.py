"""How fast the spine is: simulated runs, start-up, reopening; each figure beside its limit.

Run it with `python tests/bench/spine.py [--quick]`. Every figure is the median of several runs of a whole process, so
that interpreter start and imports count. Machines differ: read the ratio to the limit, not the seconds.
"""

import argparse
import compileall
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import stressdesk

SCENARIO = """
stressdesk: 1
name: bench
prompt:
  text: "Classify the message as billing, shipping, account or other. Answer with one word."
  parameters: {{max_tokens: 20}}
demo:
  - {{text: "I was charged twice this month, please refund one of the payments.", expect: billing}}
  - {{text: "Where is my parcel? It should have come on Monday.", expect: shipping}}
  - {{text: "I cannot log in since I changed my password.", expect: account}}
checks:
  - {{kind: one-of, values: [billing, shipping, account, other]}}
  - {{kind: equals}}
  - {{kind: refusal}}
  - {{kind: latency, max_seconds: 20}}
target: simulated
targets:
  simulated: {{kind: simulated, slots: 64, price_as: gpt-4o-mini}}
load: {{scales: [{queries}], live: 10, window_minutes: 10}}
goals: {{failure_rate: 0.05}}
"""


class Measured:
    """One process: wall seconds and peak memory in MB."""

    def __init__(self, seconds, megabytes):
        self.seconds = seconds
        self.megabytes = megabytes


def measure(*arguments, accept=(0,)):
    started = time.perf_counter()
    process = os.posix_spawn(
        sys.executable,
        [sys.executable, *arguments],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)],
    )
    _, status, usage = os.wait4(process, 0)
    if os.waitstatus_to_exitcode(status) not in accept:
        sys.exit(f"{' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
    return Measured(time.perf_counter() - started, usage.ru_maxrss / 1024)


def median(runs, *arguments, accept=(0,)):
    measure(*arguments, accept=accept)
    all_runs = [measure(*arguments, accept=accept) for _ in range(runs)]
    return Measured(*(statistics.median(getattr(one, name) for one in all_runs) for name in ("seconds", "megabytes")))


def show(what, value, limit, unit):
    verdict = "holds" if value <= limit else "MISSED"
    print(f"{what:<58} {value:9.2f} {unit:<3} limit {limit:7.2f}  ratio {value / limit:5.2f}  {verdict}", flush=True)
    return value <= limit


def simulated(folder, queries, runs):
    path = folder / f"bench-{queries}.stress.yaml"
    path.write_text(SCENARIO.format(queries=queries))
    out = str(folder / "runs")
    command = ["-m", "stressdesk", "run", str(path), "--out", out, "--report", "none"]
    return median(runs, *command, accept=(0, 1)) if runs > 1 else measure(*command, accept=(0, 1))


REOPEN = """
import sys
from pathlib import Path
from stressdesk.analysis.tally import summarised
from stressdesk.journal.reader import RunFile
with RunFile(Path(sys.argv[1])) as run_file:
    assert summarised(run_file).production
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the 100,000 queries, fewer repetitions")
    quick = parser.parse_args().quick
    # As installed: Python's own caches are there, even where the environment forbids writing them on the way.
    compileall.compile_dir(Path(stressdesk.__file__).parent, quiet=1)
    runs = 3 if quick else 5
    held = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ten = simulated(folder, 10_000, runs)
        held.append(show("10,000 simulated queries, plan to summary", ten.seconds, 8, "s"))
        held.append(show("  peak memory", ten.megabytes, 400, "MB"))
        run_file = max((folder / "runs").glob("*.stressrun"))
        reopened = median(runs, "-c", REOPEN, str(run_file))
        held.append(show("reopen and summarise 10,000 queries, whole process", reopened.seconds, 1, "s"))
        if not quick:
            hundred = simulated(folder, 100_000, 1)
            held.append(
                show("100,000 simulated queries, time over that of 10,000", hundred.seconds / ten.seconds, 11, "x")
            )
            held.append(show("  peak memory", hundred.megabytes, 400, "MB"))
        held.append(show("stressdesk --help", median(runs, "-m", "stressdesk", "--help").seconds, 0.3, "s"))
        path = str(folder / "bench-10000.stress.yaml")
        held.append(show("stressdesk validate", median(runs, "-m", "stressdesk", "validate", path).seconds, 0.6, "s"))
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
