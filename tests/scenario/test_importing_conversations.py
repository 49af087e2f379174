"""Whole conversations in a row of a log, in the shapes others write them: each message is one, whoever repeats it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from stressdesk.errors import StressDeskError
from stressdesk.scenario.importing.log import Entry, Log

CHAT = [{"role": "user", "content": 'Hi "you"\nthere'}, {"role": "assistant", "content": "Yes?"}]


SPAN = json.dumps([{"role": "user", "parts": [{"type": "text", "content": "Q"}]}])


def lines(folder: Path, *rows: Any) -> Path:
    path = folder / "log.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def table(folder: Path, heading: tuple[str, ...], *rows: tuple[Any, ...]) -> Path:
    path = folder / "log.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *rows])
    return path


def read(path: Path, said: dict[str, str] | None = None) -> list[Entry]:
    return list(Log(path, said).entries())


def _requests(session: str | None) -> list[dict[str, Any]]:
    """What a gateway logs of one conversation: each request with all that was said before it."""
    rows, history = [], [{"role": "system", "content": "You help."}]
    for turn in range(4):
        history = [*history, {"role": "user", "content": f"question {turn}"}]
        rows.append({"created": 1_700_000_000 + 60 * turn, "messages": history})
        rows[-1] |= {"session_id": session} if session else {}
        history = [*history, {"role": "assistant", "content": f"answer {turn}"}]
    return rows


@pytest.mark.parametrize("session", ["s1", None])
def test_what_each_request_repeats_of_its_conversation_is_said_once(tmp_path: Path, session: str | None):
    found = read(lines(tmp_path, *_requests(session)))
    assert [one.text for one in found] == [f"question {turn}" for turn in range(4)]
    assert [one.seconds for one in found] == [1_700_000_000.0 + 60 * turn for turn in range(4)]
    assert {one.session for one in found} == {session or "line 1"}


def test_two_users_who_begin_alike_are_two_conversations(tmp_path: Path):
    hello = [{"role": "user", "content": "hello"}, {"role": "assistant", "content": "Hi!"}]
    ends = [[*hello, {"role": "user", "content": text}] for text in ("my order", "my parcel")]
    rows = [{"messages": one} for one in (hello[:1], hello[:1], *ends)]
    found = read(lines(tmp_path, *rows))
    assert [one.text for one in found] == ["hello", "hello", "my order", "my parcel"]
    assert [one.session for one in found[:2]] == ["line 1", "line 2"]
    assert {one.session for one in found[2:]} == {"line 1", "line 2"}


def test_a_request_logged_twice_is_a_message_sent_again(tmp_path: Path):
    rows = _requests("s1")[:2]
    assert [one.text for one in read(lines(tmp_path, *rows, rows[-1]))] == ["question 0", "question 1", "question 1"]


def test_whole_conversations_that_begin_alike_stay_whole(tmp_path: Path):
    more = [*CHAT, {"role": "user", "content": "And now?"}, {"role": "assistant", "content": "Now."}]
    assert len(read(lines(tmp_path, {"messages": CHAT}, {"messages": more}, {"messages": CHAT}))) == 4


@pytest.mark.parametrize("written", [json.dumps, repr], ids=["json", "python"])
def test_conversations_in_a_cell_of_a_table_are_read_and_marked_ones_left_out(tmp_path: Path, written: Any):
    path = table(
        tmp_path,
        ("conversation_hash", "timestamp", "conversation", "toxic", "redacted"),
        ("h1", "2023-04-09 00:02:53+00:00", written(CHAT), "False", "False"),
        ("h2", "2023-04-09 00:02:54+00:00", written(CHAT), "True", "False"),
    )
    log = Log(path)
    assert "texts from conversation" in log.columns.words()
    (found,) = log.entries()
    assert (found.text, found.session, found.seconds) == (CHAT[0]["content"], "h1", 1680998573.0)
    assert log.left_out().startswith("Left out: 1 conversation")


def test_marked_conversations_are_kept_where_no_column_means_that(tmp_path: Path):
    path = lines(tmp_path, {"conversation": CHAT, "toxic": True}, {"conversation": CHAT, "toxic": False})
    assert Log(path).columns.named["marked"] == "toxic"
    assert len(read(path)) == 1
    assert len(read(path, {"marked": "none"})) == 2


def test_a_cell_that_is_meant_as_a_conversation_and_is_none_is_told(tmp_path: Path):
    path = table(tmp_path, ("conversation",), ("[{'role': 'user' 'content': 1}\n {'role'}]",))
    with pytest.raises(StressDeskError, match="conversation is no list") as problem:
        read(path)
    assert "as JSON" in (problem.value.hint or "")


@pytest.mark.parametrize(
    ("row", "texts"),
    [
        ({"conversations": [{"value": "Q"}, {"value": "A"}, {"value": "Q2"}]}, ["Q", "Q2"]),
        ({"items": [{"from": "human", "value": "Q"}, {"from": "gpt", "value": "A"}]}, ["Q"]),
        ({"turns": ["Write a poem", "Now shorter"]}, ["Write a poem", "Now shorter"]),
        ({"session_id": "a", "turns": [{"text": "one"}, {"text": "two", "delay": 5}]}, ["one", "two"]),
        ({"chat_messages": [{"sender": "human", "text": "Q"}, {"sender": "assistant", "text": "A"}]}, ["Q"]),
        ({"custom_id": "r1", "body": {"model": "m", "messages": CHAT}}, [CHAT[0]["content"]]),
        ({"input": [{"role": "user", "content": [{"type": "input_text", "text": "Q"}]}]}, ["Q"]),
        ({"attributes": {"gen_ai.input.messages": SPAN}}, ["Q"]),
        ({"prompt": {"text": "Q", "role": "prompter"}}, ["Q"]),
        ({"text": "Where is it?", "items": [{"sku": 7}]}, ["Where is it?"]),
        ({"user.text": "Where is it?", "body": {"messages": CHAT}}, ["Where is it?"]),
    ],
)  # fmt: skip
def test_conversations_are_known_by_several_names_and_where_they_stand(tmp_path: Path, row: Any, texts: list[str]):
    assert [one.text for one in read(lines(tmp_path, row))] == texts


@pytest.mark.parametrize("indent", [None, 2])
def test_a_file_that_is_one_object_is_a_conversation_or_holds_the_rows(tmp_path: Path, indent: int | None):
    path = tmp_path / "log.json"
    path.write_text(json.dumps({"model": "m", "messages": CHAT}, indent=indent), encoding="utf-8")
    assert [one.text for one in read(path)] == [CHAT[0]["content"]]
    rows = [{"text": "Where is it?", "t": 1}, {"text": "And now?", "t": 2}]
    path.write_text(json.dumps({"count": 2, "data": rows}, indent=indent), encoding="utf-8")
    assert read(path) == [Entry(seconds=1.0, text="Where is it?"), Entry(seconds=2.0, text="And now?")]
    path.write_text(json.dumps({"data": [{"id": "a", "messages": CHAT}]}, indent=indent), encoding="utf-8")
    assert [one.text for one in read(path)] == [CHAT[0]["content"]]


def test_a_users_message_without_a_time_has_that_of_the_row(tmp_path: Path):
    said = [{**CHAT[0], "timestamp": None}, {**CHAT[1], "timestamp": "2024-05-01T10:00:09Z"}]
    (found,) = read(lines(tmp_path, {"conversation": said, "timestamp": "2024-05-01T10:00:09Z"}))
    assert found.seconds == 1714557609.0


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("1714557600123456789", 1714557600.123456789),
        ("1714557600123456", 1714557600.123456),
        ("1714557600123", 1714557600.123),
        ("31.05.2024 18:00:00", 1717178400.0),
        ("1.6.2024, 8:05", 1717229100.0),
        ("Fri, 31 May 2024 20:00:00 +0200", 1717178400.0),
        ("31/May/2024:20:00:00 +0200", 1717178400.0),
        ("2024-05-31 20:00:00 +0200", 1717178400.0),
    ],
)
def test_times_are_read_as_programs_write_them(tmp_path: Path, written: str, seconds: float):
    (found,) = read(table(tmp_path, ("time", "text"), (written, "Where is it?")))
    assert found.seconds == pytest.approx(seconds, abs=1e-6)


def test_names_are_known_in_camel_case_and_within_others(tmp_path: Path):
    row = {"createdAt": {"$date": "2024-05-01T10:00:00Z"}, "userMessage": "Where is it?", "conversationId": "c1"}
    usage = {"usage": {"promptTokens": 12, "completionTokens": 3}}
    (found,) = read(lines(tmp_path, row | usage))
    assert found == Entry(seconds=1714557600.0, session="c1", text="Where is it?", input_tokens=12, output_tokens=3)


def test_names_run_together_are_known_and_a_number_is_no_transcript(tmp_path: Path):
    row = {"createdat": "2024-05-01T10:00:00Z", "conversation": 7, "usermessage": "Where is it?"}
    assert read(lines(tmp_path, row)) == [Entry(seconds=1714557600.0, session="7", text="Where is it?")]
    assert [one.text for one in read(lines(tmp_path, {"conversation": "User: hi there\nBot: hello"}))] == [
        "User: hi there\nBot: hello"
    ]


def test_a_column_is_known_by_its_first_value_not_by_an_empty_one(tmp_path: Path):
    rows = ({"time": None, "session_id": None, "text": None}, {"time": 2, "session_id": "a", "text": "Where is it?"})
    assert read(lines(tmp_path, *rows))[1] == Entry(seconds=2.0, session="a", text="Where is it?")


def test_a_date_is_a_time_under_any_name_and_agents_are_no_users(tmp_path: Path):
    path = table(
        tmp_path,
        ("Datum", "sender", "body"),
        ("2024-05-01 10:00:00", "customer", "Where is it?"),
        ("2024-05-01 10:00:05", "agent", "Here it is."),
    )
    assert read(path) == [Entry(seconds=1714557600.0, text="Where is it?")]
    path = table(tmp_path, ("role", "body"), ("Kunde", "Wo ist es?"), ("Berater", "Hier."))
    assert [one.text for one in read(path)] == ["Wo ist es?"]
    # A role nobody knows is left out, not taken for the user's.
    path = table(tmp_path, ("role", "body"), ("Berater", "Hier."), ("Kunde", "Wo ist es?"))
    assert [one.text for one in read(path)] == ["Wo ist es?"]
    # Names of people are no roles.
    path = table(tmp_path, ("from", "body"), ("ann@acme.io", "Where is it?"), ("bob@acme.io", "And mine?"))
    assert len(read(path)) == 2


def test_what_is_packed_is_told_to_be(tmp_path: Path):
    path = tmp_path / "log.csv.gz"
    path.write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00")
    with pytest.raises(StressDeskError, match="is compressed") as problem:
        Log(path)
    assert problem.value.hint == "Unpack it first."


def test_mooncakes_sessions_count_milliseconds_too(tmp_path: Path):
    row = {"timestamp": 27_482, "input_length": 5, "hash_ids": [46], "session_id": "a"}
    assert read(lines(tmp_path, row))[0].seconds == pytest.approx(27.482)
