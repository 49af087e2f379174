"""Mess that belongs to a script or language: marks and letters that its writers leave out, swap or write otherwise.

That people write so is plain to anyone who reads such messages; how often, nobody has published: every rate is assumed.
"""

from __future__ import annotations

import random
import re
import unicodedata

from stressdesk.traffic.hinglish import in_latin_letters
from stressdesk.traffic.kinds import Situation, ends_kept, outside, places_outside

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_SHARP = str.maketrans({"ß": "ss"})
_OPENING = re.compile(r"[¿¡]\s?")
_HAMZA = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا"})
_ENDS = (("ة", "ه"), ("ى", "ي"))
_VOWEL_MARKS = re.compile("[\u064b-\u0652]")
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_HALF_WIDTH = str.maketrans({"，": ",", "。": ".", "？": "?", "！": "!", "：": ":", "；": ";"})
_INNER_MARK = re.compile("[，。！；](?=.)")
_SOUND_ALIKE = {
    "在": "再",
    "再": "在",
    "的": "得",
    "得": "的",
    "做": "作",
    "那": "哪",
    "哪": "那",
    "吗": "嘛",
    "账": "帐",
    "已": "以",
    "它": "他",
    "像": "象",
}
_SOUNDS = re.compile("|".join(_SOUND_ALIKE))
_LONG_WORD = r"(?<![\p{L}\p{M}\p{N}])(?:[\p{Arabic}\p{Devanagari}]\p{M}*){4,}(?![\p{L}\p{M}\p{N}])"


def dropped_accents(text: str, rng: random.Random, situation: Situation) -> str:
    """Letters without their accents; in German ae, oe, ue for the dots, or ss alone for ß."""
    if situation.writes == "de":
        table = _GERMAN if rng.random() < 0.5 else _SHARP  # noqa: PLR2004 assumed
        return outside(text, situation.kept, lambda part: part.translate(table))
    is_all = rng.random() < 0.7  # noqa: PLR2004 assumed: some drop every accent, some only those of small words

    def bare(word: re.Match[str]) -> str:
        return _unaccented(word.group()) if is_all or rng.random() < 0.5 else word.group()  # noqa: PLR2004 assumed

    return outside(text, situation.kept, lambda part: re.sub(r"\w+", bare, part))


def _unaccented(word: str) -> str:
    """Without accents on Latin letters. The tilde of ñ is a letter's, which people keep."""
    return "".join(
        letter if letter in "ñÑ" or not _is_latin(letter) else unicodedata.normalize("NFD", letter)[0]
        for letter in word
    )


def _is_latin(letter: str) -> bool:
    return "\u00c0" <= letter <= "\u024f"


def dropped_opening_marks(text: str, _rng: random.Random, situation: Situation) -> str:
    """No ¿ and ¡, as in most Spanish chats."""
    return outside(text, situation.kept, lambda part: _OPENING.sub("", part))


def dropped_hamza(text: str, rng: random.Random, situation: Situation) -> str:
    """A bare alif for those with hamza or madda, no vowel signs; often ه for a final ة and ي for ى."""
    is_careless = rng.random() < 0.5  # noqa: PLR2004 assumed

    def bare(part: str) -> str:
        part = _VOWEL_MARKS.sub("", part.translate(_HAMZA))
        for ending, other in _ENDS if is_careless else ():
            part = re.sub(rf"{ending}(?!\w)", other, part)
        return part

    return outside(text, situation.kept, bare)


def arabic_digits(text: str, _rng: random.Random, situation: Situation) -> str:
    """Figures as ٠١٢, which programs made for 012 may not read."""
    # Half of a code such as A-4417 would turn with its letters standing still: those stay.
    return outside(
        text,
        situation.kept,
        lambda part: re.sub(
            r"(?<![A-Za-z\d-])\d+(?![A-Za-z])", lambda found: found.group().translate(_ARABIC_DIGITS), part
        ),
    )


def latin_letters(text: str, _rng: random.Random, situation: Situation) -> str:
    """Hindi in Latin letters."""
    return outside(text, situation.kept, in_latin_letters)


def other_marks(text: str, rng: random.Random, situation: Situation) -> str:
    """Chinese with the half-width marks of a Latin keyboard, or with spaces where commas and stops would be."""
    if rng.random() < 0.5:  # noqa: PLR2004 assumed
        return outside(text, situation.kept, lambda part: part.translate(_HALF_WIDTH))
    return outside(text, situation.kept, lambda part: _INNER_MARK.sub(" ", part))


def sound_alikes(text: str, rng: random.Random, situation: Situation) -> str:
    """One Chinese character for another of the same sound, as an input method offers it first."""
    places = places_outside(_SOUNDS, text, situation.kept)
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + _SOUND_ALIKE[text[at]] + text[at + 1 :]


def slipped(text: str, rng: random.Random, situation: Situation) -> str:
    """One letter of an Arabic or Hindi word left out, doubled or swapped, with the signs that belong to it."""
    import regex  # noqa: PLC0415 - few messages slip so, and the window begins without it

    words = [word for word in regex.finditer(_LONG_WORD, text) if not ends_kept(word.group(), situation.kept)]
    if not words:
        return text
    word = rng.choice(words)
    clusters = regex.findall(r"\X", word.group())
    if len(clusters) < 3:  # noqa: PLR2004 nothing inside that could slip
        return text
    at = rng.randrange(1, len(clusters) - 1)
    slip = rng.choices(("dropped", "doubled", "swapped"), (0.5, 0.25, 0.25))[0]
    if slip == "dropped":
        del clusters[at]
    elif slip == "doubled":
        clusters.insert(at, clusters[at])
    else:
        clusters[at], clusters[at + 1] = clusters[at + 1], clusters[at]
    return text[: word.start()] + "".join(clusters) + text[word.end() :]
