from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from journal.records import header, record

from stressdesk.errors import RunFileError
from stressdesk.journal.choosing import ORDERS, RecordFilter
from stressdesk.journal.events import Attempt, Injected, Record, Usage, Verdict
from stressdesk.journal.pages import GaveWay, Order, Pages, row
from stressdesk.journal.writer import Writer


def verdict(check: str, judgement: str, reason: str = "because", about: str = "content") -> Verdict:
    return Verdict(check=check, judgement=judgement, reason=reason, about=about)


RECORDS = [
    record(0, 0, answer="Zebra"),
    record(1, 0, failure="prompt", verdicts=(verdict("length", "pass"), verdict("label", "fail", "no such label"))),
    record(1, 1, failure="system", outcome="failed", kind="timeout", reason="no answer in 30 s", answer="", mess=()),
    record(2, 0, failure="gave_up", outcome="gave_up", reason="gave up after 3.0 s", answer="", persona="hurried"),
    record(3, 0, unsure=True, verdicts=(verdict("label", "unsure", "nothing known"),), text='a "quoted" WORD'),
    record(4, 0, outcome="dropped", sent=None, first_token=None, finished=None, attempts=(), usage=None, cost_usd=None),
    record(0, 0, stage="demo", answer="apple", text="Straße und Übung", cost_usd=0.5),
    record(5, 0, failure="system", verdicts=(verdict("speed", "fail", "too late", "speed"),), arrived=-2.0),
]


@pytest.fixture
def pages(tmp_path: Path):
    made = Pages(written(tmp_path / "run.stressrun", RECORDS))
    yield made
    made.close()


def written(path: Path, records: list) -> Path:
    writer = Writer.create(path, header())
    for one in records:
        writer.append(one)
    writer.close(None)
    return path


def found(pages: Pages, order: str = "number", *, descending: bool = False, **wanted: object) -> list[int]:
    return list(pages.numbers(RecordFilter(**wanted), Order(order, descending)))


def test_without_a_wish_every_record_is_shown_in_the_order_of_the_file(pages: Pages) -> None:
    assert found(pages) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert found(pages, descending=True) == [8, 7, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({"result": "failing"}, [2, 3, 4, 8]),
        ({"result": "prompt"}, [2]),
        ({"result": "system"}, [3, 8]),
        ({"result": "gave_up"}, [4]),
        ({"result": "unsure"}, [5]),
        ({"result": "good"}, [1, 7]),
        ({"kind": "timeout"}, [3]),
        ({"kind": "too_slow"}, [8]),
        ({"check": "label"}, [2]),
        ({"check": "length"}, []),
        ({"stage": "demo"}, [7]),
        ({"persona": "hurried"}, [4]),
        ({"turn": 1}, [3]),
        ({"turn": 0, "turn_and_later": True, "session": 1}, [2, 3]),
        ({"mess": "typo"}, [1, 2, 4, 5, 6, 7, 8]),
        ({"mess": "typ"}, []),
        ({"intent": "billing", "result": "good", "stage": "production"}, [1]),
    ],
)
def test_records_are_chosen_by_what_they_have(pages: Pages, wanted: dict, numbers: list[int]) -> None:
    assert found(pages, **wanted) == numbers


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("zebra", [1]),
        ("ZEBRA", [1]),
        ("übung", [7]),
        ("straße", [7]),
        ('"quoted" word', [5]),
        ("word quoted", [5]),
        ("30 s", [3]),
        ("no such label", [2]),
        ("zebra apple", []),
        ("' OR 1=1 --", []),
        ("%", []),
        ("   ", [1, 2, 3, 4, 5, 6, 7, 8]),
    ],
)
def test_words_are_looked_for_in_messages_answers_and_reasons(pages: Pages, words: str, numbers: list[int]) -> None:
    assert found(pages, words=words) == numbers


def test_every_column_orders_and_what_has_no_value_comes_last(pages: Pages) -> None:
    for column in ORDERS:
        for descending in (False, True):
            assert sorted(found(pages, column, descending=descending)) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert found(pages, "answer")[:2] == [7, 2]
    assert found(pages, "answer")[-2:] == [3, 4]
    assert found(pages, "answer", descending=True)[-2:] == [3, 4]
    assert found(pages, "cost", descending=True)[0] == 7
    assert found(pages, "cost")[-1] == 6
    assert found(pages, "result")[:4] == [2, 3, 8, 4]
    assert found(pages, "latency", descending=True)[0] == 8
    assert found(pages, "why")[:3] == [4, 2, 5]


