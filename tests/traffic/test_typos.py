from __future__ import annotations

import random
import re
from collections import Counter
from functools import cache

import pytest
from traffic.planned import scenario, turns

from stressdesk.scenario.model import DemoInput
from stressdesk.scenario.traffic import Mess
from stressdesk.traffic.kinds import Situation
from stressdesk.traffic.mess import MESS
from stressdesk.traffic.typos import SHARES, mistyped

SENTENCE = "Could someone please explain how I can change the delivery address after I have already placed an order."
MORE = "because my office moves across the street and letters with different numbers arrived yesterday afternoon"
WORDS = f"{SENTENCE.rstrip('.')} {MORE}".split()


def _classified(right: str, wrong: str) -> str:
    """What happened between two words, told apart without looking at how the typo was made."""
    right, wrong = right.lower(), wrong.lower()
    size = len(right)
    if len(wrong) == size - 1:
        for at in range(size):
            if right[:at] + right[at + 1 :] == wrong:
                doubled = right[at : at + 2] == right[at] * 2 or right[max(0, at - 1) : at + 1] == right[at] * 2
                return "dropped one of a double" if doubled else "dropped letter"
    if len(wrong) == size + 1:
        for at in range(size + 1):
            if wrong[:at] + wrong[at + 1 :] == right:
                again = wrong[at] in (wrong[at - 1 : at] or "-") or wrong[at] in (wrong[at + 1 : at + 2] or "-")
                return "doubled" if again else "inserted"
    if len(wrong) == size:
        differing = [at for at in range(size) if right[at] != wrong[at]]
        if len(differing) == 1:
            vowels = right[differing[0]] in "aeiou" and wrong[differing[0]] in "aeiou"
            return "vowel substituted" if vowels else "other substituted"
        if len(differing) == 2 and differing[1] == differing[0] + 1:
            return "transposed"
    return "several"


@cache
def _typos() -> list[tuple[str, str]]:
    found = []
    for seed in range(4_000):
        draws = random.Random(seed)
        words = draws.sample(WORDS, len(WORDS))
        changed = mistyped(" ".join(words), random.Random(seed), Situation(per_word=0.0001)).split()
        assert len(changed) == len(words)
        found += [(right, wrong) for right, wrong in zip(words, changed, strict=True) if right != wrong]
    return found


def test_kinds_of_typos_come_in_the_measured_shares():
    counts = Counter(_classified(right, wrong) for right, wrong in _typos())
    measured = {
        "dropped letter": SHARES["dropped letter"],
        "dropped one of a double": SHARES["dropped one of a double"],
        "transposed": SHARES["transposed"],
        "doubled": SHARES["doubled"],
        "inserted": SHARES["inserted neighbour"] + SHARES["inserted other"],
        "vowel substituted": SHARES["vowel substituted"],
        "other substituted": SHARES["other substituted"] + SHARES["neighbour key"],
        "several": SHARES["several"],
    }
    total = sum(counts.values())
    assert sum(measured.values()) == pytest.approx(1)
    assert sum(abs(counts[kind] / total - share) for kind, share in measured.items()) / 2 < 0.05


def test_the_first_letter_is_right_in_96_of_100():
    wrong_first = sum(right[0].lower() != wrong[0].lower() for right, wrong in _typos()) / len(_typos())
    assert wrong_first == pytest.approx(0.04, abs=0.015)


def test_short_words_and_codes_are_not_mistyped():
    text = "My ID is AB12-cdef, see https://example.com/path or ask anna.schmidt@example.com: cafe\u0301s naïve x_value"
    assert all(mistyped(text, random.Random(seed), Situation(per_word=0.5)) == text for seed in range(200))


def _typos_per_1000_words(severity: int) -> tuple[float, float]:
    mess = Mess(severity=severity, off=tuple(kind.name for kind in MESS if kind.name != "typos"))  # type: ignore[arg-type]
    made = scenario(demo=(DemoInput(text=SENTENCE),), mess=mess, off_topic=0, hostile=0, degenerate=0)
    found = [turn for turn in turns(made, 4_000) if not turn.intent.startswith("follow-up")]
    typos = sum("typos" in turn.mess for turn in found)
    wrong = sum(len(_nonwords(turn.text)) for turn in found)
    return 1_000 * wrong / sum(len(turn.text.split()) for turn in found), typos / len(found)


def _nonwords(text: str) -> list[str]:
    return [word for word in re.findall(r"[A-Za-z]+", text) if word.lower() not in _known_words()]


@cache
def _known_words() -> frozenset[str]:
    """Every word that an untouched plan of this sentence holds."""
    mess = Mess(off=tuple(kind.name for kind in MESS))
    made = scenario(demo=(DemoInput(text=SENTENCE),), mess=mess, off_topic=0, hostile=0, degenerate=0)
    return frozenset(word.lower() for turn in turns(made, 4_000) for word in re.findall(r"[A-Za-z]+", turn.text))


def test_at_severity_1_there_are_3_5_to_5_typos_in_1000_words_and_in_7_to_8_of_100_messages():
    per_1000, share = _typos_per_1000_words(1)
    assert 3.5 < per_1000 < 5
    assert 0.06 < share < 0.09


def test_severity_multiplies_typos_per_word():
    assert 10.5 < _typos_per_1000_words(3)[0] < 15
    assert 33 < _typos_per_1000_words(10)[0] < 50
