import subprocess
import sys
from hashlib import sha1

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stressdesk.errors import RunError, StressDeskError
from stressdesk.journal.events import PricesUsed, Usage
from stressdesk.resources import in_package
from stressdesk.scenario.targets import LiteLLM, Local, Prices, Simulated
from stressdesk.targets import price_table as table_module
from stressdesk.targets import prices
from stressdesk.targets.price_table import price_table


def usage(given=0, output=0, *, cached=0, reasoning=0):
    return Usage(input=given, output=output, cached=cached, reasoning=reasoning, source="provider")


def priced(**entry):
    return PricesUsed(model="made-up", entry=entry)


FLAT = priced(input_cost_per_token=2e-6, output_cost_per_token=8e-6)
CLIFF = priced(
    input_cost_per_token=1e-6,
    input_cost_per_token_above_200k_tokens=2e-6,
    output_cost_per_token=10e-6,
    output_cost_per_token_above_200k_tokens=15e-6,
    cache_read_input_token_cost=0.1e-6,
    cache_read_input_token_cost_above_200k_tokens=0.2e-6,
)


def test_input_and_output_are_charged_at_their_rates():
    assert prices.cost_usd(FLAT, usage(1_000, 100)) == pytest.approx(0.002 + 0.0008)


def test_cached_tokens_cost_their_own_rate_or_else_the_ordinary_one():
    assert prices.cost_usd(FLAT, usage(1_000, cached=600)) == pytest.approx(0.002)
    cheap = priced(**FLAT.entry, cache_read_input_token_cost=0.2e-6)
    assert prices.cost_usd(cheap, usage(1_000, cached=600)) == pytest.approx(400 * 2e-6 + 600 * 0.2e-6)
    free = priced(**FLAT.entry, cache_read_input_token_cost=0)
    assert prices.cost_usd(free, usage(1_000, cached=600)) == pytest.approx(400 * 2e-6)


def test_reasoning_is_part_of_output_and_may_have_a_rate_of_its_own():
    assert prices.cost_usd(FLAT, usage(0, 100, reasoning=60)) == pytest.approx(100 * 8e-6)
    dear = priced(**FLAT.entry, output_cost_per_reasoning_token=20e-6)
    assert prices.cost_usd(dear, usage(0, 100, reasoning=60)) == pytest.approx(40 * 8e-6 + 60 * 20e-6)


def test_above_a_threshold_every_token_costs_more():
    assert prices.cost_usd(CLIFF, usage(200_000)) == pytest.approx(0.2)
    assert prices.cost_usd(CLIFF, usage(200_001)) == pytest.approx(0.400002)
    assert prices.cost_usd(CLIFF, usage(200_001, 10, cached=200_000)) == pytest.approx(2e-6 + 0.04 + 150e-6)


def test_of_several_thresholds_the_highest_that_was_passed_decides():
    steep = priced(**CLIFF.entry, input_cost_per_token_above_32k_tokens=1.5e-6)
    costs = [prices.cost_usd(steep, usage(size)) for size in (32_000, 32_001, 200_001)]
    assert costs == pytest.approx([0.032, 0.0480015, 0.400002])


def test_xai_charges_the_higher_rate_from_the_threshold_on():
    xai = priced(**CLIFF.entry, litellm_provider="xai")
    assert prices.cost_usd(xai, usage(199_999)) == pytest.approx(0.199999)
    assert prices.cost_usd(xai, usage(200_000)) == pytest.approx(0.4)


def test_a_tier_holds_up_to_its_upper_bound_and_the_last_one_beyond():
    tiers = [
        {"range": [32_000, 128_000], "input_cost_per_token": 2e-6, "output_cost_per_token": 20e-6},
        {"range": [0, 32_000], "input_cost_per_token": 1e-6, "output_cost_per_token": 10e-6},
    ]
    tiered = priced(tiered_pricing=tiers)
    costs = [prices.cost_usd(tiered, usage(size, 1)) for size in (1, 32_000, 32_001, 500_000)]
    assert costs == pytest.approx([11e-6, 0.03201, 0.064022, 1.00002])


