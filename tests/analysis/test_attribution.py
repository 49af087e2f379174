import numpy as np
import pytest
from analysis import invented

from stressdesk.analysis.attribution import effects, mess_rows
from stressdesk.analysis.columns import Columns

EFFECTS = np.array([0.05, 0.3, 0.0, 0.15, 0.1, 0.4, 0.02, 0.2])
SHARES = np.array([0.25, 0.15, 0.1, 0.08, 0.05, 0.03, 0.02, 0.015])


class Drawn:
    """Sessions of one or more turns; messier users have more of every kind, so that kinds come together."""

    def __init__(self, draw: np.random.Generator, sessions: int, alike: float) -> None:
        sizes = 1 + (draw.random(sessions) > 0.59) * draw.geometric(0.55, sessions)
        self.sessions = np.repeat(np.arange(sessions), sizes)
        count = len(self.sessions)
        messy = np.repeat(draw.choice([0.5, 1.0, 2.0], sessions), sizes)
        self.present = draw.random((count, len(SHARES))) < SHARES * messy[:, None]
        own, shared = draw.random(count), draw.random(sessions)[self.sessions]
        lot = np.where(draw.random(count) < alike, shared, own)
        self.wrong = lot < np.minimum(0.05 + self.present @ EFFECTS, 1.0)


def columns(*records) -> Columns:
    filled = Columns()
    for record in records:
        filled.add(record)
    return filled


def row(rows, mess: str):
    return next(one for one in rows if one.mess == mess)


@pytest.mark.parametrize(("sessions", "alike"), [(60, 0.0), (115, 0.3), (600, 0.3)])
def test_95_per_cent_intervals_cover_the_true_cost_in_at_least_93_of_100_cases(sessions, alike):
    draw = np.random.default_rng([sessions, 7])
    covered = seen = 0
    for _ in range(120):
        drawn = Drawn(draw, sessions, alike)
        found = effects(drawn.present, drawn.wrong, drawn.sessions)
        enough = drawn.present.sum(axis=0) >= 5
        covered += int((np.abs(found.values - EFFECTS) <= found.reaches)[enough].sum())
        seen += int(enough.sum())
    assert covered / seen >= 0.93


def test_costs_of_kinds_that_come_together_are_told_apart():
    drawn = Drawn(np.random.default_rng(3), 20_000, 0.2)
    found = effects(drawn.present, drawn.wrong, drawn.sessions)
    assert found.values == pytest.approx(EFFECTS, abs=0.05)
    assert (found.reaches < 0.06).all()


def test_sessions_that_fail_as_one_widen_the_interval():
    draw = np.random.default_rng(5)
    sessions = np.repeat(np.arange(300), 4)
    present = (np.arange(1200) // 4 % 2 == 0)[:, None]
    whole = np.repeat(draw.random(300) < 0.3, 4)
    single = draw.random(1200) < 0.3
    assert effects(present, whole, sessions).reaches[0] > 1.6 * effects(present, single, sessions).reaches[0]


def test_a_rare_kind_that_never_failed_is_not_known_exactly():
    records = [invented.record(session, mess=("typo",)) for session in range(6)]
    records += [
        invented.wrong(10 + session) if session % 4 == 0 else invented.record(10 + session) for session in range(100)
    ]
    cost = row(mess_rows(columns(*records), "measured"), "typo").cost
    assert cost.value == pytest.approx(-0.25)
    assert cost.high is not None
    assert cost.high > 0


def test_a_kind_seen_four_times_gets_no_cost_and_says_why():
    records = [invented.record(session, mess=("typo",)) for session in range(4)]
    records += [invented.record(10 + session) for session in range(50)]
    cost = row(mess_rows(columns(*records), "measured"), "typo").cost
    assert cost.value is None
    assert cost.note == "fewer than 5 judged answers"


def test_kinds_that_always_come_together_cannot_be_told_apart_but_others_can():
    records = [invented.wrong(session, mess=("typo", "shouting")) for session in range(20)]
    records += [invented.record(100 + session, mess=("pasted log",)) for session in range(20)]
    records += [invented.record(200 + session) for session in range(40)]
    rows = mess_rows(columns(*records), "measured")
    assert row(rows, "typo").cost.value is None
    assert row(rows, "shouting").cost.value is None
    assert "always comes with the same other kinds" in row(rows, "typo").cost.note
    assert row(rows, "pasted log").cost.value == pytest.approx(0, abs=1e-9)


def test_a_kind_on_every_query_cannot_be_told_from_the_prompt_itself():
    rows = mess_rows(columns(*[invented.wrong(session, mess=("typo",)) for session in range(30)]), "measured")
    assert rows[0].cost.value is None


def test_answers_that_never_came_or_were_not_decided_say_nothing_of_mess():
    records = [invented.refused(session, mess=("typo",)) for session in range(20)]
    records += [invented.unsure(50 + session, mess=("typo",)) for session in range(20)]
    records += [invented.record(100 + session) for session in range(40)]
    found = mess_rows(columns(*records), "measured")[0]
    assert (found.count, found.share, found.rate.value, found.cost.value) == (40, 0.5, None, None)


def test_fewer_answers_than_kinds_give_no_cost():
    found = mess_rows(columns(invented.wrong(mess=("a", "b", "c"))), "measured")
    assert [one.cost.value for one in found] == [None] * 3
    assert "too few" in found[0].cost.note


def test_the_costliest_kind_comes_first():
    rows = mess_rows(columns(*_costly()), "measured")
    assert [one.mess for one in rows] == ["wrong language", "typo"]
    assert rows[0].cost.value == pytest.approx(0.5)


def _costly():
    for session in range(400):
        mess = {0: ("typo",), 1: ("wrong language",)}.get(session % 4, ())
        fails = session % 4 == 1 and session % 8 == 1
        yield invented.wrong(session, mess=mess) if fails else invented.record(session, mess=mess)


def test_kinds_that_surely_cost_something_come_before_those_that_may_by_chance():
    often = [invented.wrong(session, mess=("typo",)) for session in range(60)]
    clean = [invented.record(session) for session in range(60, 260)]
    rare = [invented.record(session, mess=("emoji",)) for session in range(260, 263)]
    rare += [invented.wrong(session, mess=("emoji",)) for session in range(263, 270)]
    also = [invented.record(session, mess=("typo",)) for session in range(270, 310)]
    found = mess_rows(columns(*often, *clean, *rare, *also), "measured")
    assert [one.mess for one in found] == ["typo", "emoji"]
    assert found[1].cost.value > found[0].cost.value
