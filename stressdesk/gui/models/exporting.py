"""Reports of the run that is shown, written by the command line, so that the window stays free meanwhile."""

from __future__ import annotations

from pathlib import Path

import msgspec

from stressdesk.gui.models.program import Program


class ReportForm(msgspec.Struct, frozen=True):
    """One format of a report: what the command line calls it, what its files end in, and what it is good for."""

    name: str
    suffix: str
    words: str


FORMS = (
    ReportForm("html", ".html", "Web page"),
    ReportForm("pdf", ".pdf", "PDF"),
    ReportForm("png", ".png", "Picture for slides"),
    ReportForm("requests", ".requests.csv", "Table, a row a request"),
    ReportForm("csv", ".csv", "Table, a row a query"),
    ReportForm("json", ".json", "JSON, summary and records"),
    ReportForm("junit", ".junit.xml", "JUnit, for CI servers"),
)


def suggested(run: Path, form: ReportForm) -> Path:
    """The usual place of a report: beside its run file."""
    return run.with_name(run.name.removesuffix(".stressrun") + form.suffix)


def form_of(path: Path, otherwise: ReportForm) -> ReportForm:
    """The format a file's name asks for."""
    return next((form for form in FORMS if path.name.endswith(form.suffix)), otherwise)


async def write_report(program: Program, run: Path, form: ReportForm, path: Path) -> None:
    """Write one report. Raises StressDeskError with what the command line said."""
    await program.output(["report", str(run), "--format", form.name, "--out", str(path)])
