"""A module is one idea of at most 300 lines, a function one step of at most 50, with at most six parameters."""

from __future__ import annotations

import ast

from rules.sources import MODULES, functions, short, text, tree

MOST_LINES = 300
MOST_LINES_EVER = 400
MOST_FUNCTION_LINES = 50
MOST_PARAMETERS = 6

LONGER: dict[str, str] = {}  # module: why it may have more than 300 lines, yet never more than 400


def test_modules_are_short() -> None:
    lengths = {short(path): len(text(path).splitlines()) for path in MODULES}
    too_long = {name: count for name, count in lengths.items() if count > MOST_LINES}
    assert {name: count for name, count in too_long.items() if name not in LONGER} == {}
    assert {name: count for name, count in too_long.items() if count > MOST_LINES_EVER} == {}


def test_no_exception_outlives_its_reason() -> None:
    long = {short(path) for path in MODULES if len(text(path).splitlines()) > MOST_LINES}
    assert set(LONGER) <= long


def test_functions_are_short() -> None:
    lengths = {
        f"{short(path)}: {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in MODULES
        for function in functions(tree(path))
    }
    assert len(lengths) > len(MODULES)
    assert {name: count for name, count in lengths.items() if count > MOST_FUNCTION_LINES} == {}


def test_functions_take_few_parameters() -> None:
    counts = {
        f"{short(path)}: {function.name}": parameters(function.args)
        for path in MODULES
        for function in functions(tree(path))
    }
    assert max(counts.values()) > 1
    assert {name: count for name, count in counts.items() if count > MOST_PARAMETERS} == {}


def parameters(arguments: ast.arguments) -> int:
    named = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    starred = [argument for argument in (arguments.vararg, arguments.kwarg) if argument is not None]
    return len([name for name in named if name not in {"self", "cls"}]) + len(starred)


def test_every_kind_of_parameter_is_counted() -> None:
    function = ast.parse("def f(self, a, /, b, *c, d, **e): ...").body[0]
    assert isinstance(function, ast.FunctionDef)
    assert parameters(function.args) == 5
