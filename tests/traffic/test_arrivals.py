from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from traffic.planned import scenario, sessions

from stressdesk.scenario.traffic import (
    Arrivals,
    Chat,
    Constant,
    Day,
    FlashCrowd,
    Load,
    Mess,
    Office,
    Poisson,
    Ramp,
    Spike,
)
from stressdesk.traffic.arrivals import starts
from stressdesk.traffic.mess import MESS

KINDS: list[Arrivals] = [
    Constant(),
    Poisson(),
    Chat(),
    Chat(sigma=2, correlation_seconds=5),
    Ramp(),
    Ramp(start=2, end=0),
    Ramp(start=1, end=1),
    Spike(),
    Spike(share=0, at=0),
    Spike(share=1, at=1, width=0.001),
    Spike(width=1),
    Day(),
    Day(hours=(0.0,) * 24),
    Day(hours=(*(0.0,) * 23, 1.0), starts_at=22.5),
    Office(),
    Office(opens=9, closes=9, outside=0),
    Office(starts_on="saturday", weekend=0),
    Day(days=(0, 0, 0, 0, 0, 0, 1), weekend_hours=(1.0,) * 24),
    FlashCrowd(),
    FlashCrowd(at=1, peak=1_000, rise=1, decay=0.001),
]


@pytest.mark.parametrize("arrivals", KINDS, ids=repr)
@pytest.mark.parametrize("window", [0.06, 600, 86_400, 28 * 86_400])
def test_starts_rise_within_the_window(arrivals: Arrivals, window: float):
    begin = starts(arrivals, window, 1)
    times = [begin(step / 500) for step in range(500)]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= window


@given(
    st.floats(0, 100),
    st.floats(0, 100).filter(lambda end: end == 0 or end > 1e-6),
    st.floats(0, 1, exclude_max=True),
)
def test_a_ramp_has_the_stated_share_by_any_time(first: float, last: float, share: float):
    if first + last == 0 or abs(first - last) < 1e-6:
        return
    x = starts(Ramp(start=first, end=last), 1.0, 1)(share)
    assert (first * x + (last - first) * x * x / 2) / ((first + last) / 2) == pytest.approx(share, abs=1e-6)


@settings(max_examples=50)
@given(st.floats(0, 1), st.floats(0, 1), st.one_of(st.floats(0.001, 0.99), st.just(1.0)))
def test_the_stated_share_starts_within_the_spike(share: float, at: float, width: float):
    begin = starts(Spike(share=share, at=at, width=width), 1.0, 1)
    opening = min(max(at - width / 2, 0), 1 - width)
    inside = sum(opening - 1e-9 <= begin(step / 1_000) <= opening + width + 1e-9 for step in range(1_000)) / 1_000
    assert inside == pytest.approx(share if width < 1 else 1, abs=0.003)


def _begins(arrivals: Arrivals, queries: int = 2_500, seed: int = 1) -> list[float]:
    made = scenario(load=Load(arrivals=arrivals, window_minutes=10), mess=Mess(off=tuple(kind.name for kind in MESS)))
    return [session.start_seconds for session in sessions(made, queries, seed)]


def _fano(times: list[float], width: float) -> float:
    counts = [0] * int(600 / width)
    for time in times:
        counts[min(len(counts) - 1, int(time / width))] += 1
    mean = sum(counts) / len(counts)
    return sum((count - mean) ** 2 for count in counts) / len(counts) / mean


def test_constant_starts_at_even_distances():
    times = _begins(Constant(), 500)
    gaps = [later - sooner for sooner, later in pairwise(times)]
    assert max(gaps) - min(gaps) <= 0.0021
    assert times[0] == 0
    assert times[-1] == pytest.approx(600 - 600 / len(times), abs=0.01)


def test_a_ramp_has_more_starts_in_its_second_half():
    times = _begins(Ramp(start=0.1, end=1.9))
    # The cumulative rate at half time is (0.1 * .5 + 1.8 * .125) / 1.
    assert sum(time < 300 for time in times) / len(times) == pytest.approx(0.275, abs=0.04)


def test_a_spike_holds_its_share():
    times = _begins(Spike(share=0.5, at=0.5, width=0.05))
    assert sum(285 <= time <= 315 for time in times) / len(times) == pytest.approx(0.5, abs=0.04)


def test_poisson_counts_vary_as_much_as_their_mean():
    assert 0.7 < _fano(_begins(Poisson()), 5) < 1.35


def test_chat_counts_vary_more_than_poisson():
    chat = _fano(_begins(Chat(sigma=0.6)), 20)
    assert chat > 2
    assert chat > 1.5 * _fano(_begins(Poisson()), 20)


def test_chat_rates_differ_by_seed():
    assert _begins(Chat(sigma=1), 200, seed=1) != _begins(Chat(sigma=1), 200, seed=2)
