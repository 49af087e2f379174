"""What is wrong, in the names that settings have in the window and not in those of the file."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from stressdesk.gui.models.wording import problem_words
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