def test_a_service_tier_costs_its_own_rates_and_the_ordinary_ones_it_does_not_name():
    flex = priced(**FLAT.entry, input_cost_per_token_flex=1e-6)
    assert prices.cost_usd(flex, usage(1_000, 100), service_tier="flex") == pytest.approx(0.001 + 0.0008)
    assert prices.cost_usd(flex, usage(1_000, 100), service_tier="priority") == pytest.approx(0.002 + 0.0008)


def test_a_fee_per_request_is_charged_once():
    assert prices.cost_usd(priced(**FLAT.entry, input_cost_per_request=0.005), usage()) == 0.005


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("gpt-4o-mini", "gpt-4o-mini"),
        ("openai/gpt-4o-mini", "gpt-4o-mini"),
        ("OpenAI/GPT-4o-Mini", "gpt-4o-mini"),
        ("gpt-4o-mini-2031-12-31", "gpt-4o-mini"),
        ("openai/gpt-4o-mini-2031-12-31", "gpt-4o-mini"),
        ("ft:gpt-4o-mini-2024-07-18:my-org:name:id", "ft:gpt-4o-mini-2024-07-18"),
        ("vertex_ai/gemini-2.5-pro", "gemini-2.5-pro"),
        ("gemini/gemini-2.5-pro", "gemini/gemini-2.5-pro"),
        ("anthropic/claude-sonnet-4-5", "claude-sonnet-4-5"),
        ("bedrock/converse/anthropic.claude-3-5-haiku-20241022-v1:0", "anthropic.claude-3-5-haiku-20241022-v1:0"),
    ],
)
def test_names_are_found_as_litellm_finds_them(asked, name):
    found = prices.find(asked)
    assert found is not None
    assert found.model == name
    assert found.table == prices.table_identity()


@pytest.mark.parametrize(
    "asked",
    ["", "/", "no-such-model", "openai/claude-sonnet-4-5", "azure/my-deployment", "gpt-4o-mini/", "sample_spec"],
)
def test_an_unknown_model_has_no_price_rather_than_a_price_of_nothing(asked):
    assert prices.find(asked) is None


def test_models_priced_by_the_second_or_the_picture_have_no_price_per_token():
    models = price_table().models
    without = [name for name, entry in models.items() if entry.get("mode") == "chat" and not prices.find(name)]
    assert len(without) > 50
    assert not any(
        "input_cost_per_token" in models[name] and "output_cost_per_token" in models[name] for name in without
    )


def test_an_explicit_price_of_zero_is_a_price():
    free = next(name for name, entry in price_table().models.items() if entry.get("input_cost_per_token") == 0)
    found = prices.find(free)
    assert found is not None
    assert prices.cost_usd(found, usage(1_000)) == 0


def test_the_table_names_its_version_and_its_git_blob():
    content = in_package("litellm", table_module.FILE).read_bytes()
    blob = sha1(f"blob {len(content)}\0".encode() + content).hexdigest()
    identity = prices.table_identity()
    assert blob[:12] in identity
    assert f"{len(price_table().models):,} models" in identity
    assert identity.startswith("LiteLLM 1.")


