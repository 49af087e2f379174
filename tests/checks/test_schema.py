import json
import time

import pytest
from checks.judging import judged, scenario

from stressdesk.checks.build import checks_for
from stressdesk.errors import ScenarioError
from stressdesk.scenario.checks import JsonSchema

ORDER = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["id", "total"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "pattern": "^[A-Z]{2}-\\d+$"},
        "total": {"type": "number", "minimum": 0},
        "lines": {"type": "array", "maxItems": 3, "uniqueItems": True, "items": {"$ref": "#/$defs/line"}},
        "state": {"enum": ["open", "closed"]},
        "count": {"type": "integer"},
        "customer": {"anyOf": [{"type": "null"}, {"type": "object", "required": ["name"]}]},
    },
    "patternProperties": {"^x_": {"type": "string"}},
    "$defs": {"line": {"type": "object", "properties": {"price": {"type": "number"}}}},
}


def test_an_answer_that_fits():
    answer = {"id": "AB-1", "total": 2.5, "lines": [{"price": 1}, {"price": 2}], "state": "open", "x_a": "b"}
    assert judged(JsonSchema(schema=ORDER), json.dumps(answer)).judgement == "pass"
    fenced = judged(JsonSchema(schema=ORDER, fenced=True), f"```json\n{json.dumps(answer)}\n```")
    assert fenced.reason == "the answer fits the schema, inside a Markdown fence"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"total": "abc"}, "at $.total: 'abc' is not a number"),
        ({"total": -1}, "at $.total: '-1' is less than 0"),
        ({"total": True}, "at $.total: a boolean is not a number"),
        ({"id": "ab1"}, "at $.id: 'ab1' does not match the pattern '^[A-Z]{2}-\\d+$'"),
        ({"id": None}, "at $.id: null is not a string"),
        ({"state": "lost"}, "at $.state: 'lost' is not one of open, closed"),
        ({"lines": [{}, {"price": "1"}]}, "at $.lines[1].price: '1' is not a number"),
        ({"lines": [{"price": 1}, {"price": 1.0}]}, "at $.lines: the list holds an entry twice"),
        ({"lines": [1, 2, 3, 4]}, "at $.lines: the list has 4 entries, at most 3 allowed"),
        ({"count": 1.5}, "at $.count: '1.5' is not a whole number"),
        ({"extra": 1}, "at $: 'extra' is not a field of the schema"),
        ({"x_a": 1}, "at $.x_a: a number is not a string"),
        ({"customer": {"age": 3}}, "at $.customer: missing: name"),
    ],
)
def test_the_reason_says_where_and_what(change, reason):
    verdict = judged(JsonSchema(schema=ORDER), json.dumps({"id": "AB-1", "total": 1} | change))
    assert verdict.judgement == "fail"
    assert verdict.reason == reason


@pytest.mark.parametrize(
    ("schema", "answer", "reason"),
    [
        ({"minItems": 2}, [1], "at $: the list has 1 entry, at least 2 needed"),
        ({"minProperties": 2}, {"a": 1}, "at $: 1 field, at least 2 needed"),
    ],
)
def test_one_entry_or_field_is_counted_as_one(schema, answer, reason):
    assert judged(JsonSchema(schema=schema), json.dumps(answer)).reason == reason


def test_missing_fields_are_named_together():
    assert judged(JsonSchema(schema=ORDER), "{}").reason == "at $: missing: id, total"


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"type": "nonsense"}, "type"),
        ({"$ref": "https://example.com/schema.json"}, "outside itself"),
        ({"properties": {"a": {"$ref": "other.json#/x"}}}, "outside itself"),
        ({"$ref": "#/$defs/missing"}, "nothing stands"),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, "2020-12"),
        ({"properties": {"a": {"$id": "https://example.com/a"}}}, "$id"),
        ({"pattern": "("}, "pattern"),
        ({"patternProperties": {"(": True}}, "pattern"),
        ({"unevaluatedProperties": False, "patternProperties": {"a": True}}, "additionalProperties"),
    ],
)
def test_a_schema_that_cannot_be_used_is_a_problem_of_the_scenario(schema, message):
    with pytest.raises(ScenarioError) as raised:
        checks_for(scenario(JsonSchema(schema=schema)), "")
    assert message in str(raised.value)
    assert "checks[0].schema" in str(raised.value)


def test_names_of_keywords_may_be_names_of_fields():
    schema = {
        "properties": {"$ref": {"type": "string"}, "pattern": {"type": "string"}},
        "const": {"$ref": "x", "pattern": "("},
    }
    assert judged(JsonSchema(schema=schema), '{"$ref": "x", "pattern": "("}').judgement == "pass"


@pytest.mark.parametrize(
    ("schema", "answer"),
    [
        ({"pattern": "(a+)+$"}, "a" * 5_000 + "b"),
        ({"items": {"pattern": "(a+)+$"}}, ["a" * 1_000 + "b"] * 500),
        ({"patternProperties": {"(a+)+$": {}}}, {"a" * 5_000 + "b": 1}),
        ({"patternProperties": {"(a+)+$": {}}, "additionalProperties": False}, {"a" * 5_000 + "b": 1}),
        ({"items": {"type": "integer", "minimum": 0, "maximum": 9}}, [1] * 300_000),
        ({"unevaluatedItems": False}, [1] * 300_000),
        ({"unevaluatedProperties": {"type": "string"}}, {str(number): "" for number in range(50_000)}),
        ({"$ref": "#"}, [1]),
        ({"pattern": "a"}, "b" * 1_000_000),
        ({"multipleOf": 0.1}, 10**3_000),
    ],
)
def test_what_would_take_too_long_is_unsure_in_bounded_time(schema, answer):
    text = json.dumps(answer)
    start = time.process_time()
    verdict = judged(JsonSchema(schema=schema), text)
    assert verdict.judgement == "unsure", verdict.reason
    assert time.process_time() - start < 3


def test_unique_items_takes_linear_time():
    start = time.process_time()
    assert judged(JsonSchema(schema={"uniqueItems": True}), json.dumps(list(range(200_000)))).judgement == "pass"
    assert (
        judged(JsonSchema(schema={"uniqueItems": True}), json.dumps([[i] for i in range(100_000)] + [[5]])).judgement
        == "fail"
    )
    assert time.process_time() - start < 3


def test_deep_answers_and_schemas_do_not_crash():
    tree = {"$defs": {"node": {"type": "array", "items": {"$ref": "#/$defs/node"}}}, "$ref": "#/$defs/node"}
    assert judged(JsonSchema(schema=tree), "[[[]]]").judgement == "pass"
    assert judged(JsonSchema(schema=tree), "[" * 900 + "]" * 900).judgement in {"unsure", "fail"}
    assert judged(JsonSchema(schema={"uniqueItems": True}), "[" * 900 + "]" * 900).judgement in {
        "unsure",
        "fail",
        "pass",
    }


def test_huge_numbers_do_not_crash():
    for digits in ("9" * 4_400, "-" + "9" * 100_000, "1e999"):
        assert judged(JsonSchema(schema={"type": "number", "maximum": 5, "minimum": -5}), digits).judgement == "fail"
