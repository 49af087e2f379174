"""Where in a file each field stands: `("demo", 3, "text")` is written demo[3].text and found at a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stressdesk.scenario.scalars import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.scenario.document import Node  # loads YAML, which naming a field does not need

Path = tuple[str | int, ...]

_SIMPLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_LONGEST_NAME = 60


def field_name(path: Sequence[str | int]) -> str:
    """The path as people write it: load.window_minutes, demo[3].text, variables["order id"]."""
    written = ""
    for part in path:
        if isinstance(part, int):
            written += f"[{part}]"
        elif _SIMPLE_NAME.fullmatch(part) and len(part) <= _LONGEST_NAME:
            written += f".{part}" if written else part
        else:
            written += f'["{shortened(part, _LONGEST_NAME)}"]'
    return written


def is_within(field: str, place: str) -> bool:
    """Is a field the one at a place, or a part of it? targets.old.model is within targets.old, not targets.o."""
    return field == place or field.startswith((f"{place}.", f"{place}["))


def line_at(root: Node, path: Sequence[str | int]) -> int:
    """The line, counted from 1, of the field at `path`, or of the closest part around it that the file does hold."""
    node, line = root, root.line
    for part in path:
        if isinstance(part, str) and part in node.entries:
            line, node = node.entries[part].line, node.entries[part].node
        elif isinstance(part, int) and part < len(node.elements):
            node = node.elements[part]
            line = node.line
        else:
            break
    return line


def lines(root: Node) -> dict[str, int]:
    """The line of every field by its written name, for problems found after the file has become a scenario."""
    found: dict[str, int] = {}
    waiting: list[tuple[Path, Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        for name, entry in node.entries.items():
            found[field_name((*path, name))] = entry.line
            waiting.append(((*path, name), entry.node))
        for index, element in enumerate(node.elements):
            found[field_name((*path, index))] = element.line
            waiting.append(((*path, index), element))
    return found
