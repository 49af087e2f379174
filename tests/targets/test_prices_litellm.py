"""Our arithmetic against LiteLLM's own, model by model. LiteLLM is imported once, offline, with the network shut."""

import os
import socket
import sys
import warnings
from collections import Counter

import pytest

from stressdesk.journal.events import Usage
from stressdesk.targets import prices
from stressdesk.targets.price_table import price_table
from stressdesk.targets.rates import turning_points

# LiteLLM loads its parts when they are first used, and some of them warn.
pytestmark = pytest.mark.filterwarnings("ignore")

OFFLINE = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_OFFLINE_MODE": "true",
    "LITELLM_MODE": "PRODUCTION",
    "LITELLM_LOG": "ERROR",
}
LARGEST = 10_000_000
PER_PROVIDER = 6

# LiteLLM signs in to these providers before it says anything about their models.
SIGNS_IN = ("github_copilot", "chatgpt")
# Where we differ, and why.
IS_FLAT = "perplexity"  # LiteLLM leaves out the cached rates and thresholds that the table names for Perplexity
OFF_PEAK = "off_peak_pricing"  # LiteLLM's price depends on the hour; ours is always the ordinary one
FORGETS_REGION = "bedrock_mantle"  # LiteLLM drops the region of a dated name, and with it the region's price
PER_REQUEST = "input_cost_per_request"  # LiteLLM leaves the table's fee per request out


@pytest.fixture(scope="module")
def litellm():
    def shut(*_, **__):
        raise OSError("no network in this test")

    with pytest.MonkeyPatch.context() as patch:
        for name, value in OFFLINE.items():
            patch.setitem(os.environ, name, value)
        patch.setattr(socket, "getaddrinfo", shut)
        patch.setattr(socket.socket, "connect", shut)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import litellm  # noqa: PLC0415 - takes seconds, and the switches must be set before

            litellm.suppress_debug_info = True
            yield litellm


def chosen_models():
    """Every model with tiers or a reasoning rate, and some of each provider's."""
    seen = Counter()
    for name in prices.known_models():
        entry = price_table().models[name]
        provider = entry.get("litellm_provider", "")
        if entry.get("mode") not in ("chat", "responses", "completion") or provider in SIGNS_IN:
            continue
        seen[provider] += 1
        special = any("_above_" in key or key in ("tiered_pricing", "output_cost_per_reasoning_token") for key in entry)
        if special or seen[provider] <= PER_PROVIDER:
            yield name, entry


def usages(entry):
    if entry.get("litellm_provider") == IS_FLAT:
        yield Usage(input=4_000, output=700, reasoning=300, source="provider")
        return
    for size in (4_000, *turning_points(entry, LARGEST)[:-1]):
        yield Usage(input=size, output=700, cached=min(size, 1_500), reasoning=300, source="provider")


def theirs(litellm, usage):
    from litellm.types.utils import (  # noqa: PLC0415 - as above
        CompletionTokensDetailsWrapper,
        PromptTokensDetailsWrapper,
    )
    from litellm.types.utils import Usage as TheirUsage  # noqa: PLC0415 - as above

    return TheirUsage(
        prompt_tokens=usage.input,
        completion_tokens=usage.output,
        total_tokens=usage.input + usage.output,
        prompt_tokens_details=PromptTokensDetailsWrapper(cached_tokens=usage.cached),
        completion_tokens_details=CompletionTokensDetailsWrapper(reasoning_tokens=usage.reasoning),
    )


def known(ask, *arguments, **options):
    """What LiteLLM answers, or None for a model it does not know."""
    try:
        return ask(*arguments, **options)
    except Exception as error:
        if any(words in str(error) for words in ("isn't mapped", "Provider NOT provided", "Unknown ScaleDown model")):
            return None
        raise


def their_cost(litellm, name, usage, **options):
    """What LiteLLM says a request costs, or None for a name it does not know how to call."""
    costs = known(litellm.cost_per_token, model=name, usage_object=theirs(litellm, usage), **options)
    return None if costs is None else sum(costs)


