"""Days of a week and messages sent again come back from a log of traffic that was planned with them."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from traffic.logged import WEDNESDAY, logged, relearnt
from traffic.planned import scenario

from stressdesk.scenario.importing.log import Log
from stressdesk.scenario.traffic import Chat, Day, Load, Sessions
from stressdesk.traffic.followups import FOLLOW_UPS, weights
from stressdesk.traffic.learnt_times import arrivals, conversations
from stressdesk.traffic.observed import Observed, of_log
from stressdesk.traffic.told import Told

DAY_MINUTES = 1_440
REPEATING = Sessions(mean_turns=2.5, single_turn_share=0.3, resend_share=0.2)
WEEK = (1.0, 1.2, 1.0, 1.0, 0.8, 0.5, 0.25)
NIGHT = tuple(0.2 if hour < 7 else 1.4 for hour in range(24))
LATE = tuple(0.2 if hour < 12 else 1.8 for hour in range(24))


def seen(tmp_path: Path, days: float, seed: int, queries: int = 8_000) -> Observed:
    """A log of so many days, from a Wednesday at 9 on."""
    pattern = Day(hours=NIGHT, weekend_hours=LATE, days=WEEK, starts_on="wednesday", starts_at=9)
    made = scenario(load=Load(arrivals=pattern, window_minutes=days * DAY_MINUTES))
    log = Log(logged(made, queries, seed, tmp_path))
    return of_log("log", log.entries())


def learnt_week(observed: Observed) -> tuple[Day, Told]:
    load, told = arrivals(observed, Load())
    assert isinstance(load.arrivals, Day)
    return load.arrivals, told


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_each_day_of_a_week_is_learnt_from_three_weeks(tmp_path: Path, seed: int):
    found, told = learnt_week(seen(tmp_path, 21, seed))
    assert found.days == pytest.approx(WEEK, rel=0.15, abs=0.05)
    assert found.starts_on == "wednesday"
    assert found.starts_at == pytest.approx(9, abs=0.2)
    assert found.weekend_hours is not None
    assert sum(found.hours[:6]) / 6 == pytest.approx(0.2 / 1.05, abs=0.1)
    assert sum(found.weekend_hours[:11]) / 11 == pytest.approx(0.2, abs=0.1)
    assert sum(found.weekend_hours[13:23]) / 10 == pytest.approx(1.8, abs=0.2)
    assert any(note.startswith("Days of a week, beside a mean working day: Mon ") for note in told.notes)
    assert told.lacks == ()


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_one_week_tells_the_weekend_and_says_what_each_day_needs(tmp_path: Path, seed: int):
    found, told = learnt_week(seen(tmp_path, 9, seed))
    assert found.days[:5] == (1.0,) * 5
    assert found.days[5] == found.days[6] == pytest.approx(0.375, rel=0.15)
    assert found.weekend_hours is None
    (lack,) = told.lacks
    assert "9.0 days are in the log, 14 are needed" in lack


def test_a_log_of_three_days_leaves_the_week_and_says_how_many_are_needed(tmp_path: Path):
    found, told = learnt_week(seen(tmp_path, 3, 11))
    assert found.days == Day().days
    (lack,) = told.lacks
    assert "7 are needed to tell weekends, 14 to tell each day; weekends as usual" in lack


def test_hours_are_those_of_the_clock_where_there_are_dates(tmp_path: Path):
    found, told = learnt_week(seen(tmp_path, 3, 11))
    assert sum(found.hours[1:6]) / 5 < 0.35
    assert any("in UTC; busiest from" in note for note in told.notes)


def test_days_of_the_scenario_itself_stay_where_the_log_is_too_short(tmp_path: Path):
    own = Load(arrivals=Day(days=(1, 1, 1, 1, 1, 0, 0)))
    load, _ = arrivals(seen(tmp_path, 3, 11), own)
    assert load.arrivals.days == (1, 1, 1, 1, 1, 0, 0)


def test_times_without_dates_tell_hours_and_no_days(tmp_path: Path):
    dated = seen(tmp_path, 16, 11)
    assert dated.began == pytest.approx(WEDNESDAY.timestamp(), abs=3_600)
    found, told = learnt_week(Observed(name="log", queries=dated.queries, times=dated.times))
    assert found.days == Day().days
    assert told.lacks == ("Days of a week: the log's times have no dates; weekends as usual.",)


def test_few_arrivals_tell_no_days_however_many_days_there_are(tmp_path: Path):
    found, told = learnt_week(seen(tmp_path, 28, 11, queries=80))
    assert found.days == Day().days
    assert "fewer than 60 arrivals" in told.lacks[0]


@pytest.mark.parametrize("apart", [7, 14])
def test_a_log_of_weekends_alone_has_quiet_working_days(apart: int):
    # From a Saturday's midnight on, 150 arrivals on it and as many on a later one.
    times = [day * 86_400 + number * 570.0 for day in (0, apart) for number in range(150)]
    found, _ = learnt_week(Observed(name="log", queries=300, times=tuple(times), began=1_704_499_200.0))
    assert max(found.days[:5]) < 0.01 * found.days[5] < math.inf
    assert all(math.isfinite(hour) for hour in found.hours)


def test_an_hour_of_traffic_tells_no_days_and_says_so(tmp_path: Path):
    made = scenario(load=Load(window_minutes=60))
    load, told = arrivals(of_log("log", Log(logged(made, 300, 2, tmp_path)).entries()), Load())
    assert isinstance(load.arrivals, Chat)
    assert "0.0 days are in the log, 7 are needed" in told.lacks[0]


@pytest.mark.parametrize("seed", [21, 22, 23])
@pytest.mark.parametrize("share", [0.0, 0.06, 0.25])
def test_messages_sent_again_come_back_at_their_rate(tmp_path: Path, share: float, seed: int):
    made = scenario(sessions=Sessions(mean_turns=3, single_turn_share=0.3, resend_share=share))
    observed = of_log("log", Log(logged(made, 4_000, seed, tmp_path)).entries())
    found, told = conversations(observed, scenario().traffic)
    assert found.resend_share == pytest.approx(share, abs=0.025)
    assert any(note.startswith("Sent again unchanged: ") for note in told.notes)


def test_what_a_log_says_of_times_stands_in_the_scenario_and_is_told(tmp_path: Path):
    pattern = Day(days=WEEK, starts_on="wednesday", starts_at=9)
    made = scenario(load=Load(arrivals=pattern, window_minutes=21 * DAY_MINUTES), sessions=REPEATING)
    found = relearnt(made, 3_000, 31, tmp_path)
    after = found.put_into(scenario())
    assert after.load.arrivals.days == pytest.approx(WEEK, abs=0.25)
    assert after.traffic.sessions.resend_share == pytest.approx(0.2, abs=0.04)
    assert any(note.startswith("Days of a week") for note in found.notes)
    assert any(note.startswith("Sent again unchanged") for note in found.notes)


def test_few_later_messages_leave_the_usual_share_and_say_so():
    observed = Observed(name="log", queries=45, turns=(2,) * 20 + (1,) * 5, repeats=0.5, follow_ups=20)
    found, told = conversations(observed, scenario().traffic)
    assert found.resend_share == Sessions().resend_share
    assert any("fewer than 50 follow another" in lack for lack in told.lacks)


def test_shares_of_later_turns_are_the_usual_ones_at_the_usual_share():
    assert weights(Sessions().resend_share) == [one.share for one in FOLLOW_UPS]
    assert sum(weights(0.5)) == pytest.approx(1)
    assert weights(1.0) == [1.0] + [0.0] * (len(FOLLOW_UPS) - 1)
