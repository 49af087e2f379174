from __future__ import annotations

from typing import get_args

import pytest

from stressdesk.checks.demands import demand
from stressdesk.scenario import checks

EXAMPLES = {
    checks.OneOf(values=("a", "b")): "Is one of “a” or “b”",
    checks.OneOf(values=("a",), ignore_case=False): "Is one of “a”, in the same case",
    checks.Equals(): "Is what the demo input expects",
    checks.Equals(value="42", exact=True): "Is exactly “42”",
    checks.Contains(values=("a", "b")): "Contains “a” and “b”",
    checks.Contains(values=("a", "b"), any=True): "Contains “a” or “b”",
    checks.Contains(): "Contains what the demo input expects",
    checks.NotContains(values=("a", "b", "c", "d", "e")): "Contains none of “a”, “b”, “c”, “d” or 1 more",
    checks.Regex(pattern=r"\d"): r"Has something that matches \d",
    checks.Regex(pattern=r"\d", absent=True): r"Has nothing that matches \d",
    checks.Length(max_words=120): "Has at most 120 words",
    checks.Length(min_chars=2, max_chars=1_000, min_words=1): "Has 2 to 1,000 characters and at least 1 word",
    checks.Json(fenced=True): "Is JSON, words around it forgiven",
    checks.Fields(required=("a", "b")): "Is a JSON object that has the fields a and b",
    checks.Fields(match=True): "Is a JSON object that has the values the demo input expects",
    checks.Language(): "Is in the language of the user",
    checks.Refusal(): "Does not refuse",
    checks.Refusal(expected=True): "Refuses",
    checks.PromptLeak(): "Repeats no 8 words in a row of the system prompt",
    checks.PersonalData(kinds=("email", "ip")): "Repeats no e-mail address or IP address of the user",
    checks.PersonalData(kinds=("iban",)): "Repeats no IBAN of the user",
    checks.FirstToken(max_seconds=1.5): "Begins within 1.5 s of sending",
    checks.TotalLatency(max_seconds=10): "Is complete within 10 s of arrival",
}


@pytest.mark.parametrize(("spec", "sentence"), EXAMPLES.items(), ids=str)
def test_a_demand_is_said(spec: checks.CheckSpec, sentence: str) -> None:
    assert demand(spec) == sentence


def test_every_kind_demands_something() -> None:
    said = {type(spec) for spec in EXAMPLES} | {checks.JsonSchema}
    assert said == set(get_args(checks.CheckSpec))
    assert demand(checks.JsonSchema(schema={})) == "Is JSON that fits the schema"
