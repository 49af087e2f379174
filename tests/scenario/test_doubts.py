"""Doubts: what is in order and yet hardly meant is said; a finished scenario raises none."""

from __future__ import annotations

import msgspec
import pytest
from scenario.examples import FULL, MINIMAL, written

from stressdesk.resources import resource
from stressdesk.scenario.checks import Contains
from stressdesk.scenario.doubts import doubts
from stressdesk.scenario.file import load
from stressdesk.scenario.importing.prompt import new_scenario
from stressdesk.scenario.model import DemoInput

SAMPLES = sorted(resource("samples").glob("*.stress.yaml"))


def test_what_new_leaves_to_be_replaced_is_doubted(tmp_path):
    scenario = new_scenario(written(tmp_path, "{{product}} {{message}}", "p.txt"))
    variable, demo = doubts(scenario)
    assert variable.words.startswith("The values of the variable product are still placeholders")
    assert demo.words.startswith("Demo inputs are still placeholders")
    assert [(one.field, one.is_placeholder) for one in (variable, demo)] == [
        ("variables.product", True),
        ("demo", True),
    ]


def test_a_scenario_without_checks_is_doubted(tmp_path):
    (doubt,) = doubts(load(written(tmp_path, MINIMAL)))
    assert not doubt.is_placeholder
    assert doubt.words.startswith("No checks are set")


def test_a_scenario_whose_checks_never_ask_for_the_right_answer_is_doubted(tmp_path):
    made = new_scenario(written(tmp_path, "You answer questions about leave.", "p.txt"))
    asked = msgspec.structs.replace(made, demo=(DemoInput(text="How many days?"),))
    (doubt,) = doubts(asked)
    assert (doubt.field, doubt.is_placeholder) == ("checks", False)
    assert "whether an answer says the right thing" in doubt.words
    assert doubts(msgspec.structs.replace(asked, checks=(*asked.checks, Contains(values=("25",))))) == []


def test_a_finished_scenario_is_not_doubted(tmp_path):
    assert doubts(load(written(tmp_path, FULL))) == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_no_sample_is_doubted(path):
    assert doubts(load(path)) == []
