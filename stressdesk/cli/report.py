"""`stressdesk report`: a run file as something to read or to feed to another program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stressdesk.cli.terminal import say
from stressdesk.report.write import FORMATS, beside, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.analysis.summary import Summary
    from stressdesk.journal.reader import RunFile


@click.command(
    epilog="""\b
Examples:
  stressdesk report runs/support-triage-001.stressrun --format pdf
  stressdesk report runs/support-triage-001.stressrun --format csv --out records.csv
  stressdesk report runs/support-triage-001.stressrun --format html --format png

\b
html, pdf   the whole report: verdict, figures, charts, failures, what was not tested
png         one page for slides, 1920 x 1080
csv         one row a query          json   summary and every record
requests    one row a request: retries and what each cost, as CSV
junit       for CI servers: wrong answers are failures, system failures are errors"""
)
@click.argument("runfile", type=click.Path(path_type=Path))
@click.option("--format", "formats", type=click.Choice(FORMATS), multiple=True, default=("html",), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="The file to write; by default beside the run file.")
def report(runfile: Path, formats: tuple[str, ...], out: Path | None) -> None:
    """Write a report of a run, finished or not."""
    if out is not None and len(formats) > 1:
        raise click.UsageError("--out names one file: give one --format with it.")
    from stressdesk.analysis.tally import summarised  # noqa: PLC0415
    from stressdesk.journal.reader import RunFile  # noqa: PLC0415

    with RunFile(runfile) as run_file:
        for path in write_reports(run_file, summarised(run_file), formats, out):
            say(f"Wrote {path}")


def write_reports(run_file: RunFile, summary: Summary, formats: Sequence[str], out: Path | None = None) -> list[Path]:
    """Write the reports asked for, beside the run file unless `out` names the one; returns their paths."""
    written = []
    for name in formats:
        path = out or beside(run_file.path, name)
        write(run_file, summary, name, path)
        written.append(path)
    return written
