"""Reads and writes `*.stress.yaml`: nothing in a file is ever run, and every mistake is named with line and field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from stressdesk.errors import Problem, ScenarioError
from stressdesk.scenario.document import MAX_BYTES, Node, document
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.places import field_name, line_at, lines
from stressdesk.scenario.plain import plain, restore, restored
from stressdesk.scenario.problems import problems
from stressdesk.scenario.reading import BYTE_ORDER_MARK, read_text, refusal
from stressdesk.scenario.saving import save

__all__ = ["load", "located", "parse", "plain", "read", "restore", "save"]

_TEXT_ENDINGS = (".txt", ".md")
_SIGN_OF_A_SCENARIO = re.compile(r"""(?m)(?:^|[{,])\s*["']?(?:stressdesk|demo)["']?\s*:""")
_PROMPT = (
    "this is not a scenario",
    "This looks like a prompt: make a scenario around it with `stressdesk new FILE`.",
)


def load(path: Path) -> Scenario:
    """The scenario in a file, ready to run; raises ScenarioError with everything that is wrong with it."""
    scenario = read(path)
    if found := problems(scenario, path.parent):
        raise located(found, path)
    return scenario


def read(path: Path) -> Scenario:
    """The scenario a file holds; raises ScenarioError where it holds none. What else is wrong is left to `problems`."""
    text = read_text(path, MAX_BYTES)
    if path.suffix.lower() in _TEXT_ENDINGS and text.strip() and not _SIGN_OF_A_SCENARIO.search(text):
        raise refusal(path, *_PROMPT)
    root = document(text.removeprefix(BYTE_ORDER_MARK), str(path))
    if _is_chat(root.value):
        raise refusal(path, *_PROMPT)
    return _scenario(root, path)


def parse(text: str, path: Path) -> Scenario:
    """The scenario a YAML text stands for, `path` being named in messages; raises ScenarioError.

    What cannot be seen from the text alone, such as missing files, is left to `problems`.
    """
    return _scenario(document(text.removeprefix(BYTE_ORDER_MARK), str(path)), path)


def located(found: Sequence[Problem], path: Path) -> ScenarioError:
    """Problems found elsewhere in the scenario of a file, each with the file and the line its field stands at."""
    root = document(read_text(path, MAX_BYTES).removeprefix(BYTE_ORDER_MARK), str(path))
    return ScenarioError(_placed(found, root, path))


def _is_chat(plain: Any) -> bool:
    """Are these the messages of a prompt, as a list or under `messages`?"""
    if isinstance(plain, dict):
        return "messages" in plain and not {"stressdesk", "demo"} & plain.keys()
    return isinstance(plain, list) and bool(plain) and all(isinstance(one, dict) and "role" in one for one in plain)


def _scenario(root: Node, path: Path) -> Scenario:
    try:
        return restored(
            root.value,
            lambda misfit: Problem(
                misfit.message,
                hint=misfit.hint,
                file=str(path),
                line=line_at(root, misfit.path),
                field=field_name(misfit.path),
            ),
        )
    except ScenarioError as error:
        raise ScenarioError(_placed(error.problems, root, path)) from error


def _placed(found: Sequence[Problem], root: Node, path: Path) -> list[Problem]:
    """The same problems, each with the file and line its field stands at, where it names none itself."""
    known = lines(root)
    for problem in found:
        if not problem.file:
            problem.file = str(path)
            problem.line = _nearest_line(problem.field, known) or root.line
    return sorted(found, key=lambda problem: (problem.file != str(path), problem.line or 0))


def _nearest_line(field: str, known: dict[str, int]) -> int | None:
    while field and field not in known:
        field = field[: max(field.rfind("."), field.rfind("["), 0)]
    return known.get(field)
