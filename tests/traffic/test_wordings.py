from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from functools import cache
from pathlib import Path

import msgspec
import pytest
import regex
from traffic.planned import DEMO, scenario

from stressdesk.errors import ScenarioError
from stressdesk.resources import resource
from stressdesk.scenario import file, invented
from stressdesk.scenario.model import DemoInput, Scenario, Wording
from stressdesk.scenario.problems import problems
from stressdesk.scenario.traffic import Mess, Sessions
from stressdesk.scenario.wordings import reworded, without_orphans
from stressdesk.traffic import entities, lines
from stressdesk.traffic.entities import filled
from stressdesk.traffic.foreign_talk import TALK, accompanied
from stressdesk.traffic.hinglish import in_latin_letters
from stressdesk.traffic.kinds import Situation
from stressdesk.traffic.languages import OPENINGS, known_languages, language_of
from stressdesk.traffic.mess import MESS
from stressdesk.traffic.personas import PERSONAS
from stressdesk.traffic.plan import plan
from stressdesk.traffic.session import Turn
from stressdesk.traffic.tongues import language_words
from stressdesk.traffic.worded import kept_parts, still_expected

SAMPLES = resource("samples")
LANGUAGES = ("es", "de", "fr", "pt", "zh", "hi", "ar")
CLEAN = Mess(off=tuple(kind.name for kind in MESS if kind.name != "other-language"))
BY_NAME = {kind.name: kind for kind in MESS}
NAMES = ("support-triage", "invoice-extraction", "handbook-answers", "capacity-plan")


@cache
def _sample(name: str) -> Scenario:
    return file.load(SAMPLES / f"{name}.stress.yaml")


def _worded(*wordings: Wording, **traffic: object) -> Scenario:
    traffic = {"hostile": 0, "off_topic": 0, "degenerate": 0, **traffic}
    return msgspec.structs.replace(scenario(**traffic), wordings=wordings)


def _turns(made: Scenario, queries: int = 400) -> list[Turn]:
    return [turn for session in plan(made, queries, seed=1, folder=SAMPLES).sessions() for turn in session.turns]


@pytest.mark.parametrize("name", NAMES)
def test_every_intent_of_the_samples_has_its_own_words_in_seven_languages(name: str):
    sample = _sample(name)
    by_input = {wording.of: wording.texts for wording in sample.wordings}
    assert by_input.keys() == {one.text for one in sample.demo}
    for texts in by_input.values():
        assert texts.keys() == set(LANGUAGES)
        for language, said in texts.items():
            assert len(set(said)) == len(said) >= 2
            in_script = {"zh": r"\p{Han}", "hi": r"\p{Devanagari}", "ar": r"\p{Arabic}"}.get(language)
            assert in_script is None or all(regex.search(in_script, text) for text in said)
            assert not any(re.search(r"\{(?!name|city|order|date|time|amount)", text) for text in said)


@pytest.mark.parametrize("name", NAMES)
def test_users_of_the_samples_put_their_whole_request_in_their_language(name: str):
    sample = _sample(name)
    weights = dict.fromkeys(LANGUAGES, 1.0)
    traffic = msgspec.structs.replace(sample.traffic, languages=weights, hostile=0, off_topic=0, degenerate=0)
    found = _turns(msgspec.structs.replace(sample, traffic=traffic), 1_000)
    assert {turn.language for turn in found} == set(LANGUAGES)
    assert not any("other-language" in turn.mess for turn in found)
    assert all("own-language" in turn.mess for turn in found)
    # The Latin words that are left are names, codes, loans and what was pasted.
    for turn in found:
        if turn.language in ("zh", "ar") and not any(kind.startswith("pasted") for kind in turn.mess):
            assert not re.search(r"\b(?:the|my|your|invoice|delivery|refund|when|where)\b", turn.text), turn.text


def test_without_languages_the_wordings_in_others_change_nothing():
    sample = _sample("support-triage")
    bare = msgspec.structs.replace(sample, wordings=())
    digests = {
        hashlib.sha256("".join(lines.lines(plan(one, 500, seed=3, folder=SAMPLES))).encode()).hexdigest()
        for one in (sample, bare)
    }
    assert len(digests) == 1


def test_an_english_scenario_without_wordings_plans_the_same_bytes_as_ever():
    bare = msgspec.structs.replace(_sample("support-triage"), wordings=())
    digest = hashlib.sha256()
    for line in lines.lines(plan(bare, 1_500, seed=3, folder=SAMPLES)):
        digest.update(line.encode() + b"\n")
    assert digest.hexdigest().startswith("06ec3c09a85fee46")


