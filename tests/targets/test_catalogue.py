import subprocess
import sys

import pytest

from stressdesk.targets.catalogue import search
from stressdesk.targets.prices import find


def names(*words, most=5):
    return [model.name for model in search(words, most).models]


@pytest.mark.parametrize(
    "words", [("gpt-4o-mini",), ("gpt-4o", "mini"), ("GPT-4o Mini",), ("openai", "gpt-4o", "mini"), ("gpt_4o_mini",)]
)
def test_the_model_that_is_meant_comes_first(words):
    assert names(*words)[0] == "gpt-4o-mini"


def test_a_provider_named_in_full_comes_before_others_with_its_word_in_their_names():
    found = search(("anthropic", "sonnet"), 5).models
    assert {model.provider for model in found} == {"anthropic"}


def test_every_word_must_occur_and_only_chat_models_are_found():
    found = search(("openai", "mini"), 10_000)
    assert all("mini" in model.name and "openai" in f"{model.name} {model.provider}" for model in found.models)
    assert names("text-embedding-3-small") == []
    assert names("gpt-4o-mini", "no-such-word") == []


def test_at_most_so_many_are_given_and_all_are_counted():
    found = search(("gpt-4o",), 3)
    assert len(found.models) == 3
    assert found.count == len(search(("gpt-4o",), 10_000).models) > 3
    assert "LiteLLM" in found.table


def test_prices_are_those_a_run_would_use_by_the_million():
    (model,) = search(("gpt-4o-mini",), 1).models
    entry = find("gpt-4o-mini").entry
    assert model.input_usd_per_million == pytest.approx(entry["input_cost_per_token"] * 1e6)
    assert model.output_usd_per_million == pytest.approx(entry["output_cost_per_token"] * 1e6)
    assert model.cached_usd_per_million == pytest.approx(entry["cache_read_input_token_cost"] * 1e6)
    assert (model.context_tokens, model.max_output_tokens) == (128_000, 16_384)


def test_a_price_nobody_knows_is_none_and_never_0():
    unpriced = [model for model in search(("github_copilot",), 1_000).models if find(model.name) is None]
    assert unpriced
    assert {model.input_usd_per_million for model in unpriced} == {None}


def test_every_chat_model_of_the_table_can_be_shown():
    found = search((), 100_000)
    assert found.count == len(found.models) > 500
    assert all(model.input_usd_per_million is None or model.input_usd_per_million >= 0 for model in found.models)


def test_searching_does_not_load_litellm():
    program = "import sys; from stressdesk.targets.catalogue import search; search(('gpt',), 1); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "stressdesk.targets.catalogue" in loaded
    assert "litellm" not in loaded
