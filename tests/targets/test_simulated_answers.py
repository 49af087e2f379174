import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stressdesk.scenario.targets import AnswerModel
from stressdesk.targets.simulated_answers import RIGHT, WRONG, Answers, as_text, wrong_chance


def test_the_chance_adds_base_mess_and_load():
    model = AnswerModel(base=0.05, mess={"typo": 0.1, "pasted_log": 0.3}, other_mess=0.02, load=0.2)
    assert wrong_chance(model, (), 0) == pytest.approx(0.05)
    assert wrong_chance(model, ("typo",), 0) == pytest.approx(0.15)
    assert wrong_chance(model, ("typo", "emoji", "pasted_log"), 0.5) == pytest.approx(0.05 + 0.1 + 0.02 + 0.3 + 0.1)
    assert wrong_chance(model, ("typo", "typo"), 0) == pytest.approx(0.15)


def test_the_chance_is_never_above_one():
    assert wrong_chance(AnswerModel(base=0.9, other_mess=0.9, load=1), ("a", "b"), 1) == 1


def test_a_right_answer_is_the_expectation_before_anything_else():
    answers = Answers(AnswerModel(right=("always this",)), ["from the demo"])
    assert answers.right("billing", 0.7) == "billing"
    assert answers.right({"total": 3, "of": ["ü"]}, 0.7) == '{"total":3,"of":["ü"]}'
    assert answers.right(False, 0.7) == "false"
    assert answers.right(0, 0.7) == "0"
    assert answers.right(None, 0.7) == "always this"


def test_without_an_expectation_the_demos_answers_take_turns():
    answers = Answers(AnswerModel(), ["billing", "refund"])
    assert [answers.right(None, choice) for choice in (0, 0.49, 0.5, 0.999)] == ["billing"] * 2 + ["refund"] * 2
    assert Answers(AnswerModel(), []).right(None, 0.5) == RIGHT


def test_a_wrong_answer_is_never_the_right_one_by_accident():
    answers = Answers(AnswerModel(wrong=("billing", "Refund.", "shipping")), [])
    wrong = {answers.wrong("refund", choice / 10) for choice in range(10)}
    assert wrong == {"billing", "shipping"}
    assert Answers(AnswerModel(wrong=("refund",)), []).wrong("refund", 0.5) == WRONG
    assert Answers(AnswerModel(), []).wrong("refund", 0.5) == WRONG


LEAVES = st.booleans() | st.integers() | st.text(max_size=8)
JSON = st.recursive(
    LEAVES,
    lambda kids: st.lists(kids, max_size=3) | st.dictionaries(st.text(max_size=8), kids, max_size=3),
    max_leaves=6,
)


@settings(max_examples=50)
@given(JSON)
def test_an_expectation_as_text_still_means_the_same(expect):
    text = as_text(expect)
    assert text == expect if isinstance(expect, str) else json.loads(text) == expect


def test_an_expectation_is_put_into_the_wording_the_scenario_gives():
    answers = Answers(AnswerModel(wording="It is {expect}."), ["12:00"])
    assert answers.right("4417", 0.5) == "It is 4417."
    assert answers.right(None, 0.5) == "It is 12:00."