def test_what_is_expected_of_an_input_is_expected_of_its_wordings():
    made = _worded(
        *(Wording(of=one.text, texts={"es": ("¿Me ayudáis con esto?",)}) for one in DEMO),
        mess=CLEAN,
        languages={"es": 1},
    )
    expected = {one.text: one.expect for one in DEMO}
    found = [turn for turn in _turns(made) if turn.clean in expected]
    assert len(found) > 200
    for turn in found:
        assert turn.expect == expected[turn.clean]
        assert "¿me ayudáis con esto?" in turn.text.replace("¿Me", "¿me")


def test_an_intent_without_words_in_a_language_is_framed_and_marked_so():
    made = _worded(Wording(of=DEMO[0].text, texts={"de": ("passwort weg, was nun",)}), mess=CLEAN, languages={"de": 1})
    found = [turn for turn in _turns(made) if not turn.intent.startswith("follow-up")]
    framed = [turn for turn in found if "other-language" in turn.mess]
    own = [turn for turn in found if "own-language" in turn.mess]
    assert len(framed) + len(own) == len(found)
    assert framed
    assert own
    for turn in framed:
        assert turn.text.startswith(OPENINGS["de"])
    assert {turn.clean for turn in own} == {DEMO[0].text}


def test_other_words_in_the_inputs_own_language_stand_beside_it():
    made = _worded(Wording(of=DEMO[0].text, texts={"en": ("pw gone, now what",)}), mess=CLEAN)
    asked = Counter(
        "pw gone" in turn.text for turn in _turns(made, 2_000) if turn.clean == DEMO[0].text and turn.expect
    )
    assert asked[True] / asked.total() == pytest.approx(0.5, abs=0.1)
    assert not any("own-language" in turn.mess for turn in _turns(made))


def test_words_of_one_persona_are_said_by_no_other_in_the_inputs_own_language():
    made = _worded(Wording(of=DEMO[0].text, texts={"en": ("where pw reset",)}, persona="phone"), mess=CLEAN)
    for session in plan(made, 1_000, seed=1, folder=Path()).sessions():
        for turn in session.turns:
            assert "where pw reset" not in turn.text or session.persona == "phone"


def test_a_language_that_only_the_scenario_has_words_in_can_be_weighed():
    made = _worded(
        *(Wording(of=one.text, texts={"it": ("Mi aiutate?",)}) for one in DEMO), languages={"it": 1}, mess=CLEAN
    )
    assert {turn.language for turn in _turns(made)} == {"it"}
    with pytest.raises(ScenarioError, match='no language "it"'):
        _turns(msgspec.structs.replace(made, wordings=()))


def test_a_structure_is_expected_only_as_far_as_the_wording_names_it():
    expect = {"number": "C-405", "total": 990.0, "due": "5 July", "kind": "goods"}
    of = "Invoice C-405. Total: 990.00 EUR, due 5 July."
    assert still_expected(expect, "Rechnung C-405, 990,00 EUR, bis 5. Juli", of) == {
        "number": "C-405",
        "total": 990.0,
        "kind": "goods",
    }
    assert still_expected(expect, "发票C-405共990.00欧元", of) == {"number": "C-405", "total": 990.0, "kind": "goods"}
    assert still_expected({"number": "C-405"}, "die Rechnung bitte", of) is None
    assert still_expected("billing", "die Rechnung bitte", of) == "billing"
    assert set(kept_parts(expect, "发票C-405共990.00欧元")) == {"C-405", "990.00"}


def test_no_mess_touches_what_a_wording_is_expected_to_give_back():
    sample = _sample("invoice-extraction")
    traffic = msgspec.structs.replace(
        sample.traffic, languages=dict.fromkeys(LANGUAGES, 1.0), mess=Mess(severity=10), off_topic=0, hostile=0
    )
    found = _turns(msgspec.structs.replace(sample, traffic=traffic), 600)
    held = [turn for turn in found if isinstance(turn.expect, dict) and "own-language" in turn.mess]
    assert len(held) > 100
    for turn in held:
        assert all(
            str(turn.expect[key]).lower() in turn.text.lower() for key in ("number", "supplier") if key in turn.expect
        )


@pytest.mark.parametrize("language", [*LANGUAGES, "en", "it"])
def test_entities_are_filled_in_by_locale_and_seed(language: str):
    text = "{name} {city} {order} {date} {time} {amount} {name} {else}"
    one, same, other = (filled(text, language, random.Random(seed)) for seed in (1, 1, 2))
    assert one == same != other
    assert "{else}" in one
    assert not re.search(r"\{(?:name|city|order|date|time|amount)\}", one)
    assert one.split()[0] == one.split(" {else}")[0].split()[-1]


