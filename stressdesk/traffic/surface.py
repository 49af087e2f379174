"""Mess of the surface: case, punctuation, spacing, characters. What is said stays the same.

Every operator works outside the parts to be kept, on whole words or at places where no character can be torn from its
combining marks or joiners.
"""

from __future__ import annotations

import random
import re

from stressdesk.traffic.kinds import Situation, ends_kept, outside, places_outside

_CONTRACTION = re.compile(
    r"(?<=[A-Za-z])['\u2019](?=(?:t|re|ve|ll|m|d)\b)|(?:(?<=\b[Ii]t)|(?<=hat)|(?<=here)|(?<=\b[Ww]ho)|(?<=\b[Ll]et)|(?<=[Hh]ow)|(?<=\b[Hh]e))"
    r"['\u2019](?=s\b)"
)
_SINGLE_SPACE = re.compile(r"(?<=\S) (?=[A-Za-z0-9])")
_BETWEEN_WORDS = re.compile(r"(?<=[A-Za-z]) (?=[A-Za-z])")
_SENTENCE_END = re.compile(r"(?<=[.?!]) (?=\S)")
_EMOJI = {
    "asking": ("🙏", "🤔", "😅", "🙏🏽", "🤷‍♀️", "🤷🏻‍♂️"),
    "upset": ("😡", "😤", "😩", "🤦‍♂️", "😭", "🙄"),
    "glad": ("😊", "👍", "❤️", "😄", "👍🏾", "🙌"),
}


def lower_case(text: str, _rng: random.Random, situation: Situation) -> str:
    """All small letters."""
    return outside(text, situation.kept, str.lower)


def lower_start(text: str, _rng: random.Random, situation: Situation) -> str:
    """A small first letter."""
    first = re.match(r"\s*\w+", text)
    if not first or (first.group().isupper() and len(first.group().strip()) > 1):
        return text
    if any(text.startswith(part) for part in situation.kept):
        return text
    at = len(first.group()) - len(first.group().lstrip())
    return text[:at] + text[at].lower() + text[at + 1 :]


def all_caps(text: str, _rng: random.Random, situation: Situation) -> str:
    """All capitals; a word that is kept, too, where nobody will read the answer from its letters."""
    kept = situation.kept if situation.is_copied else tuple(part for part in situation.kept if not part.islower())
    return outside(text, kept, str.upper)


def lower_i(text: str, _rng: random.Random, situation: Situation) -> str:
    """A small i for I."""
    return outside(
        text, situation.kept, lambda part: re.sub(r"(?<![\w.'\u2019-])I(?=$|[\s,!?;:]|['\u2019][a-z])", "i", part)
    )


def no_apostrophes(text: str, _rng: random.Random, situation: Situation) -> str:
    """Contractions without their apostrophe."""
    return outside(text, situation.kept, lambda part: _CONTRACTION.sub("", part))


def no_final_punctuation(text: str, _rng: random.Random, situation: Situation) -> str:
    """No full stop or exclamation mark at the end."""
    return text if ends_kept(text, situation.kept) else re.sub(r"(?<=[\w\u0900-\u097f])[.!…。！।]+(\s*)$", r"\1", text)


def no_question_mark(text: str, _rng: random.Random, situation: Situation) -> str:
    """A question that does not end in a question mark."""
    return text if ends_kept(text, situation.kept) else re.sub(r"(?<=[\w)\"'\u0900-\u097f])[?？؟]+(\s*)$", r"\1", text)


def repeated_punctuation(text: str, rng: random.Random, situation: Situation) -> str:
    """Final punctuation several times over; where there is none, dots or exclamation marks."""
    if not text.strip() or ends_kept(text, situation.kept):
        return text
    bare = text.rstrip()
    last, stem = (bare[-1], bare[:-1]) if bare[-1] in ".!?" else ("", bare)
    if bare[-1] in "？！؟":
        return bare + bare[-1] * rng.choice((1, 1, 2, 3))
    if bare[-1] in "。।":
        return bare[:-1] + rng.choice(("...", "。。。" if bare[-1] == "。" else "!!", "..", "!!!"))
    if last == "?":
        return stem + rng.choice(("??", "??", "???", "????", "?!", "?!?!"))
    return stem + rng.choice(("...", "...", "!!", "!!!", "!!!!", "....."))


