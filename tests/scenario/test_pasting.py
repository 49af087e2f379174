"""A prompt that comes from the clipboard: told apart by what it holds, whatever it holds."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenario.examples import written

from stressdesk.errors import ScenarioError
from stressdesk.resources import resource
from stressdesk.scenario.file import load, save
from stressdesk.scenario.importing.prompt import pasted_scenario
from stressdesk.scenario.importing.replacing import with_prompt
from stressdesk.scenario.model import Message, Parameters, Variable
from stressdesk.scenario.problems import problems
from stressdesk.scenario.prompt_source import PromptSource, from_text

CHAT = [{"role": "system", "content": "Sort."}, {"role": "user", "content": "{{question}}"}]
MESSAGES = (Message(role="system", content="Sort."), Message(role="user", content="{{question}}"))


def sample():
    return load(resource("samples", "support-triage.stress.yaml"))


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(CHAT),
        json.dumps({"messages": CHAT}, indent=2).replace("\n", "\r\n"),
        '- role: system\n  content: Sort.\n- role: user\n  content: "{{question}}"\n',
        'messages:\n- {role: system, content: Sort.}\n- {role: user, content: "{{question}}"}\n',
    ],
)
def test_chat_messages_are_known_in_json_and_yaml(text):
    assert from_text(text) == PromptSource(MESSAGES)


@pytest.mark.parametrize(
    "text",
    ["You sort messages.", "Your role: sort the mail.\nBe kind: always.", '[{"role": "user", broken', "- one\n- two"],
)
def test_everything_else_is_plain_text(text):
    assert from_text(text) == PromptSource(text=text)


@pytest.mark.parametrize("text", ["", " \n\t", "\0"])
def test_nothing_to_paste_is_said(text):
    with pytest.raises(ScenarioError, match="no text"):
        from_text(text)


def test_a_pasted_scenario_is_said_to_be_one():
    text = resource("samples", "support-triage.stress.yaml").read_text(encoding="utf-8")
    with pytest.raises(ScenarioError, match="this is a scenario"):
        from_text(text)
    with pytest.raises(ScenarioError, match="this is a scenario"):
        from_text(text[text.index("stressdesk:") :])


@given(st.text(st.characters(exclude_categories=()), min_size=1))
def test_whatever_is_pasted_makes_a_scenario_or_is_refused_in_words(text):
    try:
        found = from_text(text)
    except ScenarioError:
        return
    for message in found.messages or (Message(role="user", content=found.text or ""),):
        message.content.encode()
        assert "\0" not in message.content


def test_a_pasted_prompt_becomes_a_scenario_that_can_be_saved_and_run(tmp_path):
    scenario = pasted_scenario("You answer {name}'s questions about {product}.\n{question}")
    assert scenario.prompt.text == "You answer {{name}}'s questions about {{product}}.\n{{question}}"
    assert scenario.prompt.input == "question"
    assert set(scenario.variables) == {"name", "product"}
    assert problems(scenario, tmp_path) == []
    file = written(tmp_path, "", "made.stress.yaml")
    file.unlink()
    save(scenario, file)
    assert load(file) == scenario


def test_another_prompt_leaves_everything_else_as_it_is():
    before = sample()
    found = from_text(json.dumps({"messages": CHAT, "temperature": 0.5, "model": "x"}))
    replaced = with_prompt(before, found)
    after = replaced.scenario
    assert after.prompt.messages == MESSAGES
    assert after.prompt.input == "question"
    assert after.prompt.parameters == Parameters(temperature=0.5, max_tokens=6)
    assert (after.demo, after.checks, after.name) == (before.demo, before.checks, before.name)
    assert "2 chat messages" in replaced.notes[0]
    assert "{{question}}" in replaced.notes[1]
    assert "model" in replaced.notes[2]


def test_the_users_words_keep_their_variable_where_the_new_prompt_has_it():
    after = with_prompt(sample(), from_text("{{message}} or {{question}}")).scenario
    assert after.prompt.input == "message"


def test_a_variable_that_becomes_the_users_words_loses_its_values():
    before = msgspec.structs.replace(
        sample(), variables={"question": Variable(text="fixed"), "other": Variable(text="x")}
    )
    after = with_prompt(before, from_text("Answer {{question}}")).scenario
    assert after.prompt.input == "question"
    assert set(after.variables) == {"other"}


def test_a_broken_template_is_pasted_all_the_same():
    replaced = with_prompt(sample(), from_text("{% for %}"))
    assert replaced.scenario.prompt.text == "{% for %}"


def test_a_broken_template_makes_a_scenario_that_says_what_is_wrong(tmp_path):
    scenario = pasted_scenario("You work for {{ company name }}.")
    assert scenario.prompt.text == "You work for {{ company name }}."
    assert [one.field for one in problems(scenario, tmp_path)] == ["prompt.text"]
