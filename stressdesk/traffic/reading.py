"""What kind of text a clean input is, so that re-voicing it cannot make nonsense of it.

Demo inputs are anything: a question, an order, a complaint, a review to classify, an invoice to extract from. Only what
is recognised as a person's own request is re-voiced; the rest is framed or left alone.
"""

from __future__ import annotations

import re
from typing import Any, Literal

import msgspec

from stressdesk.traffic.kinds import WORD_ENDS, WORD_STARTS
from stressdesk.traffic.languages import language_of, word_set

Form = Literal["question", "command", "complaint", "statement", "fragment", "material", "document"]

_LONG_WORDS = 80
_SENTENCE = re.compile(r"(?<=[.?!])[\"'”\u2019)]?\s+(?=[\"'“\u2018(]?[A-Z0-9])")
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|No|Nr|vs|etc|e\.g|i\.e|Inc|Ltd|approx|[A-Z])\.$")
_ASKS = re.compile(
    r"(?:how|what|what's|when|where|where's|why|who|who's|which|whose|is|are|am|was|were|do|does|did|can|could|will|would|"
    r"should|shall|may|might|has|have|isn't|aren't|don't|doesn't|didn't|can't|won't)\b",
    re.IGNORECASE,
)
_ORDERS = word_set(
    "analyze analyse calculate cancel classify compare convert correct create delete describe explain extract "
    "generate get give identify improve let make paraphrase proofread recommend remove rephrase rewrite send "
    "simplify solve suggest summarise summarize teach tell translate write"
)
# These are nouns as well ("return policy", "check engine light"): orders only before a word that begins a noun phrase.
_PERHAPS_ORDERS = word_set(
    "add answer apply arrange assign book bring build buy call change check choose close compute confirm connect "
    "count define design disable do draft draw edit enable enter estimate evaluate exchange fill find fix format "
    "help include install list look merge move name note offer open order organize organise outline pay pick plan "
    "play print process provide put quote rank rate read recall record refund replace reset resend restore return "
    "review reschedule run schedule search set share ship show sort start stop submit subscribe switch test track "
    "transfer transcribe try turn unlock unsubscribe update upgrade use verify"
)
_AFTER_ORDER = word_set(
    "a an the my me our us your this that these those it all any both each every him her them one two three out up down"
    " off some no"
)
_PERSONAL = re.compile(
    r"\b(?:i|i'm|i've|i'd|i'll|im|my|me|mine|we|we're|we've|our|us|you|your|please)\b", re.IGNORECASE
)
_TROUBLE = re.compile(
    r"\b(?:not|never|no longer|\w+n't|cannot|nobody|nothing|wrong|wrongly|error|errors|fail\w*|late|"
    r"delay\w*|missing|lost|twice|"
    r"stopp\w+|crash\w*|still|stuck|problem\w*|issue\w*|unable|damaged|broken|broke|charged|overcharged|locked|slow|blank|"
    r"waiting|stolen|faulty|defective|freez\w+|frozen|declined|disappeared|forgot\w*|empty|double|incorrect\w*)\b",
    re.IGNORECASE,
)
_PRAISE = re.compile(
    r"\b(?:love\w*|great|amazing|excellent|fantastic|wonderful|perfect\w*|awesome|delicious|best|happy|recommend\w*|thank\w*)\b",
    re.IGNORECASE,
)
_CODE_SIGN = re.compile(r"\w\(|[={};<>\[\]*]|::|->|\w_\w|[A-Za-z]\.[a-z_]")
_FEWEST_SIGNS, _SIGNS_SHARE = 3, 0.25
"""Words with a sign of code from which on a text is code: assumed."""
_LONGEST_LEAD = 300
"""Whoever asks about a piece of code in one line with it has asked by then."""
_LEAD = re.compile(r"^(?P<lead>[^\n:]{3,120}:(?=\s)|[^\n]{3,120}(?=\n))\s*(?P<rest>\S.*)$", re.DOTALL)


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One clean input, understood. `lead` is what a user types in front of `payload`, the text it is about.

    `sentences` are those of the lead; `kept` are the parts no mess may touch: the payload, and what the expected answer
    quotes from the input.
    """

    text: str
    form: Form
    language: str
    sentences: tuple[str, ...]
    payload: str = ""
    kept: tuple[str, ...] = ()
    structured: bool = False

    @property
    def is_spoken(self) -> bool:
        """Is it a person's own request, in English, that may be worded in other ways?"""
        return self.language == "en" and self.form not in ("material", "document")

    @property
    def is_short(self) -> bool:
        """Could it stand in the middle of another message?"""
        return self.is_spoken and not self.payload and len(self.text.split()) <= 30  # noqa: PLR2004