def double_space(text: str, rng: random.Random, situation: Situation) -> str:
    """Two spaces for one: after every sentence, or at one place."""
    if rng.random() < 0.4 and _SENTENCE_END.search(text):  # noqa: PLR2004 assumed: an old typing habit
        return outside(text, situation.kept, lambda part: _SENTENCE_END.sub("  ", part))
    places = places_outside(_SINGLE_SPACE, text, situation.kept)
    if not places:
        return text
    at = rng.choice(places)
    return f"{text[:at]} {text[at:]}"


def edge_white_space(text: str, rng: random.Random, _situation: Situation) -> str:
    """White space before or after the message."""
    if not text:
        return text
    before, after = rng.choices(
        [("", " "), ("", "\n"), (" ", ""), ("", "  "), ("\n", ""), ("", "\n\n"), (" ", " ")], [50, 20, 12, 6, 4, 4, 4]
    )[0]
    return f"{before}{text}{after}"


def new_lines(text: str, rng: random.Random, situation: Situation) -> str:
    """A long message in lines: a new one, or an empty one, after its sentences."""
    if len(text.split()) < 40 or "\n" in text:  # noqa: PLR2004 long: the measured share is that of long prompts
        return text
    joint = rng.choice(("\n", "\n\n"))
    return outside(text, situation.kept, lambda part: _SENTENCE_END.sub(joint, part))


def smart_quotes(text: str, _rng: random.Random, situation: Situation) -> str:
    """Typographic quotes, apostrophes, dashes and dots, as phones and word processors put them."""

    def curled(part: str) -> str:
        part = re.sub(r"(?<=\w)'(?=\w)", "\u2019", part)
        part = re.sub(r'(^|[\s(])"(?=\S)', "\\1“", part).replace('"', "”")
        return part.replace(" - ", " \u2013 ").replace("...", "…")

    return outside(text, situation.kept, curled)


def mojibake(text: str, _rng: random.Random, situation: Situation) -> str:
    """UTF-8 read as Windows-1252 somewhere on the way: a typographic apostrophe becomes three characters."""

    def misread(part: str) -> str:
        part = re.sub(r"(?<=\w)'(?=\w)", "\u2019", part)
        return re.sub(r"[^\x00-\x7f]+", lambda found: found.group().encode().decode("cp1252", errors="replace"), part)

    return outside(text, situation.kept, misread)


def invisible_characters(text: str, rng: random.Random, situation: Situation) -> str:
    """A no-break space, zero-width space or soft hyphen that came along when copying."""
    places = places_outside(_BETWEEN_WORDS, text, situation.kept)
    if not places:
        return text
    at = rng.choice(places)
    mark = rng.choice(("\u00a0", "\u00a0", " \u200b", " \u00ad", "\u2009"))
    return text[:at] + mark + text[at + 1 :]


def emoji(text: str, rng: random.Random, situation: Situation) -> str:
    """An emoji at the end, in place of the full stop or after the question mark."""
    if not text.strip() or ends_kept(text, situation.kept):
        return text
    upset = re.search(r"\b(?:not|never|\w+n't|wrong|twice|still|broken|third time|problem)\b", text, re.IGNORECASE)
    glad = re.search(r"\b(?:thanks|thank you|love|great)\b", text, re.IGNORECASE)
    sign = rng.choice(_EMOJI["upset" if upset else "glad" if glad else "asking"])
    bare = re.sub(r"[.!。！।]+$", "", text.rstrip())
    return f"{bare} {sign * rng.choice((1, 1, 1, 2, 3))}"


CERTAIN = frozenset(
    {lower_case, lower_start, all_caps, lower_i, no_apostrophes, no_final_punctuation, no_question_mark}
    | {smart_quotes, mojibake}
)
"""The changes that draw nothing: no stream of randomness need be made for them, which costs more than they do."""
