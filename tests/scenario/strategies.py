"""Random plain values and scenarios for property tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from stressdesk.scenario import checks
from stressdesk.scenario.model import DemoInput, Goals, Limits, Message, Parameters, Prompt, Scenario, Variable
from stressdesk.scenario.targets import Errors, LiteLLM, Local, Lognormal, Prices, Simulated
from stressdesk.scenario.traffic import Chat, Constant, Load, Mess, Poisson, Ramp, Retry, Sessions, Spike, Traffic

# fmt: off
AWKWARD = [
    " a\nb", "\n a\nb", "a\n\n\n",
    "no", "~", "null", "1", "1.0", "-", "- a", "a: b", "a #b", "#", "", " ", " a", "a ", "a\n", "a\nb", "a\n\nb\n",
    "\na", "a\n\n", "\n", "a\n  b", "a\tb", "\ta\nb", "'", '"', "it's", '"a"', "{a}", "{{message}}", "[a]", "*a",
    "&a", "!a", "%a", "@a", "`a", "?", "? a", "|", ">", "a\r\nb", "\u0000", "\x7f", "\u0085", "\u2028", "\ufeff",
    "\u00e9", "\N{GRINNING FACE}", "---", "---\na", "...", "<<", "=", "2024-05-01", "0x1f", "1e5", ".5", "yes", "a,b",
    "a, b", "a\n---\nb", "a\n# b", "a: |\n  b", "a \nb", "a\n \nb", "x" * 200, "two  spaces", "\\", "\\n",
]
# fmt: on
texts = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=8))
names = st.sampled_from(["a", "order_id", "x2", *filter(None, AWKWARD)])
numbers = st.one_of(st.integers(-(2**63) + 1, 2**63 - 1), st.floats(allow_nan=False, allow_infinity=False))
plain_values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=3)),
    max_leaves=6,
)
mappings = st.dictionaries(names, plain_values, max_size=3)
shares = st.floats(0, 1)
positive = st.floats(0.001, 60)
maybe_text = st.one_of(st.none(), texts)

messages = st.builds(Message, role=st.sampled_from(["system", "user", "assistant"]), content=texts)
parameters = st.builds(
    Parameters,
    temperature=st.one_of(st.none(), st.floats(0, 2)),
    stop=st.lists(texts, max_size=2).map(tuple),
    extra=mappings,
)
prompts = st.builds(
    Prompt,
    messages=st.lists(messages, max_size=3).map(tuple),
    text=maybe_text,
    file=maybe_text,
    parameters=parameters,
    memory=st.sampled_from(["conversation", "none"]),
)
variables = st.builds(Variable, text=maybe_text, values=st.lists(texts, max_size=3).map(tuple), faker=maybe_text)
demo_inputs = st.builds(DemoInput, text=texts, expect=plain_values, variables=st.dictionaries(names, texts, max_size=2))
check_specs = st.one_of(
    st.builds(checks.OneOf, values=st.lists(texts, min_size=1, max_size=3).map(tuple), ignore_case=st.booleans()),
    st.builds(checks.Equals, name=texts, value=maybe_text),
    st.builds(checks.JsonSchema, schema=mappings),
    st.builds(checks.PersonalData),
    st.builds(checks.TotalLatency, max_seconds=positive),
)
prices = st.builds(Prices, input_usd_per_million=shares, output_usd_per_million=positive)
targets = st.one_of(
    st.builds(
        Simulated,
        slots=st.integers(1, 100),
        errors=st.builds(Errors, share=shares),
        prices=st.one_of(st.none(), prices),
        output_tokens=st.builds(Lognormal, median=positive),
    ),
    st.builds(Local, slots=st.integers(1, 64), model=maybe_text),
    st.builds(LiteLLM, model=st.sampled_from(["openai/gpt-5-mini", "a: b"]), options=mappings),
)
traffics = st.builds(
    Traffic,
    personas=st.dictionaries(names, shares, max_size=2),
    examples=st.lists(texts, max_size=2).map(tuple),
    mess=st.builds(Mess, severity=st.sampled_from([1, 3, 10]), writing=st.sampled_from(["web", "careful"])),
    sessions=st.builds(Sessions, single_turn_share=shares),
)
arrivals = st.one_of(
    *map(st.builds, (Constant, Poisson, Chat)), st.builds(Ramp, start=positive), st.builds(Spike, at=shares)
)
loads = st.builds(
    Load,
    arrivals=arrivals,
    scales=st.lists(st.integers(1, 1000), min_size=1, max_size=3).map(tuple),
    retry=st.builds(Retry, attempts=st.integers(0, 3)),
    window_minutes=positive,
)
scenarios = st.builds(
    Scenario,
    name=st.text("abc:# '\"", min_size=1, max_size=9),
    description=texts,
    prompt=prompts,
    variables=st.dictionaries(names, variables, max_size=2),
    demo=st.lists(demo_inputs, min_size=1, max_size=4).map(tuple),
    checks=st.lists(check_specs, max_size=3).map(tuple),
    target=texts,
    targets=st.dictionaries(names, targets, min_size=1, max_size=2),
    traffic=traffics,
    load=loads,
    limits=st.builds(Limits, minutes=st.one_of(st.none(), positive)),
    goals=st.builds(Goals, failure_rate=st.one_of(st.none(), shares)),
    seed=st.integers(0, 2**63 - 1),
)
