import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import msgspec
import pytest
from journal.records import header, record

from stressdesk.errors import RunFileError
from stressdesk.journal import layout, naming, shelf
from stressdesk.journal import writer as journal_writer
from stressdesk.journal.events import Ending
from stressdesk.journal.liveness import beginning, writing_process
from stressdesk.journal.reader import RunFile, Standing
from stressdesk.journal.writer import Writer

TESTS = Path(__file__).parent.parent
ENDING = Ending(state="complete", reason="every planned query was asked", ended="2026-11-22T12:05:00", run_seconds=9)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a run.stressrun"


def written(path, records, ending=ENDING):
    writer = Writer.create(path, header())
    for one in records:
        writer.append(one)
    writer.close(ending)
    return path


def test_what_was_written_is_read_back_in_order(path):
    records = [record(session, turn) for session in range(700) for turn in range(2)]
    with RunFile(written(path, records)) as run_file:
        assert run_file.header == header()
        assert run_file.ending == ENDING
        assert list(run_file.records()) == records
        assert list(run_file.records(after=1398)) == records[1398:]
        assert run_file.session("production", 5) == [record(5, 0), record(5, 1)]


def test_a_finished_run_is_one_file_to_send_to_a_colleague(path):
    written(path, [record()])
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_reader_sees_records_while_the_run_goes_on(path):
    writer = Writer.create(path, header())
    writer.append(record(0))
    writer.flush()
    with RunFile(path) as run_file:
        assert len(list(run_file.records())) == 1
        assert run_file.ending is None
        writer.append(record(1))
        writer.flush()
        assert [one.session for one in run_file.records()] == [0, 1]
    writer.close(ENDING)


def test_a_run_watched_to_its_end_is_whole_in_its_one_file(path, tmp_path):
    writer = Writer.create(path, header())
    writer.append(record(0))
    writer.flush()
    with RunFile(path) as watching:
        writer.append(record(1))
        writer.close(ENDING)
        copy = tmp_path / "sent" / path.name
        copy.parent.mkdir()
        copy.write_bytes(path.read_bytes())
        assert len(list(watching.records())) == 2
    with RunFile(copy) as run_file:
        assert [one.session for one in run_file.records()] == [0, 1]
        assert run_file.ending == ENDING


def test_half_a_surrogate_pair_in_an_answer_loses_nothing_else(path):
    written(path, [record(answer="broken \ud83d emoji", intent="\udc00")])
    with RunFile(path) as run_file:
        (kept,) = run_file.records()
    assert kept.answer == "broken ? emoji"
    assert kept.text == record().text


def test_how_far_each_stage_has_come_is_told_without_reading_texts(path):
    records = [record(0, stage="demo", cost_usd=None), record(0), record(1, failure="prompt"), record(2, cost_usd=None)]
    with RunFile(written(path, records)) as run_file:
        assert run_file.standing() == {"demo": Standing(1, 0, None), "production": Standing(3, 1, 0.002)}


def test_one_query_cannot_be_recorded_twice(path):
    writer = Writer.create(path, header())
    writer.append(record(0))
    writer.append(record(0))
    with pytest.raises(RunFileError, match="UNIQUE"):
        writer.flush()


def test_an_existing_file_is_never_overwritten(path):
    path.write_text("precious")
    with pytest.raises(RunFileError, match="exists already"):
        Writer.create(path, header())
    assert path.read_text() == "precious"


def test_the_log_of_a_deleted_run_file_is_never_replayed_into_a_new_one(path):
    log = path.with_name(f"{path.name}-wal")
    writer = Writer.create(path, header())
    writer.append(record(0))
    writer.flush()
    left = log.read_bytes()
    writer.close(None)
    path.unlink()
    log.write_bytes(left)
    with pytest.raises(RunFileError, match=r"-wal is left of an earlier run file[\s\S]*Otherwise delete it"):
        Writer.create(path, header())
    assert [one.name for one in path.parent.iterdir()] == [log.name]
    assert log.read_bytes() == left
    log.write_bytes(b"")
    path.with_name(f"{path.name}-shm").write_bytes(b"left")
    writer = Writer.create(path, header())
    writer.append(record(0))
    writer.close(ENDING)
    with RunFile(path) as run_file:
        assert len(list(run_file.records())) == 1


