"""Prompt files: what a text, JSON or YAML file holds, and what is not imported yet."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario.examples import written

from stressdesk.errors import ScenarioError
from stressdesk.scenario.model import Message, Parameters
from stressdesk.scenario.prompt_source import from_file

CHAT = [{"role": "system", "content": "Sort."}, {"role": "user", "content": "{{message}}"}]
MESSAGES = (Message(role="system", content="Sort."), Message(role="user", content="{{message}}"))


@pytest.mark.parametrize("name", ["p.txt", "p.md", "p.prompt", "p"])
def test_a_text_file_is_one_text(name, tmp_path):
    found = from_file(written(tmp_path, "\ufeff# Sort\r\n\r\n{{message}}\r\n", name))
    assert (found.text, found.messages) == ("# Sort\n\n{{message}}\n", ())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.json", json.dumps(CHAT)),
        ("p.json", json.dumps({"messages": CHAT})),
        ("p.txt", json.dumps({"messages": CHAT})),
        ("p.md", "\n" + json.dumps(CHAT)),
        ("p.yaml", "messages:\n  - {role: system, content: Sort.}\n  - {role: user, content: '{{message}}'}\n"),
        ("p.yml", "- role: system\n  content: Sort.\n- role: user\n  content: '{{message}}'\n"),
    ],
)
def test_chat_messages_are_recognised_by_what_the_file_holds(name, text, tmp_path):
    assert from_file(written(tmp_path, text, name)).messages == MESSAGES


@pytest.mark.parametrize("text", ['[role]: "role"', '{"role": 1', '["role"]', '{"a": "role"}'])
def test_a_text_that_only_looks_like_json_stays_a_text(text, tmp_path):
    assert from_file(written(tmp_path, text, "p.txt")).text == text


def test_parameters_beside_the_messages_are_taken(tmp_path):
    fields = {"messages": CHAT, "temperature": 0, "top_p": 0.5, "max_completion_tokens": 7, "stop": ["a"], "seed": 3}
    found = from_file(written(tmp_path, json.dumps(fields | {"model": "x", "stream": True}), "p.json"))
    assert found.parameters == Parameters(temperature=0, top_p=0.5, max_tokens=7, stop=("a",), seed=3)
    assert found.left_out == ("model", "stream")


def test_text_parts_are_joined(tmp_path):
    parts = [{"type": "text", "text": "one"}, {"type": "text", "text": "two"}]
    found = from_file(written(tmp_path, json.dumps([{"role": "user", "content": parts}]), "p.json"))
    assert found.messages[0].content == "one\ntwo"


IMAGE = {"type": "image_url", "image_url": {"url": "data:"}}
CALL = {"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]}


@pytest.mark.parametrize(
    ("plain", "words"),
    [
        ([], "no messages are found"),
        ({}, "no messages are found"),
        ({"messages": {}}, "no messages are found"),
        ("words", "a prompt file holds messages"),
        (7, "a prompt file holds messages"),
        (None, "a prompt file holds messages"),
        ({"prompts": ["a"]}, "no messages are found"),
        ({"stressdesk": 1, "prompt": {"text": "a"}}, "this is a scenario, not a prompt"),
        (["hello"], "message 1 has no role"),
        ([{"content": "x"}], "message 1 has no role"),
        ([{"role": "boss", "content": "x"}], "message 1 has an unknown role: boss"),
        ([{"role": ["user"], "content": "x"}], "unknown role"),
        ([{"role": "user"}], "the content of message 1 is no text"),
        ([{"role": "user", "content": 7}], "the content of message 1 is no text"),
        ([{"role": "user", "content": [IMAGE]}], "holds a part that is no text (image_url); it is not imported yet"),
        ([{"role": "user", "content": [{"type": "input_audio"}]}], "(input_audio); it is not imported yet"),
        ([{"role": "user", "content": [7]}], "holds a part that is no text"),
        ([{"role": "user", "content": "x"}, CALL], "message 2: tool calls are not imported yet"),
        ([{"role": "tool", "content": "x"}], "tool calls are not imported yet"),
        ({"messages": CHAT, "tools": [{}]}, "`tools`: tool calls are not imported yet"),
        ({"messages": CHAT, "temperature": "hot"}, "a parameter does not fit"),
        ({"messages": CHAT, "max_tokens": -1}, "a parameter does not fit"),
    ],
)
@pytest.mark.parametrize("name", ["p.json", "p.yaml"])
def test_what_is_no_prompt_is_told(plain, words, name, tmp_path):
    with pytest.raises(ScenarioError) as caught:
        from_file(written(tmp_path, json.dumps(plain), name))
    assert words in str(caught.value)
    assert caught.value.problems[0].hint


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("p.json", '[\n{"role": "user",\n}]', "p.json:3: prompt.file: this is not valid JSON"),
        ("p.json", "[" * 100_000, "this JSON is nested too deep"),
        ("p.json", '[{"role": "user", "content": NaN}]', "nested too deep or holds too large a number"),
        ("p.json", '{"seed": ' + "9" * 5_000 + "}", "too large a number"),
        ("p.json", '{"seed": 9223372036854775808}', "too large a number"),
        ("p.json", '{"seed": 1e999}', "too large a number"),
        ("p.json", '[{"role": "user", "content": "\\ud800"}]', "half a character"),
        ("p.yaml", "a: !!python/object:os.system x", "is not allowed"),
        ("p.yaml", "- role: user\n  content: {{message}}\n", "p.yaml:2"),
        ("p.txt", "", "the prompt file is empty"),
        ("p.txt", "  \n\n", "the prompt file is empty"),
        ("p.json", "", "the prompt file is empty"),
        ("p.txt", b"\xff\xfea\x00", "stored as UTF-16"),
        ("p.txt", b"x" * 2_000_001, "at most 2 MB"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_broken_files_are_told(name, text, words, tmp_path):
    with pytest.raises(ScenarioError) as caught:
        from_file(written(tmp_path, text, name))
    assert words in str(caught.value)


PARTS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(["user", "text", "x"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["role", "content", "messages", "type", "text", "temperature", "stop"]), inner),
    ),
    max_leaves=8,
)


@settings(max_examples=150)
@given(plain=PARTS)
def test_any_json_is_a_prompt_or_a_message(plain, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps(plain))
    try:
        found = from_file(path)
    except ScenarioError as error:
        found = error
    assert getattr(found, "messages", None) or found.problems
