"""Mess of what is said: half a thought, two questions at once, a detail left out, a mind changed, a story around it."""

from __future__ import annotations

import random
import re

from stressdesk.traffic import rambling
from stressdesk.traffic.kinds import Situation, ended, ends_kept, joined, outside
from stressdesk.traffic.phrasing import decapitalised
from stressdesk.traffic.reading import is_code

_UNITS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?|Nov(?:ember)?|"
    r"Dec(?:ember)?|am|pm|dollars?|euros?|pounds?|USD|EUR|GBP|[km]?g|[cdm]?l|[ckm]?m|oz|lbs?|tsp|tbsp|[kKMGT]B|percent)"
)
_QUANTITY = re.compile(
    r"(?<![\w$€£#.-])\d{1,3}(?= (?:(?!has|was|does|this)[a-z]{2,}s|people|children|men|women|feet)\b)"
)
_DETAIL = re.compile(
    r"(?:, due\b)?(?:,? \b(?:on|at|for|from|since|by|number|no\.|nr\.?|dated|worth|of)\b)* ?"
    r"[#$€£]?\b(?:[A-Z]{1,5}-?)?\d(?:(?:[\w.:/%€-]|,(?=\d))*[\w%€])?"
    rf"(?: {_UNITS}\b)?"
)
# What a detail leaves behind: a label of nothing ("Total:"), the marks after it, and a space or comma before a mark.
_LABEL = re.compile(r"\b[A-Za-z]+:(?=\s*(?:[,.;]|$))")
_SENTENCE_OF_NOTHING = re.compile(r"(?<=[.?!])(?:[ \t]*,|[ \t]+[.;])+")
_BEFORE_MARK = re.compile(r"(?:[ \t]*[,;])+(?=[ \t]*[.,;](?:\s|$))|[ \t]+(?=[.,;](?:\s|$))")
_LAST_THING = re.compile(r"\b(?:my|the|your|this|our) [a-z]+(?=[.?!]?$)")
_ALSO = ("Also, ", "And ", "One more thing: ", "Oh and ", "Second question: ", "By the way, ", "While I'm here: ")
_CHANGED = (
    "Actually, forget that.",
    "Wait, no.",
    "Hmm, actually never mind that.",
    "No wait, something else first.",
    "Scrap that.",
)
_OUTBURSTS_BEFORE = (
    "I'm really getting desperate here.",
    "This is so frustrating.",
    "I'm honestly fed up.",
    "Unbelievable.",
    "I could cry, I've been at this for hours.",
    "Seriously, this is ridiculous.",
    "I'm so stressed right now.",
)
_OUTBURSTS_AFTER = (
    "I really don't know what to do anymore.",
    "This is driving me crazy.",
    "I'm losing my patience.",
    "Please, I'm begging you.",
    "I've had it with this.",
    "This has ruined my whole day.",
)
_CONTENT = re.compile(r"(?:ok|okay|alright|great|perfect|thanks|thank you)\b[^.!?]*(?:[.!][^.!?]*)?$", re.IGNORECASE)
_CONTRADICTIONS = (
    "No, that's not what I said. It's the other way round.",
    "You told me the opposite a minute ago.",
    "That contradicts what you just wrote.",
    "No. I never said that, I said the exact opposite.",
    "But you said yes before, now it's no?",
    "That can't be right, my friend got a different answer.",
)
_ATTACHMENTS = (
    "See attached screenshot.",
    "I attached a photo.",
    "(see attachment)",
    "[image]",
    "Screenshot below:",
    "IMG_2041.jpg",
    "I've attached the pdf.",
)


def two_questions(text: str, rng: random.Random, situation: Situation) -> str:
    """A second request in the same message."""
    if not situation.another or not text.strip():
        return text
    also = rng.choice(_ALSO)
    second = situation.another if also.endswith(": ") else decapitalised(situation.another)
    return joined(ended(text), also + second)


