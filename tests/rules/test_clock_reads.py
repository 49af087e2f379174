"""Time is the loop's: a real clock is read in two modules and nowhere else."""

from __future__ import annotations

import ast

import pytest
from rules.clock_reads import clock_reads
from rules.sources import MODULES, PACKAGE, short, tree

HOMES = {"stressdesk/engine/clock.py", "stressdesk/journal/writer.py"}


def test_no_module_but_two_reads_a_clock() -> None:
    reads = {short(path): clock_reads(tree(path)) for path in MODULES if short(path) not in HOMES}
    assert {module: found for module, found in reads.items() if found} == {}


def test_the_two_homes_of_the_clock_do_read_it() -> None:
    assert all(clock_reads(tree(PACKAGE.parent / home)) for home in HOMES)


@pytest.mark.parametrize(
    "source",
    [
        "import time\ntime.time()",
        "import time as t\nt.monotonic_ns()",
        "from time import perf_counter as tick\ntick()",
        "import time\nclock = time.monotonic",
        "import datetime\ndatetime.datetime.now()",
        "import datetime as dt\ndt.datetime.now(dt.UTC)",
        "from datetime import datetime as moment\nmoment.utcnow()",
        "from datetime import date\ndate.today()",
        "def f():\n    import time\n    time.sleep(1)",
        "from time import sleep",
        "import os\nos.times()",
    ],
)
def test_a_clock_is_found_by_whatever_name(source: str) -> None:
    assert clock_reads(ast.parse(source))


@pytest.mark.parametrize(
    "source",
    [
        "import asyncio\nasyncio.get_running_loop().time()",
        "import datetime as dt\ndt.datetime(2026, 1, 1, tzinfo=dt.UTC).timestamp()",
        "def time(): return 1\ntime()",
        "from datetime import datetime\ndatetime.fromisoformat('2026-01-01')",
    ],
)
def test_the_time_of_the_loop_and_fixed_moments_are_no_clock(source: str) -> None:
    assert clock_reads(ast.parse(source)) == []
