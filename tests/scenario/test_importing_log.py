"""Real logs and traces are read as they are written, and what cannot be read is named by its line."""

from __future__ import annotations

import csv
import json
from itertools import pairwise
from pathlib import Path

import pytest

from stressdesk.errors import StressDeskError
from stressdesk.scenario.importing.log import Entry, Log
from stressdesk.scenario.importing.spelling import misspellings

CALIBRATION = Path(__file__).parents[3] / "shared" / "data"


def read(folder: Path, content: str, name: str = "log.csv") -> list[Entry]:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return list(Log(path).entries())


def test_azures_seven_digits_of_a_second_are_read(tmp_path: Path):
    found = read(
        tmp_path,
        "TIMESTAMP,ContextTokens,GeneratedTokens\n"
        "2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:50.9951690,396,109\n",
    )
    assert found[1].seconds - found[0].seconds == pytest.approx(4.314579)
    assert (found[0].input_tokens, found[0].output_tokens) == (374, 44)


def test_burstgpts_seconds_and_lengths_are_read(tmp_path: Path):
    found = read(
        tmp_path,
        "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,Conversation log\n",
    )
    assert found == [Entry(seconds=5.0, input_tokens=472, output_tokens=18)]


def test_mooncake_counts_milliseconds_and_others_seconds(tmp_path: Path):
    mooncake = '{"timestamp": 27482, "input_length": 6955, "output_length": 52, "hash_ids": [46, 47]}\n'
    other = '{"timestamp": "82", "input_length": 3112, "output_length": 192, "hash_ids": {}, "session_id": "a"}\n'
    assert read(tmp_path, mooncake)[0].seconds == pytest.approx(27.482)
    assert read(tmp_path, other)[0] == Entry(seconds=82.0, session="a", input_tokens=3112, output_tokens=192)


def test_bailians_turns_belong_to_the_conversation_they_go_on_with(tmp_path: Path):
    rows = [(10, -1, 1), (11, 10, 2), (12, -1, 1), (13, 11, 3)]
    lines = [
        json.dumps({"chat_id": chat, "parent_chat_id": parent, "timestamp": at, "input_length": 5, "turn": turn})
        for at, (chat, parent, turn) in enumerate(rows)
    ]
    assert [one.session for one in read(tmp_path, "\n".join(lines))] == ["10", "10", "12", "10"]


def test_only_what_users_say_is_taken_from_conversations(tmp_path: Path):
    sharegpt = [{"conversations": [{"from": "human", "value": "hi"}, {"from": "gpt", "value": "Hello!"}]}]
    openai = {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "one"},
                           {"role": "assistant", "content": "ok"},
                           {"role": "user", "content": [{"type": "text", "text": "two"}]}]}  # fmt: skip
    wildchat = {"conversation_hash": "c1", "timestamp": "2023-04-09T00:02:53+00:00",
                "conversation": [{"role": "user", "content": "three"}]}  # fmt: skip
    assert [one.text for one in read(tmp_path, json.dumps(sharegpt, indent=1))] == ["hi"]
    assert [(one.text, one.session) for one in read(tmp_path, json.dumps(openai))] == [
        ("one", "line 1"), ("two", "line 1")]  # fmt: skip
    (chat,) = read(tmp_path, json.dumps(wildchat))
    assert (chat.text, chat.session, chat.seconds) == ("three", "c1", 1680998573.0)


def test_conversations_marked_as_redacted_or_toxic_are_left_out_and_counted(tmp_path: Path):
    def row(text: str, mark: str = "", message_mark: str = "") -> str:
        message = {"role": "user", "content": text, "toxic": False, message_mark: True}
        return json.dumps({"conversation": [message], "toxic": False, "redacted": False, mark: True})

    path = tmp_path / "wildchat.jsonl"
    rows = (row("kept"), row("vile", "toxic"), row("by NAME_1", "redacted"), row("vile too", "", "toxic"), row("also"))
    path.write_text("\n".join(rows), encoding="utf-8")
    log = Log(path)
    for _ in range(2):
        assert [one.text for one in log.entries()] == ["kept", "also"]
        assert log.left_out() == "Left out: 3 conversations that the log marks as redacted or toxic."
    # Elsewhere such a column may mean anything.
    path.write_text('{"text": "kept", "redacted": true}', encoding="utf-8")
    table = Log(path)
    assert [one.text for one in table.entries()] == ["kept"]
    assert table.left_out() == ""