def test_names_are_looked_up_before_anybody_writes(monkeypatch: pytest.MonkeyPatch):
    entities._names.cache_clear()
    made = _worded(Wording(of=DEMO[0].text, texts={"de": ("Ich bin {name}",), "en": ("i am {name}",)}))
    planned = plan(made, 400, seed=1, folder=SAMPLES)
    monkeypatch.setattr(invented, "invented", lambda *_: pytest.fail("Faker was asked in the middle of a run"))
    said = [turn.text.lower() for session in planned.sessions() for turn in session.turns]
    assert any("i am " in text and "{name}" not in text for text in said)


def test_one_user_means_one_order_throughout_and_corrects_it_to_another():
    made = _worded(
        *(Wording(of=one.text, texts={"de": ("wo ist {order}", "{date}, Bestellung {order}")}) for one in DEMO),
        languages={"de": 1.0},
        mess=CLEAN,
        sessions=Sessions(mean_turns=4, single_turn_share=0.1),
    )
    corrected = 0
    for session in plan(made, 1_500, seed=1, folder=SAMPLES).sessions():
        orders = {found[0] for turn in session.turns if (found := re.findall(r"[AL]?-?\d{5,}", turn.text))
                  and "correction" not in turn.intent and turn.intent != "follow-up:resend"}  # fmt: skip
        changed = {found[0] for turn in session.turns if turn.intent == "follow-up:correction"
                   and (found := re.findall(r"[AL]?-?\d{5,}", turn.text))}  # fmt: skip
        assert len(orders) <= 1, orders
        corrected += len(changed - orders)
    assert corrected


@pytest.mark.parametrize(
    ("language", "text", "after"),
    [
        ("de", "Kann ich umbuchen?", "kann ich umbuchen?"),
        ("de", "Rechnung fehlt", "Rechnung fehlt"),
        ("es", "¿Puedo pagar?", "¿puedo pagar?"),
        ("fr", "Lake Hosting, facture", "Lake Hosting, facture"),
        ("fr", "J'ai perdu", "j'ai perdu"),
        ("zh", "WiFi密码", "WiFi密码"),
    ],
)
def test_a_greeting_is_followed_by_a_small_letter_where_the_language_has_one_there(language, text, after):
    greeted = TALK[language].greetings + TALK[language].formal
    said = {accompanied(text, language, PERSONAS[0], random.Random(seed)) for seed in range(400)}
    said = {one for one in said if one.startswith(tuple(f"{greeting}{TALK[language].comma}" for greeting in greeted))}
    plain = {one for one in said for story in TALK[language].stories + TALK[language].apologies if story[1:] in one}
    assert said - plain
    assert all(after in one for one in said - plain)


def test_nobody_who_is_angry_begins_with_an_apology():
    angry = next(persona for persona in PERSONAS if persona.name == "angry")
    everyday = next(persona for persona in PERSONAS if persona.name == "everyday")
    for language, apologies in ((code, talk.apologies) for code, talk in TALK.items() if talk.apologies):
        said = {
            one.name: [accompanied("?", language, one, random.Random(seed)) for seed in range(2_000)]
            for one in (angry, everyday)
        }
        assert not any(text.startswith(apologies) for text in said["angry"]), language
        assert any(text.startswith(apologies) for text in said["everyday"]), language


def test_hindi_is_spelt_in_latin_letters_as_people_do():
    said = {
        "मेरा ऑर्डर अभी तक नहीं आया।": "mera order abhi tak nahi aaya.",
        "पासवर्ड कैसे बदलूँ?": "password kaise badlu?",
        "फाइनेंस का एक्सटेंशन बताइए, 3 दिसंबर तक": "finance ka extension bataiye, 3 december tak",
        "करना समझना ज़रूरत 4417 सामान": "karna samajhna zarurat 4417 saman",
        "C-405 का बिल": "C-405 ka bill",
    }
    assert {hindi: in_latin_letters(hindi) for hindi in said} == said


@pytest.mark.parametrize(
    ("name", "language", "before", "after"),
    [
        ("dropped-opening-marks", "es", "¿Dónde está? ¡Ya!", "Dónde está? Ya!"),
        ("dropped-hamza", "ar", "أين إلغاء آخر طلبٍ", "اين الغاء اخر طلب"),
        ("eastern-digits", "ar", "طلب 4417 رقم A-12", "طلب ٤٤١٧ رقم A-12"),
        ("no-final-punctuation", "zh", "发票丢了。", "发票丢了"),
        ("no-final-punctuation", "hi", "नहीं आया है।", "नहीं आया है"),
        ("no-question-mark", "ar", "وين الفاتورة؟", "وين الفاتورة"),
        ("no-question-mark", "zh", "在哪里？", "在哪里"),
        ("lower-case", "zh", "发票丢了", "发票丢了"),
    ],
)
def test_marks_and_letters_of_a_script_are_left_out_as_its_writers_do(name, language, before, after):
    assert BY_NAME[name].change(before, random.Random(1), Situation(writes=language, is_native=True)) == after


