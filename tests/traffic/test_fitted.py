"""A profile fitted to traffic gives back what that traffic was made with."""

from __future__ import annotations

import math
import random

import pytest
from traffic.planned import scenario, sessions

from stressdesk.scenario.importing.log import Entry
from stressdesk.scenario.traffic import Chat, Day, Load, Poisson, Sessions
from stressdesk.traffic.fitted import arrivals_of, fitted, sessions_of
from stressdesk.traffic.measure_arrivals import dispersion, dispersion_error, ks
from stressdesk.traffic.observed import Observed, of_log
from stressdesk.traffic.plan import timetable
from stressdesk.traffic.sessions import spread_of_gaps


def seen(load: Load, queries: int, seed: int = 1, turns: Sessions | None = None) -> Observed:
    """A plan as a log would show it."""
    made = scenario(load=load, sessions=turns or Sessions(mean_turns=1, single_turn_share=1))
    return of_log(
        "log",
        (
            Entry(seconds=turn.due_seconds, session=str(one.index))
            for one in sessions(made, queries, seed)
            for turn in one.turns
        ),
    )


def test_how_much_a_rate_wanders_is_found():
    sigmas = [
        fitted(seen(Load(arrivals=Chat(sigma=0.6, correlation_seconds=120), window_minutes=120), 6_000, seed))
        for seed in range(4)
    ]
    assert sum(one.arrivals.sigma for one in sigmas) / 4 == pytest.approx(0.6, abs=0.15)


def test_poisson_arrivals_wander_little():
    assert fitted(seen(Load(arrivals=Poisson(), window_minutes=120), 4_000)).arrivals.sigma < 0.15


@pytest.mark.parametrize("late", [0.0, 0.05, 0.12])
@pytest.mark.parametrize("sigma", [1.05, 1.45])
def test_short_waits_are_as_in_the_log_whether_or_not_some_come_back_late(sigma: float, late: float):
    draws = random.Random(5)
    gaps = [
        1_800 * math.exp(draws.expovariate(1)) if draws.random() < late else draws.lognormvariate(math.log(90), sigma)
        for _ in range(8_000)
    ]
    found = sessions_of(Observed(name="log", queries=16_000, turns=(2,) * 8_000, gaps=tuple(gaps)), Sessions())
    shares = [(at + 0.5) / 4_000 for at in range(4_000)]
    made = [
        found.think_median_seconds * spread_of_gaps(share, found.think_sigma, found.think_sigma_below)
        for share in shares
    ]
    assert ks(made, gaps) < 0.06
    few = sessions_of(Observed(name="log", queries=80, turns=(2,) * 40, gaps=tuple(gaps[:40])), Sessions())
    assert few.think_sigma_below is None


def test_arrivals_by_chance_alone_do_not_wander():
    draws = random.Random(2)
    times = sorted(draws.uniform(0, 3_600) for _ in range(3_600))
    assert arrivals_of(times) == Chat(sigma=0.0)


def test_turns_and_gaps_are_found():
    turns = Sessions(mean_turns=2.4, single_turn_share=0.5, think_median_seconds=60, think_sigma=1.2)
    found = fitted(seen(Load(window_minutes=1_440), 6_000, turns=turns)).sessions
    assert found.think_median_seconds == pytest.approx(60, rel=0.2)
    assert found.think_sigma == pytest.approx(1.2, abs=0.2)
    assert found.mean_turns == pytest.approx(2.4, abs=0.3)


def test_hours_are_found_where_there_is_a_whole_day():
    night = tuple(0.1 if hour < 6 else 1.0 for hour in range(24))
    one = seen(Load(arrivals=Day(hours=night, sigma=0.0), window_minutes=1_440), 4_000)
    # A second day, so that the first is whole.
    found = fitted(of_log("log", (Entry(seconds=time + day) for day in (0, 86_400) for time in one.times)))
    assert isinstance(found.arrivals, Day)
    assert sum(found.arrivals.hours[:6]) / 6 < 0.3 * sum(found.arrivals.hours[6:]) / 18
    assert found.sessions == Sessions(mean_turns=1, single_turn_share=1)


def test_spells_shorter_than_the_windows_looked_at_are_not_taken_for_real(monkeypatch: pytest.MonkeyPatch):
    # Within days, windows of a minute and more are looked at; by these counts alone a second's spells fit best.
    monkeypatch.setattr("stressdesk.traffic.fitted.excess", lambda _times, _scales: {60: 0.4, 600: 0.001})
    days = Load(arrivals=Day(), window_minutes=2 * 1_440)
    assert fitted(seen(days, 500)).arrivals.correlation_seconds == 30


def test_more_traffic_from_a_fit_is_as_uneven_as_what_it_was_fitted_to():
    real = seen(Load(arrivals=Chat(sigma=0.8, correlation_seconds=60), window_minutes=60), 3_000)
    profile = fitted(real)
    made = scenario(load=Load(arrivals=profile.arrivals, window_minutes=60), sessions=profile.sessions)
    poisson = scenario(load=Load(arrivals=Poisson(), window_minutes=60), sessions=profile.sessions)
    errors = [
        dispersion_error(dispersion(timetable(one, 3_000, seed=3).queries), dispersion(real.times))
        for one in (made, poisson)
    ]
    assert errors[0] < 0.3
    assert errors[1] > 0.5


def test_too_little_traffic_has_no_profile():
    assert fitted(of_log("log", [Entry(seconds=1.0), Entry(seconds=2.0)])) is None
