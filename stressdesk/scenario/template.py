"""Renders one text with `{{variables}}`: Jinja, cut down to what a prompt needs, in bounded time and memory.

Whatever is not listed here (imports, macros, attributes, formatting...) is refused when the template is read.
Values are only ever shown as text: `{{ }}` in a user's words stays what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import nodes

MAX_TAGS = 2_000
MAX_CHARACTERS = 20_000_000

_HINT = "Variables are written {{name}}; to write braces as such, put {% raw %} before and {% endraw %} after them."


class TemplateFaultError(Exception):
    """What is wrong with a template, how to mend it, and in which of its lines (from 1), if known."""

    def __init__(self, message: str, hint: str = _HINT, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line


class Template:
    """One text, read once and rendered often.

    `variables` are all names it uses, `optional` those it can do without (`default`, `is defined`).
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.variables: frozenset[str] = frozenset()
        self.optional: frozenset[str] = frozenset()
        self._parts: list[str | _Gap] = [source]
        self._generate: Callable[[Mapping[str, str]], str] | None = None
        if "{{" in source or "{%" in source or "{#" in source:
            self._read(source)

    def render(self, values: Mapping[str, str]) -> str:
        """The text with the values in place; raises TemplateFaultError."""
        if self._generate is not None:
            return self._generate(values)
        try:
            pieces = [part if isinstance(part, str) else values[part.name] for part in self._parts]
        except KeyError as error:
            raise missing(error.args[0]) from None
        if sum(map(len, pieces)) > MAX_CHARACTERS:
            raise too_much()
        return "".join(pieces)

    def _read(self, source: str) -> None:
        if source.count("{{") + source.count("{%") + source.count("{#") > MAX_TAGS:
            raise TemplateFaultError(f"more than {MAX_TAGS:,} variables and tags", "Write a shorter prompt.")
        # Jinja takes 50 ms to load and most commands never render a prompt.
        from stressdesk.scenario import sandbox  # noqa: PLC0415

        tree = sandbox.tree(source)
        names = sandbox.names(tree)
        self.variables, self.optional = names.used, names.optional
        parts = _simple_parts(tree)
        if parts is None:
            self._generate = sandbox.compiled(tree)
        else:
            self._parts = parts


class _Gap:
    """The place of one variable in a simple template."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


def missing(name: str) -> TemplateFaultError:
    """The fault that a variable has no value."""
    return TemplateFaultError(f"the variable `{name}` has no value", f"Give it one under `variables: {name}:`.")


def too_much() -> TemplateFaultError:
    """The fault that a text grows out of bounds."""
    return TemplateFaultError(
        "the template does too much or its text grows too long", "Simplify its loops and filters."
    )


def _simple_parts(tree: nodes.Template) -> list[str | _Gap] | None:
    """Texts and gaps, if the template has nothing else: ten times faster than Jinja's own rendering."""
    from jinja2 import nodes  # noqa: PLC0415

    parts: list[str | _Gap] = []
    for output in tree.body:
        if not isinstance(output, nodes.Output):
            return None
        for part in output.nodes:
            if isinstance(part, nodes.TemplateData):
                parts.append(part.data)
            elif isinstance(part, nodes.Name):
                parts.append(_Gap(part.name))
            else:
                return None
    return parts
