"""The window's models know no widgets, so that they are tested without any; nothing blocks its loop."""

from __future__ import annotations

import ast
import re

from rules.sources import MODULES, short, text, tree

from stressdesk.resources import resource

WINDOW = [path for path in MODULES if short(path).startswith("stressdesk/gui/")]
MODELS = [path for path in WINDOW if "/models/" in short(path)]
# What blocks the loop, hides a signal, or finds a widget behind its owner's back.
UNWANTED = re.compile(r"processEvents|blockSignals\(|findChild|time\.sleep")


def test_models_import_qtcore_alone() -> None:
    imported = {
        f"{short(path)}: {node.module}"
        for path in MODELS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6")
    }
    assert imported
    assert {one for one in imported if not one.endswith("PySide6.QtCore")} == set()


def test_nothing_blocks_the_loop_or_looks_behind_an_owners_back() -> None:
    assert [short(path) for path in WINDOW if UNWANTED.search(text(path))] == []


def test_views_and_parts_connect_no_long_lambda() -> None:
    long = [
        f"{short(path)}:{node.lineno}"
        for path in WINDOW
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Lambda) and (node.end_lineno or 0) - node.lineno > 1
    ]
    assert long == []


def test_every_icon_is_shown_somewhere() -> None:
    named = {
        word for path in WINDOW for word in re.findall(r'"([a-z0-9-]+)(?:\.svg)?"', text(path))
    }  # "arrow" and "tick" stand for one in each look
    icons = {path.stem.removesuffix("-dark").removesuffix("-light") for path in resource("icons").glob("*.svg")}
    assert len(icons) > 40
    assert icons - named == set()
