from __future__ import annotations

import datetime as dt
import random
import re
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from traffic.planned import scenario, turns

from stressdesk.scenario.model import DemoInput
from stressdesk.scenario.traffic import Mess
from stressdesk.traffic.kinds import Situation
from stressdesk.traffic.measure_text import HABITS, habit_counts, short_english
from stressdesk.traffic.mess import MESS
from stressdesk.traffic.messing import Messing, Place, applied_rate
from stressdesk.traffic.personas import PERSONAS, multiplier
from stressdesk.traffic.session import Turn
from stressdesk.traffic.surface import CERTAIN
from stressdesk.traffic.usual import CAREFUL, rate_of, usual_rate

BY_NAME = {kind.name: kind for kind in MESS}
PHONE = next(persona for persona in PERSONAS if persona.name == "phone")
QUERIES = 2_000


@cache
def _plan(severity: int = 1, off: tuple[str, ...] = (), seed: int = 1) -> list[Turn]:
    mess = Mess(severity=severity, off=off)  # type: ignore[arg-type]
    return turns(scenario(mess=mess, off_topic=0, hostile=0, degenerate=0), QUERIES, seed=seed)


def _change(name: str, text: str, seed: int = 1, **situation: object) -> str:
    return BY_NAME[name].change(text, random.Random(seed), Situation(**situation))  # type: ignore[arg-type]


def test_there_are_well_over_twenty_kinds_each_named_described_and_sourced():
    assert len(BY_NAME) == len(MESS) >= 38
    for kind in MESS:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", kind.name)
        assert len(kind.about) > 5
        assert kind.source.startswith(("measured", "assumed", "set by"))
        assert 0 <= kind.rate <= 1


RESPELT = {("latin-letters", "न्दी"), ("dropped-hamza", "لُغ"), ("dropped-accents", "e\u0301")}
"""Kinds whose point it is that these are written otherwise."""

TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(
        st.sampled_from(["I", "don't", "cafe\u0301", "👩‍👩‍👧", "the", "naïve", "number", "12", "?", "\n", "Ω", "שלום"])
    ).map(" ".join),
)


@settings(max_examples=25)
@given(TEXTS, st.integers(0, 10_000), st.booleans())
@pytest.mark.parametrize("kind", MESS, ids=lambda kind: kind.name)
def test_every_kind_makes_valid_text_of_any_text(kind, text: str, seed: int, is_kept: bool):
    if any(0xD800 <= ord(character) < 0xE000 for character in text):
        return
    situation = Situation(
        is_follow_up=True,
        another="Where is my parcel?",
        writes="es",
        per_word=0.05,
        kept=(text,) if is_kept and text.strip() else (),
    )
    changed = kind.change(text, random.Random(seed), situation)
    assert changed.encode("utf-8").decode("utf-8") == changed
    assert changed == kind.change(text, random.Random(seed), situation)


@pytest.mark.parametrize("kind", [kind for kind in MESS if kind.name != "half-a-thought"], ids=lambda kind: kind.name)
@pytest.mark.parametrize("cluster", ["👩‍👩‍👧", "🙏🏽", "e\u0301", "न्दी", "🇧🇷", "لُغ"])
def test_characters_of_several_code_points_survive(kind, cluster: str):
    if kind.name == "mojibake" or (kind.name, cluster) in RESPELT:
        return
    text = f"Hello there, {cluster} is what I don't get about {cluster} number 4417. Is there another way for me?"
    for seed in range(25):
        changed = kind.change(text, random.Random(seed), Situation(per_word=0.3, another="Why?", writes="de"))
        assert changed.count(cluster) + changed.count(cluster.upper()) >= 2


