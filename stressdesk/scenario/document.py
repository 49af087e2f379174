"""Turns YAML text into plain values that remember where they stand, in bounded time and memory.

The parser's events are composed here rather than by a YAML loader, so that no tag makes an object, nothing is merged or
expanded without being counted, and every value knows its line and its place in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from stressdesk.errors import MAX_PROBLEMS, Problem, ScenarioError
from stressdesk.scenario.scalars import NUMBER_HINT, TooLargeError, resolved, shortened, whole_text

MAX_BYTES = 2_000_000
"""Longest YAML text read: the parser takes about 1 s for 0.7 MB."""

MAX_VALUES = 100_000
"""Most values in one file, aliases counted each time: the parser takes about 1 s for 20,000."""

MAX_CHARACTERS = 20_000_000
"""Most characters in one file, aliases counted each time."""

MAX_DEPTH = 60

_TEXT_TAGS = ("!", "tag:yaml.org,2002:str")

_SYNTAX_HINTS = {
    "cannot start any token": "Indent with spaces, not tabs, and put quotes around a text with unusual characters.",
    "mapping values are not allowed": "Put quotes around a text that holds a colon, or mend the indentation.",
    "could not find expected ':'": "Write a name, a colon and a space; put quotes around a longer text.",
    "end of stream": "A quote or bracket is opened here and never closed.",
    "<block end>": "Indent this line exactly like its neighbours; put quotes around a text that goes on after a quote.",
    "undefined alias": "Write the value out, or name it with & before it is used with *.",
    "unknown escape": "Use single quotes, or write \\\\ for a backslash.",
}


class Node(msgspec.Struct):
    """One value: its plain form, its place in the text (`end` exclusive), and its parts.

    `style` is "plain", "quoted", "literal", "block", "flow" or "alias"; `line` counts from 1, `column` from 0;
    `in_flow`: does it stand within braces or brackets?
    `values` and `characters` are what it amounts to with every alias written out.
    """

    value: Any
    style: str
    line: int
    column: int
    start: int
    end: int
    in_flow: bool = False
    entries: dict[str, Entry] = {}
    elements: list[Node] = []
    values: int = 1
    characters: int = 0


class Entry(msgspec.Struct):
    """A named value in a mapping; `start` and `line` are those of the name."""

    start: int
    line: int
    column: int
    node: Node


def document(text: str, file: str) -> Node:
    """The one value a YAML text holds; raises ScenarioError naming `file` and line."""
    composer = _Composer(text, file)
    try:
        root = composer.document()
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        character = f"the character {error.character!r} is not allowed in a scenario"
        composer.refuse(f"{character[:80]}", "Remove it, or save the file again as plain text.", line)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        detail = " ".join(str(part) for part in (error.context, error.problem) if part)
        hint = next((hint for words, hint in _SYNTAX_HINTS.items() if words in detail), "")
        composer.refuse(f"this is not valid YAML ({detail[:200]})", hint, mark.line + 1 if mark else None)
    except (YAMLError, ValueError, OverflowError) as error:
        composer.refuse(f"this is not valid YAML ({str(error)[:200]})", "Look for a wrong \\ escape in quotes.", None)
    if composer.problems:
        raise ScenarioError(composer.problems)
    return root


class _Composer:
    """Builds nodes from the parser's events and counts what they amount to."""

    def __init__(self, text: str, file: str) -> None:
        self._events: Iterator[Any] = iter(YAML(typ="safe", pure=True).parse(text))
        self._text = text
        self._file = file
        self._anchors: dict[str, Node | None] = {}
        self._values = 0
        self._flows = 0
        self._characters = 0
        self.problems: list[Problem] = []

    def refuse(self, message: str, hint: str, line: int | None) -> NoReturn:
        """Give up on the whole text: nothing after this place can be trusted."""
        raise ScenarioError([*self.problems, Problem(message, hint=hint, file=self._file, line=line)])

    def document(self) -> Node:
        """The value of the first document; a second one is refused."""
        next(self._events)
        first = next(self._events)
        if type(first).__name__ == "StreamEndEvent":
            return Node(value=None, style="plain", line=1, column=0, start=0, end=0)
        root = self._node(next(self._events), 0)
        next(self._events)
        last = next(self._events)
        if type(last).__name__ != "StreamEndEvent":
            self.refuse("a second document begins here", "Remove the line `---`.", last.start_mark.line + 1)
        return root

    def _node(self, event: Any, depth: int) -> Node:
        line = event.start_mark.line + 1
        if depth > MAX_DEPTH:
            self.refuse(f"fields are nested more than {MAX_DEPTH} deep", "Write this part more simply.", line)
        kind = type(event).__name__
        if kind == "AliasEvent":
            return self._count(self._alias(event), line)
        if event.anchor:
            self._anchors[event.anchor] = None
        node = Node(
            value=None,
            style="plain",
            line=line,
            column=event.start_mark.column,
            start=event.start_mark.index,
            end=event.end_mark.index,
            in_flow=self._flows > 0,
        )
        if kind == "ScalarEvent":
            self._fill_scalar(node, event)
        else:
            self._refuse_tag(event)
            node.style = "flow" if event.flow_style else "block"
            fill = self._fill_mapping if kind == "MappingStartEvent" else self._fill_list
            self._count(node, line)
            self._flows += node.style == "flow"
            fill(node, depth)
            self._flows -= node.style == "flow"
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _count(self, node: Node, line: int) -> Node:
        self._values += node.values
        self._characters += node.characters
        if self._values > MAX_VALUES:
            hint = "Move long lists to a CSV file; write aliases (*name) out where they repeat each other."
            self.refuse(f"the file holds more than {MAX_VALUES:,} values, aliases counted each time", hint, line)
        if self._characters > MAX_CHARACTERS:
            hint = "Write aliases (*name) out where they repeat each other."
            self.refuse(f"the file amounts to more than {MAX_CHARACTERS:,} characters", hint, line)
        return node

    def _alias(self, event: Any) -> Node:
        line = event.start_mark.line + 1
        name = str(event.anchor)
        if name not in self._anchors:
            self.refuse(f"*{name[:40]} stands for nothing", _SYNTAX_HINTS["undefined alias"], line)
        target = self._anchors[name]
        if target is None:
            self.refuse(f"*{name[:40]} stands inside the value it stands for", "Write the value out.", line)
        return msgspec.structs.replace(
            target, style="alias", line=line, start=event.start_mark.index, end=event.end_mark.index
        )

    def _fill_scalar(self, node: Node, event: Any) -> None:
        node.style = {None: "plain", "'": "quoted", '"': "quoted"}.get(event.style, "literal")
        if node.style == "literal":
            # The parser's mark lies behind the blank lines that follow; they are no part of the text.
            node.end = node.start + len(self._text[node.start : node.end].rstrip())
        text = str(event.value)
        node.characters = len(text)
        self._count(node, node.line)
        is_text = node.style != "plain" or str(event.tag or "") in _TEXT_TAGS
        try:
            node.value = whole_text(text) if is_text else resolved(text)
        except TooLargeError:
            self._note(f"{shortened(text, 30)} is not a number that can be used", NUMBER_HINT, node.line)
        except UnicodeError:
            self._note("half of a character stands alone (a \\u escape)", "Write the character itself.", node.line)
        self._refuse_tag(event)

    def _fill_list(self, node: Node, depth: int) -> None:
        node.elements, node.value = [], []
        while type(event := next(self._events)).__name__ != "SequenceEndEvent":
            element = self._node(event, depth + 1)
            node.elements.append(element)
            node.value.append(element.value)
            node.values += element.values
            node.characters += element.characters
        self._close(node, event, node.elements[-1] if node.elements else None)

    def _fill_mapping(self, node: Node, depth: int) -> None:
        node.entries, node.value = {}, {}
        last: Node | None = None
        while type(event := next(self._events)).__name__ != "MappingEndEvent":
            name = self._name(event)
            last = self._node(next(self._events), depth + 1)
            if name in node.entries:
                hint = f"It already stands in line {node.entries[name].line}: keep one of the two."
                self._note(f"`{name[:60]}` stands here a second time", hint, event.start_mark.line + 1)
            node.entries[name] = Entry(
                start=event.start_mark.index, line=event.start_mark.line + 1, column=event.start_mark.column, node=last
            )
            node.value[name] = last.value
            node.values += last.values + 1
            node.characters += last.characters + len(name)
        self._close(node, event, last)

    def _name(self, event: Any) -> str:
        line = event.start_mark.line + 1
        if type(event).__name__ != "ScalarEvent":
            self.refuse("a field's name must be a plain word", "Write `name: value`; quote {{variables}}.", line)
        if event.value == "<<" and event.style is None:
            self.refuse("merging with << is not supported", "Write the fields out.", line)
        if event.anchor:
            self.refuse("a field's name cannot be named with &", "Put & before a value instead.", line)
        self._refuse_tag(event)
        name = str(event.value)
        self._values += 1
        if not name:
            self._note("a field has no name", "Write a name before the colon.", line)
        return name

    def _close(self, node: Node, event: Any, last: Node | None) -> None:
        # The end of a block is noticed only at the next thing that follows, after comments that belong to that.
        node.end = event.end_mark.index if node.style == "flow" or last is None else last.end

    def _refuse_tag(self, event: Any) -> None:
        tag = str(event.tag) if event.tag else ""
        if tag and tag not in _TEXT_TAGS:
            hint = "Remove the word with the exclamation mark: a scenario holds plain values only."
            shown = tag.replace("tag:yaml.org,2002:", "!!")[:60]
            self._note(f"the tag {shown} is not allowed, and nothing it names was run", hint, event.start_mark.line + 1)

    def _note(self, message: str, hint: str, line: int) -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            self.refuse("more mistakes follow", "Mend these first.", line)
        self.problems.append(Problem(message, hint=hint, file=self._file, line=line))
