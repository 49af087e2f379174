"""The same request in other sentence shapes: question, command, fragment, statement.

A table of patterns that are safe to turn around in English; a sentence that fits none stays as it was written. Nothing
is inflected and no noun phrase is guessed at, so a wording is either grammatical or not made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal

import msgspec

from stressdesk.traffic.reading import is_command

Shape = Literal["question", "command", "fragment", "statement"]


class Wording(msgspec.Struct, frozen=True):
    """One way to say a sentence, and the shape it has."""

    shape: Shape
    text: str


_Match = re.Match[str]
_Rewording = Callable[[_Match], list[Wording]]


def rewordings(sentence: str) -> tuple[Wording, ...]:
    """Other ways to say the sentence without changing what is asked; empty where no safe one is known."""
    bare = sentence.strip().rstrip(".!?").strip()
    for pattern, reword in _PATTERNS:
        found = pattern.match(bare)
        if found:
            return tuple(wording for wording in reword(found) if wording.text != sentence)
    if is_command(bare):
        return tuple(_ordered(_without_please(bare)))
    return ()


def sentence_start(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def _all(shape: Shape, *texts: str) -> list[Wording]:
    return [Wording(shape, sentence_start(text)) for text in texts]


def _how_to(found: _Match) -> list[Wording]:
    who = "we" if found["who"].lower() == "we" else "I"
    act = found["act"]
    return [
        *_all("question", f"how can {who} {act}?", f"how do {who} {act}?", f"what do {who} have to do to {act}?"),
        *_all("command", f"tell me how to {act}.", f"explain how to {act}.", f"show me how to {act}."),
        *_all("fragment", f"how to {act}"),
        *_all(
            "statement",
            f"{who}'d like to know how to {act}.",
            f"{who} need to know how to {act}.",
            f"{who} can't work out how to {act}.",
            f"{who} don't know how to {act}.",
        ),
    ]


def _can_i(found: _Match) -> list[Wording]:
    who, act = "we" if found["who"].lower() == "we" else "I", found["act"]
    return [
        *_all("question", f"can {who} {act}?", f"could {who} {act}?", f"is it possible to {act}?"),
        *_all("command", f"tell me if {who} can {act}.", f"let me know if {who} can {act}."),
        *_all("fragment", f"possible to {act}?"),
        *_all("statement", f"I was wondering if {who} can {act}.", f"I want to know if {who} can {act}."),
    ]


def _ordered(act: str) -> Iterator[Wording]:
    lowered = act[:1].lower() + act[1:]
    if re.match(r"(?:do not|don't|never|let's)\b", lowered):
        return
    yield from _all("question", f"can you {lowered}?", f"could you {lowered}?", f"would you be able to {lowered}?")
    yield from _all("command", f"{lowered}.", f"please {lowered}.")
    yield from _all("fragment", lowered)
    yield from _all(
        "statement", f"I need you to {lowered}.", f"I'd like you to {lowered}.", f"I want you to {lowered}."
    )


def _request(found: _Match) -> list[Wording]:
    act = _without_please(found["act"])
    return list(_ordered(act)) if is_command(act) else []


def _told(found: _Match) -> list[Wording]:
    return _asked_about(found["clause"])


def _subject_asked(found: _Match) -> list[Wording]:
    clause = found["clause"]
    return _asked_about(clause[:1].lower() + clause[1:])


def _asked_about(clause: str) -> list[Wording]:
    return [
        *_all("question", f"can you tell me {clause}?", f"could you tell me {clause}?"),
        *_all("command", f"tell me {clause}.", f"please tell me {clause}."),
        *_all("statement", f"I'd like to know {clause}.", f"I need to know {clause}.", f"I want to know {clause}."),
    ]


def _want_to(found: _Match) -> list[Wording]:
    who, act = "we" if found["who"].lower() == "we" else "I", found["act"]
    if re.match(r"(?:know|ask|see|hear|talk|speak|understand|say|report|complain)\b", act, re.IGNORECASE):
        return _all("statement", f"{who}'d like to {act}.", f"{who} want to {act}.")
    return [
        *_all("question", f"can {who} {act}?", f"could {who} {act}?"),
        *_all("command", f"help me {act}." if who == "I" else f"help us {act}."),
        *_all("fragment", f"want to {act}", f"need to {act}", f"looking to {act}"),
        *_all("statement", f"{who}'d like to {act}.", f"{who} want to {act}.", f"{who} need to {act}."),
    ]


def _want(found: _Match) -> list[Wording]:
    who, thing = "we" if found["who"].lower() == "we" else "I", found["thing"]
    return [
        *_all("question", f"can {who} get {thing}?", f"could {who} have {thing}?"),
        *_all("fragment", f"need {thing}", re.sub(r"^(?:the|my|an?)\s+", "", thing, flags=re.IGNORECASE)),
        *_all("statement", f"{who}'d like {thing}.", f"{who} need {thing}.", f"{who} want {thing}."),
    ]


def _what_is(found: _Match) -> list[Wording]:
    thing = found["thing"]
    opening = "what are" if found["verb"].lower().endswith("are") else "what is"
    plain = re.sub(r"^(?:the|your)\s+", "", thing, flags=re.IGNORECASE)
    # What is one's own is not given by whoever tells of it.
    is_own = re.match(r"(?:my|our)\b", thing, re.IGNORECASE) is not None
    return [
        *_all("question", f"{opening} {thing}?", f"can you tell me {thing}?"),
        *_all("command", f"tell me {thing}.", *([] if is_own else [f"give me {thing}."])),
        *_all("fragment", f"{plain}?", *([] if is_own else [plain])),
        *_all("statement", f"I'd like to know {thing}.", f"I need to know {thing}."),
    ]


def _where_is(found: _Match) -> list[Wording]:
    thing, verb = found["thing"], "are" if found["verb"].lower() == "are" else "is"
    clause = f"where {thing} {verb}"
    return [
        *_asked_about(clause),
        *_all("fragment", f"where {verb} {thing}", f"{thing}, where {verb} {'they' if verb == 'are' else 'it'}?"),
        *_all("statement", f"I don't know {clause}.", f"I have no idea {clause}."),
    ]


def _reported(found: _Match) -> list[Wording]:
    auxiliary, who = found["aux"].lower(), _subject(found["who"])
    question = found["wh"][:1].lower() + found["wh"][1:]
    verb = _reported_verb(found, auxiliary, question)
    clause = f"{question} {who}{verb} {found['rest']}".strip()
    puzzled = _all("statement", f"I don't understand {clause}.") if question.startswith("why") else []
    return [*_asked_about(clause), *puzzled]


def _reported_verb(found: _Match, auxiliary: str, question: str) -> str:
    """Advice is asked for with "should": "how long I boil it" would tell of a habit."""
    if auxiliary != "do":
        return f" {auxiliary}"
    is_advice = found["who"].lower() in ("i", "we") and question.startswith(("how long", "how often", "what", "where"))
    return " should" if is_advice and found["rest"].split()[0].lower() not in _NOT_ADVISED else ""


def _whether(found: _Match) -> list[Wording]:
    auxiliary, who = found["aux"].lower(), _subject(found["who"])
    verb = "" if auxiliary == "do" else f" {auxiliary}"
    clause = f"if {who}{verb} {found['rest']}"
    return [
        *_all("question", f"can you tell me {clause}?", f"may I ask {clause}?"),
        *_all("command", f"tell me {clause}.", f"please tell me {clause}."),
        *_all("statement", f"I'd like to know {clause}.", f"I was wondering {clause}.", f"I want to know {clause}."),
    ]


def _told_and_asked(found: _Match) -> list[Wording]:
    story, act = found["story"], found["act"]
    return [
        *_all("question", f"{story}. Can you {act}?", f"{story}, can you {act}?", f"{story}. Could you {act}?"),
        *_all("command", f"{story}. Please {act}.", f"{story}, {act}."),
        *_all("statement", f"{story}. I'd like you to {act}.", f"{story} and I need you to {act}."),
        *_all("fragment", f"{_telegraphic(story)}, {act}"),
    ]


def _complained(found: _Match) -> list[Wording]:
    return _all("fragment", _telegraphic(found[0])) if _telegraphic(found[0]) != found[0] else []


def _telegraphic(story: str) -> str:
    """Without the "I" or "My" at its start, as on a phone."""
    shorter = re.sub(r"^(?:I am|I'm|I have been|I've been|I|My)\s+(?=[a-z])", "", story)
    return shorter if len(shorter.split()) > 2 else story  # noqa: PLR2004 two words would say nothing


def _subject(word: str) -> str:
    return "I" if word.lower() == "i" else word.lower()


def _without_please(act: str) -> str:
    return re.sub(r"^(?:please,?\s+)|(?:,?\s+please)$", "", act, flags=re.IGNORECASE)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text + "$", re.IGNORECASE | re.DOTALL)


_DETERMINER = r"(?:the|my|your|our|this|that|these|those|a|an)"
# A noun phrase that ends like this is a clause whose verb went to its front: "what is the delay caused by".
_NOUN_PHRASE = (
    r"(?!.*\b(?:for|of|in|on|at|with|to|about|from|by|like|due|supposed|going|allowed|required|called|open|available|ready|"
    r"not|wrong|located|found|stored|saved|kept|made|done|coming|doing|still|now|today)$)" + _DETERMINER
)
# A question hung on to a wish, "is that allowed", goes with no other way to say the wish.
_ASKED_TOO = r"(?:is|are|am|can|could|do|does|did|will|would|should|may|what|how|when|where|why|who|right|ok|okay|or)\b"
_ONE_CLAUSE = rf"(?:(?! because | but |[.?!;]|, {_ASKED_TOO}).)*"
_TURNED = r"(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have)"
# A second question on the end keeps its own order of words, which no clause has.
_ALONE = (
    rf"(?!.*(?:,| and| or) (?:and )?(?:(?:how|what|when|where|why|who|which)\b.*\b{_TURNED}\b"
    rf"|{_TURNED} (?:it|i|you|we|they|he|she|there|this|that|the|my)\b))"
)
_PRONOUN = r"(?P<who>i|you|we|they|it|he|she|there)"
_AUXILIARY = r"(?P<aux>is|are|was|were|can|could|will|would|should|have|has|had|am|do)"
_ASKING_WORD = r"(?P<wh>why|when|where|what|who|how|how (?:much|many|long|often|soon|far)(?: \w+)?)"
_KNOW = (
    r"(?:(?:can|could) you (?:please )?tell me|(?:please )?tell me|i(?:'d| would) like to know|do you know|"
    r"i want to know)"
)
# What one has, gets or knows is a fact, on which nobody asks for advice.
_NOT_ADVISED = frozenset(
    ("belong", "come", "earn", "get", "have", "hear", "know", "live", "lose", "need", "own", "owe", "pay", "qualify",
     "receive", "see", "stand", "want", "work")
)  # fmt: skip
_PATTERNS: tuple[tuple[re.Pattern[str], _Rewording], ...] = (
    (_pattern(rf"{_ALONE}how (?:do|can|should|could|would) (?P<who>i|we) (?P<act>[a-z].*)"), _how_to),
    (_pattern(rf"{_ALONE}(?:can|could|may) (?P<who>i|we) (?P<act>[a-z][^?.]*)"), _can_i),
    (_pattern(_KNOW + r" (?P<clause>(?:what|where|when|why|who|how|if|whether|which)\b[^?.]*)"), _told),
    (_pattern(r"(?:can|could|would|will) you (?:please )?(?P<act>[a-z][^?.]*)"), _request),
    (_pattern(r"i(?:'d like| would like| need| want) you to (?P<act>[^?.]*)"), _request),
    (_pattern(rf"(?P<who>i|we)(?:'d like| would like| want| need| wish) to (?P<act>{_ONE_CLAUSE})"), _want_to),
    (_pattern(rf"(?P<who>i|we)(?:'d like| would like| want| need) (?P<thing>{_DETERMINER} [^.?!;,]*)"), _want),
    (_pattern(rf"what(?P<verb>'s|\sis|\sare) (?P<thing>{_NOUN_PHRASE} [^.?!;,]*)"), _what_is),
    (_pattern(rf"where (?P<verb>is|are) (?P<thing>{_NOUN_PHRASE}(?: \w+){{1,3}})"), _where_is),
    (_pattern(rf"{_ALONE}{_ASKING_WORD} {_AUXILIARY} {_PRONOUN} (?P<rest>[^?.]+)"), _reported),
    (_pattern(rf"{_ALONE}{_AUXILIARY} {_PRONOUN} (?P<rest>[^?.]+)"), _whether),
    (_pattern(r"(?P<clause>(?:which [a-z]+|who) (?!is\b|was\b|does\b|has\b)[a-z]+s\b [^?.]+)"), _subject_asked),
    (_pattern(r"(?P<story>\S+(?: \S+){2,}?)(?:,| and|;) (?:and )?please (?P<act>[a-z][^.?!]*)"), _told_and_asked),
    (_pattern(r"(?:I|My|I'm|I've) [^?.!]+"), _complained),
)