def test_german_without_its_own_letters_and_spanish_without_accents():
    changed = {
        BY_NAME["dropped-accents"].change("Größe für Köln", random.Random(seed), Situation(writes="de"))
        for seed in range(20)
    }
    assert changed == {"Groesse fuer Koeln", "Grösse für Köln"}
    bare = {
        BY_NAME["dropped-accents"].change("¿Qué año está así?", random.Random(seed), Situation(writes="es"))
        for seed in range(20)
    }
    assert "¿Que año esta asi?" in bare


@pytest.mark.parametrize("text", ["मेरा ऑर्डर अभी तक नहीं आया।", "لم تصلُ الشحنة حتى الآن", "ज़िन्दगी"])
def test_a_slip_tears_no_sign_from_its_letter(text: str):
    known = set(regex.findall(r"\X", text))
    for seed in range(50):
        changed = BY_NAME["slipped-letters"].change(text, random.Random(seed), Situation())
        assert set(regex.findall(r"\X", changed)) <= known


def test_kinds_of_one_language_happen_to_no_other():
    native = [kind for kind in MESS if kind.languages]
    assert len(native) >= 8
    for kind in native:
        assert kind.source.startswith("assumed")
        assert kind.languages
        assert not kind.fits(Situation())
        assert not kind.fits(Situation(writes=kind.languages[0], is_foreign=True))
        assert kind.fits(Situation(writes=kind.languages[0], is_native=True, is_english=False))


def test_there_are_users_of_all_seven_languages():
    assert set(LANGUAGES) < set(known_languages())
    assert [language_of(text) for text in ("我的快递还没到", "डिलीवरी कब होगी?", "متى يوصل الطلب؟")] == [
        "zh",
        "hi",
        "ar",
    ]


def test_wordings_that_put_no_input_are_told_with_what_was_meant(tmp_path: Path):
    made = _worded(
        Wording(of="How do I reset my pasword?", texts={"es": ("hola",)}),
        Wording(of=DEMO[0].text, texts={"spanish": ("hola",), "de": (" ",)}),
    )
    found = [(one.field, one.message) for one in problems(made, tmp_path)]
    assert ("wordings[0].of", 'no input reads "How do I reset my pasword?"') in found
    assert ("wordings[1].texts.spanish", "spanish is no language code") in found
    assert ("wordings[1].texts.de", "a wording is empty") in found
    hint = next(one.hint for one in problems(made, tmp_path) if one.field == "wordings[0].of")
    assert DEMO[0].text in hint


def test_wordings_follow_their_input_and_go_with_it():
    made = _worded(Wording(of=DEMO[0].text, texts={"es": ("hola",)}))
    changed = msgspec.structs.replace(made, demo=(DemoInput(text="New words?"), *DEMO[1:]))
    assert reworded(changed, DEMO[0].text, "New words?").wordings[0].of == "New words?"
    assert without_orphans(changed).wordings == ()
    assert without_orphans(made) is made


def test_it_is_said_which_languages_have_words_and_which_are_framed():
    sample = _sample("support-triage")
    weighed = {"en": 1, "es": 1, "zh": 1}
    spanish = msgspec.structs.replace(sample, traffic=msgspec.structs.replace(sample.traffic, languages=weighed))
    assert language_words(sample) == ()
    assert language_words(spanish) == ("Spanish, Chinese: the whole request in the user's own words",)
    assert language_words(msgspec.structs.replace(spanish, wordings=())) == (
        "Spanish, Chinese: the demo's request framed, not translated",
    )
    some = msgspec.structs.replace(spanish, wordings=spanish.wordings[:3])
    assert "3 of 10 demo inputs in the user's own words, the others framed, not translated" in language_words(some)[0]


def test_what_a_model_wrote_is_marked_on_every_message_and_counted():
    written = (Wording(of=one.text, texts={"en": ("hm?", "and now")}, by="some-model") for one in DEMO)
    made = _worded(*written, mess=CLEAN)
    found = [turn for turn in _turns(made) if not turn.intent.startswith("follow-up")]
    assert {turn.text in ("hm?", "and now") for turn in found} == {True, False}
    assert all(("model-written" in turn.mess) == (turn.text in ("hm?", "and now")) for turn in found)
    assert language_words(made) == ("16 of 16 wordings were written by some-model and reviewed",)
