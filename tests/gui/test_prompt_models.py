"""What the Prompt page shows, without widgets: the rendered example, the marks, the sources, and what edits do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from stressdesk.errors import ScenarioError
from stressdesk.gui.models import prompts, replacing, sources
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.marks import marks, units, unseen
from stressdesk.gui.models.rendered import MOST_SHOWN, Rendered, rendered
from stressdesk.resources import resource
from stressdesk.scenario.file import load
from stressdesk.scenario.model import Message, Parameters, Prompt, Variable
from stressdesk.scenario.rendering import Rendering
from stressdesk.traffic import plan

Run = Callable[[Awaitable[Any]], Any]


@pytest.mark.parametrize("name", ["support-triage", "handbook-answers", "invoice-extraction", "capacity-plan"])
def test_the_example_is_what_a_run_sends(name: str) -> None:
    path = resource("samples", f"{name}.stress.yaml")
    scenario = msgspec.structs.replace(
        load(path), variables={**load(path).variables, "invented": Variable(faker="name")}
    )
    scenario = msgspec.structs.replace(
        scenario, prompt=Prompt(text="{{invented}} asks: {{message}}"), demo=scenario.demo[:4]
    )
    for row, session in enumerate(plan.demo(scenario, seed=scenario.seed, folder=path.parent).sessions()):
        sent = Rendering(scenario.prompt, path.parent).messages(session.variables, session.turns[0].text)
        shown = rendered(scenario, path.parent, row)
        assert [(one.role, one.content) for one in shown.messages] == [(one.role, one.content) for one in sent]
        assert shown.problems == ()
        assert shown.tokens > 0


def test_the_example_follows_edits_and_the_chosen_row(open_desk: Desk, qtbot: QtBot) -> None:
    model = Rendered(open_desk.scenario, open_desk.thinking, open_desk)
    qtbot.waitUntil(lambda: model.example is not None)
    model.choose(3)
    open_desk.scenario.edit(("demo", 3, "text"), "Is this shown?")
    qtbot.waitUntil(lambda: not model.is_waiting)
    assert model.example is not None
    assert model.example.row == 3
    assert model.example.messages[-1].content == "Is this shown?"
    qtbot.waitUntil(lambda: not open_desk.scenario.is_looking)


def test_what_the_prompt_lacks_is_known(open_desk: Desk) -> None:
    scenario = msgspec.structs.replace(
        open_desk.scenario.now,
        prompt=Prompt(text="{{message}} {{city}} {{ mood | default('calm') }}{% for x in city %}{{x}}{% endfor %}"),
    )
    example = rendered(scenario, Path(), 0)
    assert example.missing == {"city"}
    assert example.problems[0].message == "{{city}} has no value"
    assert rendered(msgspec.structs.replace(scenario, demo=()), Path(), 0).problems[0].field == "demo"


def test_a_broken_prompt_and_a_missing_file_are_said(open_desk: Desk, tmp_path: Path) -> None:
    scenario = open_desk.scenario.now
    for prompt in (Prompt(text="{% for %}"), Prompt(file="nowhere.txt"), Prompt()):
        example = rendered(msgspec.structs.replace(scenario, prompt=prompt), tmp_path, 0)
        assert example.messages == ()
        assert example.problems[0].message


def test_a_huge_prompt_is_cut_for_display(open_desk: Desk) -> None:
    many = tuple(Message(role="user", content="x" * 10_000) for _ in range(200))
    example = rendered(msgspec.structs.replace(open_desk.scenario.now, prompt=Prompt(messages=many)), Path(), 0)
    assert len(example.messages) == MOST_SHOWN
    assert example.left_out == 201 - MOST_SHOWN
    assert max(len(one.content) for one in example.messages) < 10_000
    assert example.messages[0].characters == 10_000
    assert example.messages[-1].content == open_desk.scenario.now.demo[0].text


def test_marks_stand_where_qt_counts() -> None:
    found = list(marks("\U0001f600 {{ name | upper }} {% if x %}{# no {{variable}} #} a\u202eb"))
    assert [(one.start, one.length, one.kind, one.name) for one in found] == [
        (3, 18, "variable", "name"), (22, 10, "tag", ""), (32, 21, "comment", ""), (55, 1, "unseen", "")
    ]  # fmt: skip


@given(st.text())
def test_marks_never_overlap(line: str) -> None:
    end = 0
    for mark in marks(line):
        assert mark.start >= end
        assert mark.length > 0
        end = mark.start + mark.length
    assert end <= units(line)


def test_unseen_characters_are_named() -> None:
    assert unseen("a\u202eb\0c\u200b") == ["control character 0", "right-to-left override", "zero width space"]
    assert unseen("{{name}} é 漢字 \U0001f600") == []


def test_messages_are_added_moved_and_removed(open_desk: Desk) -> None:
    model = open_desk.scenario
    before = model.now.prompt.messages
    at = prompts.add_message(model)
    assert (at, model.now.prompt.messages[at]) == (14, Message(role="assistant", content=""))
    assert prompts.move_message(model, at, -1) == 13
    assert prompts.move_message(model, 0, -1) == 0
    prompts.remove_message(model, 13)
    assert model.now.prompt.messages == before
    assert model.undo_words == "removal of a message"


def test_a_text_is_split_into_messages_that_are_sent_alike(open_desk: Desk, run: Run) -> None:
    model = open_desk.scenario
    for text in ("You sort mail.", "Sort this: {{message}}"):
        model.edit(("prompt",), Prompt(text=text))
        sent = Rendering(model.now.prompt, Path()).messages({}, "words")
        run(replacing.split(open_desk))
        assert model.now.prompt.text is None
        assert Rendering(model.now.prompt, Path()).messages({}, "words") == sent


def test_a_prompts_file_is_copied_into_the_scenario(open_desk: Desk, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "prompt.json"
    path.write_text('{"messages": [{"role": "user", "content": "{{message}}"}], "temperature": 0.5}', encoding="utf-8")
    before = msgspec.structs.replace(
        open_desk.scenario.now, prompt=Prompt(file="prompt.json", parameters=Parameters(max_tokens=9))
    )
    open_desk.scenario.open(before, None, tmp_path)
    run(replacing.copy_here(open_desk))
    prompt = open_desk.scenario.now.prompt
    assert prompt.file is None
    assert prompt.messages == (Message(role="user", content="{{message}}"),)
    assert prompt.parameters == Parameters(temperature=0.5, max_tokens=9)
    open_desk.scenario.undo()
    assert open_desk.scenario.now == before


def test_a_pasted_prompt_is_one_step_and_is_explained(open_desk: Desk, run: Run) -> None:
    said = []
    open_desk.notices.said.connect(said.append)
    before = open_desk.scenario.now
    run(replacing.paste(open_desk, '[{"role": "user", "content": "{{question}}"}]'))
    assert open_desk.scenario.now.prompt.input == "question"
    assert "1 chat message." in said[0].words
    assert "{{question}}" in said[0].words
    said[0].act()
    assert open_desk.scenario.now == before
    assert open_desk.scenario.redo_words == "pasting of a prompt"


def test_what_is_typed_while_a_paste_is_read_is_kept(open_desk: Desk, run: Run) -> None:
    async def both() -> None:
        work = replacing.paste(open_desk, "Sort {{message}}")
        waiting = open_desk.troubles.start(work)
        open_desk.scenario.edit(("name",), "typed meanwhile")
        await waiting

    run(both())
    assert open_desk.scenario.now.name == "typed meanwhile"
    assert open_desk.scenario.now.prompt.text == "Sort {{message}}"


def test_nothing_on_the_clipboard_is_said(open_desk: Desk, run: Run) -> None:
    with pytest.raises(ScenarioError, match="no text"):
        run(replacing.paste(open_desk, " "))


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), min_size=1)))
def test_stop_sequences_survive_their_line(stops: list[str]) -> None:
    line = prompts.stops_written(tuple(stops))
    assert prompts.stops_read(line) == tuple(stops)
    assert "\n" not in line


def test_a_variable_is_given_a_value_and_another_source(open_desk: Desk) -> None:
    model = open_desk.scenario
    sources.give_value(model, "customer_name")
    assert model.now.variables["customer_name"] == Variable(faker="name")
    sources.give_value(model, "mood")
    assert model.now.variables["mood"] == Variable(text="")
    model.edit(("variables", "mood", "text"), "calm\nangry")
    sources.choose_kind(model, "mood", "values")
    assert model.now.variables["mood"].values == ("calm", "angry")
    for kind, _ in sources.KINDS:
        sources.choose_kind(model, "mood", kind)
        assert sources.kind_of(model.now.variables["mood"]) == kind
    sources.remove(model, "mood")
    assert set(model.now.variables) == {"customer_name"}
    sources.make_input(model, "customer_name")
    assert model.now.prompt.input == "customer_name"
    assert model.now.variables == {}


def test_variables_without_a_value_come_first(open_desk: Desk) -> None:
    sources.give_value(open_desk.scenario, "mood")
    rows = sources.source_rows(open_desk.scenario.now, frozenset({"city"}), frozenset({"city"}))
    assert [(one.name, one.kind, one.is_used) for one in rows] == [("city", None, True), ("mood", "text", False)]


@pytest.mark.parametrize(("text", "role"), [("Sort this: {{message}}", "user"), ("You sort requests.", "system")])
def test_a_prompt_in_a_file_of_text_is_shown_with_the_role_it_is_sent_with(
    open_desk: Desk, tmp_path: Path, text: str, role: str
) -> None:
    (tmp_path / "prompt.txt").write_text(text)
    scenario = msgspec.structs.replace(open_desk.scenario.now, prompt=Prompt(file="prompt.txt"))
    example = rendered(scenario, tmp_path, 0)
    assert [one.role for one in example.written] == [role]
    assert example.messages[0].role == role


@pytest.mark.parametrize("work", ["paste", "split"])
def test_a_scenario_opened_meanwhile_keeps_its_prompt(open_desk: Desk, run: Run, tmp_path: Path, work: str) -> None:
    other = msgspec.structs.replace(open_desk.scenario.now, name="Another", prompt=Prompt(text="Sort {{message}}"))
    said: list[str] = []
    open_desk.notices.said.connect(lambda notice: said.append(notice.words))

    async def both() -> None:
        making = replacing.paste(open_desk, "Answer {{message}}") if work == "paste" else replacing.split(open_desk)
        task = asyncio.ensure_future(making)
        await asyncio.sleep(0)
        open_desk.scenario.open(other, None, tmp_path)
        await task

    open_desk.scenario.open(msgspec.structs.replace(other, name="First"), None, tmp_path)
    run(both())
    assert open_desk.scenario.scenario is other
    assert not open_desk.scenario.can_undo()
    assert said == ["The prompt was not replaced: another scenario was opened meanwhile"]