def test_a_run_does_not_go_on_writing_a_file_that_was_deleted(path):
    writer = Writer.create(path, header())
    writer.flush()
    path.unlink()
    with pytest.raises(RunFileError, match="deleted or moved"):
        writer.flush()
    with pytest.raises(RunFileError, match="deleted or moved"):
        writer.close(ENDING)
    assert not path.exists()
    assert not path.with_name(f"{path.name}-room").exists()


def test_a_run_whose_folder_cannot_be_looked_into_any_more_says_so(tmp_path):
    folder = tmp_path / "runs"
    writer = Writer.create(folder / "a.stressrun", header())
    folder.rename(tmp_path / "moved")
    folder.symlink_to(folder)
    for write in (writer.flush, lambda: writer.close(None)):
        with pytest.raises(RunFileError, match="cannot be written: "):
            write()


def test_a_run_file_that_is_moved_and_put_back_has_lost_nothing_recorded(path):
    writer = Writer.create(path, header())
    writer.append(record(0))
    writer.flush()
    moved = path.rename(path.with_name("moved"))
    path.write_text("another one")
    with pytest.raises(RunFileError, match="deleted or moved"):
        writer.flush()
    with pytest.raises(RunFileError, match="deleted or moved"):
        writer.close(ENDING)
    assert path.read_text() == "another one"
    moved.rename(path)
    writer = Writer.reopen(path)
    writer.append(record(1))
    writer.close(ENDING)
    with RunFile(path) as run_file:
        assert len(list(run_file.records())) == 2


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 200])
def test_other_files_are_refused_with_a_message(path, content):
    path.write_bytes(content)
    with pytest.raises(RunFileError):
        RunFile(path)


