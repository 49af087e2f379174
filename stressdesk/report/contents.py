"""What a report says, whatever it is printed on: banner, figures, sections with charts and tables, examples, method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stressdesk.journal.events import Provenance
from stressdesk.report.visible import visible
from stressdesk.scenario.clusters import cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from stressdesk.analysis.estimate import Estimate

Tone = Literal["", "good", "warn", "bad", "unknown"]
GoalState = Literal["met", "missed", "undecided"]
UNKNOWN = "not known"
LONGEST_WORD = 20


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """The frozen base of everything in a report."""


class Cell(Part, frozen=True, kw_only=True):
    """One entry of a table: its text, its interval, for a number where it came from, or why it is not known."""

    text: str
    detail: str = ""
    reason: str = ""
    origin: Provenance | None = None
    tone: Tone = ""


class Column(Part, frozen=True, kw_only=True):
    """One column of a table; `weight` is its share of the room beside the others."""

    title: str
    align: Literal["left", "right"] = "right"
    weight: float = 1.0


class Table(Part, frozen=True, kw_only=True):
    """Rows under columns; `empty` says why there are none, `wide` that it needs the whole width of the page."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str
    note: str = ""
    wide: bool = False

    @property
    def origin(self) -> Provenance | None:
        """Where every number of the table came from, or None if they differ: then each carries its own mark."""
        origins = {cell.origin for row in self.rows for cell in row if cell.origin is not None}
        return origins.pop() if len(origins) == 1 else None

    @property
    def has_details(self) -> tuple[bool, ...]:
        """Which columns have intervals: these stand in a column of their own beside the number."""
        return tuple(any(row[at].detail for row in self.rows) for at in range(len(self.columns)))

    @property
    def notes(self) -> tuple[str, ...]:
        """The table's note, and why some numbers are not known."""
        unknown = {cell.reason: None for row in self.rows for cell in row if cell.reason}
        reasons = (f"{UNKNOWN.capitalize()}: {'; '.join(unknown)}.",) if unknown else ()
        return (*((self.note,) if self.note else ()), *reasons)


class Card(Part, frozen=True, kw_only=True):
    """One of the five figures of the first page; `origin` is None where the number is not known."""

    title: str
    figure: str
    details: tuple[str, ...]
    origin: Provenance | None = None
    badge: str = ""
    tone: Tone = ""


class GoalLine(Part, frozen=True, kw_only=True):
    """One goal in words, and whether it is met, missed or undecided.

    `origin` is None where there is no number, or where the reason itself says where the number came from.
    """

    goal: str
    reason: str
    state: GoalState
    origin: Provenance | None


class Section(Part, frozen=True, kw_only=True):
    """A heading with what stands under it; `chart` names one of the charts."""

    name: str
    title: str
    lead: str = ""
    chart: str = ""
    tables: tuple[Table, ...] = ()
    sentences: tuple[str, ...] = ()


class Example(Part, frozen=True, kw_only=True):
    """One failing query: texts are from outside, made visible."""

    title: str
    facts: str
    clean: str
    text: str
    answer: str
    reason: str
    judgements: tuple[tuple[str, str], ...]


class Contents(Part, frozen=True, kw_only=True):
    """All a report says, in the order it is read."""

    name: str
    facts: str
    state: Literal["ready", "not_ready", "not_enough_evidence"]
    headline: str
    goals: tuple[GoalLine, ...]
    reasons: tuple[str, ...]
    cards: tuple[Card, ...]
    comparison: Table
    flawless: str
    seen_first: Section
    sections: tuple[Section, ...]
    examples: tuple[Example, ...]
    not_tested: tuple[str, ...]
    method: tuple[Section, ...]
    footer: str


def shown(words: str, most: int = 10_000) -> str:
    """Words from outside, visible, and cut after `most` characters with a note how many more there were."""
    if len(words) <= most:
        return visible(words)
    start = cut(words, most)
    return f"{visible(start)} … ({len(words) - len(start):,} more characters)"


def one_line(words: str, most: int = 200) -> str:
    """Words from outside on one line, cut with an ellipsis, after a whole word where one ends near enough."""
    line = " ".join(visible(words).split())
    if len(line) <= most:
        return line
    kept = line[:most].rpartition(" ")[0]
    return f"{(kept if len(kept) > most - LONGEST_WORD else cut(line, most - 1)).rstrip(' ,;:')}…"


def sentence(note: str) -> str:
    """A note with a capital and a full stop."""
    return f"{note[:1].upper()}{note[1:]}{'' if note.endswith('.') else '.'}" if note else ""


def together(words: str) -> str:
    """Numbers and their per cent sign never part at the end of a line."""
    return words.replace(" %", "\N{NO-BREAK SPACE}%")


def plain(text: str | int) -> Cell:
    """A cell of words."""
    return Cell(text=together(f"{text:,}" if isinstance(text, int) else text))


def tally(number: int, origin: Provenance) -> Cell:
    """A cell with a count of queries."""
    return Cell(text=f"{number:,}", origin=origin)


def figure(
    estimate: Estimate, text: Callable[[float], str], between: Callable[[float, float], str], tone: Tone = ""
) -> Cell:
    """A cell with an estimate and its interval."""
    if estimate.value is None:
        return Cell(text=UNKNOWN, reason=together(shown(estimate.note, 200)), tone="unknown")
    detail = "" if estimate.low is None or estimate.high is None else between(estimate.low, estimate.high)
    return Cell(text=together(text(estimate.value)), detail=together(detail), origin=estimate.provenance, tone=tone)
