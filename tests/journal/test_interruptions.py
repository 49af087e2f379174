import os
import sqlite3

import pytest
from journal.records import header, record

from stressdesk.journal.interruptions import Gap, Interruptions
from stressdesk.journal.leases import Sent
from stressdesk.journal.reader import RunFile
from stressdesk.journal.writer import Writer


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.stressrun"


def interruptions(path):
    with RunFile(path) as run_file:
        return run_file.interruptions


def test_what_is_under_way_is_lost_only_once_nobody_writes_any_more(path):
    writer = Writer.create(path, header())
    writer.allow(Sent(3, 10**12))
    assert interruptions(path).lost is None
    writer.append(record(0))
    writer.flush()
    # As a killed process leaves it: with the number of one that is no more.
    writer._connection.execute("UPDATE writer SET process = 999999999")
    writer._connection.commit()
    assert interruptions(path).lost == Sent(2, 999 * 10**9)
    writer.close(None)


def test_gaps_are_kept_in_order_over_all_sittings(path):
    writer = Writer.create(path, header())
    writer.interrupted(Gap(1.5, 4.0))
    writer.close(None)
    writer = Writer.reopen(path)
    writer.interrupted(Gap(9.0, 3600.0))
    writer.flush()
    writer.close(None)
    assert interruptions(path) == Interruptions(lost=Sent(), gaps=(Gap(1.5, 4.0), Gap(9.0, 3600.0)))


def test_a_run_file_of_old_knows_of_none(path):
    writer = Writer.create(path, header())
    writer.append(record(0))
    writer.close(None)
    connection = sqlite3.connect(path)
    connection.executescript("DROP TABLE gap; DROP TABLE lease;")
    connection.close()
    assert interruptions(path) == Interruptions(lost=Sent())
    writer = Writer.reopen(path)
    writer.interrupted(Gap(1.0, 2.0))
    writer.close(None)
    assert interruptions(path).gaps == (Gap(1.0, 2.0),)


def test_an_empty_file_is_a_run_that_never_began(path):
    os.close(os.open(path, os.O_CREAT))
    with pytest.raises(Exception, match="never began"):
        RunFile(path)
