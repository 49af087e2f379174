"""The part of Jinja a prompt may use, checked on the syntax tree, with a budget for what a rendering may cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast

import msgspec
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, filters, meta, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import escape

from stressdesk.scenario.template import MAX_CHARACTERS, TemplateFaultError, missing, too_much
from stressdesk.scenario.unreadable import fault

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.For, nodes.Assign,
    nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Add, nodes.Sub, nodes.Mul,
    nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos, nodes.Concat, nodes.Filter, nodes.Test, nodes.Getattr,
    nodes.Getitem, nodes.Slice, nodes.List, nodes.Tuple, nodes.Call, nodes.Keyword,
)  # fmt: skip

_METHODS = {
    "upper", "lower", "title", "capitalize", "casefold", "strip", "lstrip", "rstrip", "split", "rsplit", "splitlines",
    "startswith", "endswith", "find", "count", "isdigit", "isalpha", "removeprefix", "removesuffix",
}  # fmt: skip
_LOOP = {"index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem"}
_TESTS = {"defined", "undefined", "none", "string", "number", "odd", "even"}

_BUDGET = 300_000
"""What one rendering may cost, about .2 s: 1 for a step or a part of a list, and 1 for every 100 characters."""

_CHARACTERS_PER_STEP = 100
_MAX_STEPS_OF_RANGE = 10_000
_MAX_INDENT = 100
_MAX_NODES = 10_000
_LARGEST_NUMBER = 10**18


class Names(msgspec.Struct, frozen=True):
    """The variables a template uses, and those of them it can do without."""

    used: frozenset[str]
    optional: frozenset[str]


def tree(source: str) -> nodes.Template:
    """The syntax tree of a template that uses only what is allowed; raises TemplateFaultError."""
    try:
        parsed = _Environment().parse(source)
        called = {id(call.node) for call in parsed.find_all(nodes.Call)}
        for count, node in enumerate(parsed.find_all(nodes.Node)):
            if count > _MAX_NODES:
                raise too_much()
            _refuse_unlisted(node)
            if isinstance(node, nodes.Getattr) and not _is_listed(node, id(node) in called):
                hint = "Variables are plain texts with plain names: write user_name in place of user.name."
                raise TemplateFaultError(f"`.{node.attr}` cannot be used in a prompt", hint, node.lineno)
    except TemplateSyntaxError as error:
        raise fault(source, str(error.message), error.lineno, _is_readable) from error
    except RecursionError as error:
        raise too_much() from error
    return parsed


def _is_readable(tag: str) -> bool:
    """Can one tag be read? One that opens, divides or closes a block can, though the rest of it is missing."""
    try:
        _Environment().parse(f"{{% if true %}}{tag}")
    except TemplateSyntaxError as error:
        return any(said in str(error.message) for said in ("end of template", "unknown tag"))
    return True


def names(parsed: nodes.Template) -> Names:
    """The variables of a template."""
    used = meta.find_undeclared_variables(parsed) - {"range"}
    guarded = [node.node for node in parsed.find_all(nodes.Test) if node.name == "defined"]
    guarded += [node.node for node in parsed.find_all(nodes.Filter) if node.name in ("default", "d") and node.node]
    optional = {node.name for node in guarded if isinstance(node, nodes.Name)}
    return Names(frozenset(used), frozenset(used & optional))


def compiled(parsed: nodes.Template) -> Callable[[Mapping[str, str]], str]:
    """A function from values to text; raises TemplateFaultError."""
    environment = _Environment()
    try:
        _weigh(parsed)
        template = environment.from_string(parsed)
    except (TemplateError, RecursionError, SyntaxError, MemoryError) as error:
        raise too_much() from error

    def render(values: Mapping[str, str]) -> str:
        environment.left = _BUDGET
        pieces: list[str] = []
        characters = 0
        try:
            for piece in template.generate(values):
                pieces.append(piece)
                characters += len(piece)
                if characters > MAX_CHARACTERS:
                    raise too_much()
        except UndefinedError as error:
            unknown = next((name for name in names(parsed).used if f"'{name}'" in str(error)), None)
            raise (missing(unknown) if unknown else TemplateFaultError(str(error))) from error
        except (
            TemplateError,
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            AssertionError,
            RecursionError,
        ) as error:
            raise TemplateFaultError(f"the template cannot be rendered ({error})") from error
        return "".join(pieces)

    return render


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja without globals, with few filters, and with every operation charged to `left`."""

    intercepted_binops = frozenset(["+", "-", "*", "/", "//", "%"])

    def __init__(self) -> None:
        # Constants are folded while compiling, outside any budget: so no optimizer.
        super().__init__(autoescape=False, undefined=StrictUndefined, keep_trailing_newline=True, optimized=False)
        self.left = _BUDGET
        self.globals = {"range": _short_range}
        self.filters = {name: self._charged(function) for name, function in _filters(self).items()}
        self.tests = {name: test for name, test in self.tests.items() if name in _TESTS}

    def charge(self, value: Any) -> Any:
        """Take what `value` costs off the budget; returns it."""
        parts, characters = 0, 0
        if isinstance(value, str):
            characters = len(value)
        elif isinstance(value, list | tuple):
            parts = len(value)
            characters = sum(len(part) for part in value if isinstance(part, str))
        elif isinstance(value, int | float) and abs(value) > _LARGEST_NUMBER:
            raise too_much()
        self.left -= 1 + parts + characters // _CHARACTERS_PER_STEP
        if self.left < 0 or characters > MAX_CHARACTERS:
            raise too_much()
        return value

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute with numbers and join texts; texts are neither formatted nor multiplied."""
        if operator != "+" and not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise SecurityError(f"{operator} is for numbers only")
        return self.charge(super().call_binop(context, operator, left, right))

    def call(self, _context: Context, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call one of the listed methods of a text, or range."""
        is_method = isinstance(getattr(function, "__self__", None), str) and function.__name__ in _METHODS
        if function is not _short_range and not is_method:
            raise SecurityError("only methods of texts can be called")
        if is_method:
            self.charge(function.__self__)
        # Inside a loop, Jinja adds the loop's own names for functions that ask for the context; ours do not.
        named = {name: value for name, value in kwargs.items() if name not in ("_loop_vars", "_block_vars")}
        return self.charge(function(*args, **named))

    def _charged(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def charged(value: Any, *args: Any, **kwargs: Any) -> Any:
            self.charge(value)
            return self.charge(function(value, *args, **kwargs))

        return charged


def _weigh(parsed: nodes.Template) -> None:
    """Send whatever can grow or repeat through a filter that charges for it."""
    for loop in list(parsed.find_all(nodes.For)):
        loop.iter = _through("_steps", loop.iter)
    for joined in list(parsed.find_all(nodes.Concat)):
        joined.nodes = [_through("string", part) for part in joined.nodes]
    for operand in list(parsed.find_all(nodes.Operand)):
        operand.expr = _through("_weighed", operand.expr)
    for part_of in list(parsed.find_all(nodes.Getitem)):
        part_of.node = _through("_weighed", part_of.node)


def _through(name: str, node: nodes.Node) -> nodes.Filter:
    return nodes.Filter(cast("nodes.Expr", node), name, [], [], None, None, lineno=node.lineno)


def _refuse_unlisted(node: nodes.Node) -> None:
    word = type(node).__name__.lower()
    if not isinstance(node, _ALLOWED):
        raise TemplateFaultError(f"`{word}` cannot be used in a prompt", line=node.lineno)
    if isinstance(node, nodes.For) and node.recursive:
        raise TemplateFaultError("loops cannot call themselves", line=node.lineno)
    if isinstance(node, nodes.Assign) and not isinstance(node.target, nodes.Name):
        raise TemplateFaultError("`set` takes one name", line=node.lineno)
    if isinstance(node, nodes.List | nodes.Tuple) and not all(isinstance(part, nodes.Const) for part in node.items):
        raise TemplateFaultError("a list holds only texts and numbers", line=node.lineno)
    if isinstance(node, nodes.Filter) and node.name not in _filter_names():
        hint = f"The filters are {', '.join(sorted(_filter_names()))}."
        raise TemplateFaultError(f"there is no filter `{node.name}` here", hint, node.lineno)
    if isinstance(node, nodes.Test) and node.name not in _TESTS:
        raise TemplateFaultError(f"there is no test `is {node.name}` here", line=node.lineno)
    if isinstance(node, nodes.Call):
        _refuse_call(node)


def _is_listed(node: nodes.Getattr, is_called: bool) -> bool:
    if isinstance(node.node, nodes.Name) and node.node.name == "loop":
        return node.attr in _LOOP
    return is_called and node.attr in _METHODS


def _refuse_call(node: nodes.Call) -> None:
    called = node.node
    is_range = isinstance(called, nodes.Name) and called.name == "range"
    is_plain = node.dyn_args is None and node.dyn_kwargs is None
    if not (is_plain and (is_range or (isinstance(called, nodes.Getattr) and called.attr in _METHODS))):
        name = f"`{called.name}(...)`" if isinstance(called, nodes.Name) else "this function"
        raise TemplateFaultError(f"{name} cannot be called in a prompt", line=node.lineno)


def _filter_names() -> frozenset[str]:
    return frozenset(name for name in _filters(None) if not name.startswith("_"))


def _filters(environment: Any) -> dict[str, Callable[..., Any]]:
    return {
        "_steps": _steps,
        "_weighed": lambda value: value,
        "abs": abs,
        "capitalize": lambda value: str(value).capitalize(),
        "count": len,
        "d": filters.do_default,
        "default": filters.do_default,
        "e": lambda value: str(escape(value)),
        "escape": lambda value: str(escape(value)),
        "first": lambda value: value[0],
        "indent": _indented,
        "int": filters.do_int,
        "join": _joined,
        "last": lambda value: value[-1],
        "length": len,
        "list": list,
        "lower": lambda value: str(value).lower(),
        "replace": _replaced,
        "reverse": lambda value: value[::-1],
        "sort": sorted,
        "string": str,
        "striptags": filters.do_striptags,
        "title": filters.do_title,
        "tojson": lambda value: str(htmlsafe_json_dumps(value)),
        "trim": lambda value, chars=None: str(value).strip(chars),
        "truncate": partial(filters.do_truncate, environment),
        "unique": lambda value: list(dict.fromkeys(value)),
        "upper": lambda value: str(value).upper(),
        "wordcount": lambda value: len(str(value).split()),
    }


def _steps(value: Any) -> tuple[Any, ...]:
    if not isinstance(value, str | list | tuple | range):
        raise TypeError(f"a loop needs a list, not {type(value).__name__}")
    return tuple(value)


def _short_range(*bounds: int) -> list[int]:
    steps = range(*bounds)
    if len(steps) > _MAX_STEPS_OF_RANGE:
        raise too_much()
    return list(steps)


def _indented(value: Any, width: int | str = 4, first: bool = False, blank: bool = False) -> str:
    size = len(width) if isinstance(width, str) else width
    text = str(value)
    if size > _MAX_INDENT or size * text.count("\n") > MAX_CHARACTERS:
        raise too_much()
    return filters.do_indent(text, width, first, blank)


def _joined(value: Any, between: str = "") -> str:
    parts = [str(part) for part in value]
    if sum(map(len, parts)) + len(between) * len(parts) > MAX_CHARACTERS:
        raise too_much()
    return between.join(parts)


def _replaced(value: Any, old: str, new: str, count: int = -1) -> str:
    text = str(value)
    if len(text) + text.count(old) * len(new) > MAX_CHARACTERS:
        raise too_much()
    return text.replace(old, new, count)
