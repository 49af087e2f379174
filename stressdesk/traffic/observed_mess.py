"""Which kinds of mess can be seen in real messages, and at what rates a plan shows as much of them.

A rate is not the share that is seen: people who write no capitals also write no first capital, and a question loses its
mark or its full stop. So traffic is planned, looked at in the same way as the log, and its rates are set until it shows
what the log shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from stressdesk.traffic import shown
from stressdesk.traffic.kinds import MessKind
from stressdesk.traffic.mess import MESS

Sign = Callable[[str], bool | None]
"""Does a message show the kind? None where it could not."""

PRIOR_MESSAGES = 10
"""The usual share counts like so many messages: in 40 of a log, none with an emoji is not taken for never."""

FEWEST = 30
_ROUNDS = 4
_LEAST, _MOST = 1e-4, 1.0
_STEADY = 3
_LONG_WORDS, _VERY_LONG_WORDS = 40, 500
_FEWEST_CAPITALS = 8

_CONTRACTED = re.compile(
    r"\b\w+(?:n['\u2019]t|['\u2019](?:m|ve|ll|re|d))\b|\b(?:it|that|what|there)['\u2019]s\b", re.IGNORECASE
)
_DROPPED = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|has|have|had|would|could|should)nt|cant|wont|im|ive|youre|theyre|thats"
    r"|whats)\b",
    re.IGNORECASE,
)
_SLANG = re.compile(
    r"\b(?:u|ur|pls|plz|thx|ty|idk|lol|lmao|omg|btw|tbh|rn|cuz|gonna|wanna|gotta|asap|ppl|wat|abt|tho)\b"
)
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_REPEATED = re.compile(r"[!?]{2,}|\.{3,}\s*$")
_SMART = re.compile("[\u2018\u2019\u201c\u201d\u2013\u2014]")
_PLAIN = re.compile(r"['\"]|\s-\s")
_MOJIBAKE = re.compile("\u00e2\u20ac|\u00c3[\u0080-\u00bf\u2018-\u2122]|\ufffd")
_INVISIBLE = re.compile("[\u00a0\u200b\u00ad\u2060]")
_LINK = re.compile(r"\b(?:https?://|www\.)\S+")
_LOG_LINE = re.compile(
    r"^.*(?:\d{1,2}:\d{2}:\d{2}.*\b(?:INFO|WARN|ERROR|DEBUG|TRACE)\b|^\s+at [\w.$]+\(|Traceback \(most"
    r"|\b\w*(?:Error|Exception): )",
    re.MULTILINE,
)
_CODE_LINE = re.compile(
    r"^(?:\s*(?:def |class |import |from \w+ import|function |const |let |var |public |private |#include|SELECT "
    r"|for \(|if \()"
    r"|.*[;{}]\s*$|```)",
    re.MULTILINE,
)
_ROW = re.compile(r"^(?:[^\t\n]*\t){2,}[^\n]*$|^(?:[^,\n]+,){3,}[^\n]+$|^\|?(?:[^|\n]+\|){2,}", re.MULTILINE)
_THREAD = re.compile(r"^(?:>|On .{5,80} wrote:|-{3,} ?(?:Forwarded|Original) |From: .+|FW:)", re.MULTILINE)
_SIGNATURE = re.compile(
    r"\b(?:sent from my|get outlook for|gesendet von mein|envoyé de mon|enviado desde mi)\b", re.IGNORECASE
)
_SEVERAL = 2


def _contraction(text: str) -> bool | None:
    dropped = bool(_DROPPED.search(text))
    return dropped if dropped or _CONTRACTED.search(text) else None


def _capitals(text: str) -> bool | None:
    return text == text.upper() if sum(map(str.isalpha, text)) >= _FEWEST_CAPITALS else None


def _lines(text: str) -> bool | None:
    return "\n" in text.strip() if len(text.split()) >= _LONG_WORDS else None


def _smart(text: str) -> bool | None:
    is_smart = bool(_SMART.search(text))
    return is_smart if is_smart or _PLAIN.search(text) else None


def _found(pattern: re.Pattern[str]) -> Sign:
    return lambda text: bool(pattern.search(text))


def _several(pattern: re.Pattern[str]) -> Sign:
    return lambda text: "\n" in text and len(pattern.findall(text)) >= _SEVERAL


SIGNS: dict[str, Sign] = {
    "please": shown.please,
    "lower-i": shown.lower_i,
    "lower-case-start": shown.lower_start,
    "lower-case": shown.lower_case,
    "no-final-punctuation": shown.no_final_punctuation,
    "no-question-mark": shown.no_question_mark,
    "double-space": shown.double_space,
    "edge-white-space": shown.edge_white_space,
    "dropped-apostrophes": _contraction,
    "repeated-punctuation": _found(_REPEATED),
    "emoji": _found(_EMOJI),
    "chat-slang": lambda text: bool(_SLANG.search(text.lower())),
    "all-caps": _capitals,
    "new-lines": _lines,
    "smart-quotes": _smart,
    "mojibake": _found(_MOJIBAKE),
    "invisible-characters": _found(_INVISIBLE),
    "link": _found(_LINK),
    "pasted-log": _several(_LOG_LINE),
    "pasted-code": _several(_CODE_LINE),
    "pasted-table": _several(_ROW),
    "pasted-thread": _several(_THREAD),
    "phone-signature": _found(_SIGNATURE),
    "very-long": lambda text: len(text.split()) > _VERY_LONG_WORDS,
}
"""What can be told from a message as it was sent. How else it was meant, what it left out, nobody can see in it."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of mess in a log: in `shown` of the `of` messages that could show it.

    `usual` is the share that traffic at the usual rates shows, `aim` what is aimed at, between the two by how much the
    log says; `rate` is what the scenario gets.
    """

    name: str
    shown: int
    of: int
    usual: float
    aim: float
    rate: float


def seen(texts: Sequence[str], show: Callable[[dict[str, float]], Sequence[str]]) -> tuple[Seen, ...]:
    """Every kind of mess that can be seen, with the rate at which planned traffic shows as much of it.

    `show` plans messages with these rates and no others.
    """
    kinds = {kind.name: kind for kind in MESS if kind.name in SIGNS}
    counted = {name: _counts(SIGNS[name], texts) for name in kinds}
    kept = {name: kind for name, kind in kinds.items() if counted[name][1] >= FEWEST}
    rates = {name: kind.rate for name, kind in kept.items()}
    planned = show(rates)
    usual = {name: _share(SIGNS[name], planned, kind) for name, kind in kept.items()}
    aims = {name: _aim(counted[name], usual[name]) for name in kept}
    for _ in range(_ROUNDS):
        rates = {name: _nearer(rates[name], aims[name], _counts(SIGNS[name], planned)) for name in kept}
        planned = show(rates)
    return tuple(
        Seen(
            name=name,
            shown=counted[name][0],
            of=counted[name][1],
            usual=usual[name],
            aim=aims[name],
            rate=float(f"{rates[name]:.3g}"),
        )
        for name in kept
    )


def _counts(sign: Sign, texts: Sequence[str]) -> tuple[int, int]:
    answers = [answer for text in texts if (answer := sign(text)) is not None]
    return sum(answers), len(answers)


def _share(sign: Sign, texts: Sequence[str], kind: MessKind) -> float:
    """The share of planned messages that show it; where the plan cannot say, the kind's usual rate."""
    shows, of = _counts(sign, texts)
    return (shows + kind.rate) / (of + 1)


def _aim(counts: tuple[int, int], usual: float) -> float:
    """The log's share drawn towards the usual one, which counts like 10 messages."""
    return (counts[0] + PRIOR_MESSAGES * usual) / (counts[1] + PRIOR_MESSAGES)


def _nearer(rate: float, aim: float, planned: tuple[int, int]) -> float:
    """A rate nearer to what shows the share aimed at; a round corrects by at most a factor of 4.

    Of a kind that is rare a plan shows none by chance: the aim counts like as many messages as should show three.
    """
    shows, of = planned
    steadying = _STEADY / aim
    share = (shows + _STEADY) / (of + steadying)
    factor = min(4.0, max(0.25, aim / share))
    return min(_MOST, max(_LEAST, rate * factor))
