"""What is wrong with a template that Jinja cannot read, in words for who wrote the prompt."""

from __future__ import annotations

import re
from collections.abc import Callable

from stressdesk.scenario.template import TemplateFaultError

_OPENING = re.compile(r"\{\{|\{%|\{#")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_WHOLE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_BRACES = re.compile(
    r"\{%[-+]?\s*raw\s*-?%\}.*?(?:\{%[-+]?\s*endraw\s*[-+]?%\}|\Z)|\{\{-?\s*(['\"])[{}%#]{2}\1\s*-?\}\}", re.DOTALL
)
"""Braces that are meant as such: between raw and endraw, or quoted, as in {{ "{{" }}."""
_BLOCK = re.compile(r"needs to be closed is '(\w+)'")
_UNKNOWN = re.compile(r"unknown tag '(\w+)'")
_SHOWN = 40
_NAMING = (
    "A variable's name is one word of letters, figures and _, as in {{first_name}}; to write braces as such, put "
    "{% raw %} before and {% endraw %} after them."
)


def fault(source: str, said: str, line: int, is_readable: Callable[[str], bool]) -> TemplateFaultError:
    """The fault behind what Jinja said of a line; `is_readable` tells whether a tag can be read by itself."""
    bare = _BRACES.sub(lambda meant: "\n" * meant.group().count("\n"), source)
    opened = _unclosed(bare)
    if opened is not None:
        closing = _CLOSING[bare[opened : opened + 2]]
        return TemplateFaultError(
            f"`{_shown(bare[opened:])}` is not closed by `{closing}`", line=bare.count("\n", 0, opened) + 1
        )
    block, unknown = _BLOCK.search(said), _UNKNOWN.search(said)
    if block is not None:
        return TemplateFaultError(f"`{{% {block[1]} %}}` is not closed by `{{% end{block[1]} %}}`", line=line)
    if "raw directive" in said:
        return TemplateFaultError("`{% raw %}` is not closed by `{% endraw %}`", line=line)
    if unknown is not None:
        name = unknown[1]
        wrong = (
            "closes nothing" if name.startswith("end")
            else "stands outside of any `{% if %}`" if name in ("else", "elif")
            else "is none of the tags a prompt can have"
        )  # fmt: skip
        return TemplateFaultError(f"`{{% {name} %}}` {wrong}", line=line)
    return _odd(bare, line, is_readable) or TemplateFaultError(f"it cannot be read ({said})", line=line)


def _unclosed(source: str) -> int | None:
    """Where the first tag begins that another one or the end of the text follows before it is closed."""
    found = _OPENING.search(source)
    while found is not None:
        end = source.find(_CLOSING[found.group()], found.end())
        following = None if found.group() == "{#" else _OPENING.search(source, found.end())
        if end < 0 or (following is not None and following.start() < end):
            return found.start()
        found = _OPENING.search(source, end + 2)
    return None


def _odd(source: str, line: int, is_readable: Callable[[str], bool]) -> TemplateFaultError | None:
    for tag in _WHOLE.finditer(source):
        first = source.count("\n", 0, tag.start()) + 1
        if first > line:
            break
        if first + tag.group().count("\n") < line or is_readable(tag.group()):
            continue
        if not tag.group()[2:-2].strip():
            return TemplateFaultError(f"`{tag.group()}` has no name in it", line=first)
        is_variable = tag.group().startswith("{{")
        wrong = "is not a variable" if is_variable else "cannot be read"
        text = f"`{_shown(tag.group())}` {wrong}"
        return TemplateFaultError(text, _NAMING, first) if is_variable else TemplateFaultError(text, line=first)
    return None


def _shown(text: str) -> str:
    """The beginning of a text, on one line."""
    first = text.split("\n", 1)[0].rstrip()
    return first if len(first) <= _SHOWN else f"{first[:_SHOWN]}…"