def test_reading_prices_does_not_load_litellm():
    program = """
import sys
from stressdesk.targets import prices
assert prices.find("gpt-4o")
sys.exit("litellm" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_broken_table_says_which_file(tmp_path, monkeypatch):
    (tmp_path / table_module.FILE).write_bytes(b"\x00not json")
    monkeypatch.setattr(table_module, "in_package", lambda _package, file: tmp_path / file)
    with pytest.raises(StressDeskError, match="price table"):
        price_table.__wrapped__()


def test_prices_typed_in_come_first_and_say_so():
    spec = LiteLLM(model="gpt-4o", prices=Prices(input_usd_per_million=3, output_usd_per_million=6))
    found = prices.for_target(spec)
    assert found is not None
    assert (found.model, found.typed_in, found.priced_as) == ("gpt-4o", True, False)
    assert prices.cost_usd(found, usage(1_000_000, 500_000, cached=200_000)) == pytest.approx(6)
    cached = Prices(input_usd_per_million=3, output_usd_per_million=6, cached_usd_per_million=0.5)
    assert prices.cost_usd(prices.typed(cached, "x"), usage(1_000_000, cached=200_000)) == pytest.approx(2.5)


def test_a_target_without_a_price_of_its_own_is_priced_as_another_and_says_so():
    found = prices.for_target(Local(price_as="openai/gpt-4o-mini"))
    assert found is not None
    assert (found.model, found.priced_as, found.typed_in) == ("gpt-4o-mini", True, False)


def test_targets_that_cost_nothing_have_no_price():
    assert prices.for_target(Local()) is None
    assert prices.for_target(Simulated()) is None
    assert prices.for_target(LiteLLM(model="my-own/thing")) is None
    own = prices.for_target(LiteLLM(model="openai/gpt-4o-mini"))
    assert own is not None
    assert not own.priced_as


def test_a_mistyped_price_as_names_the_nearest_models():
    with pytest.raises(RunError) as error:
        prices.for_target(Simulated(price_as="gpt-4o-mimi"))
    assert "gpt-4o-mimi" in error.value.message
    assert "gpt-4o-mini" in error.value.hint


def test_the_longest_answer_is_what_the_table_says():
    found = prices.find("gpt-4o-mini")
    assert found is not None
    assert prices.max_output_tokens(found) == 16_384
    assert prices.max_output_tokens(FLAT) is None


KNOWN = sorted(prices.known_models())
INTERESTING = [
    n for n in KNOWN if any("above" in k or "tier" in k or "reasoning" in k for k in price_table().models[n])
]


def test_many_models_have_tiers():
    assert len(INTERESTING) > 200


@settings(max_examples=400)
@given(
    st.sampled_from(KNOWN) | st.sampled_from(INTERESTING),
    st.integers(0, 2_000) | st.integers(0, 1_200_000),
    st.integers(0, 100_000),
    st.data(),
)
def test_no_request_costs_more_than_its_worst_case(name, most_input, most_output, data):
    found = prices.find(name)
    assert found is not None
    near = st.sampled_from([most_input, *(n for n in (32_000, 128_000, 200_000, 272_000) if n <= most_input)])
    given_tokens = data.draw(near | st.integers(0, most_input))
    output = data.draw(st.integers(0, most_output))
    spent = usage(
        given_tokens,
        output,
        cached=data.draw(st.integers(0, given_tokens)),
        reasoning=data.draw(st.integers(0, output)),
    )
    tier = data.draw(st.sampled_from([None, "flex", "priority"]))
    worst = prices.worst_case_usd(found, most_input, most_output, service_tier=tier)
    assert prices.cost_usd(found, spent, service_tier=tier) <= worst


def test_the_worst_case_counts_writing_to_the_cache_and_every_tier_within_reach():
    writes = priced(**CLIFF.entry, cache_creation_input_token_cost_above_1hr=5e-6)
    assert prices.worst_case_usd(writes, 1_000, 0) == pytest.approx(0.005)
    assert prices.worst_case_usd(CLIFF, 200_000, 100) == pytest.approx(0.2 + 0.001)
    assert prices.worst_case_usd(CLIFF, 200_001, 100) == pytest.approx(0.400002 + 0.0015)
    thinks = priced(**FLAT.entry, output_cost_per_reasoning_token=20e-6)
    assert prices.worst_case_usd(thinks, 0, 100) == pytest.approx(0.002)
    falling = priced(
        tiered_pricing=[
            {"range": [0, 10], "input_cost_per_token": 9e-6, "output_cost_per_token": 1e-6},
            {"range": [10, 1e6], "input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6},
        ]
    )
    assert prices.worst_case_usd(falling, 20, 0) == pytest.approx(180e-6)
    cheaper = priced(
        litellm_provider="xai",
        input_cost_per_token=9e-6,
        input_cost_per_token_above_1k_tokens=1e-6,
        output_cost_per_token=0,
    )
    assert prices.worst_case_usd(cheaper, 2_000, 0) == pytest.approx(0.018)
