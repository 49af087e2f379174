"""A bar chart in text, for a terminal: as wide as its columns, in block characters or, where there are none, ASCII."""

from __future__ import annotations

import sys
from collections.abc import Sequence

BLOCKS = " ▁▂▃▄▅▆▇█"
PLAIN = " .:#"
ROWS = 6


def can_show(text: str) -> bool:
    """Can standard output's encoding write these characters?"""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def bar_chart(heights: Sequence[int], ticks: Sequence[str]) -> str:
    """Bars from 0 to the tallest, which is written beside the top; `ticks` stand below, evenly from first to last bar.

    A bar that is not empty is never drawn empty.
    """
    marks = BLOCKS if can_show(BLOCKS) else PLAIN
    most = max((*heights, 1))
    steps = len(marks) - 1
    filled = [-(-height * ROWS * steps // most) for height in heights]
    margin = len(f"{most:,}")
    lines = []
    for row in reversed(range(ROWS)):
        label = f"{most:,}" if row == ROWS - 1 else "0" if row == 0 else ""
        bars = "".join(marks[max(0, min(steps, one - row * steps))] for one in filled)
        lines.append(f"  {label:>{margin}} |{bars}".rstrip())
    return "\n".join([*lines, f"  {'':{margin}}  {_spread(ticks, len(heights))}".rstrip()])


def _spread(ticks: Sequence[str], width: int) -> str:
    """The ticks along a line: the first at its beginning, the last at its end, the others centred on their place."""
    line = [" "] * width
    for at, tick in enumerate(ticks):
        middle = at * (width - 1) / max(1, len(ticks) - 1)
        first = min(max(0, width - len(tick)), max(0, round(middle - len(tick) / 2)))
        line[first : first + len(tick)] = tick
    return "".join(line)
