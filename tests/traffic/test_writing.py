from __future__ import annotations

from collections import Counter
from functools import cache

import msgspec
import pytest
from traffic.planned import DEMO, scenario, sessions, turns

from stressdesk.scenario.model import DemoInput, Wording
from stressdesk.scenario.traffic import Mess, Sessions
from stressdesk.traffic import degenerate, foreign_attacks, hostile, offtopic
from stressdesk.traffic.followups import FOLLOW_UPS
from stressdesk.traffic.languages import language_of
from stressdesk.traffic.mess import MESS, OTHER_LANGUAGE
from stressdesk.traffic.session import Session, Turn

CLEAN = Mess(off=tuple(kind.name for kind in MESS))
CLEAN_BUT_FOREIGN = Mess(off=tuple(name for name in CLEAN.off if name != OTHER_LANGUAGE))


@cache
def _long() -> list[Session]:
    made = scenario(mess=CLEAN, sessions=_sessions(4), off_topic=0, hostile=0, degenerate=0)
    return sessions(made, 4_000)


def _sessions(mean: float) -> Sessions:
    return Sessions(mean_turns=mean, single_turn_share=0.3, think_median_seconds=1)


def _follow_ups() -> list[tuple[Turn, Turn]]:
    return [
        (before, after) for session in _long() for before, after in zip(session.turns, session.turns[1:], strict=False)
    ]


def test_shares_of_follow_ups_add_up_and_hold_the_measured_ones():
    shares = {follow_up.name: follow_up.share for follow_up in FOLLOW_UPS}
    assert sum(shares.values()) == pytest.approx(1)
    pairs = _follow_ups()
    counts = Counter(after.intent for _, after in pairs)
    fresh = sum(not after.intent.startswith("follow-up") for _, after in pairs)
    assert counts["follow-up:resend"] / len(pairs) == pytest.approx(0.06, abs=0.015)
    assert fresh / len(pairs) == pytest.approx(0.27, abs=0.03)
    for name in shares.keys() - {"fresh-start"}:
        assert counts[f"follow-up:{name}"] / len(pairs) == pytest.approx(shares[name], abs=0.03)


def test_a_resend_is_the_same_message_with_the_same_expectation():
    resent = [(before, after) for before, after in _follow_ups() if after.intent == "follow-up:resend"]
    assert len(resent) > 80
    for before, after in resent:
        assert (before.text, before.clean, before.mess, before.expect) == (
            after.text,
            after.clean,
            after.mess,
            after.expect,
        )


def test_only_turns_that_put_a_request_of_the_demo_have_an_expectation():
    expected = {one.text: one.expect for one in DEMO}
    for session in _long():
        for turn in session.turns:
            assert turn.expect == expected.get(turn.clean)


def test_a_request_said_again_is_the_one_before():
    again = [(before, after) for before, after in _follow_ups() if after.intent == "follow-up:said-again"]
    assert again
    for before, after in again:
        if before.clean in {one.text for one in DEMO}:
            assert after.clean == before.clean


def test_a_changed_mind_takes_the_request_back_for_another():
    changed = [(before, after) for before, after in _follow_ups() if after.intent == "follow-up:changed-mind"]
    assert changed
    for before, after in changed:
        assert after.clean in {one.text for one in DEMO} - {before.clean}
        assert after.text != after.clean


def test_shares_of_what_no_demo_shows_are_the_scenarios():
    found = turns(scenario(mess=CLEAN, off_topic=0.1, hostile=0.08, degenerate=0.06), 4_000)
    firsts = Counter(turn.intent.split(":")[0] for turn in found if turn.intent != "follow-up:resend")
    for name, share in (("off-topic", 0.1), ("hostile", 0.08), ("degenerate", 0.06)):
        assert firsts[name] / len(found) == pytest.approx(share, abs=0.02)
    for turn in found:
        kind = turn.intent.split(":")[0]
        if kind in ("off-topic", "hostile", "degenerate"):
            assert kind in turn.mess
            assert turn.expect is None


@pytest.mark.parametrize("name", ["off_topic", "hostile", "degenerate"])
def test_switching_one_off_leaves_the_others(name: str):
    shares = {"off_topic": 0.1, "hostile": 0.1, "degenerate": 0.1}
    whole = turns(scenario(**shares), 1_000)
    without = turns(scenario(**{**shares, name: 0.0}), 1_000)
    slug = name.replace("_", "-")
    others = {"off-topic", "hostile", "degenerate"} - {slug}
    assert not any(slug in turn.mess for turn in without)
    for before, after in zip(whole, without, strict=True):
        kind = before.intent.split(":")[0]
        if kind in others:
            assert after.text == before.text


def test_all_of_it_can_be_one_kind():
    assert {turn.intent.split(":")[0] for turn in turns(scenario(off_topic=1, hostile=0, degenerate=0), 100)} == {
        "off-topic"
    }
    assert {turn.intent.split(":")[0] for turn in turns(scenario(off_topic=0, hostile=1, degenerate=0), 100)} == {
        "hostile"
    }


def test_hostile_messages_come_in_every_class_and_some_wrap_a_real_request():
    found = turns(scenario(off_topic=0, hostile=1, degenerate=0), 800)
    assert {turn.intent for turn in found} == {f"hostile:{name}" for name in hostile.CLASSES}
    demo = {one.text for one in DEMO}
    wrapped = [turn for turn in found if turn.clean in demo]
    assert wrapped
    assert all(turn.clean in turn.text and turn.clean != turn.text for turn in wrapped)
    assert not any("{" in turn.text and "role" not in turn.text for turn in found)


