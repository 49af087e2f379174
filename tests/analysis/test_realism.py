"""The distance to real traffic is that of what was really asked, and says where nothing can be said."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest
from analysis.invented import header, never_asked, record, scenario, tally

from stressdesk.analysis.realism import MOST_SESSIONS, Words
from stressdesk.analysis.tally import Tally
from stressdesk.resources import resource
from stressdesk.scenario.file import read
from stressdesk.scenario.plain import plain
from stressdesk.scenario.traffic import Mess
from stressdesk.traffic.nearness import Figure
from stressdesk.traffic.plan import plan

QUERIES = 900


def asked(severity: int = 1, queries: int = QUERIES) -> Tally:
    """A run of a sample's real plan, every query answered at once."""
    path = resource("samples", "capacity-plan.stress.yaml")
    made = read(path)
    traffic = msgspec.structs.replace(made.traffic, mess=Mess(severity=severity))
    made = msgspec.structs.replace(made, traffic=traffic)
    records = [
        record(session.index, turn.index, arrived=turn.due_seconds, latency=0.5, text=turn.text, mess=turn.mess)
        for session in plan(made, queries, seed=1, folder=Path()).sessions()
        for turn in session.turns
    ]
    return tally(header(("production", queries), scenario=plain(made)), records)


def figures(filled: Tally) -> dict[str, Figure]:
    found = filled.summary().likeness
    assert found is not None
    return {figure.name: figure for figure in found.figures}


@pytest.fixture(scope="module")
def real() -> Tally:
    return asked()


def test_writing_and_conversations_at_severity_1_are_near_real_ones(real: Tally):
    found = figures(real)
    assert found["no final punctuation"].nearness == "near"
    assert found["messages with a typo"].nearness == "near"
    assert found["turns of conversations"].nearness == "near"
    assert found["unevenness over 1 s"].nearness == "near"


def test_the_sentence_counts_what_the_table_shows(real: Tally):
    found = real.summary().likeness
    known = [figure for figure in found.figures if figure.nearness != "not judged"]
    near = sum(figure.nearness == "near" for figure in known)
    assert f"{near} of {len(known)} figures of this traffic are near real traffic" in found.sentence
    assert all(figure.name in found.sentence for figure in known if figure.nearness == "far")
    assert found.queries == QUERIES


def test_stress_is_shown_and_not_judged():
    found = asked(severity=10)
    messy = figures(found)["messages with a typo"]
    assert messy.value > 3 * messy.reference
    assert (messy.nearness, messy.note) == ("not judged", "severity x10: stress, not reality")
    assert "stress, not reality" in found.summary().likeness.sentence


def test_few_queries_are_not_judged():
    few = tally(header(("production", 10)), [record(session) for session in range(10)])
    assert {figure.nearness for figure in figures(few).values()} == {"not judged"}
    said = few.summary().likeness.sentence
    assert said.startswith("How near this traffic is to real traffic cannot be judged: fewer than 20 arrival times;")


def test_a_machine_that_asks_by_the_clock_in_one_voice_is_far_from_people():
    robot = [record(session, text="please tell me where my money is.") for session in range(400)]
    found = figures(tally(header(("production", 400)), robot))
    assert found["please"].value == 1
    assert {found[name].nearness for name in ("please", "one turn only", "no final punctuation")} == {"far"}
    assert found["variation of gaps"].nearness == "far"


def test_what_was_never_asked_is_no_part_of_the_traffic():
    records = [record(session, turn) for session in range(60) for turn in (0, 1)]
    dropped = [never_asked(session, 2) for session in range(60)]
    found = tally(header(("production", 180)), records, dropped).summary().likeness
    assert found.queries == 120
    one = next(figure for figure in found.figures if figure.name == "follow-ups sent again unchanged")
    assert one.value == 1


def test_the_order_of_records_makes_no_difference():
    records = [record(session, turn, arrived=session + 50.0 * turn) for session in range(80) for turn in (0, 1)]
    shuffled = random.Random(1).sample(records, len(records))
    one, other = (tally(header(("production", 160)), given).summary().likeness for given in (records, shuffled))
    assert one == other


def test_words_of_very_many_conversations_are_not_all_looked_at():
    words = Words()
    for session in (0, MOST_SESSIONS - 1, MOST_SESSIONS):
        words.add(record(session))
    assert words.messages == 2


@pytest.mark.parametrize("change", [{"language": "es"}, {"mess": ("hostile",)}])
def test_attacks_and_other_languages_do_not_count_as_english_writing(change: dict):
    words = Words()
    words.add(record(**change))
    assert (words.messages, words.habits.messages) == (0, 0)


def test_without_production_traffic_nothing_is_said():
    assert tally(header(("demo", 1)), [record(stage="demo")]).summary().likeness is None


def test_a_closed_loop_has_no_arrivals_of_its_own():
    closed = scenario(load={"loop": "closed"})
    made = header(("production", 100), scenario=closed)
    assert "closed loop" in figures(tally(made, [record(at) for at in range(100)]))["variation of gaps"].note