def test_another_sqlite_database_is_not_a_run_file(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE header (body)")
    connection.commit()
    connection.close()
    with pytest.raises(RunFileError, match="not a StressDesk run file"):
        RunFile(path)


def test_a_newer_run_file_says_to_update(path):
    written(path, [])
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.close()
    with pytest.raises(RunFileError, match=r"newer StressDesk.*\n.*Update"):
        RunFile(path)


def test_a_damaged_record_is_said_to_be_damaged(path):
    written(path, [record(0), record(1)])
    connection = sqlite3.connect(path)
    connection.execute("UPDATE record SET body = '{\"stage\": 7}' WHERE id = 2")
    connection.commit()
    connection.close()
    with RunFile(path) as run_file:
        with pytest.raises(RunFileError, match="damaged"):
            list(run_file.records())
        with pytest.raises(RunFileError, match="damaged"):
            run_file.session("production", 1)


def test_a_path_no_file_can_have_is_said_to_be_missing(tmp_path):
    with pytest.raises(RunFileError):
        RunFile(tmp_path / ("x" * 300))


def test_a_folder_or_scenario_may_have_a_name_in_no_encoding(tmp_path):
    folder = tmp_path / "\udcff"
    path = folder / "a.stressrun"
    writer = Writer.create(path, header(scenario_path=str(folder / "x.stress.yaml")))
    writer.close(ENDING)
    with RunFile(path) as run_file:
        assert run_file.header.scenario_path.endswith("?/x.stress.yaml")


def test_a_missing_file_is_said_to_be_missing(path):
    with pytest.raises(RunFileError, match="There is no run file"):
        RunFile(path)


KILLED = """
    import sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[2])
    from journal.records import header, record
    from stressdesk.journal.writer import Writer
    writer = Writer.create(Path(sys.argv[1]), header())
    for session in range(10**9):
        writer.append(record(session))
        if session % 256 == 255:
            print(session, flush=True)
"""


def test_kill_9_keeps_every_committed_batch_and_the_run_can_go_on(path):
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(path), str(TESTS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for _ in range(3):
            committed = int(process.stdout.readline()) + 1
        process.send_signal(signal.SIGKILL)
        process.wait()
    with RunFile(path) as run_file:
        sessions = [one.session for one in run_file.records()]
        assert run_file.ending is None
    assert sessions == list(range(len(sessions)))
    assert len(sessions) >= committed
    writer = Writer.reopen(path)
    writer.append(record(len(sessions)))
    writer.close(ENDING)
    with RunFile(path) as run_file:
        assert len(list(run_file.records())) == len(sessions) + 1
        assert run_file.ending == ENDING


def test_a_run_that_was_killed_is_whole_in_a_folder_nobody_can_write_to(path, tmp_path):
    writer = Writer.create(path, header())
    writer.append(record(0))
    writer.append(record(1))
    writer.flush()
    killed = tmp_path / "read-only" / path.name
    killed.parent.mkdir()
    for ending in ("", "-wal"):
        (killed.parent / f"{path.name}{ending}").write_bytes(path.with_name(f"{path.name}{ending}").read_bytes())
    writer.close(None)
    # What SQLite needs beside a log cannot be made here, as on a medium that is read-only.
    (killed.parent / f"{path.name}-shm").mkdir()
    with RunFile(killed) as run_file:
        assert list(run_file.records()) == [record(0), record(1)]
    assert shelf.shelved(killed).records == 2
    (killed.parent / f"{path.name}-wal").write_bytes(b"")
    with RunFile(killed) as run_file:
        assert run_file.header == header()


def test_the_last_reader_of_a_run_that_is_over_leaves_one_file(path):
    writer = Writer.create(path, header())
    writer.append(record(0))
    writer.flush()
    with RunFile(path) as early, RunFile(path) as late:
        assert len(list(early.records())) == len(list(late.records())) == 1
        writer.append(record(1))
        writer.close(ENDING)
        assert path.with_name(f"{path.name}-wal").exists()
        early.close()
        assert len(list(late.records())) == 2
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    with RunFile(path) as run_file:
        assert (len(list(run_file.records())), run_file.ending) == (2, ENDING)


def test_a_run_file_whose_log_could_have_no_name_is_read(path):
    writer = Writer.create(path, header())
    writer.append(record(0))
    writer.close(ENDING)
    longest = path.rename(path.with_name(f"{'x' * 244}.stressrun"))
    with RunFile(longest) as run_file:
        assert len(list(run_file.records())) == 1


def test_a_reader_leaves_the_log_of_a_run_that_goes_on_alone(path):
    writer = Writer.create(path, header())
    writer.append(record(0))
    writer.flush()
    RunFile(path).close()
    assert path.with_name(f"{path.name}-wal").exists()
    writer.append(record(1))
    writer.close(ENDING)
    with RunFile(path) as run_file:
        assert len(list(run_file.records())) == 2


@pytest.mark.parametrize(("disk_seconds", "batch_seconds"), [(0.0003, 0.05), (0.01, 0.2), (0.3, 1)])
def test_a_slow_disk_gets_larger_batches_within_bounds(path, monkeypatch, disk_seconds, batch_seconds):
    class Clock:
        now = 0.0

        def monotonic(self):
            return self.now

    clock, put = Clock(), Writer._put

    def slow(writer, last):
        clock.now += disk_seconds
        put(writer, last)

    monkeypatch.setattr(journal_writer, "time", clock)
    monkeypatch.setattr(Writer, "_put", slow)
    writer = Writer.create(path, header())
    for session in range(40):
        writer.append(record(session))
        writer.flush()
    assert writer.batch_seconds == pytest.approx(batch_seconds, rel=0.01)
    clock.now += batch_seconds * 0.9
    writer.append(record(40))
    with RunFile(path) as run_file:
        assert len(list(run_file.records())) == 40
        clock.now += batch_seconds * 0.2
        writer.append(record(41))
        assert len(list(run_file.records())) == 42
    writer.close(ENDING)


def test_a_run_that_still_goes_on_cannot_be_resumed(path):
    writer = Writer.create(path, header())
    connection = sqlite3.connect(path)
    connection.execute("UPDATE writer SET process = ?, began = ?", (os.getppid(), beginning(os.getppid())))
    connection.commit()
    connection.close()
    assert writing_process(path) == os.getppid()
    with pytest.raises(RunFileError, match="still being written"):
        Writer.reopen(path)
    writer.close(None)


@pytest.mark.parametrize("began", ["another start of the machine 12", None])
def test_another_program_with_the_number_of_one_that_was_killed_keeps_nobody_from_going_on(path, began):
    written(path, [record(0)], ending=None)
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as other:
        connection = sqlite3.connect(path)
        if began is None:
            # As files of old are.
            connection.execute("DROP TABLE writer")
            connection.execute("CREATE TABLE writer (process INTEGER NOT NULL)")
            connection.execute("INSERT INTO writer VALUES (?)", (other.pid,))
        else:
            connection.execute("INSERT INTO writer VALUES (?, ?)", (other.pid, began))
        connection.commit()
        connection.close()
        assert writing_process(path) is None
        writer = Writer.reopen(path)
        assert writing_process(path) == os.getpid()
        writer.append(record(1))
        writer.close(ENDING)
        other.communicate()
    with RunFile(path) as run_file:
        assert len(list(run_file.records())) == 2


def test_two_resumptions_at_once_cannot_both_write(path, monkeypatch):
    written(path, [record(0)], ending=None)
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO writer VALUES (1, '')")
    connection.commit()
    connection.close()
    refused = []

    def other_resumes_meanwhile(_):
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            sqlite3.connect(path, timeout=0).execute("DELETE FROM writer")
        refused.append(True)

    monkeypatch.setattr(journal_writer, "writer_of", other_resumes_meanwhile)
    Writer.reopen(path).close(ENDING)
    assert refused == [True]


def test_going_on_in_vain_leaves_the_run_as_it_had_ended(path):
    written(path, [record(0)])
    Writer.reopen(path).close(None)
    with RunFile(path) as run_file:
        assert run_file.ending == ENDING


def test_a_run_gone_on_with_and_cut_off_has_no_ending(path):
    written(path, [record(0)])
    writer = Writer.reopen(path)
    with RunFile(path) as run_file:
        assert run_file.ending is None
    writer.append(record(1))
    writer.close(None)
    with RunFile(path) as run_file:
        assert run_file.ending is None


def test_records_that_did_not_fit_on_the_disk_are_written_once_there_is_room(path):
    writer = Writer.create(path, header())
    writer._connection.execute("PRAGMA max_page_count = 20")
    for session in range(255):
        writer._pending.append(layout.row(record(session), writer._encoder))
    with pytest.raises(RunFileError, match="full"):
        writer.flush()
    writer._connection.execute("PRAGMA max_page_count = 10000")
    writer.close(ENDING)
    with RunFile(path) as run_file:
        assert [one.session for one in run_file.records()] == list(range(255))


def test_a_file_in_the_place_of_the_folder_is_no_run_that_exists(tmp_path):
    (tmp_path / "taken").touch()
    with pytest.raises(RunFileError, match="cannot be written"):
        Writer.create(tmp_path / "taken" / "a.stressrun", header())


def test_a_read_only_folder_is_explained(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "open", lambda *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    with pytest.raises(RunFileError, match=r"cannot be written: \w[\s\S]*--resume"):
        Writer.create(tmp_path / "x.stressrun", header())


def test_the_shelf_lists_newest_first_and_says_what_is_broken(tmp_path):
    for number, day in ((1, "20"), (2, "22")):
        writer = Writer.create(tmp_path / f"run-{number}.stressrun", header(created=f"2026-11-{day}T12:00:00"))
        writer.append(record(0, failure="prompt"))
        writer.append(record(1))
        writer.close(ENDING if number == 1 else None)
    (tmp_path / "broken.stressrun").write_text("?")
    runs = shelf.runs(tmp_path)
    assert [run.path.name for run in runs] == ["run-2.stressrun", "run-1.stressrun", "broken.stressrun"]
    assert [(run.records, run.failed) for run in runs] == [(2, 1), (2, 1), (0, 0)]
    assert [run.ending for run in runs] == [None, ENDING, None]
    assert "not a StressDesk run file" in runs[2].problem


def test_a_run_ends_for_a_reason_that_names_a_path_which_is_no_text(tmp_path):
    path = tmp_path / "run.stressrun"
    writer = Writer.create(path, header())
    writer.append(record(0))
    writer.close(msgspec.structs.replace(ENDING, reason="The run file /runs/d\udcff/a.stressrun is locked"))
    with RunFile(path) as run_file:
        assert run_file.ending.reason == "The run file /runs/d?/a.stressrun is locked"


def test_the_newest_run_files_of_a_folder_come_first_and_no_folder_has_none(tmp_path):
    for number in range(4):
        path = tmp_path / f"run-{number}.stressrun"
        path.touch()
        os.utime(path, (number, number))
    (tmp_path / "run-9.html").touch()
    assert [path.name for path in naming.newest(tmp_path, 2)] == ["run-3.stressrun", "run-2.stressrun"]
    assert naming.newest(tmp_path / "nowhere", 2) == []


def test_run_files_are_numbered_and_named_after_the_scenario(tmp_path):
    assert naming.next_path(tmp_path, "Support: Triage!").name == "support-triage-001.stressrun"
    (tmp_path / "support-triage-007.stressrun").touch()
    assert naming.next_path(tmp_path, "Support: Triage!").name == "support-triage-008.stressrun"
    assert naming.next_path(tmp_path, "日本").name == "run-001.stressrun"
