"""Changes a scenario's text only where the scenario changed: comments, order, quotes and line ends elsewhere stay.

Every edit replaces a stretch of the text by its place. Odd layouts can defeat that, so `saving` reads the result again
and falls back to coarser edits where it does not say what it should.
"""

from __future__ import annotations

import difflib
import json
from typing import Any

import msgspec

from stressdesk.scenario.document import Node
from stressdesk.scenario.writing import (
    STEP,
    block_lines,
    inline,
    is_inline,
    is_literal,
    literal_lines,
    quoted,
    scalar,
)

_LARGEST_COMPARISON = 250_000
"""Longer lists are compared element by element: comparing every one with every other takes seconds."""


class Edit(msgspec.Struct, frozen=True):
    """Replace the text from `start` to `end` (exclusive)."""

    start: int
    end: int
    text: str


class Versions(msgspec.Struct, frozen=True):
    """One part of the scenario: before, after, and after without the fields that are as by default."""

    before: Any
    after: Any
    brief: Any

    def part(self, name: str) -> Versions:
        """The same for one of its fields; what is now as by default is then written out."""
        return Versions(self.before.get(name), self.after[name], self.brief.get(name, self.after[name]))


def edited(text: str, root: Node, versions: Versions, depth: int) -> str:
    """The text after the change; parts deeper than `depth` are written anew as a whole."""
    editor = _Editor(text)
    editor.change(root, versions, 0, depth)
    # Of two at one place the one collected first comes first in the text, so it is put there last.
    for edit in sorted(editor.edits, key=lambda edit: (edit.start, edit.end))[::-1]:
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def same(one: Any, other: Any) -> bool:
    """Equal, and of the same kind: 1 is 1.0, but not true."""
    if isinstance(one, bool) != isinstance(other, bool):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(part, other[name]) for name, part in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


class _Block(msgspec.Struct, frozen=True):
    """A stretch of a list that differs: where it begins and how long it is, before and after."""

    before: int
    before_count: int
    after: int
    after_count: int