@pytest.mark.parametrize("kind", MESS, ids=lambda kind: kind.name)
def test_every_kind_can_happen(kind):
    texts = (
        "My order 4417 hasn't arrived, and I don't know where it is. Can you check the status for me?",
        "Please explain to me in the simplest words "
        + "why the weather station shows the wrong number - " * 6
        + ". It is. Odd.",
        "How do I reset my password?",
        'I "love" it',
        "Cancel my subscription.",
        "¿Dónde está mi pedido?",
        "在哪里下载发票，谢谢。",
        "मेरा ऑर्डर अभी तक नहीं आया।",
        "لم تصل الشحنة حتى الآن، رقم 4417. أين الفاتورة؟",
    )
    assert any(
        kind.change(text, random.Random(seed), Situation(is_follow_up=True, another="Why?", writes="fr", per_word=0.1))
        != text
        for text in texts
        for seed in range(5)
    )


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("lower-case", "Where Is My ORDER?", "where is my order?"),
        ("lower-i", "I think I'm late, Henry I.", "i think i'm late, Henry I."),
        (
            "dropped-apostrophes",
            "I don't know what's in John's box, it's odd",
            "I dont know whats in John's box, its odd",
        ),
        ("no-final-punctuation", "Cancel it.", "Cancel it"),
        ("no-final-punctuation", "Cancel it?", "Cancel it?"),
        ("no-question-mark", "Cancel it?", "Cancel it"),
        ("lower-case-start", "Cancel It.", "cancel It."),
        ("lower-case-start", "URGENT: help", "URGENT: help"),
        ("all-caps", "Cancel it.", "CANCEL IT."),
        ("mojibake", "I don't know", "I donâ€™t know"),
        ("missing-detail", "My order 44712 has not arrived.", "My order has not arrived."),
        ("missing-detail", "I was charged $49.99 on 12 May.", "I was charged."),
        ("missing-detail", "Book a room for 2 nights.", "Book a room for a few nights."),
        ("missing-detail", "Where is my order?", "Where is it?"),
        ("missing-detail", "My rent is due on 5 July.", "My rent is due."),
        ("missing-detail", "Oak Ltd, invoice C-405. Total: 1,990.00 EUR, due 5 July.", "Oak Ltd, invoice."),
        (
            "missing-detail",
            "Invoice 340 from Tall Tree. Net: 100.00 EUR, tax: 19.00 EUR. Due: 6 May.",
            "Invoice from Tall Tree.",
        ),
        ("missing-detail", "Please pay. Total: 20", "Please pay."),
        ("missing-detail", "44712", "44712"),
        (
            "missing-detail",
            "Scale this recipe from 4 to 10 people: 500 g flour, 3 eggs, 250 ml milk.",
            "Scale this recipe to a few people: flour, a few eggs, milk.",
        ),
        ("missing-detail", "Hmm... my order 44712, it is late", "Hmm... my order, it is late"),
        ("smart-quotes", 'It\'s "fine"...', "It\u2019s “fine”…"),
    ],
)
def test_what_a_kind_does(name: str, text: str, expected: str):
    assert _change(name, text) == expected


@pytest.mark.parametrize("change", sorted(CERTAIN, key=repr), ids=lambda change: change.__name__)
def test_what_is_said_to_draw_nothing_draws_nothing(change):
    no_randomness = object()
    assert change('Don\'t I know "it"?', no_randomness, Situation()) != ""
    assert change in {kind.change for kind in MESS}


def test_what_the_answer_quotes_is_left_alone():
    text = "Invoice C-405 from Oak Furniture for 99.50 EUR, and I don't agree. It is too much."
    kept = ("Oak Furniture", "C-405")
    spoil = {"missing-detail", "half-a-thought"}
    for kind in MESS:
        for seed in range(20):
            changed = kind.change(
                text, random.Random(seed), Situation(kept=kept, per_word=0.5, another="Why?", writes="es")
            )
            if kind.name not in spoil:
                assert all(part in changed for part in kept), (kind.name, changed)


def test_what_is_to_be_translated_is_not_cut_off():
    early = next(kind.change for kind in MESS if kind.name == "sent-too-early")
    text = "Translate to German: The meeting is moved to Monday."
    assert early(text, random.Random(1), Situation(kept=("The meeting is moved to Monday.",))) == text


def test_no_detail_is_taken_out_of_code():
    query = "SELECT id FROM orders o WHERE o.day = '2024-03-01' AND o.id = 7"
    change = next(kind.change for kind in MESS if kind.name == "missing-detail")
    found = change(f"Why are there 12 rows? {query}", random.Random(0), Situation(kept=(query,)))
    assert found == f"Why are there a few rows? {query}"


@pytest.mark.parametrize("text", ["Alright, I'll try that.", "Ok thanks.", "Great, thank you."])
def test_whoever_is_content_has_no_outburst(text: str):
    emotional = next(kind.change for kind in MESS if kind.name == "emotional")
    assert {emotional(text, random.Random(seed), Situation()) for seed in range(20)} == {text}
    assert emotional("Ok, where is my order?", random.Random(1), Situation()) != "Ok, where is my order?"


def test_nobody_says_please_where_no_wish_is():
    please = next(kind.change for kind in MESS if kind.name == "please")
    assert please("How do you know?", random.Random(1), Situation()) == "How do you know?"


def test_whoever_shouts_shouts_the_word_that_is_the_answer_too():
    demo = (DemoInput(text="Where is my refund?", expect="refund"), DemoInput(text="Due: may", expect={"due": "may"}))
    found = turns(scenario(demo, mess=Mess(rates={"all-caps": 1.0}), hostile=0, degenerate=0, off_topic=0), 400)
    shouted = {turn.text for turn in found if "all-caps" in turn.mess and "voice-transcript" not in turn.mess}
    assert {"WHERE IS MY REFUND?", "DUE: may"} <= shouted
    assert not any("refund" in text for text in shouted)


