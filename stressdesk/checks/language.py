"""Whether an answer is in the right language: by its script where that decides, else by the model of py3langid."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Final

import msgspec

from stressdesk.checks.check import Exchange
from stressdesk.checks.finding import Finder, Finding, failed, passed, unsure
from stressdesk.checks.scripts import JAPANESE, LATIN, is_japanese, letters_by_script, scripts_of, telling
from stressdesk.scenario.amounts import counted
from stressdesk.scenario.checks import Language

# Answers are judged by their start; identifying takes some 100 us for each 500 characters.
MOST_CHARACTERS: Final = 2_000
LEAST_LETTERS: Final = 20
LEAST_IDEOGRAPHS: Final = 6
# py3langid's probabilities are calibrated over the length of the text. Passing takes a likelihood of LIKELY, failing
# that another language has SURE and the right one at most RULED_OUT; tests/checks/test_language.py measures these.
LIKELY: Final = 0.6
SURE: Final = 0.8
RULED_OUT: Final = 0.1
# Models mostly do answer in the language asked for, so each other language is taken to be this much rarer beforehand.
# Without it, short Russian reads as often as Ukrainian, Bulgarian or Macedonian.
PRIOR: Final = 5.0

_NOT_PROSE = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+|www\.\S+|\S+@\S+|</?[a-zA-Z][^<>]{0,200}>|[\w./\\-]*\d[\w./\\-]*",
    re.DOTALL,
)

# Of the model's 140 languages those with a wide use in writing; the others are mostly near relatives that take
# probability away from them (Asturian, Venetian, Luxembourgish...). A language a scenario names is always added.
_NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "ga": "Irish", "gu": "Gujarati", "ha": "Hausa", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian",
    "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "kn": "Kannada", "ko": "Korean",
    "ky": "Kyrgyz", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam",
    "mn": "Mongolian", "mr": "Marathi", "ms": "Malay", "my": "Burmese", "ne": "Nepali", "nl": "Dutch",
    "no": "Norwegian", "pa": "Punjabi", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian",
    "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "tg": "Tajik", "th": "Thai", "tl": "Tagalog",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
# The model's finer distinctions, and two-letter codes it does not use.
_FOLDED = {"nn": "no", "nb": "no", "yue": "zh", "wuu": "zh", "ary": "ar", "arz": "ar", "iw": "he", "in": "id"}
# Languages so close that a short text does not tell them apart.
_CLOSE = (frozenset({"hr", "bs", "sr"}), frozenset({"id", "ms"}))


class Likely(msgspec.Struct, frozen=True):
    """The likeliest other language of a text, its probability, and that of the wanted language (None: not known)."""

    language: str
    probability: float
    wanted: float | None


def language(spec: Language) -> Finder:
    """The answer is in one language."""

    def find(exchange: Exchange) -> Finding:
        wanted = _folded(spec.language or exchange.language)
        if not wanted:
            return unsure("the language the user wrote in is not known")
        return spoken(exchange.answer, wanted)

    return find


def spoken(text: str, wanted: str) -> Finding:
    """Is the text in the language `wanted` (ISO 639-1)?"""
    start = text.lstrip()[:MOST_CHARACTERS]
    if start.startswith(("{", "[{", '["', "```json")):
        return unsure("the answer is JSON, not prose in a language")
    prose = " ".join(_NOT_PROSE.sub(" ", start).split())
    letters = letters_by_script(prose)
    total = letters.total()
    if total == 0:
        return unsure("the answer holds no words to tell a language by" if start else "the answer is empty")
    by_script = _by_script(prose, wanted)
    if by_script is not None:
        return by_script
    if total < (LEAST_IDEOGRAPHS if letters["CJK"] * 2 > total else LEAST_LETTERS):
        return unsure(f"{counted(total, 'letter')} are too few to tell the language by")
    if letters[LATIN] * 2 < total:
        # Names of products in Latin letters would pull the text towards some language written in them.
        prose = " ".join(word for word in prose.split() if not word.isascii())
    return _by_model(_likely(prose, wanted), wanted)


def _by_script(prose: str, wanted: str) -> Finding | None:
    """The finding, where the script alone decides."""
    letters = letters_by_script(prose)
    script, count = letters.most_common(1)[0]
    told = "ja" if script in JAPANESE and is_japanese(letters) else telling(script)
    if told == wanted and count > 1:
        return passed(f"the answer is in {_name(wanted)}, by its script")
    share = sum(letters[each] for each in scripts_of(wanted)) / letters.total()
    if share >= 0.3 and (told in {None, wanted} or script == LATIN):  # noqa: PLR2004 - names of products may be Latin
        return None
    if script == LATIN and len(prose.split()) < 3:  # noqa: PLR2004 - a label or the name of a product
        return unsure("the answer is a word or two in Latin letters, which may be a name or a label")
    if count < 2:  # noqa: PLR2004 - one sign may be a symbol
        return unsure("one letter is too little to tell the language by")
    other = f"in {_name(told)}" if told else f"in {script.capitalize() if script != 'CJK' else 'Chinese'} letters"
    return failed(f"the answer is {other}, not in {_name(wanted)}")


def _by_model(likely: Likely, wanted: str) -> Finding:
    if likely.wanted is None:
        return unsure(f"telling {_name(wanted)} from other languages is not supported")
    if likely.wanted >= LIKELY:
        return passed(f"the answer is in {_name(wanted)} ({likely.wanted:.0%} likely)")
    if likely.probability >= SURE and likely.wanted <= RULED_OUT:
        return failed(
            f"the answer is in {_name(likely.language)} ({likely.probability:.0%} likely), not {_name(wanted)}"
        )
    return unsure(
        f"the language is not clear: {likely.wanted:.0%} likely to be {_name(wanted)}, "
        f"at most {likely.probability:.0%} to be another"
    )


def _likely(prose: str, wanted: str) -> Likely:
    shares: dict[str, float] = {}
    known = False
    for code, probability in _ranking()(prose):
        name = _folded(code)
        known = known or name == wanted
        if name in _NAMES or name == wanted:
            shares[name] = shares.get(name, 0.0) + probability
    own = _close_to(wanted)
    for name in own & shares.keys():
        shares[name] *= PRIOR
    total = sum(shares.values()) or 1.0
    other = max(shares.keys() - own, key=lambda name: shares[name])
    return Likely(
        other,
        sum(shares.get(name, 0.0) for name in _close_to(other)) / total,
        sum(shares.get(name, 0.0) for name in own) / total if known else None,
    )


def _close_to(language: str) -> frozenset[str]:
    return next((group for group in _CLOSE if language in group), frozenset({language}))


@functools.cache
def _ranking() -> Callable[[str], list[tuple[str, float]]]:
    # Loading takes a second and 90 MB, so only the first text that needs it pays.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - see above

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    rank: Callable[[str], list[tuple[str, float]]] = identifier.rank
    return rank


def _folded(code: str) -> str:
    short = re.split("[-_]", code.strip().lower(), maxsplit=1)[0]
    return "" if short == "und" else _FOLDED.get(short, short)


def _name(code: str) -> str:
    return _NAMES.get(code, f"language '{code[:8]}'")
