"""Whatever a prompt's parameters and a target's options ask for is in what a request is taken to cost at most."""

import pytest
from engine.scripted import ScriptedTarget, Table, query

from stressdesk.engine import clock
from stressdesk.journal.events import PricesUsed, Usage
from stressdesk.scenario.model import Message, Parameters, Prompt
from stressdesk.scenario.targets import LiteLLM, Simulated
from stressdesk.targets.terms import terms

TOOLS = {"tools": [{"type": "function", "function": {"name": "lookup", "description": "words " * 100}}]}
MESSAGES = (Message(role="user", content="hi"),)
ENTRY = {
    "input_cost_per_token": 1e-3,
    "output_cost_per_token": 1e-3,
    "input_cost_per_token_priority": 2e-3,
    "output_cost_per_token_priority": 2e-3,
    "max_output_tokens": 50_000,
}
PRICES = PricesUsed(model="dear", entry=ENTRY)


def agreed(max_tokens=None, extra=None, options=None):
    parameters = Parameters(max_tokens=max_tokens, extra=extra or {})
    return terms(parameters, LiteLLM(model="openai/m", options=options or {}))


@pytest.mark.parametrize(
    ("given", "most"),
    [
        ({}, None),
        ({"max_tokens": 20}, 20),
        ({"max_tokens": 20, "extra": {"max_completion_tokens": 2000}}, 2000),
        ({"max_tokens": 20, "options": {"max_completion_tokens": 2000}}, 2000),
        ({"max_tokens": 20, "options": {"extra_body": {"max_completion_tokens": 2000}}}, 2000),
        ({"max_tokens": 20, "extra": {"max_completion_tokens": "2000"}}, 2000),
        ({"max_tokens": 20, "extra": {"max_completion_tokens": 10}}, 20),
        ({"extra": {"max_completion_tokens": 300}}, 300),
        ({"options": {"extra_body": {"max_tokens": 300}}}, 300),
        # A word of another server's cannot hold back one that does not know it.
        ({"extra": {"num_predict": 300}}, None),
        ({"max_tokens": 20, "extra": {"max_completion_tokens": None}}, 20),
        ({"max_tokens": 20, "extra": {"tools": [{"parameters": {"max_tokens": {"type": "integer"}}}]}}, 20),
        ({"max_tokens": 20, "extra": {"max_completion_tokens": True}}, 20),
        ({"max_tokens": 20, "extra": {"max_completion_tokens": "many"}}, 20),
    ],
)
def test_an_answer_may_be_as_long_as_the_largest_bound_that_is_sent(given, most):
    assert agreed(**given).most_output_tokens == most


@pytest.mark.parametrize("place", ["extra", "options"])
def test_tool_definitions_count_towards_the_worst_case_wherever_they_stand(place):
    plain = agreed(20).worst_case_usd(PRICES, MESSAGES)
    assert agreed(20, **{place: TOOLS}).worst_case_usd(PRICES, MESSAGES) > plain + 600 * 1e-3


@pytest.mark.parametrize("place", ["extra", "options"])
def test_a_dearer_tier_is_charged_and_reserved_wherever_it_is_asked_for(place):
    used = Usage(input=10, output=1000, source="provider")
    assert agreed(20).cost_usd(PRICES, used) == pytest.approx(1.01)
    priority = agreed(20, **{place: {"service_tier": "priority"}})
    assert priority.cost_usd(PRICES, used) == pytest.approx(2.02)
    assert priority.worst_case_usd(PRICES, MESSAGES) > 2 * agreed(20).worst_case_usd(PRICES, MESSAGES)


@pytest.mark.parametrize("tier", ["auto", "default", None, 3, ["priority"]])
def test_any_other_tier_is_charged_as_usual(tier):
    assert agreed(20, {"service_tier": tier}).service_tier is None


def test_the_model_bounds_what_nothing_else_does():
    assert agreed().worst_case_usd(PRICES, MESSAGES) > 50


def test_what_cannot_be_written_as_json_ends_no_run():
    assert agreed(20, {"stop_words": ["\ud800", {1, 2}], "logit_bias": {(1, 2): 3}}).settings_bytes > 0


def test_a_simulated_target_is_sent_nothing_but_the_prompts_parameters():
    assert terms(Parameters(max_tokens=20), Simulated()).settings_bytes == 0


@pytest.mark.parametrize(
    ("extra", "options"),
    [({"max_completion_tokens": 2000}, {}), ({}, {"max_completion_tokens": 2000}), ({}, TOOLS)],
)
def test_a_request_that_may_pass_the_spend_limit_is_not_sent(extra, options):
    target = ScriptedTarget((1, "billing"))

    async def main():
        table = Table(
            target,
            prices=PRICES,
            limit=0.5,
            prompt=Prompt(text="x", parameters=Parameters(max_tokens=20, extra=extra)),
            targets={"simulated": LiteLLM(model="openai/m", options=options)},
        )
        return await table.asking.ask(query()), table

    record, table = clock.run(main, virtual=True)
    assert record is None
    assert "spend limit of $0.50" in table.stop.reason
    assert target.requests == []
