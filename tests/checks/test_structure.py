import time

import pytest
from checks.judging import judged

from stressdesk.checks.parsing import MOST_CHARACTERS, NotJson, comparable, read_json
from stressdesk.scenario.checks import Fields, Json

STRICT, FENCED = Json(), Json(fenced=True)


@pytest.mark.parametrize("answer", ["{}", " [1, 2]\n", "null", '"text"', "-1.5e3", "1" * 5_000, '{"a": {"b": []}}'])
def test_json_passes(answer):
    assert judged(STRICT, answer).judgement == "pass"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("", "empty"),
        ("Sure! {}", "it starts with 'Sure! {}'"),
        ("```json\n{}\n```", "Markdown fence"),
        ("{} and more", "more text follows"),
        ('{"a": 1', "breaks off"),
        ("{'a': 1}", "character 2"),
        ('{"a": 1,}', "character 9"),
        ("NaN", "NaN is not allowed"),
        ("[Infinity]", "Infinity is not allowed"),
        ('{"total": 1, "total": 2}', "'total' appears twice"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
    ],
)
def test_what_is_not_json_fails_with_a_reason(answer, reason):
    verdict = judged(STRICT, answer)
    assert verdict.judgement == "fail"
    assert reason in verdict.reason


@pytest.mark.parametrize(
    "answer",
    [
        '```json\n{"a": 1}\n```',
        'Here you are:\n```\n{"a": 1}\n```\nAnything else?',
        'Sure! {"a": 1} Hope that helps.',
        'See [1] for details: {"a": 1, "b": [2]}',
        '```python\nprint()\n```\nand\n```json\n{"a": 1}\n```',
    ],
)
def test_a_fence_or_words_are_forgiven_on_request(answer):
    assert judged(STRICT, answer).judgement == "fail"
    assert judged(FENCED, answer).judgement == "pass"
    assert read_json(answer, fenced=True).value["a"] == 1


@pytest.mark.parametrize("answer", ["no json here", "{broken", "[" * 100_000, "a [b] {c}", "```json\n{bad}\n```"])
def test_not_everything_is_forgiven(answer):
    assert judged(FENCED, answer).judgement == "fail"


def test_large_answers_are_read_up_to_a_limit_in_bounded_time():
    start = time.process_time()
    assert judged(FENCED, "[" * 1_000_000).judgement == "fail"
    assert judged(FENCED, "{" * 1_000_000 + "]").judgement == "fail"
    assert judged(FENCED, '["a' * 300_000).judgement == "fail"
    assert time.process_time() - start < 3
    assert judged(STRICT, '"' + "a" * MOST_CHARACTERS + '"').judgement == "unsure"


def test_values_compare_as_json_does():
    assert comparable({"a": [1, 2.0]}) == comparable({"a": [1.0, 2]})
    assert comparable(1) != comparable(True)
    assert comparable([1, 2]) != comparable([2, 1])
    assert comparable([]) != comparable({})
    with pytest.raises(NotJson):
        read_json("[1] [2]")


INVOICE = Fields(required=("customer", "total"), match=True)


def test_required_fields_must_be_there_and_filled():
    spec = Fields(required=("customer", "total", "lines", "paid"))
    assert judged(spec, '{"customer": "Ann", "total": 0, "lines": [1], "paid": false}').judgement == "pass"
    verdict = judged(spec, '{"customer": " ", "total": null, "lines": []}')
    assert verdict.reason == "missing or empty: customer, total, lines, paid"
    assert judged(spec, "[1]").reason == "the answer is an array, not a JSON object"
    assert judged(spec, "x").judgement == "fail"


@pytest.mark.parametrize(
    ("expect", "answer"),
    [
        ({"total": 12.5}, '{"customer": "Ann", "total": "12.50"}'),
        ({"total": "12.50"}, '{"customer": "Ann", "total": 12.5}'),
        ({"customer": "ANN  lee"}, '{"customer": " Ann Lee ", "total": 1}'),
        ({"date": "2024-05-01"}, '{"customer": "a", "total": 1, "date": "2024-05-01"}'),
        ({"lines": [{"n": 1}], "note": None}, '{"customer": "a", "total": 1, "lines": [{"n": "1"}]}'),
        ({"paid": True}, '{"customer": "a", "total": 1, "paid": true}'),
    ],
)
def test_fields_match_by_value(expect, answer):
    verdict = judged(INVOICE, answer, expect=expect)
    assert verdict.judgement == "pass", verdict.reason


def test_differences_are_told():
    verdict = judged(
        INVOICE, '{"customer": "Ann", "total": 12, "paid": 1}', expect={"total": 12.5, "date": "x", "paid": True}
    )
    assert verdict.reason == "total is '12', expected '12.5'; date is missing, expected 'x' and 1 more"


def test_without_an_expectation_to_match_it_is_unsure():
    answer = '{"customer": "Ann", "total": 12}'
    assert judged(INVOICE, answer).judgement == "unsure"
    assert judged(INVOICE, answer, expect="Ann").judgement == "unsure"
    assert judged(INVOICE, '{"customer": "Ann"}').judgement == "fail"


def test_long_values_are_shortened_in_reasons():
    reason = judged(INVOICE, f'{{"customer": "{"x" * 5000}", "total": 1}}', expect={"customer": "y" * 5000}).reason
    assert len(reason) < 200
