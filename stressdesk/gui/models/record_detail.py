"""One record looked at closely: its conversation, what became of its words, its time and money, and its repetition."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from stressdesk.analysis.provenance import of_money
from stressdesk.errors import ScenarioError, StressDeskError
from stressdesk.gui.models.background import Background, Latest
from stressdesk.gui.models.differences import Piece, differences
from stressdesk.gui.models.run import RunModel
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.journal.events import Header, Provenance, Record
from stressdesk.journal.pages import Pages, Row, row
from stressdesk.report.curl import curl
from stressdesk.scenario.model import DemoInput, Message
from stressdesk.traffic.worded import REWORDED

LONGEST_COMPARED = 4_000
DELAY_MS = 40
"""Longer than a key that is held down takes to repeat: rows that are only passed are not looked at."""


class Span(msgspec.Struct, frozen=True):
    """A stretch of a query's time in seconds of run time, and what it was spent on."""

    name: str
    start: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it was."""
        return self.end - self.start


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about one record.

    `prompt` are the messages that stood before the conversation, `turns` those of its session up to and with this one.
    `changes` leads from the clean words to those sent; None where both are too long to be compared. `trouble` says why
    the prompt cannot be put together any more; then `prompt` and `curl` are empty. `wanted` is what the user wanted, in
    the words of the scenario; "" where it has none.
    """

    row: Row
    record: Record
    turns: tuple[Record, ...]
    later: int
    provenance: Provenance
    money: Provenance
    prompt: tuple[Message, ...] = ()
    curl: str = ""
    wanted: str = ""
    trouble: str = ""
    changes: tuple[Piece, ...] | None = None
    spans: tuple[Span, ...] = ()


class RecordDetail(QObject):
    """The record that is looked at; `changed` when it is another, or none."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, run: RunModel, scenario: ScenarioModel, reading: Background) -> None:
        super().__init__()
        self._run = run
        self._scenario = scenario
        self.detail: Detail | None = None
        self._latest = Latest(reading, DELAY_MS, self)
        self._latest.done.connect(self._take)
        self._latest.failed.connect(self.failed)
        run.opened.connect(self.leave)

    def look_at(self, number: int) -> None:
        """Look at the record of this row number."""
        if self._run.path is not None:
            self._latest.ask(detail_of, self._run.path, number)

    def leave(self) -> None:
        """Look at none."""
        self._latest.forget()
        self._take(None)

    @property
    def can_be_demo_input(self) -> bool:
        """Is a scenario open that the message could become a demo input of?"""
        return self.detail is not None and self._scenario.scenario is not None

    def add_demo_input(self) -> int:
        """Make the message as it was sent a demo input of the open scenario; returns how many there are then."""
        assert self.detail is not None
        record, scenario = self.detail.record, self._scenario.now
        made = DemoInput(text=record.text, expect=record.expect, variables=record.variables)
        self._scenario.edit(("demo",), (*scenario.demo, made), "demo input from a record")
        return len(self._scenario.now.demo)

    def _take(self, detail: Detail | None) -> None:
        self.detail = detail
        self.changed.emit()


def detail_of(path: Path, number: int) -> Detail | None:
    """Everything about the record of this number; None where there is none. Raises RunFileError."""
    pages = Pages(path)
    try:
        found = list(pages.records([number]))
        if not found:
            return None
        ((_, record),) = found
        session = [turn for _, turn in pages.session(record.stage, record.session)]
        return _detail(pages.header, number, record, session)
    finally:
        pages.close()


def _detail(header: Header, number: int, record: Record, session: list[Record]) -> Detail:
    earlier = [turn for turn in session if turn.turn < record.turn]
    is_simulated = record.usage is not None and record.usage.source == "simulated"
    return Detail(
        row=row(number, record),
        record=record,
        turns=(*earlier, record),
        later=len([turn for turn in session if turn.turn > record.turn]),
        provenance=header.provenance,
        money=of_money(header, has_simulated_tokens=is_simulated),
        changes=_changes(record),
        spans=spans(record),
        **_sent(header, record, earlier),
    )


def _sent(header: Header, record: Record, earlier: list[Record]) -> dict[str, Any]:
    # They load YAML, here in the thread.
    from stressdesk.journal.conversation import sent_messages  # noqa: PLC0415
    from stressdesk.scenario.plain import restore  # noqa: PLC0415
    from stressdesk.traffic.requests import intent_texts  # noqa: PLC0415

    try:
        scenario = restore(header.scenario)
        first = sent_messages(scenario, earlier[0] if earlier else record, ())
        messages = sent_messages(scenario, record, earlier)
    except (ScenarioError, StressDeskError) as error:
        return {"trouble": f"The prompt cannot be put together from this run file: {error}"}
    said = (earlier[0] if earlier else record).text
    return {
        # The user's own words are shown as a part of the conversation, unless the prompt surrounds them.
        "prompt": tuple(one for one in first if one.content != said),
        "wanted": intent_texts(scenario).get(record.intent, ""),
        "curl": curl(scenario.targets.get(header.target), header.model, scenario.prompt.parameters, messages),
    }


def _changes(record: Record) -> tuple[Piece, ...] | None:
    if len(record.clean) > LONGEST_COMPARED or len(record.text) > LONGEST_COMPARED:
        return None
    # Between a request and other words for it, in another language too, no word is the same.
    return differences(record.text if REWORDED.intersection(record.mess) else record.clean, record.text)


def spans(record: Record) -> tuple[Span, ...]:
    """Where the time of a query went, without gaps: waiting to be sent, earlier requests, first token, streaming."""
    attempts, end = record.attempts, record.finished
    if end is None:
        return ()
    found = _before_sending(record, attempts[0].sent if attempts else end)
    if not attempts:
        return tuple(found)
    last = attempts[-1]
    if len(attempts) > 1:
        found.append(Span("earlier requests and pauses", attempts[0].sent, last.sent))
    if last.first_token is None:
        found.append(Span("waited for an answer", last.sent, last.finished))
    else:
        found += [Span("first token", last.sent, last.first_token), Span("streaming", last.first_token, last.finished)]
    return tuple(span for span in found if span.seconds > 0)


def _before_sending(record: Record, sent: float) -> list[Span]:
    """The wait for the first request. Rate limits are the last thing it waits for; retries wait for them elsewhere."""
    held_back = min(record.paced_seconds, sent - record.arrived) if len(record.attempts) < 2 else 0.0  # noqa: PLR2004
    turn = sent - held_back
    found = [Span("waited to be sent", record.arrived, turn), Span("held back by rate limits", turn, sent)]
    return [span for span in found if span.seconds > 0]