class _Editor:
    """Collects the edits; no two overlap."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line_end = "\r\n" if "\r\n" in text else "\n"
        self.edits: list[Edit] = []

    def change(self, node: Node, versions: Versions, level: int, depth: int) -> None:
        """Edit one value."""
        if same(versions.before, versions.after):
            return
        is_open = node.style in ("block", "flow") and level < depth
        if is_open and node.entries and isinstance(versions.after, dict):
            self._change_mapping(node, versions, level, depth)
        elif is_open and node.elements and isinstance(versions.after, list) and versions.after:
            self._change_list(node, versions, level, depth)
        else:
            self._replace(node, versions.brief)

    def _change_mapping(self, node: Node, versions: Versions, level: int, depth: int) -> None:
        gone = [name for name in node.entries if _is_gone(name, versions)]
        new = {name: value for name, value in versions.brief.items() if _is_new(name, node, versions)}
        first = next(iter(node.entries.values()))
        kept = [entry.node.end for name, entry in node.entries.items() if name not in gone]
        if not kept or (gone and (node.style == "flow" or not self._begins_line(first.start))):
            self._replace(node, versions.brief)
            return
        for name, entry in node.entries.items():
            if name in gone:
                self._remove_lines(entry.start, entry.node.end)
            elif not _is_absent(name, versions):
                self.change(entry.node, versions.part(name), level + 1, depth)
        if new and node.style == "flow":
            self._add(
                kept[-1], "".join(f", {scalar(name, in_flow=True)}: {inline(value)}" for name, value in new.items())
            )
        elif new:
            self._add_lines(kept[-1], block_lines(new, first.column))

    def _change_list(self, node: Node, versions: Versions, level: int, depth: int) -> None:
        before, after, brief = versions.before, versions.after, versions.brief
        blocks = _different_blocks(before, after)
        is_shorter = any(block.before_count > block.after_count for block in blocks)
        if is_shorter and (node.style == "flow" or not self._begins_line(node.start)):
            self._replace(node, brief)
            return
        for block in blocks:
            paired = min(block.before_count, block.after_count)
            for at in range(paired):
                one, other = block.before + at, block.after + at
                part = Versions(before[one], after[other], brief[other])
                self.change(node.elements[one], part, level + 1, depth)
            for element in node.elements[block.before + paired : block.before + block.before_count]:
                self._remove_lines(self._text.rfind("-", 0, element.start), element.end)
            if new := brief[block.after + paired : block.after + block.after_count]:
                self._add_elements(node, block.before + paired, new)

    def _add_elements(self, node: Node, index: int, new: list[Any]) -> None:
        if node.style == "flow" and index:
            self._add(node.elements[index - 1].end, "".join(f", {inline(value)}" for value in new))
        elif node.style == "flow":
            self._add(node.elements[0].start, "".join(f"{inline(value)}, " for value in new))
        elif index:
            self._add_lines(node.elements[index - 1].end, block_lines(new, node.column))
        else:
            lines = [*block_lines(new, node.column), " " * node.column]
            self._add(node.start, self._line_end.join(lines)[node.column :])

    def _remove_lines(self, start: int, end: int) -> None:
        stop = self._text.find("\n", end)
        self.edits.append(Edit(self._line_start(start), len(self._text) if stop < 0 else stop + 1, ""))

    def _add(self, place: int, text: str) -> None:
        self.edits.append(Edit(place, place, text))

    def _add_lines(self, place: int, lines: list[str]) -> None:
        end = self._text.find("\n", place)
        end = len(self._text) if end < 0 else end - (self._text[end - 1] == "\r")
        self._add(end, self._line_end.join(["", *lines]))

    def _replace(self, node: Node, value: Any) -> None:
        text = self._as_before(node, value)
        is_stuck = node.start == node.end and self._text[node.start - 1 : node.start] == ":"
        self.edits.append(Edit(node.start, node.end, f" {text}" if is_stuck else text))

    def _as_before(self, node: Node, value: Any) -> str:
        """The new value in the layout of the old one, as far as it can have it."""
        if node.style == "block" and isinstance(value, dict | list) and not is_inline(value):
            return self._line_end.join(block_lines(value, node.column))[node.column :]
        stop = self._text.find("\n", node.end)
        is_last = not self._text[node.end : stop if stop >= 0 else len(self._text)].strip()
        if isinstance(value, str) and is_literal(value) and is_last and not node.in_flow:
            line = self._text[self._line_start(node.start) : node.start]
            column = len(line) - len(line.lstrip(" -"))
            return self._line_end.join(literal_lines(value, column + STEP))
        if isinstance(value, str) and (node.style == "quoted" or not node.in_flow):
            return quoted(value) if node.style == "quoted" else scalar(value)
        return inline(value, " " if self._text[node.start : node.start + 2] == "{ " else "")

    def _begins_line(self, place: int) -> bool:
        return not self._text[self._line_start(place) : place].strip()

    def _line_start(self, place: int) -> int:
        return self._text.rfind("\n", 0, place) + 1


def _different_blocks(before: list[Any], after: list[Any]) -> list[_Block]:
    """Where two lists differ, so that one removed element is one removal and not a change of all that follow."""
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if not same(before[at], after[at])), shorter)
    end = next((at for at in range(shorter - start) if not same(before[-1 - at], after[-1 - at])), shorter - start)
    one, other = before[start : len(before) - end], after[start : len(after) - end]
    if len(one) * len(other) > _LARGEST_COMPARISON:
        return [_Block(start, len(one), start, len(other))]
    keys, other_keys = ([json.dumps(value, sort_keys=True) for value in values] for values in (one, other))
    matches = difflib.SequenceMatcher(None, keys, other_keys, autojunk=False).get_opcodes()
    return [_Block(start + a, b - a, start + c, d - c) for kind, a, b, c, d in matches if kind != "equal"]


def _is_absent(name: str, versions: Versions) -> bool:
    """Is the field without a value: not there, or as by default and nothing?"""
    return name not in versions.after or (name not in versions.brief and _is_nothing(versions.after[name]))


def _is_nothing(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_nothing, value.values()))
    return value is None or value == []


def _is_gone(name: str, versions: Versions) -> bool:
    """Has a field of the file lost its value? One that never had any, such as `text: null`, stays."""
    return _is_absent(name, versions) and not (
        name in versions.after and same(versions.before.get(name), versions.after[name])
    )


def _is_new(name: str, node: Node, versions: Versions) -> bool:
    return name not in node.entries and not same(versions.before.get(name), versions.after[name])
