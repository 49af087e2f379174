import asyncio
import time

import pytest
from checks.judging import exchange, judged, scenario

from stressdesk.checks.build import checks_for
from stressdesk.checks.patterns import MOST_CHARACTERS, BadPattern, OutOfTime, Pattern, TooLong
from stressdesk.errors import ScenarioError
from stressdesk.scenario.checks import JsonSchema, Regex

CATASTROPHES = [
    (r"(a+)+$", "a" * 5_000 + "b"),
    (r"(a|aa)+$", "a" * 5_000 + "b"),
    (r"[a-z]+\d", "a" * MOST_CHARACTERS),
    (r"\b(?:(?:a{1,99}){1,99}){1,99}b", "a" * 10_000),
    (r"(?R)", "a" * 2_000),
]


@pytest.mark.parametrize(("pattern", "text"), CATASTROPHES)
def test_a_catastrophic_pattern_is_unsure_within_its_box(pattern, text):
    spec = Regex(pattern=pattern)
    judged(spec, "")
    start = time.process_time()
    verdict = judged(spec, text)
    assert verdict.judgement == "unsure"
    assert "longer than 0.25 s" in verdict.reason
    # Twice over: once when it is built, and judged; measured .28 s each.
    assert time.process_time() - start < 1.5


def test_many_patterns_share_a_second():
    specs = [Regex(pattern=f"(a+)+{number}$") for number in range(10)]
    reasons = [verdict.reason for verdict in _all(specs, "a" * 5_000 + "b")]
    assert all("longer than 0.1 s" in reason or "not found" in reason for reason in reasons)


def _all(specs, answer):
    return [asyncio.run(check.judge(exchange(answer))) for check in checks_for(scenario(*specs), "")]


def test_texts_too_long_to_search_are_unsure():
    assert "1,000,000 characters" in judged(Regex(pattern="x"), "a" * 1_000_000).reason
    with pytest.raises(TooLong):
        Pattern("x").search("a" * (MOST_CHARACTERS + 1))


def test_a_search_may_get_less_time():
    with pytest.raises(OutOfTime):
        Pattern("(a+)+$").search("a" * 5_000 + "b", seconds=0.01)


@pytest.mark.parametrize(
    "pattern", ["(", "a{99999999}", "((a{1000}){1000}){1000}", "(" * 900 + ")" * 900, "(?x) a", "\\L<a>"]
)
def test_a_pattern_that_cannot_be_used_is_a_problem_of_the_scenario(pattern):
    with pytest.raises(BadPattern):
        Pattern(pattern)
    with pytest.raises(ScenarioError) as raised:
        checks_for(scenario(Regex(pattern=pattern), JsonSchema(schema={"pattern": pattern})), "")
    assert [problem.field for problem in raised.value.problems] == ["checks[0].pattern", "checks[1].schema"]