def as_material(reading: Reading) -> Reading:
    """The same as a text that is given to be read, not as a person's own request."""
    return msgspec.structs.replace(reading, form="document" if reading.form == "document" else "material")


def read(text: str, expect: Any = None, assumed: str = "en") -> Reading:
    """What kind of text this is, and what of it must stay as it is for `expect` to stay true.

    It is in the language `assumed` where too little of it speaks for any.
    """
    typed, payload = _parted(text)
    named = tuple(found for value in _values(expect) for found in quoted(value, text))
    kept = tuple(sorted({*named, *((payload,) if payload else ())}, key=lambda part: (-len(part), part)))
    language = language_of(typed or text, assumed)
    sentences = _sentences(typed)
    return Reading(
        text=text,
        # A structure is extracted from the whole of a text: what looks like a request in it is part of what is read.
        form="material" if isinstance(expect, dict | list) and not payload else _form(sentences, payload),
        language=language,
        sentences=sentences,
        payload=payload,
        kept=kept,
        structured=isinstance(expect, dict | list),
    )


def is_question(sentence: str) -> bool:
    """Does this sentence ask, by its mark or by its first word?"""
    return sentence.rstrip("\"'”\u2019) ").endswith("?") or bool(_ASKS.match(sentence))


def is_command(sentence: str) -> bool:
    """Does this sentence order something to be done?"""
    words = sentence.lower().split()
    if words[:1] == ["please"]:
        words = words[1:]
        if len(words) > 1:
            return True
    if len(words) < 2:  # noqa: PLR2004 one word orders nothing
        return False
    return words[0] in _ORDERS or (words[0] in _PERHAPS_ORDERS and words[1].strip(",.") in _AFTER_ORDER)


def is_code(text: str) -> bool:
    """Is this a piece of code, going by how many of its words have the signs of one?"""
    words = text.split()
    signs = sum(_CODE_SIGN.search(word) is not None for word in words)
    return signs >= max(_FEWEST_SIGNS, _SIGNS_SHARE * len(words))


def quoted(value: str, text: str) -> list[str]:
    """The places in the text that the expected value quotes, as whole words in any case."""
    if len(value.strip()) < 2:  # noqa: PLR2004 a single letter is everywhere
        return []
    literal = re.escape(value.strip())
    # Where words begin and end takes 10 ms to compile for a value not seen before, and few texts hold the value at all.
    if not re.search(literal, text, re.IGNORECASE):
        return []
    pattern = rf"{WORD_STARTS}{literal}{WORD_ENDS}"
    return [found.group() for found in re.finditer(pattern, text, re.IGNORECASE)]


def _parted(text: str) -> tuple[str, str]:
    """What the user typed, and the text it is about."""
    lines = [line for line in text.splitlines() if line.strip()]
    is_long = len(lines) > 2 or len(text.split()) > _LONG_WORDS  # noqa: PLR2004 an invoice has at least three lines
    found = _LEAD.match(text.strip())
    if found and (is_command(found["lead"]) or is_question(found["lead"])) and (is_long or found["lead"].endswith(":")):
        return found["lead"].strip(), found["rest"].strip()
    whole = text.strip()
    for gap in re.finditer(r"(?<=[.?!:])[ \t]+(?=\S)", whole[:_LONGEST_LEAD]):
        lead, rest = whole[: gap.start()], whole[gap.end() :]
        if is_code(rest) and not is_code(lead):
            return lead, rest
    return ("", text) if is_long else (text.strip(), "")


def _sentences(text: str) -> tuple[str, ...]:
    parts: list[str] = []
    for part in _SENTENCE.split(text):
        if parts and _ABBREVIATION.search(parts[-1]):
            parts[-1] = f"{parts[-1]} {part}"
        elif part.strip():
            parts.append(part.strip())
    return tuple(parts)


def _form(sentences: tuple[str, ...], payload: str) -> Form:
    if not sentences:
        return "document" if payload else "fragment"
    last, whole = sentences[-1], " ".join(sentences)
    if is_question(last):
        return "question"
    if is_command(last):
        return "command"
    if _PERSONAL.search(whole):
        return "complaint" if _TROUBLE.search(whole) and not _PRAISE.search(whole) else "statement"
    return "fragment" if len(whole.split()) <= 5 and whole[-1] not in ".!" else "material"  # noqa: PLR2004


def _values(expect: Any) -> list[str]:
    match expect:
        case dict():
            return [value for part in expect.values() for value in _values(part)]
        case list() | tuple():
            return [value for part in expect for value in _values(part)]
        case None | bool():
            return []
        case _:
            return [str(expect)]
