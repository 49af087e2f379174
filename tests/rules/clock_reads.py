"""Finds where source code reads or waits on a real clock, whatever name it imported that by.

Processor time (time.thread_time) is no clock: it bounds work, and says nothing of when anything happened.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CLOCKS = frozenset(
    [
        *(
            f"time.{name}{unit}"
            for name in ("time", "monotonic", "perf_counter", "clock_gettime")
            for unit in ("", "_ns")
        ),
        *("time.sleep", "time.localtime", "time.gmtime", "time.ctime", "time.asctime", "time.strftime"),
        *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today"),
        "os.times",
        "timeit.default_timer",
    ]
)


def clock_reads(module: ast.Module) -> list[str]:
    """Each use of a clock as "line: full name", in order; a clock handed on without a call counts too."""
    names = dict(imported(module))
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute | ast.Name) and (full := full_name(node, names)) in CLOCKS:
            found.add((node.lineno, full))
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            found |= {(node.lineno, full) for alias in node.names if (full := f"{node.module}.{alias.name}") in CLOCKS}
    return [f"{line}: {full}" for line, full in sorted(found)]


def imported(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Local names and what they stand for, wherever in the module they are imported."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                yield (alias.asname, alias.name) if alias.asname else (top, top)
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def full_name(node: ast.expr, names: dict[str, str]) -> str | None:
    """`dt.datetime.now` as "datetime.datetime.now" where dt stands for datetime; None for anything not imported."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute) and (owner := full_name(node.value, names)) is not None:
        return f"{owner}.{node.attr}"
    return None