def missing_detail(text: str, rng: random.Random, situation: Situation) -> str:
    """Without its numbers, dates and amounts; where there are none, "it" for the thing asked about."""
    del rng
    if len(text.split()) > 60 or not situation.is_english:  # noqa: PLR2004 a pasted document loses nothing
        return text
    code = tuple(part for part in situation.kept if is_code(part))
    vague = outside(text, code, lambda part: _DETAIL.sub("", _QUANTITY.sub("a few", part))).strip(" ,")
    if vague == text:
        return _LAST_THING.sub("it", text)
    for loose in (_LABEL, _SENTENCE_OF_NOTHING, _BEFORE_MARK):
        vague = loose.sub("", vague)
    vague = vague.strip(" ,")
    if not any(map(str.isalnum, vague)):
        # It was nothing but detail, an order number: left out, no message is there.
        return text
    return vague[:1].upper() + vague[1:] if text[:1].isupper() else vague


def half_a_thought(text: str, rng: random.Random, situation: Situation) -> str:
    """The first third to two thirds of the message, and then nothing, or dots."""
    words = text.split()
    if len(words) < 5 or len(words) > 80 or any("\n" in part for part in situation.kept):  # noqa: PLR2004
        return text
    half = words[: max(2, round(len(words) * rng.uniform(0.35, 0.65)))]
    return re.sub(r"[,.;:!?،؛؟।]+$", "", " ".join(half)) + rng.choice(("", "", "...", " -"))


def changed_mind(text: str, rng: random.Random, situation: Situation) -> str:
    """A request taken back in the same message, and another made."""
    if not situation.another or not text.strip():
        return text
    return joined(joined(ended(text), rng.choice(_CHANGED)), situation.another)


def contradiction(text: str, rng: random.Random, situation: Situation) -> str:
    """A claim, in front of the message, that what was said before was something else."""
    del situation
    return f"{rng.choice(_CONTRADICTIONS)} {text}" if text.strip() else text


def backstory(text: str, rng: random.Random, situation: Situation) -> str:
    """Two to five sentences of the user's life before the request, or after it."""
    if not text.strip():
        return text
    story = rambling.story(rng, sentences=rng.randint(2, 5))
    if rng.random() < 0.65 or ends_kept(text, situation.kept):  # noqa: PLR2004 assumed
        return f"{story}\n\n{text}" if "\n" in text else f"{story} {text}"
    return f"{ended(text)} {story}"


def very_long(text: str, rng: random.Random, situation: Situation) -> str:
    """More than 500 words around the request."""
    if not text.strip():
        return text
    told = rambling.told(rng, sentences=rng.randint(40, 48))
    middle = rng.randint(18, 22)
    del situation
    return f"{' '.join(told[:middle])}\n\n{text}\n\n{' '.join(told[middle:])}"


def emotional(text: str, rng: random.Random, situation: Situation) -> str:
    """An outburst before or after the request; whoever says thanks has none."""
    if not text.strip() or _CONTENT.match(text):
        return text
    if rng.random() < 0.5 or ends_kept(text, situation.kept):  # noqa: PLR2004 assumed
        return f"{rng.choice(_OUTBURSTS_BEFORE)} {text}"
    return f"{ended(text)} {rng.choice(_OUTBURSTS_AFTER)}"


def sent_too_early(text: str, rng: random.Random, situation: Situation) -> str:
    """Cut off within the last word."""
    found = re.search(r"(?<![\w'\u2019])([A-Za-z]{4,})[.?!]*$", text)
    if not found or ends_kept(text, situation.kept) or ends_kept(text.rstrip(".?!"), situation.kept):
        return text
    length = len(found[1])
    return text[: found.start(1) + length - rng.randint(1, min(4, length - 1))]


def missing_attachment(text: str, rng: random.Random, situation: Situation) -> str:
    """A mention of a picture or file that is not there."""
    if not text.strip():
        return text
    mention = rng.choice(_ATTACHMENTS)
    return joined(ended(text), mention) if not ends_kept(text, situation.kept) else f"{mention}\n{text}"
