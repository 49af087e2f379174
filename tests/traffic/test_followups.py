from __future__ import annotations

import random
import re

import pytest
from traffic.planned import scenario, turns

from stressdesk.scenario.model import DemoInput
from stressdesk.scenario.traffic import Sessions
from stressdesk.traffic.followups import corrected_number
from stressdesk.traffic.hostile import attack


def _corrections(text: str) -> set[str | None]:
    return {corrected_number(text, random.Random(seed)) for seed in range(60)}


def test_a_correction_transposes_two_digits_of_a_number():
    assert "Typo: it's 44721, not 44712." in _corrections("My order 44712 has not arrived.")


@pytest.mark.parametrize(
    "text",
    [
        "My landlord has kept my deposit of 1,200 pounds.",
        "Why does o.day = '2024-03-01' find nothing?",
        "Call me at 555-123-4567.",
        "It costs 1.250,00 EUR.",
        "Add 500 g of flour.",
    ],
)
def test_part_of_an_amount_or_a_date_is_no_number_to_correct(text: str):
    assert _corrections(text) == {None}


def test_a_year_is_corrected_to_the_one_beside_it():
    found = _corrections("List the customers of 2023.")
    assert found
    assert all(one and ("2022" in one or "2024" in one) for one in found)


@pytest.mark.parametrize("language", ["en", "de", "zh", "ar"])
def test_an_attack_after_a_request_begins_another_sentence(language: str):
    around = [attack(random.Random(seed), "REQUEST", language).text for seed in range(3_000)]
    followed = {text[text.index("REQUEST") + 7 :][:2] for text in around if "REQUEST" in text}
    assert followed
    assert not any(part[:1].isalpha() or (part[:1] == " " and part[1:].isalpha()) for part in followed), followed


def test_users_of_a_german_product_say_the_rest_in_german_too():
    demo = (
        DemoInput(text="Wie kann ich einen neuen Ausweis beantragen?"),
        DemoInput(text="Ich bin umgezogen und möchte mich anmelden."),
        DemoInput(text="Öffnungszeiten am Freitag"),
    )
    found = turns(scenario(demo, sessions=Sessions(mean_turns=3, single_turn_share=0.2)), 600)
    assert {turn.language for turn in found} == {"de"}
    assert not any("other-language" in turn.mess for turn in found)


REVIEWS = (
    DemoInput(text="The food was cold and the waiter ignored us for half an hour.", expect="negative"),
    DemoInput(text="Best pizza in town, we'll be back!", expect="positive"),
    DemoInput(text="It broke after two days. Never again.", expect="negative"),
    DemoInput(text="My kids love it and so do I.", expect="positive"),
)


def test_texts_that_are_given_to_be_read_are_not_spoken_of_as_questions():
    found = turns(scenario(REVIEWS, hostile=0, sessions=Sessions(mean_turns=3, single_turn_share=0.2)), 2_000)
    framed = [turn.text.lower() for turn in found if turn.clean in {one.text for one in REVIEWS}]
    assert not any(
        re.search(r"question|not what i asked|forget that|begging|losing my patience", one) for one in framed
    )
    assert any(one.startswith(("next one: ", "and this one: ")) for one in framed)
    assert not any({"emotional", "two-questions", "changed-mind", "please"} & set(turn.mess) for turn in found
                   if turn.clean in {one.text for one in REVIEWS})  # fmt: skip
    # One that asks among them, and they are people's own requests.
    asking = turns(scenario((*REVIEWS, DemoInput(text="Where is my refund?"))), 2_000)
    assert any("emotional" in turn.mess for turn in asking)