def test_nobody_says_the_same_twice_in_one_long_message():
    for seed in range(200):
        text = _change("very-long", "Why?", seed=seed)
        assert len(text.split()) > 500
        # What two sentences have in common is what is left without their fillings.
        said = [tuple(sentence.split()[-4:]) for sentence in re.split(r"(?<=[.?])\s+", text)]
        assert len(said) == len({*said}), seed


def test_a_pasted_thread_is_of_two_people_and_its_days_were_such_days():
    mails = 0
    for seed in range(100):
        text = _change("pasted-thread", "Why?", seed=seed)
        found = re.findall(r"On (\w{3}, \d+ Mar 2024) at .*?, (\w+) .*?wrote:\n[> ]*Hi (\w+),", text)
        days = [dt.datetime.strptime(day, "%a, %d %b %Y").replace(tzinfo=dt.UTC) for day, _, _ in found]
        assert [f"{day:%a}, {day.day}" for day in days] == [day.split(" Mar")[0] for day, _, _ in found]
        assert days == sorted(days, reverse=True)
        assert all(writer != reader for _, writer, reader in found)
        assert all(newer[2] == older[1] for newer, older in pairwise(found))
        mails += len(found)
    assert mails > 150


def test_after_words_of_another_language_the_sentence_goes_on():
    said = {_change("code-switching", "Where is it?", seed=seed) for seed in range(40)}
    assert any(text.endswith(", where is it?") for text in said)
    assert not any(", Where" in text for text in said)


def test_a_pasted_document_is_never_mistyped():
    document = "ACME Corp\nInvoice 77 for paper, pencils and printing\nTotal due: 41.00\nPay within thirty days please"
    made = scenario(
        demo=(DemoInput(text=document, expect={"total": "41.00"}), DemoInput(text=f"What is the total?\n{document}")),
        mess=Mess(severity=10, off=("half-a-thought", "missing-detail", "mojibake", "invisible-characters")),
        off_topic=0,
        hostile=0,
        degenerate=0,
    )
    found = [turn for turn in turns(made, 800) if document in turn.clean]
    assert len(found) > 500
    assert all(document in turn.text for turn in found)


def test_switching_a_kind_off_leaves_the_decisions_on_all_others():
    whole = _plan()
    for name in ("typos", "lower-case"):
        without = _plan(off=(name,))
        assert all(name not in turn.mess for turn in without)
        assert any(name in turn.mess for turn in whole)
        same = sum(
            tuple(other for other in before.mess if other != name) == after.mess
            for before, after in zip(whole, without, strict=True)
        )
        # Another kind may find nothing left to change once the first has been at the text, or more without it.
        assert same / len(whole) > 0.99


def test_texts_a_switched_off_kind_had_not_touched_stay_as_they_were():
    for name in ("two-questions", "typos", "lower-case"):
        pairs = zip(_plan(), _plan(off=(name,)), strict=True)
        untouched = [
            (before, after) for before, after in pairs if name not in before.mess and "resend" not in before.intent
        ]
        assert len(untouched) > 1_200
        assert all(before == after for before, after in untouched)


def test_a_kind_is_named_only_if_it_changed_the_text():
    messing = Messing(Mess(rates={"lower-case": 1.0, "no-question-mark": 1.0}), PERSONAS, 1)
    place = Place(session=1, turn=0, persona=PHONE)
    assert messing.messed("all small", place, Situation(is_english=False)).names.count("lower-case") == 0
    assert "no-question-mark" in messing.messed("Why?", place, Situation(is_english=False)).names


def test_another_seed_messes_other_messages():
    assert [turn.mess for turn in turns(scenario(), 60, seed=1)] != [
        turn.mess for turn in turns(scenario(), 60, seed=2)
    ]


def _share(found: list[Turn], name: str) -> float:
    return sum(name in turn.mess for turn in found) / len(found)


@pytest.mark.parametrize(
    "name",
    [
        "edge-white-space",
        "double-space",
        "lower-case",
        "backstory",
        "emotional",
        "very-long",
        "emoji",
        "personal-data",
        "link",
    ],
)
def test_at_severity_1_the_default_mix_shows_the_rate_of_the_table(name: str):
    rate = BY_NAME[name].rate
    bound = 4 * (rate * (1 - rate) / QUERIES) ** 0.5
    # Some turns leave a kind nothing to do (a thanks has no backstory, a word no space to double): less is right too.
    assert rate * 0.7 - bound < _share(_plan(), name) < rate + bound


