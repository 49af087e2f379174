"""Two runs side by side, with what changed between them in the middle."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from stressdesk.analysis import change_words
from stressdesk.analysis import words as numbers
from stressdesk.gui.models.comparing import Compared, ComparingModel
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.record_columns import stage_words
from stressdesk.gui.models.shelf_columns import VERDICTS, target_words
from stressdesk.gui.parts.layouts import Card, clear, column, row, rule
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.screen_only import screen_only
from stressdesk.gui.parts.words import Kind, Tone, words
from stressdesk.gui.views.differences import FlipsCard, SettingsCard

if TYPE_CHECKING:
    from stressdesk.analysis.compare import StageChange
    from stressdesk.analysis.estimate import Estimate
    from stressdesk.analysis.summary import StageSummary, Summary

TONES: dict[str, Tone] = {"ready": "good", "not_ready": "bad", "not_enough_evidence": "warn"}
WIDE, CHANGE, NAME = 5, 6, 2
"""Shares of the width of the two runs, of the change between them, and of what is compared."""


class ComparisonView(QWidget):
    """Shows what the model compared, or nothing; the queries and settings that differ stand below."""

    def __init__(self, desk: Desk, comparing: ComparingModel) -> None:
        super().__init__()
        self._comparing = comparing
        self.changes = Card("What changed")
        self.swap = screen_only(button("Swap", comparing.swap, tip="Look at the change the other way round"))
        self.changes.corner.addWidget(self.swap)
        self._place = QVBoxLayout()
        self.changes.body.addLayout(self._place)
        self.flips = FlipsCard(comparing)
        self.settings = SettingsCard()
        self.setLayout(column(self.changes, self.flips, self.settings, gap=16))
        comparing.changed.connect(self._show)
        desk.appearance.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        compared, is_working, gone = self._comparing.compared, self._comparing.is_working, self._comparing.gone
        self.changes.setVisible(compared is not None or is_working or bool(gone))
        self.changes.set_subtitle("Reading both runs…" if is_working else gone or _warning(compared))
        self.flips.setVisible(compared is not None)
        self.settings.setVisible(compared is not None)
        self.swap.setVisible(compared is not None)
        clear(self._place)
        if compared is None:
            return
        holder = QWidget()
        holder.setLayout(_grid(compared))
        self._place.addWidget(holder)
        self.flips.show_comparison(compared.comparison)
        self.settings.show_settings(compared.settings)


def _warning(compared: Compared | None) -> str:
    """What keeps the two runs from being comparable, if anything does."""
    if compared is None:
        return ""
    before, after = compared.comparison.before.facts, compared.comparison.after.facts
    if before.provenance != after.provenance:
        return (
            f"One run was {before.provenance}, the other {after.provenance}: the difference may come from that alone."
        )
    if before.name != after.name:
        return "These are runs of two scenarios: much besides one change may be behind it."
    return ""


def _grid(compared: Compared) -> QGridLayout:
    found = compared.comparison
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    for at, share in enumerate((NAME, WIDE, CHANGE, WIDE)):
        grid.setColumnStretch(at, share)
    _put(grid, 0, 1, _run("Before", found.before, compared.before.stem))
    _put(grid, 0, 2, column(words("CHANGE", "section"), None, gap=2))
    _put(grid, 0, 3, _run("After", found.after, compared.after.stem))
    for stage in found.stages:
        line = grid.rowCount()
        grid.addWidget(rule(), line, 0, 1, 4)
        _put_stage(grid, line + 1, stage)
    if not found.stages:
        said = "These runs have no stage in common, so that there is nothing to compare but their settings."
        grid.addWidget(words(said, "secondary", wrap=True), grid.rowCount(), 0, 1, 4)
    return grid


def _run(title: str, summary: Summary, file: str) -> QVBoxLayout:
    facts, conclusion = summary.facts, summary.conclusion
    badge = words(VERDICTS[conclusion.state], "badge", tone=TONES[conclusion.state])
    name = words(facts.name, "heading", wrap=True)
    who = target_words(facts.model or facts.target, facts.provenance)
    told = f"{file} · {facts.created[:16].replace('T', ' ')} · {who}"
    return column(
        row(words(title.upper(), "section"), badge, None, gap=8), name, words(told, "tertiary", wrap=True),
        words(conclusion.headline, "secondary", wrap=True), None, gap=3,
    )  # fmt: skip


def _put_stage(grid: QGridLayout, line: int, stage: StageChange) -> None:
    _put(grid, line, 0, column(words(stage_words(stage.name), "heading", wrap=True), None))
    _put(grid, line, 1, _failures(stage.before))
    _put(grid, line, 2, _failure_change(stage))
    _put(grid, line, 3, _failures(stage.after))
    measures: tuple[tuple[str, Estimate, Estimate, Estimate, Callable[[float], str]], ...] = (
        ("p95 latency", stage.before.latency.p95, stage.p95_latency, stage.after.latency.p95, numbers.seconds),
        ("Cost per query", stage.before.usd_per_query, stage.usd_per_query, stage.after.usd_per_query, numbers.money),
    )
    for at, (name, before, change, after, write) in enumerate(measures, line + 1):
        grid.addWidget(words(name, "secondary", wrap=True), at, 0)
        grid.addWidget(words(_written(before, write), wrap=True), at, 1)
        told = change_words.signed(change, write)
        grid.addWidget(words(told if change.value is None else f"{told}, {change.provenance}", wrap=True), at, 2)
        grid.addWidget(words(_written(after, write), wrap=True), at, 3)


def _failures(stage: StageSummary) -> QVBoxLayout:
    rate = stage.failure
    if rate.value is None:
        return column(words(rate.note or "not known", "secondary", wrap=True))
    span = "" if rate.low is None or rate.high is None else f" · {numbers.percent_range(rate.low, rate.high)}"
    return column(
        words(f"{numbers.percent(rate.value)} failed"),
        words(f"{stage.failed:,} of {stage.counted:,}{span} · {rate.provenance}", "secondary", wrap=True), None, gap=2,
    )  # fmt: skip


def _failure_change(stage: StageChange) -> QVBoxLayout:
    headline = words(change_words.failures(stage), "badge", tone=_tone(stage))
    said = [change_words.flips(stage.paired)] if stage.paired is not None else []
    said += [change_words.interval(stage.failure), stage.failure.provenance]
    told = " · ".join(part for part in said if part)
    lines: list[tuple[str, Kind]] = [(told, "secondary"), (change_words.certainty(stage), "tertiary")]
    shown = [words(text, kind, wrap=True) for text, kind in lines if text]
    return column(row(headline, None), *shown, None, gap=3)


def _tone(stage: StageChange) -> Tone:
    """Bad or good only where the interval leaves out no change at all, and both runs are of one kind."""
    if stage.before.failure.provenance != stage.after.failure.provenance:
        return ""
    low, high = stage.failure.low, stage.failure.high
    if low is not None and low > 0:
        return "bad"
    return "good" if high is not None and high < 0 else ""


def _written(estimate: Estimate, write: Callable[[float], str]) -> str:
    if estimate.value is None:
        return f"not known: {estimate.note}" if estimate.note else "not known"
    if estimate.low is None or estimate.high is None:
        return f"{write(estimate.value)}, {estimate.provenance}"
    return f"{write(estimate.value)} ({write(estimate.low)} to {write(estimate.high)}), {estimate.provenance}"


def _put(grid: QGridLayout, line: int, at: int, layout: QVBoxLayout) -> None:
    grid.addLayout(layout, line, at, Qt.AlignmentFlag.AlignTop)
