"""A window of days and weeks has its nights and weekends, wherever in the week it begins."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import pytest
from traffic.planned import scenario

from stressdesk.scenario.doubts import doubts
from stressdesk.scenario.problems import problems
from stressdesk.scenario.targets import LiteLLM
from stressdesk.scenario.traffic import Arrivals, Chat, Day, Load, Office, Sessions
from stressdesk.traffic.plan import timetable

ALONE = Sessions(mean_turns=1, single_turn_share=1)
DAY_MINUTES = 1_440
FLAT = (1.0,) * 24


def by_day(arrivals: Arrivals, days: int = 7, queries: int = 7_000) -> list[int]:
    """How many of so many queries arrive on each day of the window."""
    made = scenario(load=Load(arrivals=arrivals, window_minutes=days * DAY_MINUTES), sessions=ALONE)
    counts = Counter(int(at // 86_400) for at in timetable(made, queries, seed=1).queries)
    assert counts.total() == queries
    return [counts[day] for day in range(days)]


def test_an_office_is_nearly_empty_at_weekends():
    week = by_day(Office(starts_at=0))
    assert sum(week[5:]) < 0.03 * sum(week)
    assert min(week[:5]) > 0.8 * max(week[:5])


def test_the_window_begins_on_the_day_it_says():
    week = by_day(Office(starts_at=0, starts_on="saturday"))
    assert sum(week[:2]) < 0.03 * sum(week)
    week = by_day(Office(starts_at=12, starts_on="friday"))
    # Friday's afternoon, two days of rest, four full days, and the night before Friday's noon with its morning.
    assert week[1] < 0.05 * week[3]


def test_days_are_as_busy_as_their_weights():
    pattern = Day(hours=FLAT, days=(1, 1, 1, 1, 1, 0.5, 0), sigma=0)
    assert [count / 7_000 for count in by_day(pattern)] == pytest.approx([*[1 / 5.5] * 5, 0.5 / 5.5, 0], abs=0.02)


def test_a_weekend_can_have_hours_of_its_own():
    late = (*(0.0,) * 12, *(1.0,) * 12)
    made = scenario(
        load=Load(arrivals=Day(hours=FLAT, weekend_hours=late, sigma=0), window_minutes=7 * DAY_MINUTES), sessions=ALONE
    )
    hours = Counter((int(at // 86_400) >= 5, at % 86_400 < 43_200) for at in timetable(made, 5_000, seed=1).queries)
    assert hours[True, True] == 0
    assert hours[False, True] == pytest.approx(hours[False, False], rel=0.1)


def test_weeks_are_alike():
    month = by_day(Day(sigma=0), days=28, queries=28_000)
    weeks = [sum(month[first : first + 7]) for first in range(0, 28, 7)]
    assert max(weeks) < 1.06 * min(weeks)


def test_a_window_of_weeks_is_as_uneven_as_one_of_hours():
    """The wandering rate keeps its spread: counts of a minute vary as much, at the same rate."""

    def fano(minutes: int) -> float:
        made = scenario(load=Load(arrivals=Chat(sigma=0.6), window_minutes=minutes), sessions=ALONE)
        counts = Counter(int(at // 60) for at in timetable(made, 4 * minutes, seed=2).queries)
        squares = sum((counts[minute] - 4) ** 2 for minute in range(minutes))
        return squares / minutes / 4

    assert fano(28 * DAY_MINUTES // 4) == pytest.approx(fano(1_200), rel=0.2)


def test_a_real_target_is_asked_for_a_day_at_most():
    made = scenario(load=Load(arrivals=Office(), window_minutes=7 * DAY_MINUTES))
    assert not [one for one in problems(made, folder=Path()) if one.field == "load.window_minutes"]
    live = msgspec.structs.replace(made, targets={"live": LiteLLM(model="openai/gpt-5-mini")}, target="live")
    assert [one for one in problems(live, folder=Path()) if one.field == "load.window_minutes"]


def test_nobody_at_any_hour_is_a_mistake():
    made = scenario(load=Load(arrivals=Day(days=(0.0,) * 7)))
    assert any("nobody ever arrives" in one.message for one in problems(made, folder=Path()))
    assert not [
        one
        for one in problems(scenario(load=Load(arrivals=Day(days=(0, 0, 0, 0, 0, 1, 0)))), folder=Path())
        if one.field == "load.arrivals"
    ]


def test_a_week_without_nights_is_doubted():
    def doubted(arrivals: Arrivals) -> bool:
        made = scenario(load=Load(arrivals=arrivals, window_minutes=7 * DAY_MINUTES))
        return any(one.field == "load.arrivals" for one in doubts(made))

    assert doubted(Chat())
    assert not doubted(Day())
