"""Files appear whole or not at all, and only what is asked for is loaded."""

import subprocess
import sys
from pathlib import Path

import fake_runs as runs
import pytest
import summaries

from stressdesk.errors import RunFileError
from stressdesk.gui.models.exporting import FORMS
from stressdesk.report.file import replacing
from stressdesk.report.write import FORMATS, beside, write


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_over_an_older_file_and_leaves_no_draft(tmp_path, form):
    path = tmp_path / f"report.{form}"
    path.write_text("old")
    write(runs.mixed(), summaries.nothing(), form, path)
    assert path.stat().st_size > 500
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_the_folder_of_a_report_is_made(tmp_path):
    path = tmp_path / "reports" / "today" / "run.json"
    write(runs.mixed(), summaries.full(), "json", path)
    assert path.is_file()


def test_an_interrupted_write_leaves_the_older_report(tmp_path):
    class Breaks(runs.FakeRun):
        def records(self, after=0):
            yield runs.record(1)
            raise RunFileError("The run file is damaged.", "Take another.")

    path = tmp_path / "report.csv"
    path.write_text("old")
    with pytest.raises(RunFileError, match="damaged"):
        write(Breaks([]), summaries.full(), "csv", path)
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.csv"]


def test_a_place_that_cannot_be_written_is_an_error_with_a_hint(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(RunFileError) as caught:
        write(runs.mixed(), summaries.full(), "json", tmp_path / "file" / "report.json")
    assert "cannot be written" in caught.value.message
    assert caught.value.hint


def test_a_folder_is_never_replaced_by_a_report(tmp_path):
    with pytest.raises(RunFileError, match="is a folder"):
        write(runs.mixed(), summaries.full(), "json", tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_an_error_with_a_hint(tmp_path):
    def fill():
        with replacing(tmp_path / "report.json") as draft:
            draft.symlink_to("/dev/full")
            with draft.open("wb") as file:
                file.write(b"x" * 100_000)

    with pytest.raises(RunFileError, match="No space left"):
        fill()
    assert not list(tmp_path.iterdir())


def test_an_unknown_format_names_the_known_ones(tmp_path):
    with pytest.raises(RunFileError) as caught:
        write(runs.mixed(), summaries.full(), "docx", tmp_path / "report.docx")
    assert "html, pdf, png, csv, requests, json, junit" in caught.value.hint


@pytest.mark.parametrize("form", ["csv", "json", "junit"])
def test_plain_formats_load_neither_matplotlib_nor_jinja(form):
    code = (
        f"import sys, stressdesk.report.write, stressdesk.report.{form};"
        "print([name for name in ('matplotlib', 'jinja2', 'numpy', 'litellm') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_window_offers_every_format_and_names_its_files_as_the_command_line_does() -> None:
    assert sorted(form.name for form in FORMS) == sorted(FORMATS)
    run = Path("runs") / "support.v2-001.stressrun"
    assert [beside(run, form).name for form in ("html", "requests", "junit")] == [
        "support.v2-001.html",
        "support.v2-001.requests.csv",
        "support.v2-001.junit.xml",
    ]