@pytest.mark.parametrize("language", foreign_attacks.IN_LANGUAGE)
def test_hostile_messages_are_in_the_language_of_their_user(language: str):
    there = foreign_attacks.IN_LANGUAGE[language]
    assert there.classes.keys() == hostile.CLASSES.keys()
    request = "¿dónde está mi pedido?"
    worded = Wording(of=DEMO[0].text, texts={language: (request,)})
    made = scenario(off_topic=0, hostile=1, degenerate=0, languages={language: 1.0}, mess=CLEAN_BUT_FOREIGN)
    found = turns(msgspec.structs.replace(made, wordings=(worded,)), 900)
    assert {turn.intent for turn in found} == {f"hostile:{name}" for name in there.classes}
    assert {turn.language for turn in found} == {language}
    assert all(turn.mess == ("hostile", "own-language") for turn in found)
    beginnings = tuple(text.split("{")[0] for texts in there.classes.values() for text in texts)
    assert all(turn.text.startswith((request, *(part for part in beginnings if part))) for turn in found)
    # Only the one request that is worded in that language is ever embedded.
    assert {turn.clean for turn in found if turn.clean != turn.text} == {DEMO[0].text}
    assert not any(one.text in turn.text for turn in found for one in DEMO)
    assert not any("{" in turn.text for turn in found)


def test_inputs_that_are_hardly_any_have_words_of_the_language_of_their_user():
    made = scenario(off_topic=0, hostile=0, degenerate=1, languages={"de": 0.5, "ar": 0.5}, mess=CLEAN_BUT_FOREIGN)
    found = turns(made, 1_500)
    by_class = {(turn.language, turn.intent.removeprefix("degenerate:")): set[str]() for turn in found}
    for turn in found:
        by_class[turn.language, turn.intent.removeprefix("degenerate:")].add(turn.text)
    assert {"hallo", "hilfe"} <= by_class["de", "single-word"]
    assert "hello" not in by_class["de", "single-word"]
    for name in ("single-word", "very-long", "keyboard-mash"):
        assert all(language_of(text) == "ar" for text in by_class["ar", name])
    assert all(len(text.split()) == degenerate.LONG_WORDS for text in by_class["ar", "very-long"])


def test_degenerate_inputs_come_in_every_class_and_some_have_20000_words():
    found = turns(scenario(off_topic=0, hostile=0, degenerate=1), 1_500)
    by_class: dict[str, list[str]] = {}
    for turn in found:
        by_class.setdefault(turn.intent.removeprefix("degenerate:"), []).append(turn.text)
    assert set(by_class["empty"]) == {""}
    assert all(len(text.split()) == degenerate.LONG_WORDS for text in by_class["very-long"])
    assert len(by_class["very-long"]) / len(found) == pytest.approx(0.05, abs=0.025)
    assert all(not text.strip() for text in by_class["white-space"])
    assert len(by_class) == 10


def test_a_conversation_that_opens_oddly_comes_to_its_request_next():
    made = scenario(mess=CLEAN, off_topic=0, hostile=0, degenerate=0.5, sessions=_sessions(4))
    clean = {one.text for one in DEMO}
    for session in sessions(made, 600):
        sane = [turn for turn in session.turns if "degenerate" not in turn.mess and turn.intent != "follow-up:resend"]
        assert not sane or sane[0].clean in clean


def test_users_write_in_the_languages_the_scenario_gives_them():
    found = turns(scenario(languages={"en": 0.5, "es": 0.3, "de": 0.2}, hostile=0, degenerate=0), 3_000)
    counts = Counter(turn.language for turn in found)
    for language, share in (("en", 0.5), ("es", 0.3), ("de", 0.2)):
        assert counts[language] / len(found) == pytest.approx(share, abs=0.06)
    for turn in found:
        assert (turn.language != "en") == ("other-language" in turn.mess)
    spanish = [turn for turn in found if turn.language == "es" and turn.intent == "off-topic"]
    assert all(turn.clean in offtopic.IN_LANGUAGE["es"] for turn in spanish)


def test_by_default_everybody_writes_in_the_language_of_the_demo():
    assert {turn.language for turn in turns(scenario(), 300)} == {"en"}
    german = (DemoInput(text="Wie kann ich mein Passwort zurücksetzen?"), DemoInput(text="Wo ist meine Bestellung?"))
    found = turns(scenario(demo=german, hostile=0, off_topic=0, degenerate=0), 300)
    assert {turn.language for turn in found} == {"de"}
    english = ("please", "Thanks", "the ", "Sorry", "What", "I ")
    assert not any(word in turn.text for turn in found if "Wie" in turn.clean for word in english)


def test_a_scenario_in_another_language_is_messed_up_without_english_words():
    french = (DemoInput(text="Je n'arrive pas à me connecter depuis la mise à jour, que faire ?", expect="login"),)
    found = turns(scenario(demo=french, mess=Mess(severity=10), hostile=0, degenerate=0), 500)
    kinds = {name for turn in found for name in turn.mess}
    assert "lower-case" in kinds
    assert not {kind.name for kind in MESS if "english" in kind.only} & kinds


def test_users_of_a_language_without_phrases_only_make_requests():
    japanese = (DemoInput(text="パスワードを忘れました"), DemoInput(text="注文はどこですか"))
    found = turns(scenario(demo=japanese, hostile=0, degenerate=0), 400)
    for turn in found:
        if turn.intent == "off-topic":
            assert turn.language == "en"
        else:
            assert turn.language == "ja"
            assert turn.clean in {one.text for one in japanese}
