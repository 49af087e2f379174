"""The JSON Schema for editors accepts what loads and refuses what does not."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from scenario.examples import FULL, MINIMAL
from scenario.strategies import scenarios
from scenario.test_fitting import PLACES, PLAIN, VALUES, with_part

from stressdesk.resources import resource
from stressdesk.scenario.document import document
from stressdesk.scenario.file import parse, plain
from stressdesk.scenario.fitting import misfits
from stressdesk.scenario.schema import schema

VALIDATOR = jsonschema.Draft202012Validator(schema())
SAMPLES = sorted(resource("samples").glob("*.stress.yaml"))


def test_it_is_a_schema():
    VALIDATOR.check_schema(schema())
    assert schema()["title"] == "StressDesk scenario"
    assert "$id" not in schema()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples_fit(path):
    VALIDATOR.validate(document(path.read_text(), "x").value)


@pytest.mark.parametrize("text", [MINIMAL, FULL])
def test_examples_fit(text):
    VALIDATOR.validate(document(text, "x").value)
    VALIDATOR.validate(plain(parse(text, Path("x"))))


@settings(max_examples=20)
@given(scenarios)
def test_any_scenario_fits(scenario):
    VALIDATOR.validate(plain(scenario))


def test_what_does_not_load_does_not_fit():
    # To JSON Schema 2.0 is a whole number, to us it is a slip worth telling.
    for value in (value for value in VALUES if value not in (2.0, 1e6)):
        for path in PLACES[::3]:
            changed = with_part(PLAIN, path, value)
            assert VALIDATOR.is_valid(changed) == (misfits(changed) == []), (path, value)


def test_every_part_is_described():
    parts = schema()["$defs"]
    assert [name for name, part in parts.items() if not part.get("description")] == []
    assert not any("\n" in part["description"] for part in parts.values())
    assert parts["Ramp"]["description"].startswith("The rate grows (or falls)")
