"""Typos that were put into traffic are found in its log at their rate, and put back at it."""

from __future__ import annotations

from pathlib import Path

import pytest
from traffic.logged import logged, relearnt
from traffic.planned import scenario

from stressdesk.scenario.importing.log import Log
from stressdesk.scenario.traffic import Mess
from stressdesk.traffic import observed_typos
from stressdesk.traffic.learnt import Wishes, learnt
from stressdesk.traffic.learnt_typos import typo_rate
from stressdesk.traffic.mess import MESS
from stressdesk.traffic.observed import ordinary_texts
from stressdesk.traffic.observed_typos import Typos, known_words, per_message, per_word, typos_in

WITHIN = 1 / 3
USUAL = next(kind.rate for kind in MESS if kind.name == "typos")


@pytest.mark.parametrize("seed", [61, 62, 63, 64])
@pytest.mark.parametrize("rate", [0.02, 0.07, 0.2])
def test_a_known_rate_is_found_within_a_third(rate: float, seed: int):
    texts = ordinary_texts(scenario(mess=Mess(rates={"typos": rate})), 3_000, seed=seed, folder=Path())
    found = typos_in(texts)
    assert found is not None
    assert found.rate == pytest.approx(rate, rel=WITHIN)
    assert found.interval[0] < found.rate < found.interval[1]
    assert 0.4 < found.recall < 0.65


def test_traffic_without_typos_shows_next_to_none():
    texts = ordinary_texts(scenario(mess=Mess(rates={"typos": 0.0})), 3_000, seed=61, folder=Path())
    found = typos_in(texts)
    assert found is not None
    assert found.rate < 0.005


@pytest.mark.parametrize(("rate", "seed"), [(0.02, 71), (0.2, 72)])
def test_a_scenario_gets_the_rate_its_log_was_planned_with(tmp_path: Path, rate: float, seed: int):
    found = relearnt(scenario(mess=Mess(rates={"typos": rate})), 3_000, seed, tmp_path)
    assert found.put_into(scenario()).traffic.mess.rates["typos"] == pytest.approx(rate, rel=WITHIN)
    assert any(note.startswith("Typos: ") and "of all there are" in note for note in found.notes)


def test_no_example_has_a_typo_that_was_found(tmp_path: Path):
    made = scenario(mess=Mess(rates={"typos": 0.3}))
    log = Log(logged(made, 3_000, 73, tmp_path))
    found = typos_in([entry.text or "" for entry in log.entries()])
    assert found is not None
    examples = learnt(log, scenario(), tmp_path, Wishes(examples=30)).traffic.examples
    assert examples
    assert not any(found.stand_in(text) for text in examples)


def test_few_words_leave_the_usual_rate_and_say_how_many_are_needed(tmp_path: Path):
    found = relearnt(scenario(mess=Mess(rates={"typos": 0.3})), 150, 74, tmp_path)
    assert "typos" not in found.traffic.mess.rates
    assert any(lack.startswith("Typos: at the usual rate ") and "20 are needed" in lack for lack in found.lacks)


def test_without_known_words_nothing_is_guessed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(observed_typos, "known_words", frozenset)
    assert typos_in(["where is my oder"] * 50) is None
    rate, told = typo_rate(None, USUAL, scenario(), Path())
    assert rate is None
    assert told.lacks == ("Typos: the words to tell them by are not there; as usual.",)


def test_names_endings_and_known_words_are_no_typos():
    texts = ["please change the order of Jonas"] * 60 + [
        "please charge my orders again",
        "the orderr came",
        "from Jonsa",
    ]
    found = typos_in(texts)
    assert found is not None
    assert found.spelled == {}
    assert typos_in([*texts, "where is my odrer", "a plaese would do"]).spelled == {
        "odrer": "order",
        "plaese": "please",
    }


def test_words_are_known_and_misspelt_ones_are_not():
    assert len(known_words()) > 50_000
    assert {"account", "refunded", "withdrawal"} <= known_words()
    assert known_words().isdisjoint({"acount", "withdrawl", "recived", "tehre"})


def test_a_rate_of_messages_is_one_of_words_and_back():
    assert per_message(per_word(0.07)) == pytest.approx(0.07)
    some = Typos(found=0, words=10_000, recall=0.5, spelled={})
    assert some.rate == some.interval[0] == 0
    assert some.interval[1] > 0
