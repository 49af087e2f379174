from __future__ import annotations

import math
import random
from statistics import median, quantiles, stdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stressdesk.scenario.traffic import Load, Sessions
from stressdesk.traffic.personas import PERSONAS
from stressdesk.traffic.sessions import KnownShapes, Shapes, turn_count, weighed


def _shapes(sessions: Sessions, number: int = 8_000, personas: dict[str, float] | None = None):
    shapes = Shapes(sessions, Load(), personas or {}, 1)
    return [shapes.shape(index) for index in range(number)]


def test_shapes_that_are_kept_are_those_that_were_drawn():
    drawn = _shapes(Sessions(), 200)
    known = KnownShapes(Shapes(Sessions(), Load(), {}, 1))
    assert known.shape(150) == drawn[150]
    assert [known.shape(index) for index in range(200)] == drawn


def test_turns_are_a_1_inflated_geometric_over_the_default_mix():
    counts = [1 + len(shape.think_seconds) for shape in _shapes(Sessions())]
    assert sum(counts) / len(counts) == pytest.approx(1.75, abs=0.06)
    assert counts.count(1) / len(counts) == pytest.approx(0.59, abs=0.02)
    # Measured shares of one to five turns (campus question answering, RAGPulse).
    measured = {1: 0.5938, 2: 0.2352, 3: 0.1001, 4: 0.0335, 5: 0.016}
    assert sum(abs(counts.count(turns) / len(counts) - share) for turns, share in measured.items()) / 2 < 0.05


@settings(max_examples=60)
@given(st.floats(1, 8), st.floats(0, 0.8))
def test_mean_turns_and_single_turn_share_are_met_where_they_can_be(mean: float, single: float):
    draws = random.Random(1)
    counts = [turn_count(Sessions(mean_turns=mean, single_turn_share=single), 1.0, draws) for _ in range(4_000)]
    error = 5 * (stdev(counts) + 0.01) / math.sqrt(len(counts))
    assert sum(counts) / len(counts) == pytest.approx(mean, abs=error)
    if mean - 1 > 1 - single:
        assert counts.count(1) / len(counts) == pytest.approx(single, abs=0.05)


def test_a_mean_of_one_turn_is_one_turn_each():
    assert all(not shape.think_seconds for shape in _shapes(Sessions(mean_turns=1), 500))


def test_think_times_have_the_stated_median_and_90th_percentile_and_a_heavier_tail():
    thinks = [think for shape in _shapes(Sessions()) for think in shape.think_seconds]
    assert median(thinks) == pytest.approx(45, rel=0.06)
    low, high, latest = (quantiles(thinks, n=40)[at] for at in (3, 35, 37))
    assert high == pytest.approx(45 * math.exp(1.2816 * 1.35), rel=0.15)
    assert low == pytest.approx(45 * math.exp(-0.55 * 1.2816 * 1.35), rel=0.1)
    assert latest > 45 * math.exp(1.645 * 1.35)


def test_patience_follows_the_scenario_and_the_persona():
    shapes = _shapes(Sessions(), 4_000)
    for name, factor in (("everyday", 1.0), ("angry", 0.4), ("older", 1.8)):
        own = [shape.patience_seconds for shape in shapes if shape.persona.name == name]
        assert median(own) == pytest.approx(30 * factor, rel=0.15)
        assert len(set(own)) > len(own) / 2


def test_personas_come_in_the_scenarios_shares():
    shapes = _shapes(Sessions(), 3_000, {"phone": 3, "angry": 1, "voice": 0})
    names = [shape.persona.name for shape in shapes]
    assert set(names) == {"phone", "angry"}
    assert names.count("phone") / len(names) == pytest.approx(0.75, abs=0.04)


def test_the_default_mix_is_whole_and_leaves_means_where_the_scenario_put_them():
    assert weighed({}) == PERSONAS
    assert sum(persona.weight for persona in PERSONAS) == pytest.approx(1)
    assert sum(persona.weight * persona.turns_factor for persona in PERSONAS) == pytest.approx(1, abs=0.01)
    assert sum(persona.weight * math.log(persona.think_factor) for persona in PERSONAS) == pytest.approx(0, abs=0.01)
    assert len({persona.name for persona in PERSONAS}) == len(PERSONAS) >= 8
