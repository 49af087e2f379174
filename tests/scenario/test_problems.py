"""What can be wrong beyond types, each with its field and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest
from scenario.examples import MINIMAL, refused, written

from stressdesk.scenario.check_problems import MAX_REPETITIONS, repetitions
from stressdesk.scenario.file import parse
from stressdesk.scenario.problems import problems
from stressdesk.scenario.schema_problems import schema_problems


def found(text: str, folder: Path = Path("nowhere")) -> dict[str, str]:
    """Message and hint by field."""
    return {one.field: f"{one.message} | {one.hint}" for one in problems(parse(text, Path("x")), folder)}


def with_check(check: str, text: str = MINIMAL) -> str:
    return text + f"checks:\n  - {check}\n"


def with_prompt(prompt: str, rest: str = "") -> str:
    return MINIMAL.replace('text: "Sort this: {{message}}"', prompt) + rest


def test_nothing_is_wrong_with_the_minimal_scenario():
    assert found(MINIMAL) == {}


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        (MINIMAL + "target: nobody\n", "target", "no target called nobody | Write `target:` with one of embedded"),
        (MINIMAL.replace("embedded:", "gpt:"), "target", "with one of gpt"),
        (with_prompt("parameters: {}"), "prompt", "the prompt has no text | Write exactly one of"),
        (with_prompt("text: a\n  file: b.txt"), "prompt", "text and file are given together"),
        (with_prompt("text: a\n  input: 'message\n\n'"), "prompt.input", "this is no name"),
        (
            with_prompt('text: "{{message}} {{order}}"'),
            "variables",
            "`order` has no value | Give it values under `variables:`",
        ),
        (with_prompt('text: "{{ message"'), "prompt.text", "`{{ message` is not closed by `}}`"),
        (with_prompt('text: "{{message}} {{user.name}}"'), "prompt.text", "write user_name in place of user.name"),
        (
            with_prompt("text: a", "variables: {message: {text: b}}\n"),
            "variables.message",
            "the variable of the user's words",
        ),
        (with_prompt("text: a", "variables: {a b: {text: b}}\n"), 'variables["a b"]', "cannot be used in a prompt"),
        (with_prompt("text: a", "variables: {a: {}}\n"), "variables.a", "has no source of values"),
        (with_prompt("text: '{{message[9]}}{{1/0}}'"), "prompt.text", "cannot be rendered"),
        (MINIMAL.replace("expect: billing", "variables: {message: x}"), "demo[0].variables.message", "user's words"),
        (
            with_prompt("text: a\n  parameters: {extra: {n: 5}}"),
            "prompt.parameters.extra.n",
            "this cannot be set in a scenario | Remove it: each query asks for one answer.",
        ),
        (
            with_prompt("text: a\n  parameters: {extra: {extra_body: {n: 5}}}"),
            "prompt.parameters.extra.extra_body.n",
            "cannot be set in a scenario",
        ),
        (
            MINIMAL.replace("{kind: local}", "{kind: litellm, model: openai/m, options: {timeout: 5}}"),
            "targets.embedded.options.timeout",
            "cannot be set in a scenario | Write it under `timeout_seconds:` of the target.",
        ),
        (
            MINIMAL.replace("{kind: local}", "{kind: litellm, model: openai/m, options: {mock_response: x}}"),
            "targets.embedded.options.mock_response",
            "cannot be set in a scenario | Remove it",
        ),
        (MINIMAL + "load: {scales: [100, 10]}\n", "load.scales", "must grow, each standing once | Write [10, 100]"),
        (MINIMAL + "load: {scales: [10, 10]}\n", "load.scales", "must grow"),
        (MINIMAL + "load: {arrivals: {kind: ramp, start: 0, end: 0}}\n", "load.arrivals", "nobody ever arrives"),
        (
            MINIMAL + "disturbance: {faults: {rate_limit: .5, stall: .6}}\n",
            "disturbance.faults",
            "fail on purpose add up to 1.1, more than 1 | They are shares of all requests: lower one.",
        ),
        (
            MINIMAL + "disturbance: {network: {preset: mobile, delay_ms: 10}}\n",
            "disturbance.network.jitter_ms",
            "the delay of 10 ms cannot vary by 40 ms | Write `jitter_ms: 10` or less",
        ),
        (
            MINIMAL + "disturbance: {personas: {phone: {jitter_ms: 10}}}\n",
            "disturbance.personas.phone.jitter_ms",
            "the delay of 0 ms cannot vary by 10 ms",
        ),
        (MINIMAL + "traffic: {off_topic: .5, hostile: .6}\n", "traffic", "add up to more than 1"),
        (MINIMAL + "traffic: {personas: {hurried: 0}}\n", "traffic.personas", "all weights are 0"),
        (
            MINIMAL.replace(
                "{kind: local}",
                "{kind: local, price_as: a, prices: {input_usd_per_million: 1, output_usd_per_million: 1}}",
            ),
            "targets.embedded.prices",
            "are given together",
        ),
        (
            MINIMAL.replace(
                "{kind: local}", "{kind: simulated, errors: {rate_limit: 0, timeout: 0, server: 0, rejected: 0}}"
            ),
            "targets.embedded.errors",
            "of no kind",
        ),
        (
            with_check("kind: contains", MINIMAL.replace("    expect: billing\n", "")),
            "checks[0]",
            "no demo input says what",
        ),
        (
            with_check("kind: equals", MINIMAL.replace("    expect: billing\n", "")),
            "checks[0]",
            "no demo input says what",
        ),
        (with_check("{kind: fields, match: true}"), "checks[0].match", "nothing to match with"),
        (with_check("kind: fields"), "checks[0]", "asks for nothing"),
        (with_check("{kind: contains, value: a, values: [b]}"), "checks[0]", "given together"),
        (with_check("{kind: contains, values: ['']}"), "checks[0]", "an empty text is searched for"),
        (with_check("{kind: not-contains, values: [a, '']}"), "checks[0]", "an empty text is searched for"),
        (with_check("{kind: regex, pattern: '('}"), "checks[0].pattern", "not a regular expression (missing )"),
        (with_check("{kind: regex, pattern: '(a{1000}){1000}'}"), "checks[0].pattern", "more than 10,000 times"),
        (with_check("{kind: regex, pattern: 'a{999999999999}'}"), "checks[0].pattern", "more than 10,000 times"),
        (
            with_check("{kind: regex, pattern: '" + "(" * 900 + ")" * 900 + "'}"),
            "checks[0].pattern",
            "not a regular expr",
        ),
        (with_check("{kind: length, min_chars: 9, max_chars: 3}"), "checks[0].min_chars", "9 and at most 3 characters"),
        (
            with_check("{kind: length, min_words: 9, max_words: 3}"),
            "checks[0].min_words",
            "9 and at most 3 words",
        ),
        (with_check("kind: length"), "checks[0]", "the check has no bound"),
        (with_check("{kind: personal-data, kinds: []}"), "checks[0]", "looks for nothing"),
        (with_check("{kind: json-schema, schema: {type: rubbish}}"), "checks[0].schema", "this is not a JSON Schema"),
        (with_check("{kind: json-schema, schema: {$ref: 'http://x.org/y'}}"), "checks[0].schema", "nothing is fetched"),
        (
            with_check("{kind: json-schema, schema: {$ref: 'file:///etc/passwd'}}"),
            "checks[0].schema",
            "nothing is fetched",
        ),
        (with_check("{kind: json-schema, schema: {$ref: '#/$defs/no'}}"), "checks[0].schema", "leads nowhere"),
        (with_check("{kind: json-schema, schema: {$ref: '#'}}"), "checks[0].schema", "leads back to itself"),
    ],
)
def test_each_problem_is_told_at_its_field(text, field, words):
    assert words in found(text).get(field, f"nothing there, but {found(text)}")


@pytest.mark.parametrize(
    "text",
    [
        with_check("{kind: contains, value: a}", MINIMAL.replace("    expect: billing\n", "")),
        with_check("{kind: fields, match: true}", MINIMAL.replace("expect: billing", "expect: {a: 1}")),
        with_check("{kind: fields, required: [a]}"),
        with_check("{kind: regex, pattern: '^[A-Z]{2}-[0-9]{1,6}$'}"),
        with_check("{kind: length, max_words: 3}"),
        with_check(
            "{kind: json-schema, schema: {$id: 'https://x.org/y', type: object, properties: {a: {$ref: '#/$defs/b'}}, "
            "$defs: {b: {type: string}}}}"
        ),
        with_check("{kind: json-schema, schema: {type: object, properties: {inner: {$ref: '#'}}}}"),
        with_prompt('text: "{{message}} {{order|default(1)}} {% if x is defined %}{{x}}{% endif %}"'),
        with_prompt('text: "{{message}} {{order}}"').replace("expect: billing", "variables: {order: A7}"),
        MINIMAL + "load: {loop: closed, users: 5}\n",
    ],
)
def test_what_is_right_is_left_alone(text):
    assert found(text) == {}


def test_a_variable_that_some_demo_inputs_lack_is_told_at_the_first_of_them():
    text = with_prompt('text: "{{message}} {{order}}"').replace(
        "    expect: billing\n", "    variables: {order: A}\n  - text: two\n  - text: three\n"
    )
    assert list(found(text)) == ["demo[1]"]


@pytest.mark.parametrize(
    ("address", "is_right"),
    [
        ("http://127.0.0.1:8000/v1", True),
        ("https://example.org", True),
        ("ftp://example.org", False),
        ("file:///etc/passwd", False),
        ("127.0.0.1:8000", False),
        ("http://", False),
        ("http://a b", False),
        ("http://[::1", False),
        ("javascript:alert(1)", False),
        ("http://me:secret@example.org", False),
        ("http://127.0.0.1:8000/v1?", False),
        ("http://127.0.0.1:8000/v1#main", False),
    ],
)
def test_addresses_are_of_the_web_and_hold_no_password(address, is_right):
    text = MINIMAL.replace("{kind: local}", f"{{kind: litellm, model: a, base_url: '{address}'}}")
    assert (found(text) == {}) == is_right


def test_a_key_in_an_address_is_refused_unseen_with_the_place_it_belongs_to():
    text = MINIMAL.replace(
        "{kind: local}", "{kind: litellm, model: a, base_url: 'https://example.org/v1?api-key=9f8e7d'}"
    )
    ((field, said),) = found(text).items()
    assert field == "targets.embedded.base_url"
    assert "key_env" in said
    assert "9f8e7d" not in said


KEYS = [
    "sk-proj-abcdefghijklmnopqrst1234",
    "sk-ant-api03-abcdefghijklmnop1234567890",
    "AIza" + "a1" * 17 + "b",
    "gsk_" + "aB3" * 10,
    "hf_" + "aB3" * 10,
    "AKIAIOSFODNN7EXAMPLE",
    "ghp_" + "a1B" * 12,
]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    ("place", "field"),
    [
        ("description: 'use KEY'\n", "description"),
        ("traffic: {examples: [hello, 'KEY']}\n", "traffic.examples[1]"),
        ("variables: {a: {text: 'KEY'}}\n", "variables.a.text"),
        ("checks: [{kind: json-schema, schema: {enum: ['KEY']}}]\n", "checks[0].schema.enum[0]"),
        ("checks: [{kind: json-schema, schema: {'KEY': {a: 1}}}]\n", "checks[0].schema"),
    ],
)
def test_a_key_anywhere_is_told_without_being_shown(key, place, field):
    text = MINIMAL + place.replace("KEY", key)
    words = found(text)[field]
    assert "this looks like a key | Keys belong in the environment" in words
    assert key not in str(found(text))


@pytest.mark.parametrize(
    "words",
    [
        "task-force-one-two-three-four-five",
        "sk-learn",
        "risk-averse-and-very-long-words-2",
        "hf_x",
        "sk-this-has-no-figure-at-all",
    ],
)
def test_words_that_only_resemble_a_key_are_left_alone(words):
    assert found(MINIMAL + f"description: {words}\n") == {}


@pytest.mark.parametrize(
    "name", ["api_key", "API-KEY", "apikey", "aws_secret_access_key", "azure_ad_token", "password", "token"]
)
def test_options_hold_no_keys(name):
    text = MINIMAL.replace("{kind: local}", f"{{kind: litellm, model: a, options: {{headers: [{{{name}: x}}]}}}}")
    assert f"targets.embedded.options.headers[0].{name}" in found(text)
    assert f"prompt.parameters.extra.{name}" in found(with_prompt(f"text: a\n  parameters: {{extra: {{{name}: x}}}}"))


def test_usual_options_are_no_keys():
    options = "{max_tokens: 5, tokenizer: x, logit_bias: {a: 1}, api_version: y, response_format: {type: json_object}}"
    assert found(MINIMAL.replace("{kind: local}", f"{{kind: litellm, model: a, options: {options}}}")) == {}


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("abc", 3),
        ("a{5}", 5),
        ("(ab){5}", 10),
        ("((a{3}b){4})", 16),
        (r"\({7}", 7),
        ("[({]{9}", 9),
        ("a{2,}b{3,4}", 5),
        ("", 0),
    ],
)
def test_repetitions_multiply_when_nested_and_add_up_in_a_row(pattern, count):
    assert repetitions(pattern) == count


def test_ordinary_patterns_are_far_from_the_bound():
    assert repetitions(r"^(\+\d{1,3}[- ]?)?\(?\d{3}\)?[- ]?\d{3}[- ]?\d{4}$") < MAX_REPETITIONS / 100


def test_schemas_whose_references_multiply_are_refused_quickly():
    doubled = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(60)}
    schema = {"$ref": "#/$defs/d0", "$defs": {**doubled, "d60": {"type": "string"}}}
    assert [one.message for one in schema_problems(schema, "x")] == ["the schema's references multiply"]


def test_schemas_with_long_chains_of_references_are_refused_not_crashed_on():
    chain = {f"d{n}": {"$ref": f"#/$defs/d{n + 1}"} for n in range(2_000)}
    assert list(schema_problems({"$ref": "#/$defs/d0", "$defs": {**chain, "d2000": {}}}, "x"))


def test_lines_are_those_of_the_file(tmp_path):
    text = with_prompt('text: "{{message}} {{ x.y }}"') + "checks:\n  - kind: length\n  - {kind: regex, pattern: '['}\n"
    assert [(one.line, one.field) for one in refused(written(tmp_path, text))] == [
        (4, "prompt.text"),
        (11, "checks[0]"),
        (12, "checks[1].pattern"),
    ]


def test_a_problem_with_a_missing_field_is_told_at_what_should_hold_it(tmp_path):
    written(tmp_path, "a\n1\n", "t.csv")
    text = MINIMAL + "variables:\n  one: {text: a}\n  two: {csv: t.csv}\n"
    assert [(one.line, one.field) for one in refused(written(tmp_path, text))] == [(12, "variables.two.column")]
