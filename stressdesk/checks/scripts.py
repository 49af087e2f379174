"""Which scripts a text is written in, and which scripts a language is written with."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Final

LATIN: Final = "LATIN"
JAPANESE: Final = ("CJK", "HIRAGANA", "KATAKANA")

# Named as in the names of Unicode's characters; a language not listed is written in Latin letters.
_SCRIPTS: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("be", "bg", "ky", "mk", "mn", "ru", "tg", "tt", "uk"), ("CYRILLIC",)),
    **dict.fromkeys(("kk", "sr", "uz", "az"), ("CYRILLIC", LATIN)),
    **dict.fromkeys(("ar", "fa", "ps", "ur", "ug", "sd"), ("ARABIC",)),
    **dict.fromkeys(("hi", "mr", "ne", "sa"), ("DEVANAGARI",)),
    **dict.fromkeys(("bn", "as"), ("BENGALI",)),
    **dict.fromkeys(("he", "yi"), ("HEBREW",)),
    **dict.fromkeys(("am", "ti"), ("ETHIOPIC",)),
    "ku": (LATIN, "ARABIC"), "zh": ("CJK",), "ja": JAPANESE, "ko": ("HANGUL",), "el": ("GREEK",),
    "hy": ("ARMENIAN",), "ka": ("GEORGIAN",), "th": ("THAI",), "lo": ("LAO",), "km": ("KHMER",), "my": ("MYANMAR",),
    "ta": ("TAMIL",), "te": ("TELUGU",), "kn": ("KANNADA",), "ml": ("MALAYALAM",), "gu": ("GUJARATI",),
    "pa": ("GURMUKHI", "ARABIC"), "or": ("ORIYA",), "si": ("SINHALA",), "dz": ("TIBETAN",), "bo": ("TIBETAN",),
}  # fmt: skip

# Scripts that by themselves tell the language, among the living languages people write to a product in.
_TELLING: Final = {
    "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "GREEK": "el", "ARMENIAN": "hy", "GEORGIAN": "ka",
    "THAI": "th", "LAO": "lo", "KHMER": "km", "MYANMAR": "my", "TAMIL": "ta", "TELUGU": "te", "KANNADA": "kn",
    "MALAYALAM": "ml", "GUJARATI": "gu", "GURMUKHI": "pa", "ORIYA": "or", "SINHALA": "si", "HEBREW": "he",
}  # fmt: skip


def scripts_of(language: str) -> tuple[str, ...]:
    """The scripts a language (ISO 639-1) is written with."""
    return _SCRIPTS.get(language, (LATIN,))


def letters_by_script(text: str) -> Counter[str]:
    """How many letters of each script a text holds."""
    letters = [character for character in text if character.isalpha()]
    if text.isascii():
        return Counter({LATIN: len(letters)} if letters else {})
    return Counter(map(_script, letters))


def telling(script: str) -> str | None:
    """The language a script belongs to, where it belongs to one."""
    return _TELLING.get(script)


def is_japanese(letters: Counter[str]) -> bool:
    """Are there enough kana among Chinese characters that the text is Japanese?"""
    kana = letters["HIRAGANA"] + letters["KATAKANA"]
    return kana > 1 and kana >= 0.15 * (kana + letters["CJK"])


def _script(letter: str) -> str:
    # Names read "CYRILLIC SMALL LETTER A", "CJK UNIFIED IDEOGRAPH-4E2D", "KATAKANA-HIRAGANA PROLONGED SOUND MARK".
    return unicodedata.name(letter, "").replace("-", " ").partition(" ")[0]
