"""Where a report goes and what it is, from a typed name and a picked format."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from stressdesk.gui.exports import Exports
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.exporting import FORMS, ReportForm

FORM = {form.name: form for form in FORMS}


@pytest.fixture
def ask(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Exports a report of a run, the dialog answered with these names and the filter of a format each."""
    desk.run.path = tmp_path / "letters-001.stressrun"

    def asked(*answers: tuple[str, str]) -> list[tuple[str, str]]:
        left = iter(answers)
        written: list[tuple[str, str]] = []

        def answered(*_given: object) -> tuple[str, str]:
            name, picked = next(left)
            return str(tmp_path / name), f"{FORM[picked].words} (*{FORM[picked].suffix})"

        def write(_exports: Exports, path: Path, form: ReportForm) -> None:
            written.append((path.name, form.name))

        monkeypatch.setattr(QFileDialog, "getSaveFileName", answered)
        monkeypatch.setattr(Exports, "write_report", write)
        Exports(desk, QWidget(), lambda: (QWidget(), "")).ask_report()
        assert next(left, None) is None
        return written

    return asked


@pytest.mark.parametrize(
    ("typed", "picked", "becomes"),
    [
        ("x.csv", "requests", ("x.csv", "requests")),
        ("x.csv", "csv", ("x.csv", "csv")),
        ("x.requests.csv", "html", ("x.requests.csv", "requests")),
        ("x.csv", "html", ("x.csv", "csv")),
        ("x.xml", "junit", ("x.xml", "junit")),
        ("x.PDF", "html", ("x.PDF", "pdf")),
        ("report", "html", ("report.html", "html")),
        ("report.v2", "requests", ("report.v2.requests.csv", "requests")),
    ],
)
def test_a_report_is_what_was_picked_unless_its_name_says_otherwise(ask, typed, picked, becomes):
    assert ask((typed, picked)) == [becomes]


def test_a_name_that_was_completed_replaces_no_report_unasked(ask, tmp_path):
    (tmp_path / "report.html").write_text("the older one")
    assert ask(("report", "html"), ("newer.html", "html")) == [("newer.html", "html")]


def test_a_name_that_was_completed_replaces_no_picture_unasked(desk, tmp_path, monkeypatch):
    (tmp_path / "page.png").write_text("the older one")
    names, saved = iter(("page", "other.PNG")), []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / next(names)), ""))
    monkeypatch.setattr(Exports, "save_screenshot", lambda _exports, path: saved.append(path.name))
    Exports(desk, QWidget(), lambda: (QWidget(), "Overview")).ask_screenshot()
    assert saved == ["other.PNG"]
