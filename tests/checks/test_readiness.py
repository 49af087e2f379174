from pathlib import Path

import msgspec
import pytest

from stressdesk.checks.readiness import everything_wrong
from stressdesk.scenario.checks import Equals, JsonSchema, OneOf, Regex
from stressdesk.scenario.model import DemoInput, Prompt, Scenario
from stressdesk.scenario.targets import LiteLLM, Local, Simulated
from stressdesk.scenario.traffic import Load, Trace, Traffic

SOUND = Scenario(
    name="Desk",
    prompt=Prompt(text="Which desk? {{message}}"),
    demo=(DemoInput(text="I was charged twice.", expect="billing"),),
    checks=(Equals(),),
    target="simulated",
    targets={"simulated": Simulated()},
)


def wrong(**changes):
    return {problem.field: problem for problem in everything_wrong(edited(**changes), Path())}


def edited(**changes):
    return msgspec.structs.replace(SOUND, **changes)


def test_nothing_is_wrong_with_a_sound_scenario():
    assert everything_wrong(SOUND, Path()) == []


def test_mistakes_of_every_kind_are_told_at_once():
    found = wrong(
        prompt=Prompt(text="Which {{desk}}? {{message}}"),
        traffic=Traffic(personas={"nobody": 1}),
        checks=(Equals(), JsonSchema(schema={"$ref": "https://elsewhere.example/schema"})),
        targets={"simulated": Simulated(price_as="gpt-4o-minni")},
    )
    assert set(found) == {"variables", "traffic.personas", "checks[1].schema", "targets.simulated.price_as"}
    assert "gpt-4o-mini" in found["targets.simulated.price_as"].hint


def test_one_field_is_told_once_although_two_kinds_of_check_see_it():
    found = everything_wrong(edited(traffic=Traffic(off_topic=0.9, hostile=0.9)), Path())
    assert [problem.field for problem in found] == ["traffic"]
    found = everything_wrong(edited(checks=(Regex(pattern="("),)), Path())
    assert [problem.field for problem in found] == ["checks[0].pattern"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"load": Load(window_minutes=-1)}, "load.window_minutes"),
        ({"load": Load(scales=(10, 0, 5, 0))}, "load.scales[1]"),
        ({"name": ""}, "name"),
        ({"checks": (Equals(), OneOf(values=()))}, "checks[1].values"),
        ({"targets": {"simulated": Simulated(), "my own": LiteLLM(model="")}}, 'targets["my own"].model'),
        ({"seed": -1}, "seed"),
    ],
)
def test_a_value_out_of_bounds_is_told_beside_what_else_is_wrong(changes, field):
    found = wrong(**changes, traffic=Traffic(languages={"xx": 1}))
    assert field in found
    assert "traffic.languages" in found
    assert found[field].hint


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"demo": ()}, "demo"),
        ({"targets": {}}, "targets"),
        ({"prompt": Prompt(text="{{my words}}", input="my words")}, "prompt.input"),
    ],
)
def test_what_only_follows_from_a_value_out_of_bounds_is_not_told(changes, field):
    assert set(wrong(**changes)) == {field}


def test_a_value_of_the_wrong_kind_is_told_and_nothing_breaks():
    found = wrong(target="here", targets={"here": Local(slots="four")}, demo=(DemoInput(text=None),))
    assert {"targets.here.slots", "demo[0].text"} <= set(found)


def test_files_are_looked_up_in_the_folder(tmp_path):
    (tmp_path / "prompt.txt").write_text("Which desk? {{message}}")
    scenario = edited(prompt=Prompt(file="prompt.txt"))
    assert everything_wrong(scenario, tmp_path) == []
    assert [problem.field for problem in everything_wrong(scenario, tmp_path / "elsewhere")] == ["prompt.file"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "there is no trace file"),
        ("", "is empty"),
        ("t_seconds\n1\n", "no two different times"),
        ("t_seconds,session_id\n1,a\n2,a\n", "all 2 times of peak.csv are of one conversation"),
        ("user_text\nWhere is it?\n", "peak.csv has no times"),
        ("x,y\n1,2\n", "no column of times"),
        ("t_seconds\n1\n2\nsoon\n", "line 4: this is no time: soon"),
        ("t_seconds,a\n1\n2,3\n", "line 2 has 1 cells"),
    ],
)
def test_a_trace_that_cannot_be_replayed_is_told_with_its_place_and_a_remedy(tmp_path, content, says):
    if content is not None:
        (tmp_path / "peak.csv").write_text(content)
    (problem,) = everything_wrong(edited(load=Load(arrivals=Trace(file="peak.csv"))), tmp_path)
    assert problem.field == "load.arrivals.file"
    assert "peak.csv" in problem.message
    assert says in problem.message
    assert "or choose other arrivals." in problem.hint


@pytest.mark.parametrize("name", [".", "a\0b", "a" * 999])
def test_what_can_be_no_trace_is_told_as_one_that_is_missing_is(tmp_path, name):
    (problem,) = everything_wrong(edited(load=Load(arrivals=Trace(file=name))), tmp_path)
    assert problem.field == "load.arrivals.file"


def test_a_trace_is_looked_at_again_once_it_has_changed(tmp_path):
    traced = edited(load=Load(arrivals=Trace(file="peak.csv")))
    trace = tmp_path / "peak.csv"
    trace.write_text("t_seconds\n1\n2\n")
    assert everything_wrong(traced, tmp_path) == []
    trace.unlink()
    assert everything_wrong(traced, tmp_path) != []
