"""Reports of the run that is shown, written by the command line, so that the window stays free meanwhile."""

from __future__ import annotations

from pathlib import Path

import msgspec

from stressdesk.gui.models.program import Program
from stressdesk.report.write import SUFFIXES


class ReportForm(msgspec.Struct, frozen=True):
    """One format of a report: what the command line calls it, and what it is good for."""

    name: str
    words: str

    @property
    def suffix(self) -> str:
        """What its files end in."""
        return SUFFIXES[self.name]


FORMS = (
    ReportForm("html", "Web page"),
    ReportForm("pdf", "PDF"),
    ReportForm("png", "Picture for slides"),
    ReportForm("requests", "Table, a row a request"),
    ReportForm("csv", "Table, a row a query"),
    ReportForm("json", "JSON, summary and records"),
    ReportForm("junit", "JUnit, for CI servers"),
)


def form_of(path: Path, picked: ReportForm) -> ReportForm:
    """The format a file's name asks for, or the one picked where it may have that name: two tables end in .csv."""
    name = path.name.lower()
    if name.endswith(_ending(picked)):
        return picked
    return next((form for form in FORMS if name.endswith(form.suffix)), picked)


def named(path: Path, form: ReportForm) -> Path:
    """The path, with the ending of the format where its name has none of that."""
    return path if path.name.lower().endswith(_ending(form)) else path.with_name(path.name + form.suffix)


def _ending(form: ReportForm) -> str:
    """What a file of this format has to end in at least."""
    return Path(form.suffix).suffix or form.suffix


async def write_report(program: Program, run: Path, form: ReportForm, path: Path) -> None:
    """Write one report. Raises StressDeskError with what the command line said."""
    await program.output(["report", str(run), "--format", form.name, "--out", str(path)])