def test_a_table_with_other_names_is_read_by_its_wordiest_column(tmp_path: Path):
    path = tmp_path / "tickets.csv"
    path.write_text("id;betreff;when_opened\n1;Where is my parcel please;x\n", encoding="utf-8")
    log = Log(path)
    assert log.columns.words() == "a table: text from betreff"
    assert [one.text for one in log.entries()] == ["Where is my parcel please"]


def test_what_the_assistant_said_is_left_out_of_a_table_with_roles(tmp_path: Path):
    found = read(tmp_path, "role,content\nuser,hello there\nassistant,how can I help\n")
    assert [one.text for one in found] == ["hello there"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"text": "a"}\n{"text": \n', "line 2 is no JSON object"),
        ('{"text": "a"}\n[1]\n', "line 2 is no JSON object"),
        ("t_seconds,text\n1,a\nsoon,b\n", "line 3: this is no time: soon"),
        ("t_seconds,text\n1,a\n2\n", "line 3 has 1 cells, the heading 2"),
        ("t_seconds,input_tokens\n1,many\n", "line 2: input_tokens is no number"),
        ("t_seconds,text\nnan,b\n", "line 2: this is no time"),
        ('[{"text": "a"},\n{"text": }]', "line 2 is no JSON"),
        ("a,b\n1,2\n", "has no column of times, texts or lengths; its columns are a, b"),
        ("", "is empty"),
        ("t_seconds,text\n", "has no rows"),
        ('{"text": ' + "[" * 100_000 + "\n", "line 1 is no JSON object"),
        ('t_seconds,text\n1,"a\n', "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line(tmp_path: Path, content: str, words: str):
    with pytest.raises(StressDeskError) as problem:
        read(tmp_path, content)
    assert words in str(problem.value)


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-16", "log.csv is stored as UTF-16"),
        ("utf-16-le", "log.csv is stored as UTF-16"),
        ("latin-1", "log.csv, line 2003 is not UTF-8 text"),
    ],
)
@pytest.mark.parametrize("has_table", [True, False])
def test_a_log_in_another_encoding_is_refused_where_letters_would_be_lost(
    tmp_path: Path, encoding: str, words: str, has_table: bool
):
    path = tmp_path / "log.csv"
    said = (
        ["text", *["plain"] * 2_001, "¿Dónde está?"] if has_table else ['{"text": "plain"}'] * 2_002 + ['{"text": "é"}']
    )
    path.write_bytes("\n".join(said).encode(encoding))
    with pytest.raises(StressDeskError) as problem:
        list(Log(path).entries())
    assert str(problem.value).startswith(words)
    assert "UTF-8" in (problem.value.hint or "")


def test_a_cell_may_be_as_long_as_the_longest_message_of_a_run(tmp_path: Path):
    (found,) = read(tmp_path, f't_seconds,text\n1,"{"lorem " * 50_000}"\n')
    assert found.text is not None
    assert found.text.startswith("lorem lorem")
    assert csv.field_size_limit() == 131_072, "other tables keep their limit"


def test_a_column_of_objects_is_no_column_of_texts(tmp_path: Path):
    path = tmp_path / "log.jsonl"
    path.write_text('{"t": 1, "body": {"text": "Where is it?"}}\n', encoding="utf-8")
    with pytest.raises(StressDeskError, match="line 1: body holds several values, no text") as problem:
        list(Log(path, {"text": "body"}).entries())
    assert "such as body.text" in problem.value.hint
    path.write_text('{"t": 1, "text": "a"}\n{"t": 2, "text": [{"type": "text", "text": "b"}]}\n', encoding="utf-8")
    assert [one.text for one in Log(path).entries()] == ["a", "b"]


