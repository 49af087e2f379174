import contextlib
import sqlite3

import pytest
from journal.records import header, record

from stressdesk.errors import RunFileError, RunFileLockedError
from stressdesk.journal import connecting
from stressdesk.journal import writer as journal_writer
from stressdesk.journal.leases import Sent
from stressdesk.journal.reader import RunFile
from stressdesk.journal.writer import Writer


class Clock:
    now = 0.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(journal_writer, "time", clock)
    return clock


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.stressrun"


@contextlib.contextmanager
def locked(path):
    """Another program writes the file and does not come to an end."""
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()


def test_records_wait_while_another_program_has_the_file_locked_and_that_is_no_full_disk(path, clock):
    writer = Writer.create(path, header())
    with locked(path):
        for session in range(300):
            writer.append(record(session))
        writer.flush()
        clock.now += 29
        writer.flush()
        with pytest.raises(RunFileLockedError, match="locked by another program"):
            writer.allow(Sent(400, 0))
    assert not writer.is_out_of_room
    assert path.with_name(f"{path.name}-room").exists()
    clock.now += 1
    writer.flush()
    with RunFile(path) as run_file:
        assert len(list(run_file.records())) == 300
        assert run_file.unrecorded == Sent(400, 0)
    writer.close(None)


def test_queries_that_wait_for_a_locked_file_do_not_try_it_all_at_once(path, clock, monkeypatch):
    tried = []
    put = Writer._put
    monkeypatch.setattr(Writer, "_put", lambda writer, last: tried.append(last) or put(writer, last))
    writer = Writer.create(path, header())
    with locked(path):
        for query in range(100):
            with pytest.raises(RunFileLockedError):
                writer.allow(Sent(query, 0))
        assert len(tried) == 1
        clock.now += 0.06
        with pytest.raises(RunFileLockedError):
            writer.allow(Sent(100, 0))
    assert len(tried) == 2
    writer.close(None)


def test_a_file_locked_for_good_ends_the_run_with_that_reason(path, clock):
    writer = Writer.create(path, header())
    writer.append(record(0))
    with locked(path):
        writer.flush()
        clock.now += 31
        with pytest.raises(RunFileError, match="locked by another program") as refused:
            writer.flush()
        assert not isinstance(refused.value, RunFileLockedError)
    writer.close(None)
    with RunFile(path) as run_file:
        assert len(list(run_file.records())) == 1


def test_a_file_in_the_middle_of_a_change_is_not_read_as_if_it_were_whole(path, monkeypatch):
    Writer.create(path, header()).close(None)
    monkeypatch.setattr(connecting, "TIMEOUT_SECONDS", 0.01)
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(RunFileLockedError, match="locked by another program"):
            RunFile(path)
        other.rollback()
    with RunFile(path) as run_file:
        assert len(list(run_file.records())) == 0
