import contextlib
import os
import sqlite3

import pytest
from journal.records import header, record

from stressdesk.errors import RunFileError
from stressdesk.journal import notes, shelf
from stressdesk.journal.events import Ending
from stressdesk.journal.notes import read_note, write_note
from stressdesk.journal.reader import RunFile
from stressdesk.journal.writer import Writer

ENDING = Ending(state="complete", reason="every planned query was asked", ended="2026-11-22T12:05:00", run_seconds=9)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a run.stressrun"
    writer = Writer.create(path, header())
    writer.append(record())
    writer.close(ENDING)
    return path


def test_a_run_without_a_note_has_an_empty_one(path):
    assert read_note(path) == ""


def test_a_note_is_kept_on_one_line_and_can_be_replaced_and_taken_away(path):
    write_note(path, "  before the\n shorter prompt ")
    assert read_note(path) == "before the shorter prompt"
    write_note(path, "kürzer 👍 \ud800")
    assert read_note(path) == "kürzer 👍 ?"
    write_note(path, " ")
    assert read_note(path) == ""


def test_the_run_itself_stays_as_it_was_in_one_file(path):
    write_note(path, "a note")
    with RunFile(path) as run_file:
        assert (run_file.ending, list(run_file.records())) == (ENDING, [record()])
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_a_list_of_runs_shows_notes(path):
    write_note(path, "a note")
    assert [run.note for run in shelf.runs(path.parent)] == ["a note"]


def test_a_note_can_be_written_while_the_run_goes_on(tmp_path):
    path = tmp_path / "live.stressrun"
    writer = Writer.create(path, header())
    for session in range(300):
        writer.append(record(session))
    write_note(path, "seen live")
    for session in range(300, 600):
        writer.append(record(session))
    writer.close(ENDING)
    with RunFile(path) as run_file:
        assert (run_file.note, len(list(run_file.records())), run_file.ending) == ("seen live", 600, ENDING)


def test_a_note_that_is_too_long_is_refused_and_the_old_one_stays(path):
    write_note(path, "x" * 300)
    with pytest.raises(RunFileError, match="301"):
        write_note(path, "y" * 301)
    assert read_note(path) == "x" * 300


def test_what_is_no_run_file_is_not_written_to(tmp_path):
    other = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE mine (body TEXT)")
        connection.commit()
    before = other.read_bytes()
    for wrong in (other, tmp_path / "none.stressrun"):
        with pytest.raises(RunFileError):
            write_note(wrong, "a note")
    assert other.read_bytes() == before
    assert not (tmp_path / "none.stressrun").exists()


def test_a_file_that_stays_locked_is_an_error_with_a_hint(path, monkeypatch):
    monkeypatch.setattr(notes, "PATIENCE_SECONDS", 0.05)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(RunFileError) as raised:
            write_note(path, "a note")
    assert "locked" in raised.value.message
    assert raised.value.hint


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs permissions that bind")
def test_a_file_that_may_not_be_written_is_an_error_with_a_hint(path):
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        with pytest.raises(RunFileError) as raised:
            write_note(path, "a note")
    finally:
        path.parent.chmod(0o700)
    assert "writable" in raised.value.hint