def test_columns_within_others_can_be_named(tmp_path: Path):
    path = tmp_path / "log.jsonl"
    rows = [{"event": {"user": {"text": text}, "at": at}} for at, text in enumerate(("Where is it?", "And now?"))]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    log = Log(path, {"text": "event.user.text", "time": "event.at"})
    assert log.names == ("event", "event.user", "event.user.text", "event.at")
    assert log.columns.words() == "a table: text from event.user.text, time from event.at"
    assert [(one.seconds, one.text) for one in log.entries()] == [(0.0, "Where is it?"), (1.0, "And now?")]
    with pytest.raises(StressDeskError, match=r"no column 'event\.text'") as problem:
        Log(path, {"text": "event.text"})
    assert "event.user.text" in problem.value.hint


def test_a_column_with_a_point_in_its_name_goes_before_one_within_another(tmp_path: Path):
    path = tmp_path / "log.jsonl"
    path.write_text('{"data.text": "plain", "data": {"text": "within"}}\n{"data": 7}\n', encoding="utf-8")
    assert [one.text for one in Log(path, {"text": "data.text"}).entries()] == ["plain", None]
    path.write_text('{"chat": {"said": [{"role": "user", "content": "hi"}]}}', encoding="utf-8")
    assert [one.text for one in Log(path, {"text": "chat.said"}).entries()] == ["hi"]


def test_a_column_without_a_name_means_nothing(tmp_path: Path):
    assert read(tmp_path, ",t_seconds,text\n0,1,Where is it?\n1,2,And now?\n") == [
        Entry(seconds=1.0, text="Where is it?"),
        Entry(seconds=2.0, text="And now?"),
    ]
    path = tmp_path / "log.jsonl"
    path.write_text('{"": ["a"], "text": "Where is it?"}\n', encoding="utf-8")
    assert list(Log(path).entries()) == [Entry(text="Where is it?")]


def test_a_byte_order_mark_and_line_ends_of_windows_are_read(tmp_path: Path):
    path = tmp_path / "log.csv"
    path.write_bytes("\ufefft_seconds;text\r\n1;¿Dónde está?\r\n".encode())
    assert list(Log(path).entries()) == [Entry(seconds=1.0, text="¿Dónde está?")]


@pytest.mark.parametrize("first", ["1.013,hello there,u3", "2024-05-31 18:00:00,hello there,u3"])
def test_a_table_without_a_heading_is_told(tmp_path: Path, first: str):
    with pytest.raises(StressDeskError, match="has no heading: its first line holds") as problem:
        read(tmp_path, f"{first}\n{first}\n")
    assert "t_seconds,user_text,session_id" in (problem.value.hint or "")


def test_what_is_no_time_is_told_with_what_would_be_one(tmp_path: Path):
    with pytest.raises(StressDeskError, match="this is no time: 05/06/2024 08:00 AM") as problem:
        read(tmp_path, "date,question\n05/06/2024 08:00 AM,Where is it?\n")
    assert "2024-05-31T18:00:00Z" in (problem.value.hint or "")


def test_a_file_that_is_not_there_is_an_error_in_words(tmp_path: Path):
    with pytest.raises(StressDeskError, match="cannot be read"):
        Log(tmp_path / "nowhere.csv")


def test_a_log_is_read_no_further_than_asked_for(tmp_path: Path):
    path = tmp_path / "log.csv"
    path.write_text("text\nhello\nthere\n" + '"broken\n', encoding="utf-8")
    assert [one.text for one in Log(path).entries(2)] == ["hello", "there"]


def test_a_list_of_misspellings_gives_single_words(tmp_path: Path):
    path = tmp_path / "words.txt"
    path.write_text("recieve->receive\naache->cache, ache,\nalot->a lot\n", encoding="utf-8")
    assert misspellings(path) == {"recieve": "receive", "aache": "cache"}
    path.write_text("recieve\n", encoding="utf-8")
    with pytest.raises(StressDeskError, match="line 1 has no arrow"):
        misspellings(path)


@pytest.mark.skipif(not CALIBRATION.exists(), reason="the calibration files are not here")
def test_the_real_azure_trace_is_read_whole():
    found = list(Log(CALIBRATION / "azure2023_conv_first_half.csv").entries())
    assert len(found) == 9_683
    assert all(sooner.seconds <= later.seconds for sooner, later in pairwise(found))
