"""What a log says becomes traffic that shows the same; what it does not say stays, and the reason is told."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from traffic.planned import scenario

from stressdesk.scenario.importing.log import Log
from stressdesk.scenario.importing.stand_ins import name_part
from stressdesk.scenario.traffic import Sessions
from stressdesk.traffic import observed_mess, shown
from stressdesk.traffic.intents import groups
from stressdesk.traffic.learnt import Learnt, Wishes, grid_of, learnt
from stressdesk.traffic.measure_arrivals import ks
from stressdesk.traffic.observed import ordinary_texts
from stressdesk.traffic.tidying import tidied

TOPICS = ("refund my order", "reset my password", "change the address", "cancel my plan", "find my invoice")


def learning(tmp_path: Path, rows: list[dict[str, Any]], **wishes: Any) -> Learnt:
    log = tmp_path / "log.jsonl"
    log.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return learnt(Log(log), scenario(), tmp_path, Wishes(**wishes))


def careless(number: int) -> list[dict[str, Any]]:
    draw = random.Random(1)
    return [{"text": f"can you {draw.choice(TOPICS)} {draw.randint(100, 999)}"} for _ in range(number)]


def test_planned_traffic_shows_as_much_mess_as_the_log(tmp_path: Path):
    found = learning(tmp_path, careless(300))
    made = found.put_into(scenario())
    said = [text for text in ordinary_texts(made, 800, seed=3, folder=tmp_path) if "\n" not in text]
    marked = sum("?" in text for text in said) / len(said)
    assert marked < 0.25
    assert sum(text[:1].isupper() for text in said) / len(said) < 0.45


def test_what_a_small_log_does_not_show_is_not_taken_for_never(tmp_path: Path):
    small = {one.name: one for one in learning(tmp_path, careless(40)).mess}
    large = {one.name: one for one in learning(tmp_path, careless(2_000)).mess}
    assert small["emoji"].shown == large["emoji"].shown == 0
    assert small["emoji"].aim > 10 * large["emoji"].aim > 0
    assert small["emoji"].rate > 0


def test_the_log_counts_more_the_longer_it_is():
    usual = 0.5
    aims = [observed_mess._aim((0, messages), usual) for messages in (0, 10, 300)]
    assert aims == [usual, usual / 2, pytest.approx(10 * usual / 310)]


def test_a_log_of_few_messages_says_what_it_cannot_tell(tmp_path: Path):
    found = learning(tmp_path, careless(5))
    assert found.traffic.mess == scenario().traffic.mess
    assert any(lack.startswith("Mess: fewer than") for lack in found.lacks)
    assert any(lack.startswith("Arrivals") for lack in found.lacks)


def test_conversations_without_times_still_tell_their_turns(tmp_path: Path):
    talk = [{"from": "human", "value": "where is my parcel 17?"}, {"from": "gpt", "value": "There."},
            {"from": "human", "value": "and the other one?"}]  # fmt: skip
    found = learning(tmp_path, [{"id": f"c{at}", "conversations": talk} for at in range(30)])
    assert found.traffic.sessions.mean_turns == 2
    assert found.traffic.sessions.think_median_seconds == Sessions().think_median_seconds
    assert any(lack.startswith("Time between turns") for lack in found.lacks)


def test_languages_are_told_and_those_nobody_writes_are_named(tmp_path: Path):
    rows = [{"text": "¿Dónde está mi pedido? No lo encuentro en la página."}] * 20
    rows += [{"text": "Where is my order? I cannot find it on the page."}] * 70
    rows += [{"text": "Gdzie jest moje zamówienie? Nie mogę go znaleźć na stronie."}] * 10
    found = learning(tmp_path, rows)
    assert found.languages["en"] == 70
    assert found.traffic.languages["es"] == pytest.approx(0.2)
    assert any("pl" in lack for lack in found.lacks)


def test_names_in_short_messages_are_invented_in_the_language_of_their_conversation(tmp_path: Path):
    spanish = [("s", "¿Dónde está mi pedido? No lo encuentro en la web.")] * 3
    german = [("d", "Wo ist meine Bestellung, die Nummer habe ich nicht?"), ("d", "Dr. Kasimir, 4711")]
    rows = [{"session": session, "text": text} for session, text in (*spanish, *german)]
    examples = " ".join(learning(tmp_path, rows).traffic.examples)
    assert name_part("Kasimir", "de", 1, is_later=True) in examples
    assert name_part("Kasimir", "es", 1, is_later=False) not in examples
    assert "Kasimir" not in examples


def test_near_duplicates_are_merged_and_every_topic_is_there():
    draw = random.Random(2)
    texts = [f"Please {topic} {draw.randint(1, 9_999)}." for topic in TOPICS for _ in range(40)]
    found = groups(texts, 20)
    chosen = [texts[at] for group in found for at in group.chosen]
    assert len(chosen) <= 2 * len(TOPICS)
    assert all(any(topic in text for text in chosen) for topic in TOPICS)
    assert sum(group.count for group in found) == len(texts)


def test_a_grid_has_no_more_points_than_it_needs():
    even = list(range(1, 2_000))
    assert len(grid_of(even)) == 11
    lumpy = [10] * 500 + [400] * 300 + [401 + at for at in range(200)]
    assert len(grid_of(lumpy)) > 11
    assert ks(grid_of(even), even) < 0.1


@pytest.mark.parametrize(
    ("text", "language", "clean"),
    [
        ("  can i  get a refund ", "en", "Can I get a refund?"),
        ("it broke!!! 😡", "en", "It broke!"),
        ("wo ist mein Paket", "de", "Wo ist mein Paket."),
        ("我的包裹在哪里", "zh", "我的包裹在哪里"),
        ("line one\n  line two ", "en", "line one\n  line two"),
    ],
)
def test_examples_are_as_their_authors_would_show_them(text: str, language: str, clean: str):
    assert tidied(text, language) == clean


def test_indentation_is_no_double_space():
    assert shown.double_space("if a:\n    b  =  c") is None
    assert shown.double_space("Where is  my parcel?") is True
    assert shown.double_space("Where is my parcel?  ") is False


def test_a_rare_kind_that_a_plan_shows_none_of_is_not_driven_up():
    code = "why?\nconst a = 1;\nif (a) {\n  stop();\n}"
    texts = ["where is my parcel please"] * 2_000 + [code] * 3
    found = {one.name: one for one in observed_mess.seen(texts, lambda _: ["where is my parcel please"] * 1_200)}
    assert found["pasted-code"].shown == 3
    assert found["pasted-code"].rate < 0.1
