"""Each module says what it is for, and each public name what it does, in a sentence."""

from __future__ import annotations

import ast

from rules.sources import MODULES, definitions, short, tree


def test_every_module_has_a_docstring() -> None:
    assert [short(path) for path in MODULES if not ast.get_docstring(tree(path))] == []


def test_every_public_function_class_and_method_has_a_docstring() -> None:
    missing = [
        f"{short(path)}: {name}"
        for path in MODULES
        for name, node in definitions(tree(path))
        if not any(part.startswith("_") for part in name.split(".")) and not ast.get_docstring(node)
    ]
    assert missing == []
