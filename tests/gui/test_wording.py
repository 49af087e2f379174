"""What is wrong, in the names that settings have in the window and not in those of the file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import stressdesk
from stressdesk.gui.models import wording
from stressdesk.gui.models.wording import IN_WINDOW, in_window, problem_words
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.plain import restore
from stressdesk.scenario.problems import problems

SCENARIO = restore({
    "name": "x", "prompt": {"text": "Sort {{message}} for {{customer}}."}, "demo": [{"text": "hi"}],
    "target": "a", "targets": {"a": {"kind": "simulated"}},
})  # fmt: skip


def with_load(**changes: object) -> Scenario:
    return msgspec.structs.replace(SCENARIO, load=msgspec.structs.replace(SCENARIO.load, **changes))


def with_traffic(**changes: object) -> Scenario:
    return msgspec.structs.replace(SCENARIO, traffic=msgspec.structs.replace(SCENARIO.traffic, **changes))


@pytest.mark.parametrize(
    ("scenario", "field", "remedy"),
    [
        (SCENARIO, "variables", "Give it a value under “Variables”, or press “The user writes this”."),
        (with_load(scales=(1_000, 10)), "load.scales", "Put them in this order: 10, 1000."),
        (with_traffic(off_topic=0.9, hostile=0.9), "traffic", "They are shares of all queries: lower one."),
        (msgspec.structs.replace(SCENARIO, target="nobody"), "target", "Choose one that there is."),
    ],
    ids=["variable", "scales", "shares", "target"],
)
def test_a_problem_of_a_scenario_is_said_as_its_page_says_it(
    scenario: Scenario, field: str, remedy: str, tmp_path: Path
) -> None:
    found = next(one for one in problems(scenario, tmp_path) if one.field == field)
    said = problem_words(found)
    assert said.endswith(f". {remedy}")
    assert "`" not in said


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            "Run: export X_API_KEY=... or name another variable as the target's key_env.",
            "Enter X_API_KEY under Settings, or set it and start StressDesk again.",
        ),
        (
            "Choose a folder you may write to that has room left, for example with --out.",
            "Choose a folder you may write to that has room left.",
        ),
        ("Run: export X=...", "Enter X under Settings, or set it and start StressDesk again."),
        (
            "A key goes into the environment, under the name given as `key_env:`; an API version",
            "A key goes into the environment, and its name under “More”; an API version",
        ),
        (
            "Set mean_turns to 1, or single_turn_share below 1.",
            "Set “Turns on average” to 1, or “One message only” below 100 %.",
        ),
    ],
)
def test_a_sentence_stays_whole_where_its_names_are_others(sentence: str, said: str) -> None:
    assert in_window(sentence) == said


def sentences() -> Iterator[str]:
    """Every text in the source, with a number in place of what is filled in, or a list where it is one."""
    root = Path(stressdesk.__file__).parent
    for path in root.rglob("*.py"):
        if path == Path(wording.__file__):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                yield "".join(map(written, node.values))


def written(part: ast.expr) -> str:
    if isinstance(part, ast.FormattedValue):
        return "[5]" if ast.unparse(part.value).startswith("sorted(") else "5"
    return str(part.value) if isinstance(part, ast.Constant) else ""


def test_everything_that_is_reworded_is_still_said_somewhere() -> None:
    said = "\n".join(sentences())
    assert [pattern for pattern in IN_WINDOW if not re.search(pattern, said)] == []
