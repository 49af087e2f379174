import pytest
from checks.judging import judged
from checks.refusals import ANSWERS, HELD_OUT_ANSWERS, HELD_OUT_REFUSALS, REFUSALS

from stressdesk.checks.refusal import refusal_in
from stressdesk.scenario.checks import Refusal


@pytest.mark.parametrize("answer", REFUSALS)
def test_a_refusal_is_recognised(answer):
    assert judged(Refusal(), answer).judgement == "fail"


@pytest.mark.parametrize("answer", ANSWERS)
def test_bad_news_caution_idioms_and_quotations_are_no_refusals(answer):
    verdict = judged(Refusal(), answer)
    assert verdict.judgement == "pass", verdict.reason


def test_precision_and_recall_on_answers_written_after_the_phrases():
    found = sum(refusal_in(answer) is not None for answer in HELD_OUT_REFUSALS)
    mistaken = sum(refusal_in(answer) is not None for answer in HELD_OUT_ANSWERS)
    recall = found / len(HELD_OUT_REFUSALS)
    precision = found / (found + mistaken)
    # Measured: 37 of 40 found, none of 40 mistaken.
    assert recall >= 0.9
    assert precision >= 0.97


def test_only_the_first_words_count():
    answer = "The parcel left our warehouse this morning. " * 5 + "I can't help with that."
    assert judged(Refusal(), answer).judgement == "pass"


def test_the_reason_quotes_the_words_that_refuse():
    assert "i'm unable to assist" in judged(Refusal(), "Sorry, I'm unable to assist you.").reason


def test_a_refusal_may_be_what_is_wanted():
    assert judged(Refusal(expected=True), "I can't help with that.").judgement == "pass"
    assert judged(Refusal(expected=True), "Of course! First, open Settings.").judgement == "fail"


@pytest.mark.parametrize("expected", [True, False])
def test_what_cannot_be_read_is_unsure(expected):
    assert judged(Refusal(expected=expected), "").judgement == "unsure"
    assert judged(Refusal(expected=expected), "ขออภัย ฉันไม่สามารถช่วยได้").judgement == "unsure"


def test_long_forms_and_short_forms_are_the_same():
    assert refusal_in("I can not help you with this.")
    assert refusal_in("I WILL NOT DO THAT")
    assert refusal_in("i cant help with that")
