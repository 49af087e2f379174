"""A scenario around a prompt file: complete, honest about its placeholders, and right as it stands."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario.examples import written

from stressdesk.errors import ScenarioError
from stressdesk.scenario.checks import Equals, Fields, Json, OneOf, PromptLeak, Refusal
from stressdesk.scenario.file import load, save
from stressdesk.scenario.importing.prompt import PLACEHOLDERS, explained, new_scenario
from stressdesk.scenario.model import Parameters, Prompt, Variable
from stressdesk.scenario.problems import problems
from stressdesk.scenario.targets import Local, Simulated


def made(folder, text, name="support.txt"):
    path = written(folder, text, name)
    scenario = new_scenario(path)
    assert problems(scenario, folder) == []
    file = folder / "made.stress.yaml"
    file.unlink(missing_ok=True)
    save(scenario, file)
    assert load(file) == scenario
    return scenario


def chat(*messages, **parameters):
    return json.dumps({"messages": [{"role": role, "content": content} for role, content in messages], **parameters})


def test_a_text_without_variables_is_a_system_prompt(tmp_path):
    scenario = made(tmp_path, "You sort the messages of a small shop that sells lamps.")
    assert scenario.name == "support"
    assert scenario.prompt == Prompt(file="support.txt", parameters=Parameters(max_tokens=256))
    assert [one.text for one in scenario.demo] == list(PLACEHOLDERS)
    assert scenario.targets == {"embedded": Local(), "simulated": Simulated()}
    assert {type(check) for check in scenario.checks} >= {Refusal, PromptLeak}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("{{name}} asks {{question}}", "question"),
        ("{{question}} {{context}}", "question"),
        ("{{context}} {{claim}}", "claim"),
        ("{{ claim|trim }}", "claim"),
        ("{{user_input}} {{id}}", "user_input"),
        ("You work for {{company}}. Policy: {{policy}}", "message"),
        ("Policy: {{companyPolicy}}. Asked: {{policy_question}}", "policy_question"),
        ("Translate {{document}} to {{language}}", "document"),
        ("nothing", "message"),
    ],
)
def test_the_variable_of_the_users_words_is_guessed(text, name, tmp_path):
    assert made(tmp_path, text).prompt.input == name


def test_the_last_variable_of_the_last_user_message_is_the_input(tmp_path):
    text = chat(("user", "{{claim}}"), ("assistant", "ok"), ("user", "{{complaint}}"), ("system", "{{tone}}"))
    assert made(tmp_path, text, "p.json").prompt.input == "complaint"


@pytest.mark.parametrize(
    ("name", "provider"),
    [
        ("name", "name"),
        ("customer_name", "name"),
        ("firstName", "first_name"),
        ("email", "email"),
        ("company", "company"),
        ("company_name", "company"),
        ("city", "city"),
        ("order_id", "bothify"),
        ("order_date", "date"),
        ("date", "date"),
        ("phone_number", "phone_number"),
        ("country", "country"),
        ("last_name", "last_name"),
        ("zip", "postcode"),
        ("street_address", "street_address"),
        ("job", "job"),
        ("website", "url"),
    ],
)
def test_other_variables_are_invented_by_their_names(name, provider, tmp_path):
    assert made(tmp_path, f"{{{{{name}}}}} {{{{message}}}}").variables == {name: Variable(faker=provider)}


def test_variables_nobody_can_guess_are_placeholders(tmp_path):
    values = made(tmp_path, "{{product_name}} {{message}}").variables["product_name"].values
    assert all(value.startswith("Replace this by") for value in values)


def test_worked_examples_become_demo_inputs_and_labels_a_check(tmp_path):
    text = chat(
        ("system", "Sort."),
        ("user", "I paid twice"),
        ("assistant", "billing"),
        ("user", "It crashes"),
        ("assistant", "bug"),
        ("user", "{{message}}"),
        max_tokens=5,
    )
    scenario = made(tmp_path, text, "p.json")
    assert [(one.text, one.expect) for one in scenario.demo] == [("I paid twice", "billing"), ("It crashes", "bug")]
    assert scenario.checks[:2] == (OneOf(values=("billing", "bug")), Equals())
    assert scenario.prompt.parameters == Parameters()


def test_worked_examples_in_json_are_expected_field_by_field(tmp_path):
    text = chat(("user", "Bill 7"), ("assistant", '{"number": 7, "due": null}'), ("user", "{{message}}"))
    scenario = made(tmp_path, text, "p.json")
    assert scenario.demo[0].expect == {"number": 7, "due": None}
    assert scenario.checks[:2] == (Json(), Fields(required=("number", "due"), match=True))


def test_long_worked_answers_are_not_taken_for_labels(tmp_path):
    text = chat(("user", "Hello?"), ("assistant", "Hello, how can I help you today?"), ("user", "{{message}}"))
    assert made(tmp_path, text, "p.json").checks[0] == Refusal()


def test_names_in_single_braces_become_variables_with_a_note(tmp_path):
    scenario = made(tmp_path, "Help {customer} with {question}.")
    assert scenario.prompt.text == "Help {{customer}} with {{question}}."
    assert scenario.prompt.file is None
    assert "single braces" in scenario.description
    assert set(scenario.variables) == {"customer"}


@pytest.mark.parametrize(
    "text", ['Answer as {"label": {label}}', "if (x) { {y} }", "{{message}} in {name}", "{a b}", "{}"]
)
def test_other_braces_are_left_alone(text, tmp_path):
    assert made(tmp_path, text).prompt.file == "support.txt"


def test_the_prompt_is_named_as_seen_from_the_scenario(tmp_path):
    (tmp_path / "prompts").mkdir()
    (tmp_path / "scenarios").mkdir()
    path = written(tmp_path / "prompts", "Sort.", "p.txt")
    scenario = new_scenario(path, tmp_path / "scenarios" / "x.stress.yaml")
    assert scenario.prompt.file == "../prompts/p.txt"
    assert problems(scenario, tmp_path / "scenarios") == []


def test_what_is_not_taken_over_is_said(tmp_path):
    text = chat(("user", "{{message}}"), model="gpt", response_format={"type": "text"})
    assert "Not taken over from it: model, response_format." in made(tmp_path, text, "p.json").description


def test_a_prompt_that_cannot_be_read_is_a_message(tmp_path):
    with pytest.raises(ScenarioError, match=r"`\{\{ message` is not closed by"):
        new_scenario(written(tmp_path, "{{ message", "p.txt"))
    with pytest.raises(ScenarioError, match="there is no such file"):
        new_scenario(tmp_path / "nowhere.txt")


def notes(folder, text):
    return explained(made(folder, text), folder / "support.txt", folder)


def test_what_was_guessed_is_said(tmp_path):
    said = notes(tmp_path, "Mail {{customer_mail}} of {{company}} about {{product}}: {{order}}")
    assert said == [
        (
            "User's words: {{order}}; company: Faker company; customer_mail: Faker email; product: 2 placeholders to "
            "replace — change them under `prompt.input` and `variables` if that is wrong."
        )
    ]


def test_words_that_the_prompt_does_not_mention_are_said_to_follow_it(tmp_path):
    assert notes(tmp_path, "Sort.") == [
        "User's words: a message of their own after the prompt — change them under `prompt.input` if that is wrong."
    ]


def test_a_copied_prompt_is_said_to_be_one(tmp_path):
    assert notes(tmp_path, "Answer {question}.")[1] == (
        "The prompt was copied into the scenario with {{name}} for {name}; later changes to support.txt do not count."
    )


@settings(max_examples=60)
@given(
    text=st.lists(st.sampled_from(["{{message}}", "{{ a }}", "{b}", "{", "}", "words", "\n", "#", "{{", '"'])).map(
        "".join
    )
)
def test_any_prompt_is_a_scenario_without_problems_or_a_message(text, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp()
    try:
        scenario = new_scenario(written(folder, text, "any.txt"))
    except ScenarioError as error:
        found = list(error.problems)
    else:
        found = [scenario] if problems(scenario, folder) == [] else []
    assert found
