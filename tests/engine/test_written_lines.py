from __future__ import annotations

import pytest

from stressdesk.engine.written_lines import LONGEST, harmless_text, sorted_lines


def test_numbers_bullets_and_quotes_go_and_the_words_stay():
    answer = (
        '1. Where is my bill?\n- "can u send the bill pls"\n**I lost my bill, help**\n\n(4) bill for order 4417 please'
    )
    found = sorted_lines(answer, "en", ())
    assert found.kept == (
        "Where is my bill?",
        "can u send the bill pls",
        "I lost my bill, help",
        "bill for order 4417 please",
    )
    assert not found.dropped


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Here are 10 messages from users:", "about the task"),
        ("Sure! Below are some examples", "about the task"),
        ("As an AI language model I write these", "about the task"),
        ("Voici les messages", "about the task"),
        ("This user wrote: my parcel is late", "about the task"),
        ("These are the messages:", "about the task"),
        ("Where is my order [order number]?", "gap left to fill in"),
        ("my name is <name> and I want a refund", "gap left to fill in"),
        ("12345", "no words"),
        ("word " * LONGEST, "too long"),
        ("where is MY bill", "nearly the same as another"),
        ("Where's my bill?!", "nearly the same as another"),
        ("Je voudrais recevoir ma facture par courrier, merci d'avance.", "another language"),
    ],
)
def test_what_is_no_message_is_dropped_with_its_reason(line: str, reason: str):
    found = sorted_lines(f"I lost the receipt, what now?\n{line}", "en", ["Where is my bill?"])
    assert found.kept == ("I lost the receipt, what now?",)
    assert dict(found.dropped) == {reason: 1}


def test_an_answer_that_refuses_has_no_messages():
    found = sorted_lines("I'm sorry, but I can't help with that request.\nWhere is my bill?", "en", ())
    assert found.kept == ()
    assert dict(found.dropped) == {"refusal": 1}


def test_words_the_expected_answer_quotes_must_be_there():
    found = sorted_lines("bill c-405 please\nthe bill please", "en", (), ["C-405"])
    assert found.kept == ("bill c-405 please",)
    assert dict(found.dropped) == {"lacks what the answer is to quote": 1}


def test_nothing_that_steers_a_terminal_or_turns_the_reading_direction_is_left():
    said = "\x1b[31mwhere\u202e is\x07 my\u2066 bill\u200b?\x1b]0;x\x07 👩‍👩‍👧 नहीं لُغ"
    shown = harmless_text(said)
    assert not any(mark in shown for mark in "\x1b\x07\u202e\u2066\u200b")
    assert all(cluster in shown for cluster in ("👩‍👩‍👧", "नहीं", "لُغ"))
    (kept,) = sorted_lines("where\u202e is my bill\x07 now", "en", ()).kept
    assert kept == "where is my bill now"