def test_the_first_token_counts_from_the_request_that_was_answered(tmp_path: Path) -> None:
    twice = (Attempt(sent=0.0, finished=5.0, kind="server"), Attempt(sent=9.0, first_token=9.1, finished=9.5))
    records = [record(0, sent=0.0, first_token=9.1, finished=9.5, attempts=twice), record(1)]
    assert row(1, records[0]).ttft_seconds == pytest.approx(0.1)
    pages = Pages(written(tmp_path / "run.stressrun", records))
    assert found(pages, "ttft") == [1, 2]
    pages.close()


def test_rows_come_in_the_order_asked_for_with_texts_cut_short(tmp_path: Path) -> None:
    pages = Pages(written(tmp_path / "run.stressrun", [record(0, answer="x" * 1_000_000), record(1)]))
    second, first = pages.rows([2, 1])
    assert (second.number, first.number) == (2, 1)
    assert len(first.answer) == 300
    assert pages.rows([7]) == []
    (_, whole), *_ = pages.records([1])
    assert len(whole.answer) == 1_000_000
    pages.close()


def test_what_decided_the_result_is_said(pages: Pages) -> None:
    reasons = {one.number: one.why for one in pages.rows(range(1, 9))}
    assert reasons[1] == ("", "")
    assert reasons[2] == ("label", "no such label")
    assert reasons[3] == ("", "no answer in 30 s")
    assert reasons[5] == ("label", "nothing known")
    assert reasons[8] == ("speed", "too late")


def test_rows_of_a_growing_run_come_after_those_known(tmp_path: Path) -> None:
    path = tmp_path / "run.stressrun"
    writer = Writer.create(path, header())
    writer.append(record(0))
    writer.flush()
    pages = Pages(path)
    assert found(pages) == [1]
    writer.append(record(1, failure="prompt"))
    writer.append(record(2))
    writer.flush()
    assert list(pages.numbers(RecordFilter(), Order(), after=1)) == [2, 3]
    assert list(pages.numbers(RecordFilter(result="failing"), Order(), after=1)) == [2]
    pages.close()
    writer.close(None)


def test_a_session_is_found_with_the_numbers_of_its_rows(pages: Pages) -> None:
    assert [number for number, _ in pages.session("production", 1)] == [2, 3]


def test_what_there_is_to_choose_from_is_listed(pages: Pages) -> None:
    assert pages.values("stage") == ["demo", "production"]
    assert pages.values("mess") == ["lower-case", "typo"]


def test_reading_is_given_up_when_interrupted(tmp_path: Path) -> None:
    pages = Pages(written(tmp_path / "run.stressrun", [record(at) for at in range(3_000)]))
    calls = []

    def slow(body: bytes, words: str) -> bool:
        calls.append(body)
        if len(calls) == 10:
            other = threading.Thread(target=pages.interrupt)
            other.start()
            other.join()
        return True

    pages._connection.create_function("says", 2, slow)
    with pytest.raises(GaveWay):
        pages.numbers(RecordFilter(words="x"), Order())
    assert len(calls) < 3_000
    assert len(pages.numbers(RecordFilter(), Order())) == 3_000
    pages.close()
    pages.interrupt()


def test_looking_changes_nothing_in_the_file(pages: Pages) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        pages._connection.execute("CREATE INDEX one ON record (persona)")


def test_what_is_no_run_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.stressrun").write_text("hello")
    with pytest.raises(RunFileError):
        Pages(tmp_path / "x.stressrun")


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=12))
def test_whatever_is_looked_for_is_found_where_it_stands(tmp_path_factory, words: str) -> None:
    folder = tmp_path_factory.mktemp("pages")
    text = f"before {words} after"
    stored = text.encode("utf-8", "replace").decode()
    pages = Pages(written(folder / "run.stressrun", [record(0, text=text), record(1)]))
    chosen = found(pages, words=words)
    assert (1 in chosen) == all(word in stored.lower() for word in words.lower().split())
    pages.close()


def test_tokens_are_those_of_the_last_request(pages: Pages) -> None:
    assert pages.rows([1])[0].usage == Usage(input=100, output=5, source="provider")


def test_injected_failures_are_found_and_words_about_them_are_not(tmp_path: Path) -> None:
    def failed(session: int, injected: Injected | None, **changes: object) -> Record:
        attempt = Attempt(sent=0.0, finished=1.0, kind="server", injected=injected)
        fields = {"failure": "system", "outcome": "failed", "kind": "server", "attempts": (attempt,)}
        return record(session, **{**fields, **changes})

    records = [
        failed(0, Injected(fault="server")),
        failed(1, Injected(effects=("delay",), seconds=0.2)),
        failed(2, None, text='{"fault":"server"}'),
        failed(3, Injected(fault="stall"), outcome="gave_up", failure="gave_up", kind=None),
        record(4),
    ]
    pages = Pages(written(tmp_path / "injected.stressrun", records))
    assert found(pages, injected=True) == [1, 4]
    assert found(pages, injected=False) == [2, 3]
    assert found(pages, injected=True, result="gave_up") == [4]
    pages.close()
