"""A log is sent again as it is: its order, conversations and words, its times scaled to the window."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from traffic.planned import scenario

from stressdesk.checks.readiness import everything_wrong
from stressdesk.scenario.importing.stand_ins import name_part
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.traffic import Load, Replay
from stressdesk.traffic.plan import plan, timetable
from stressdesk.traffic.recorded import recorded

ROWS = (
    (0, "a", "hello, i need a refund"),
    (10, "b", "My name is Maria Lopez, mail maria@acme.io"),
    (20, "a", "refund for order 44712"),
    (40, "c", "¿Dónde está mi pedido, por favor? No lo encuentro."),
    (50, "b", "maria again"),
)


def replaying(tmp_path: Path, **replay: object) -> Scenario:
    lines = [json.dumps({"when": at, "who": who, "body": text}) for at, who, text in ROWS]
    (tmp_path / "log.jsonl").write_text("\n".join(lines), encoding="utf-8")
    columns = {"time": "when", "session": "who", "text": "body"}
    return scenario(load=Load(window_minutes=1), replay=Replay(file="log.jsonl", columns=columns, **replay))


def planned(made: Scenario, queries: int, folder: Path) -> list[tuple[float, int, str]]:
    sessions = plan(made, queries, seed=1, folder=folder).sessions()
    return [(turn.due_seconds, one.index, turn.text) for one in sessions for turn in one.turns]


def test_order_words_and_times_are_those_of_the_log(tmp_path: Path):
    found = sorted(planned(replaying(tmp_path, mask=False), 5, tmp_path))
    assert [text for _, _, text in found] == [text for _, _, text in ROWS]
    # The log lasts 50 s and one mean gap: 62.5 s, pressed into 60.
    assert [due for due, _, _ in found] == pytest.approx([at * 60 / 62.5 for at, _, _ in ROWS], abs=0.002)


def test_whoever_comes_back_another_day_begins_another_conversation_also_as_a_trace(tmp_path: Path):
    days = [(day * 86_400.0 * 2 + at, user) for day in range(5) for user in "abc" for at in (0, 40)]
    lines = [json.dumps({"timestamp": at, "user_id": user, "text": f"Is it day {at}?"}) for at, user in days]
    (tmp_path / "log.jsonl").write_text("\n".join(lines), encoding="utf-8")
    replayed = scenario(load=Load(window_minutes=1), replay=Replay(file="log.jsonl"))
    sessions = list(plan(replayed, 30, seed=1, folder=tmp_path).sessions())
    assert [len(one.turns) for one in sessions] == [2] * 15
    assert len(recorded(tmp_path / "log.jsonl")) == 15


def test_conversations_stay_together_with_their_pauses(tmp_path: Path):
    first = next(plan(replaying(tmp_path), 5, seed=1, folder=tmp_path).sessions())
    assert [turn.text for turn in first.turns] == [ROWS[0][2], ROWS[2][2]]
    assert first.turns[1].think_seconds == pytest.approx(20 * 60 / 62.5, abs=0.002)
    assert first.turns[0].mess == ()


def test_personal_data_is_masked_unless_kept(tmp_path: Path):
    words = " ".join(text for _, _, text in planned(replaying(tmp_path), 5, tmp_path))
    assert "Maria" not in words
    assert "acme" not in words
    assert "44712" in words


@pytest.mark.parametrize("told", ["", "German"])
def test_names_are_invented_in_the_language_of_their_conversation(tmp_path: Path, told: str):
    talk = ("Wo ist meine Bestellung, die Nummer habe ich nicht?", "Ich heiße Kasimir")
    rows = [("de", text) for text in (talk[1:] if told else talk)]
    rows.append(("es", "Hola, ¿dónde está mi pedido? Es para Kasimir, que no está en casa."))
    lines = [json.dumps({"session": who, "text": text, "language": told if who == "de" else ""}) for who, text in rows]
    (tmp_path / "log.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = planned(scenario(replay=Replay(file="log.jsonl")), len(rows), tmp_path)
    german = name_part("Kasimir", "de", 1, is_later=False)
    assert german not in {name_part("Kasimir", other, 1, is_later=False) for other in ("en", "es")}
    # The same name is the same stand-in, whoever says it.
    assert sum(german in text for _, _, text in found) == 2
    assert not any("Kasimir" in text for _, _, text in found)


@pytest.mark.parametrize("queries", [1, 3, 5, 7, 23])
def test_any_number_of_queries_is_planned_exactly_and_again_the_same(tmp_path: Path, queries: int):
    made = replaying(tmp_path)
    found = planned(made, queries, tmp_path)
    assert len(found) == queries
    assert all(0 <= due <= 61 for due, _, _ in found)
    assert found == planned(made, queries, tmp_path)
    assert len(timetable(made, queries, seed=1, folder=tmp_path).queries) == queries


def test_a_log_without_times_keeps_its_order(tmp_path: Path):
    (tmp_path / "log.csv").write_text(
        "text\n" + "\n".join(f"question number {at}" for at in range(8)), encoding="utf-8"
    )
    made = scenario(load=Load(window_minutes=1), replay=Replay(file="log.csv"))
    assert [text for _, _, text in planned(made, 8, tmp_path)] == [f"question number {at}" for at in range(8)]


def test_a_log_that_is_missing_or_has_no_texts_is_a_problem_with_a_remedy(tmp_path: Path):
    made = replaying(tmp_path)
    missing = msgspec.structs.replace(made.traffic, replay=Replay(file="none.jsonl"))
    (found,) = everything_wrong(msgspec.structs.replace(made, traffic=missing), tmp_path)
    assert found.field == "traffic.replay"
    assert "leave `replay` out" in found.hint
    (tmp_path / "trace.csv").write_text("t_seconds,input_tokens\n1,2\n3,4\n", encoding="utf-8")
    textless = msgspec.structs.replace(made.traffic, replay=Replay(file="trace.csv"))
    (found,) = everything_wrong(msgspec.structs.replace(made, traffic=textless), tmp_path)
    assert "no message" in found.message
    assert "(`columns`). Mend it, name another file" in found.hint
