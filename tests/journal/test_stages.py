"""One name for each stage, whoever writes or reads it."""

from __future__ import annotations

import pytest

from stressdesk.engine.stages import stages
from stressdesk.gui.models.record_columns import stage_words
from stressdesk.journal.stages import DEMO, PRODUCTION, scale_name, scale_of
from stressdesk.scenario.model import DemoInput, Prompt, Scenario
from stressdesk.scenario.targets import Simulated
from stressdesk.scenario.traffic import Load


def test_what_the_engine_plans_is_told_apart_by_its_name() -> None:
    scenario = Scenario(
        name="x",
        prompt=Prompt(text="Hi"),
        demo=(DemoInput(text="Hello"),),
        targets={"embedded": Simulated()},
        load=Load(live=20, scales=(10, 1_000)),
    )
    planned = [plan.name for plan in stages(scenario, "simulated").plans]
    assert planned == [DEMO, PRODUCTION, scale_name(10), scale_name(1_000)]
    assert [scale_of(name) for name in planned] == [None, None, 10, 1_000]
    assert [stage_words(name) for name in planned] == ["Demo", "Production", "10 queries", "1,000 queries"]


@pytest.mark.parametrize("name", ["", "scale", "scale-", "scale-many", "probe", "1000"])
def test_no_other_name_is_that_of_a_scale(name: str) -> None:
    assert scale_of(name) is None
