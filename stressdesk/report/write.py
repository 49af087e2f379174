"""One door for every format a report can have, and how the files of each are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from stressdesk.errors import RunFileError
from stressdesk.journal.naming import SUFFIX
from stressdesk.report.file import replacing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from stressdesk.analysis.summary import Summary
    from stressdesk.journal.reader import RunFile

Format = Literal["html", "pdf", "png", "csv", "requests", "json", "junit"]
FORMATS: tuple[Format, ...] = get_args(Format)
SUFFIXES: Mapping[str, str] = {
    **{name: f".{name}" for name in FORMATS},
    "requests": ".requests.csv",
    "junit": ".junit.xml",
}


def beside(run: Path, form: str) -> Path:
    """The usual place of a report: beside its run file."""
    return run.with_name(run.name.removesuffix(SUFFIX) + SUFFIXES[form])


def write(run_file: RunFile, summary: Summary, form: str, path: Path) -> None:
    """Write a run as a report in one of FORMATS; the file appears whole or not at all, over an older one.

    Raises RunFileError if the place cannot be written or the format is none of ours.
    """
    if form not in FORMATS:
        raise RunFileError(f"There is no report format {form}.", f"Choose one of: {', '.join(FORMATS)}.")
    with replacing(path) as draft:
        _write(run_file, summary, form, draft)


def _write(run_file: RunFile, summary: Summary, form: Format, path: Path) -> None:
    """Each format is loaded only when it is asked for: the drawn ones need matplotlib."""
    if form == "csv":
        from stressdesk.report.csv import write_csv  # noqa: PLC0415 - see above

        write_csv(run_file, path)
    elif form == "requests":
        from stressdesk.report.csv import write_requests  # noqa: PLC0415 - see above

        write_requests(run_file, path)
    elif form == "json":
        from stressdesk.report.json import write_json  # noqa: PLC0415 - see above

        write_json(run_file, summary, path)
    elif form == "junit":
        from stressdesk.report.junit import write_junit  # noqa: PLC0415 - see above

        write_junit(run_file, summary, path)
    elif form == "html":
        from stressdesk.report.html import write_html  # noqa: PLC0415 - see above

        write_html(summary, path)
    elif form == "pdf":
        from stressdesk.report.pdf import write_pdf  # noqa: PLC0415 - see above

        write_pdf(summary, path)
    else:
        from stressdesk.report.png import write_png  # noqa: PLC0415 - see above

        write_png(summary, path)
