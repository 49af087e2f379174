"""How near the traffic was to real traffic, figure by figure, beside published ones and their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis import words
from stressdesk.analysis.realism import in_short
from stressdesk.charts.words import distance_words, figure_name, sample, value_words
from stressdesk.report.contents import Cell, Column, Section, Table, plain, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.analysis.summary import Likeness, Summary
    from stressdesk.journal.events import Provenance
    from stressdesk.report.contents import Tone
    from stressdesk.traffic.nearness import Figure, Nearness

TITLE = "This traffic's distance to real traffic"
GROUPS = {
    "arrivals": "Arrivals",
    "sessions": "Conversations",
    "lengths": "Lengths",
    "text": "Writing",
    "typos": "Typos",
}
TONES: dict[Nearness, Tone] = {"near": "good", "some way off": "warn", "far": "bad", "not judged": "unknown"}


def likeness_section(summary: Summary) -> tuple[Section, ...]:
    """The section on it, or none where no production traffic was asked."""
    found = summary.likeness
    if found is None:
        return ()
    return (
        Section(
            name="likeness",
            title=TITLE,
            lead=together(_lead(found, summary)),
            chart="likeness",
            tables=(likeness(summary),),
        ),
    )


def _lead(found: Likeness, summary: Summary) -> str:
    """How many figures are near, some way off, far and not judged, short enough for a line."""
    said = in_short(found)
    return f"{said[:1].upper()}{said[1:]}, in {sample(summary)}"


def likeness(summary: Summary) -> Table:
    """Every figure of the traffic that was asked, beside the published one and its source."""
    found = summary.likeness
    figures = found.figures if found else ()
    origin = summary.facts.provenance
    return Table(
        title="Figure by figure",
        columns=(
            Column(title="Of", align="left", weight=0.8),
            Column(title="Figure", align="left", weight=1.6),
            Column(title="This traffic", weight=0.8),
            Column(title="Real, published", weight=0.9),
            Column(title="Distance", weight=1.1),
            Column(title="Judged", align="left", weight=2),
        ),
        rows=tuple(_row(figure, origin) for figure in figures),
        empty="No production traffic was asked.",
        wide=True,
        note=_note(figures, found.messages if found else 0) if figures else "",
    )


def _row(figure: Figure, origin: Provenance) -> tuple[Cell, ...]:
    known = figure.value is not None
    return (
        plain(GROUPS[figure.group]),
        plain(figure_name(figure)),
        Cell(text=together(value_words(figure, figure.value)), origin=origin if known else None),
        plain(value_words(figure, figure.reference)),
        plain(distance_words(figure)),
        Cell(text=together(_judgement(figure)), tone=TONES[figure.nearness]),
    )


def _judgement(figure: Figure) -> str:
    """The word, and where there is none, why."""
    if figure.nearness != "not judged":
        return figure.nearness
    return f"no: {figure.note}" if figure.note else figure.nearness


def _note(figures: Sequence[Figure], messages: int) -> str:
    sources: dict[str, list[str]] = {}
    for figure in figures:
        if figure.source and figure.reference is not None:
            groups = sources.setdefault(figure.source, [])
            groups += [GROUPS[figure.group].lower()] if GROUPS[figure.group].lower() not in groups else []
    named = "; ".join(f"{words.listing(groups)} from {source}" for source, groups in sources.items())
    return together(
        "Near: no further than realistic traffic stays (shares within 2 to 5 points, unevenness of arrivals within a "
        "factor of 1.28, distributions within 7 or 10 %), or than chance explains; far: over twice that. "
        f"Writing was looked at in {words.counted(messages, 'English message')} of 3 to 60 words. Real: {named}."
    )