def test_costs_agree_with_litellms(litellm, capsys):
    compared, providers, special, unknown = 0, set(), Counter(), []
    for name, entry in chosen_models():
        if OFF_PEAK in entry or PER_REQUEST in entry:
            continue
        found = prices.find(name)
        assert found is not None
        for usage in usages(entry):
            their = their_cost(litellm, name, usage)
            if their is None:
                unknown.append(name)
                break
            assert prices.cost_usd(found, usage) == pytest.approx(their, rel=1e-9, abs=1e-15), (name, usage)
            compared += 1
        else:
            providers.add(entry.get("litellm_provider"))
            special["models"] += 1
            special["with thresholds"] += any("_above_" in key for key in entry)
            special["with tiers"] += "tiered_pricing" in entry
            special["with a reasoning rate"] += "output_cost_per_reasoning_token" in entry
    with capsys.disabled():
        print(f"\n  {compared:,} costs compared with LiteLLM: {dict(special)}, {len(providers)} providers")  # noqa: T201 - the evidence
    assert special["models"] >= 400
    assert len(providers) >= 50
    assert min(special["with thresholds"], special["with tiers"], special["with a reasoning rate"]) >= 20
    # Entries filed under names that LiteLLM itself cannot call.
    assert len(unknown) < special["models"] / 4


def test_where_we_differ_is_where_we_say(litellm):
    for name, entry in chosen_models():
        found = prices.find(name)
        usage = Usage(input=4_000, output=700, cached=1_500, source="provider")
        if PER_REQUEST in entry:
            fee = prices.cost_usd(found, usage) - their_cost(litellm, name, usage)
            assert fee == pytest.approx(entry[PER_REQUEST])
        if OFF_PEAK in entry and (their := their_cost(litellm, name, usage)) is not None:
            peak = prices.cost_usd(found, usage)
            assert their == pytest.approx(peak) or their < peak
        if entry.get("litellm_provider") == IS_FLAT and PER_REQUEST not in entry:
            assert prices.cost_usd(found, usage) <= their_cost(litellm, name, usage) * (1 + 1e-9)


def test_the_known_cliff_is_where_litellm_has_it(litellm):
    found = prices.find("gemini/gemini-2.5-pro")
    for size, cost in ((200_000, 0.25), (200_001, 0.5000025)):
        usage = Usage(input=size, output=0, source="provider")
        assert prices.cost_usd(found, usage) == pytest.approx(cost, rel=1e-9)
        assert their_cost(litellm, "gemini/gemini-2.5-pro", usage) == pytest.approx(cost, rel=1e-9)


@pytest.mark.parametrize("tier", ["flex", "priority"])
def test_service_tiers_agree_with_litellms(litellm, tier):
    compared = 0
    for name, entry in price_table().models.items():
        if f"input_cost_per_token_{tier}" not in entry or entry.get("litellm_provider") not in ("openai", "gemini"):
            continue
        if entry.get("mode") not in ("chat", "responses"):
            continue
        for usage in usages(entry):
            if (their := their_cost(litellm, name, usage, service_tier=tier)) is None:
                continue
            ours = prices.cost_usd(prices.find(name), usage, service_tier=tier)
            assert ours == pytest.approx(their, rel=1e-9), (name, usage)
            compared += 1
    assert compared >= 50


SPELLINGS = [
    "{name}",
    "{provider}/{name}",
    "{upper}",
    "{name}-2031-12-31",
    "{provider}/{name}-2031-12-31",
]


def test_names_resolve_as_litellms_do(litellm, capsys):
    compared, missing = 0, Counter()
    for name, entry in chosen_models():
        provider = entry.get("litellm_provider", "")
        if provider == FORGETS_REGION:
            continue
        for spelling in SPELLINGS:
            asked = spelling.format(name=name, provider=provider, upper=name.upper())
            info = known(litellm.get_model_info, asked)
            if info is None or (key := info["key"]) not in price_table().models:
                continue  # unknown, or made up from the look of the name and without a price
            found = prices.find(asked)
            if found is None:
                missing[spelling] += 1
                continue
            assert found.entry is price_table().models[key], (asked, key, found.model)
            compared += 1
    with capsys.disabled():
        print(f"\n  {compared:,} names resolved as LiteLLM does, {sum(missing.values())} it knows and we do not")  # noqa: T201 - the evidence
    assert compared >= 1_000


def test_the_table_we_read_is_the_one_litellm_uses(litellm):
    assert set(price_table().models) <= set(litellm.model_cost)
    assert {name for name in litellm.model_cost if name not in price_table().models} <= {"sample_spec"}
    assert "litellm" in sys.modules
