"""Writes plain values as YAML that reads well in a diff: one field a line, long texts as blocks, quotes if needed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from stressdesk.scenario.scalars import means_itself

STEP = 2
_LONGEST_FLOW = 800

SECTION_COMMENTS = {
    "prompt": "The text under test; {{variables}} are filled in, and what a user writes goes into `input`.",
    "variables": "Where the prompt's other variables get their values.",
    "demo": "The clean inputs shown on stage, and what should come back.",
    "checks": "What makes an answer good: every check must pass.",
    "target": "Who answers: `target` names one of `targets`.",
    "targets": "Who answers; add `target: NAME` where there is no `embedded`.",
    "traffic": "How production differs from the demo: who writes, how messily, and what no demo shows.",
    "load": "How much arrives in one window of time, and how long people wait.",
    "limits": "Reasons to stop early.",
    "goals": "What ready means, settled before the run.",
}

# Within braces a comma ends a word, so there it needs quotes.
_PLAIN_IN_FLOW = re.compile(r"[^\W\d_](?:[\w ./()'!?+&%@=;-]*[\w./()'!?+&%@=;-])?")
_PLAIN = re.compile(r"[^\W\d_](?:[\w ,./()'!?+&%@=;-]*[\w,./()'!?+&%@=;-])?")
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def new_text(plain: dict[str, Any]) -> str:
    """A whole scenario file, with a comment over each section."""
    parts: list[str] = []
    for name, value in plain.items():
        comment = SECTION_COMMENTS.get(name) if (name, "target" in plain) != ("targets", True) else None
        parts += ["", f"# {comment}"] if comment else []
        parts += entry_lines(name, value, 0)
    return "\n".join(parts).lstrip("\n") + "\n"


def entry_lines(name: str, value: Any, column: int) -> list[str]:
    """The lines of `name: value` in a block whose names stand at `column`."""
    start = f"{' ' * column}{scalar(name)}:"
    if is_inline(value):
        return [f"{start} {one_line(value)}"]
    if isinstance(value, str):
        return with_first(f"{start} ", literal_lines(value, column + STEP))
    return [start, *block_lines(value, column + STEP)]


def element_lines(value: Any, column: int) -> list[str]:
    """The lines of `- value` in a list whose dashes stand at `column`."""
    start = f"{' ' * column}- "
    if is_inline(value):
        return [start + one_line(value)]
    if isinstance(value, str):
        return with_first(start, literal_lines(value, column + STEP))
    first, *rest = block_lines(value, column + STEP)
    return [start + first[column + STEP :], *rest]


def block_lines(value: dict[str, Any] | list[Any], column: int) -> list[str]:
    """The lines of a mapping or list that is not empty, as a block at `column`."""
    lines: list[str] = []
    if isinstance(value, dict):
        for name, part in value.items():
            lines += entry_lines(name, part, column)
    else:
        for part in value:
            lines += element_lines(part, column)
    return lines


def literal_lines(text: str, column: int) -> list[str]:
    """The lines of a long text as a block, its head first, at `column`."""
    head = "|" if text.endswith("\n") else "|-"
    return [head, *(" " * column + line if line else "" for line in text.removesuffix("\n").split("\n"))]


def with_first(start: str, lines: list[str]) -> list[str]:
    """The lines with `start` before the first."""
    return [start + lines[0], *lines[1:]]


def is_inline(value: Any) -> bool:
    """Is this written on one line: a word, a number, an empty list, a short list of numbers?"""
    if isinstance(value, str):
        return not is_literal(value)
    if isinstance(value, dict):
        return not value
    if isinstance(value, list):
        return all(isinstance(part, int | float) for part in value) and len(inline(value)) <= _LONGEST_FLOW
    return True


def is_literal(text: str) -> bool:
    """Can and should this text be written as a block: several lines, nothing invisible, no white space first?

    A block that ends in empty lines would take those before the next section for its own.
    """
    is_open = text[:1].isspace() or text.endswith("\n\n")
    return "\n" in text.rstrip("\n") and not is_open and not _UNPRINTABLE.search(text)


def one_line(value: Any) -> str:
    """The value on a line of its own."""
    return inline(value) if isinstance(value, dict | list) else scalar(value)


def inline(value: Any, space: str = "") -> str:
    """The value on one line, in braces (with `space` inside) and brackets where it has parts."""
    if isinstance(value, dict):
        parts = ", ".join(f"{scalar(name, in_flow=True)}: {inline(part, space)}" for name, part in value.items())
        return f"{{{space}{parts}{space}}}" if value else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(inline(part, space) for part in value) + "]"
    return scalar(value, in_flow=True)


def scalar(value: Any, *, in_flow: bool = False) -> str:
    """A word, number, true, false or null; quoted where it would otherwise mean something else."""
    if not isinstance(value, str):
        return json.dumps(value)
    pattern = _PLAIN_IN_FLOW if in_flow else _PLAIN
    return value if pattern.fullmatch(value) and means_itself(value) else quoted(value)


def quoted(text: str) -> str:
    """The text in double quotes, whatever it holds."""
    return _UNPRINTABLE.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def comment_lines(text: str) -> Iterator[str]:
    """The comment and empty lines a file begins with."""
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            return
        yield line