def test_at_severity_1_texts_look_as_measured():
    """The measured shares are those of 356 real English prompts of 3-60 words, so they have an error of their own."""
    texts = [text for turn in _plan() if 3 <= len((text := turn.text.strip()).split()) <= 60]
    share = {
        "no final mark": sum(text[-1] not in ".?!…" for text in texts) / len(texts),
        "small first letter": sum(text[0].islower() for text in texts) / len(texts),
        "no capital": sum(text == text.lower() for text in texts) / len(texts),
    }
    assert share["no final mark"] == pytest.approx(0.506, abs=0.08)
    assert share["small first letter"] == pytest.approx(0.2725, abs=0.06)
    assert share["no capital"] == pytest.approx(0.152, abs=0.06)
    small = sum(len(re.findall(r"\bi\b", text)) for text in texts)
    large = sum(len(re.findall(r"\bI\b", text)) for text in texts)
    assert 0.12 < small / (small + large) < 0.43


def test_people_who_write_with_care_end_sentences_and_begin_with_capitals():
    texts = [turn.text for turn in turns(scenario(mess=Mess(writing="careful"), hostile=0, degenerate=0), 3_000)]
    found = habit_counts(short_english(texts))
    for name in ("no final punctuation", "lower-case start", "all lower-case", "i for I", "double space"):
        habit = next(habit for habit in HABITS if habit.name == name)
        share = found.share(habit)
        assert share == pytest.approx(habit.careful, abs=0.08), name
        assert abs(share - habit.careful) < abs(share - habit.share) / 2, name


def test_a_rate_of_the_scenario_holds_however_people_write():
    kind = next(kind for kind in MESS if kind.name == "lower-case")
    assert usual_rate(kind, Mess()) == kind.rate
    assert usual_rate(kind, Mess(writing="careful")) < kind.rate / 5
    assert rate_of(kind, Mess(writing="careful", rates={"lower-case": 0.5})) == 0.5
    assert set(CAREFUL) < {kind.name for kind in MESS}


def test_more_severity_is_more_mess_of_every_kind():
    shares = {severity: Counter(name for turn in _plan(severity) for name in turn.mess) for severity in (1, 3, 10)}
    for kind in MESS:
        if kind.name in ("other-language", "mojibake", "contradiction") or kind.languages:
            continue
        one, three, ten = (shares[severity][kind.name] for severity in (1, 3, 10))
        assert one > 0, kind.name
        # Frequent kinds reach their ceiling, and others then find nothing left to change; rare ones must grow.
        if kind.rate < 0.08 and kind.name not in ("lower-i", "dropped-apostrophes", "sent-too-early"):
            assert one < three < ten, kind.name
    total = {severity: sum(shares[severity].values()) for severity in shares}
    assert total[1] * 1.4 < total[3] < total[10]


def test_severity_adds_to_the_same_messages():
    """Who makes a typo at severity 1 makes one at 3: the same draw against a higher rate."""
    kind = BY_NAME["edge-white-space"]
    for mild, severe in zip(_plan(1), _plan(3), strict=True):
        if kind.name in mild.mess and "resend" not in mild.intent:
            assert kind.name in severe.mess


def test_a_scenarios_own_rate_comes_first_and_0_switches_off():
    kind = BY_NAME["emoji"]
    assert applied_rate(kind, Mess(rates={"emoji": 0.5}), PHONE) == min(1, 0.5 * multiplier(PHONE, "emoji"))
    assert applied_rate(kind, Mess(rates={"emoji": 0.0}, severity=10), PHONE) == 0
    assert applied_rate(kind, Mess(off=("emoji",), rates={"emoji": 1}), PHONE) == 0
    assert applied_rate(kind, Mess(severity=3), PHONE) == pytest.approx(3 * kind.rate * multiplier(PHONE, "emoji"))


@pytest.mark.parametrize("kind", MESS, ids=lambda kind: kind.name)
def test_the_default_mix_multiplies_by_one_on_average(kind):
    assert sum(persona.weight * multiplier(persona, kind.name) for persona in PERSONAS) == pytest.approx(1)


def test_an_expectation_falls_only_with_kinds_that_do_not_keep_the_meaning():
    spoiling = {kind.name for kind in MESS if not kind.keeps_meaning}
    assert {"two-questions", "changed-mind", "missing-detail", "half-a-thought", "contradiction"} == spoiling
    requests = [turn for turn in _plan() if not turn.intent.startswith("follow-up")]
    assert {bool(spoiling & set(turn.mess)) for turn in requests} == {True, False}
    for turn in requests:
        assert (turn.expect is None) == bool(spoiling & set(turn.mess))


def test_an_expected_structure_also_falls_with_kinds_that_bring_facts():
    facts = {kind.name for kind in MESS if kind.adds_facts or not kind.keeps_meaning}
    made = scenario(demo=(DemoInput(text="Invoice 12 from Acme. Total: 5.00 EUR.", expect={"total": 5}),))
    found = [turn for turn in turns(made, 1_500) if turn.intent.startswith("invoice")]
    assert any({"personal-data"} & set(turn.mess) for turn in found)
    assert all((turn.expect is None) == bool(facts & set(turn.mess)) for turn in found)
