"""What the pages of results say: a summary in words, cards, tables and bars, worked out in a thread.

It is what the report says, from the same functions, so that window and report agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec
from PySide6.QtCore import QObject, Signal

from stressdesk.gui.models.background import Background, Latest
from stressdesk.gui.models.bars import Bars
from stressdesk.gui.models.run import RunModel

if TYPE_CHECKING:
    from stressdesk.analysis.summary import Summary
    from stressdesk.report.contents import Contents, Table

VerdictTone = Literal["good", "bad", "warn"]
TONES: dict[str, VerdictTone] = {"ready": "good", "not_ready": "bad", "not_enough_evidence": "warn"}


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict for a banner: its name, what it rests on, and its tone."""

    title: str
    sentence: str
    tone: VerdictTone


class ChartWords(msgspec.Struct, frozen=True, kw_only=True):
    """A chart without the picture: for a spreadsheet, and for whoever cannot see it; `of` which queries, if of some."""

    pasted: str
    spoken: str
    of: str = ""


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """All that the pages of results show of one summary; `tables` and `charts` by name.

    `seen_first` is the one of two groups of bars that tells more.
    """

    summary: Summary
    contents: Contents
    verdict: Verdict
    bars: dict[str, Bars]
    tables: dict[str, Table]
    charts: dict[str, ChartWords]
    seen_first: Literal["mess", "check"]


class ResultsModel(QObject):
    """The findings of the run that is shown; None until its first summary. `changed` when there are others."""

    changed = Signal()

    def __init__(self, run: RunModel, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.findings: Findings | None = None
        self._run = run
        self._latest = Latest(background, 0, self)
        self._latest.done.connect(self._take)
        self._latest.failed.connect(self._raise)
        run.opened.connect(self._forget)
        run.summary_changed.connect(self._work)

    @property
    def is_waiting(self) -> bool:
        """Are newer findings still to come?"""
        return self._latest.is_waiting

    def _forget(self) -> None:
        self._latest.forget()
        self.findings = None
        self.changed.emit()

    def _work(self) -> None:
        if self._run.summary is not None:
            self._latest.ask(found, self._run.summary)

    def _take(self, findings: Findings) -> None:
        self.findings = findings
        self.changed.emit()

    def _raise(self, error: object) -> None:
        assert isinstance(error, BaseException)
        raise error


def found(summary: Summary) -> Findings:
    """A summary in words; loads matplotlib, so not on the window's thread."""
    from stressdesk.charts.rows import seen_first  # noqa: PLC0415
    from stressdesk.charts.words import sample  # noqa: PLC0415 - see above
    from stressdesk.gui.models.breakdown import breakdown  # noqa: PLC0415
    from stressdesk.report import load_tables, tables  # noqa: PLC0415
    from stressdesk.report.compose import contents  # noqa: PLC0415
    from stressdesk.report.copied import pasted, spoken  # noqa: PLC0415
    from stressdesk.report.figures import comparison  # noqa: PLC0415
    from stressdesk.report.likeness import likeness  # noqa: PLC0415

    named = {
        "comparison": comparison(summary),
        "scales": tables.scales(summary),
        "stages": tables.stages(summary),
        "spend": tables.spend(summary),
        "tokens": tables.tokens(summary),
        "models": tables.other_models(summary),
        "waiting": tables.waiting(summary),
        "mess": tables.mess(summary),
        "checks": tables.checks(summary),
        "load": load_tables.load(summary),
        "retries": load_tables.retries(summary),
        "timeline": load_tables.timeline(summary),
        "likeness": likeness(summary),
    }
    behind = {
        "failure_rate": ("scales", "stages"), "spend": ("spend",), "models": ("models",), "latency": ("waiting",),
        "timeline": ("timeline",), "waiting": ("timeline",), "load": ("load",), "mess": ("mess",),
        "checks": ("checks",),
    }  # fmt: skip
    shown = {name: [named[table] for table in behind[name]] for name in behind}
    content, largest = sample(summary), msgspec.structs.replace(summary, content=summary.load_of)
    of = {"waiting": content, "timeline": content, "mess": content, "checks": content, "load": sample(largest)}
    whole = contents(summary)
    return Findings(
        summary=summary,
        contents=whole,
        verdict=verdict(whole.state, whole.headline),
        bars=breakdown(summary),
        tables=named,
        seen_first="mess" if seen_first(summary) == "mess" else "check",
        charts={
            name: ChartWords(pasted=pasted(behind_it), spoken=spoken(behind_it), of=of.get(name, ""))
            for name, behind_it in shown.items()
        },
    )


def verdict(state: str, headline: str) -> Verdict:
    """A headline such as "Not ready so far: 31 of 200 failed." in two parts."""
    title, colon, rest = headline.partition(": ")
    if not colon or not title.startswith(("Ready", "Not ready", "Not enough evidence")):
        return Verdict(title="No verdict.", sentence=headline, tone=TONES[state])
    return Verdict(title=f"{title}.", sentence=rest[:1].upper() + rest[1:], tone=TONES[state])
