"""The columns of the table of records: what each is called, what it says of a record, and how wide it starts."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from stressdesk.analysis import words
from stressdesk.analysis.intents import intent_words
from stressdesk.analysis.own_names import name_words
from stressdesk.journal.kinds import KIND_WORDS
from stressdesk.journal.pages import Result, Row
from stressdesk.journal.stages import scale_of

RESULTS: dict[Result, str] = {
    "good": "Good",
    "prompt": "Wrong answer",
    "system": "System failure",
    "gave_up": "Gave up",
    "unsure": "Undecided",
    "cancelled": "Cancelled",
    "dropped": "Not asked",
}
NOTHING = "\N{EN DASH}"


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column; `name` is also what rows are ordered by. `says` is its text for a row, `means` what it holds."""

    name: str
    title: str
    says: Callable[[Row], str]
    width: int
    means: str = ""
    is_number: bool = False
    is_shown: bool = True


def stage_words(name: str) -> str:
    """A stage as people know it: "Production", "10,000 queries"."""
    if queries := scale_of(name):
        return words.counted(queries, "query")
    return name[:1].upper() + name[1:]


def why_words(row: Row) -> str:
    """What decided the result: the check and its reason, or the kind of failure."""
    check, reason = row.why
    if check:
        return f"{check}: {reason}"
    if row.kind is not None:
        kind = KIND_WORDS.get(row.kind, row.kind)
        return f"{kind[:1].upper()}{kind[1:]}: {reason}" if reason else kind
    return reason


def mess_words(row: Row) -> str:
    """The kinds of mess of one record."""
    return ", ".join(name_words(kind) for kind in row.mess)


def seconds_words(value: float | None) -> str:
    """A time, or a dash where there is none."""
    return NOTHING if value is None else words.seconds(value)


def moment_words(seconds: float) -> str:
    """A moment of run time as minutes and seconds, such as "12:07", with hours where there are any."""
    minutes, second = divmod(max(0, round(seconds)), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def _tokens(row: Row) -> str:
    return words.count(row.usage.input + row.usage.output) if row.usage else NOTHING


def _cost(row: Row) -> str:
    return NOTHING if row.cost_usd is None else words.money(row.cost_usd)


COLUMNS: tuple[Column, ...] = (
    Column(name="number", title="#", says=lambda row: words.count(row.number), width=76, is_number=True,
           means="The order in which queries ended"),
    Column(name="result", title="Result", says=lambda row: RESULTS[row.result], width=122,
           means="Good, or whose failure it was: the prompt's, the system's, or the user left"),
    Column(name="message", title="Message", says=lambda row: row.message, width=270, means="What the user wrote"),
    Column(name="answer", title="Answer", says=lambda row: row.answer, width=170),
    Column(name="why", title="Reason", says=why_words, width=210,
           means="The check that failed and why, or what went wrong"),
    Column(name="stage", title="Stage", says=lambda row: stage_words(row.stage), width=122,
           means="Which part of the run the query belongs to"),
    Column(name="session", title="Session, turn", says=lambda row: f"{row.session:,} · {row.turn + 1}", width=128,
           is_number=True, means="Whose conversation it is, and which of its messages"),
    Column(name="persona", title="Persona", says=lambda row: name_words(row.persona), width=124,
           means="The kind of user"),
    Column(name="mess", title="Mess", says=mess_words, width=170, means="What makes the message less clean"),
    Column(name="latency", title="Latency", says=lambda row: seconds_words(row.latency_seconds), width=94,
           is_number=True, means="From the moment the user meant to ask to the end of the answer"),
    Column(name="ttft", title="First token", says=lambda row: seconds_words(row.ttft_seconds), width=112,
           is_number=True, means="From sending the request to the first token of the answer"),
    Column(name="tokens", title="Tokens", says=_tokens, width=90, is_number=True,
           means="Input and output tokens of the last request"),
    Column(name="cost", title="Cost", says=_cost, width=96, is_number=True,
           means="All requests of the query, in US dollars"),
    Column(name="attempts", title="Requests", says=lambda row: words.count(row.attempts), width=104, is_number=True,
           means="Requests sent for the query, retries included"),
    Column(name="intent", title="Intent", says=lambda row: intent_words(row.intent), width=160, is_shown=False,
           means="What the user wants"),
    Column(name="language", title="Language", says=lambda row: row.language, width=104, is_shown=False),
    Column(name="clean", title="Clean message", says=lambda row: row.clean, width=240, is_shown=False,
           means="The message before the mess"),
    Column(name="arrived", title="Arrived", says=lambda row: moment_words(row.arrived), width=92, is_number=True,
           is_shown=False, means="When the user meant to ask, in run time"),
)  # fmt: skip
