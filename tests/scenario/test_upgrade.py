"""Older files are brought up to date step by step; newer ones are refused."""

from __future__ import annotations

import pytest

from stressdesk.errors import ScenarioError
from stressdesk.scenario.model import VERSION
from stressdesk.scenario.upgrade import STEPS, upgraded


def rename_inputs(fields):
    """A step as a later version could have it: `inputs` became `demo`."""
    return {"demo": fields.pop("inputs"), **fields}


def count_seeds_from_one(fields):
    """Another one: seeds began with 0."""
    return fields | {"seed": fields["seed"] + 1}


def test_every_version_before_this_one_has_its_step():
    assert len(STEPS) == VERSION - 1


def test_an_old_file_goes_through_all_later_steps():
    old = {"stressdesk": 1, "inputs": [1], "seed": 0}
    assert upgraded(old, (rename_inputs, count_seeds_from_one), 3) == {"stressdesk": 3, "demo": [1], "seed": 1}
    assert old == {"stressdesk": 1, "inputs": [1], "seed": 0}


def test_a_newer_file_skips_the_steps_it_has_behind_it():
    old = {"stressdesk": 2, "demo": [1], "seed": 0}
    assert upgraded(old, (rename_inputs, count_seeds_from_one), 3) == {"stressdesk": 3, "demo": [1], "seed": 1}


def test_a_file_without_a_version_is_the_first():
    assert upgraded({"inputs": [1]}, (rename_inputs,), 2) == {"stressdesk": 2, "demo": [1]}


def test_a_file_from_the_future_is_refused():
    with pytest.raises(ScenarioError, match=r"newer StressDesk \(version 7; this one reads up to 3\)"):
        upgraded({"stressdesk": 7}, (rename_inputs, count_seeds_from_one), 3)
