from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from stressdesk.gui.models import target
from stressdesk.gui.models.facts import known
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.targets import LiteLLM, Prices

Sample = tuple[Scenario, Path]


def with_target(sample: Sample, spec: LiteLLM) -> Scenario:
    return msgspec.structs.replace(sample[0], targets={"hosted": spec}, target="hosted")


@pytest.mark.parametrize("sort", target.SORTS, ids=lambda sort: sort.kind)
def test_each_kind_can_be_added_and_is_the_one_used(sample: Sample, sort: target.Sort) -> None:
    after = target.added(target.added(sample[0], sort.kind), sort.kind)
    assert len(after.targets) == 4
    assert target.kind_of(after.targets[after.target]) == sort.kind
    assert target.described(after.targets[after.target])


def test_a_new_name_keeps_place_and_choice(sample: Sample) -> None:
    after = target.renamed(sample[0], "embedded", " small ")
    assert list(after.targets) == ["small", "simulated"]
    assert after.target == "small"
    assert target.renamed(sample[0], "embedded", "simulated") is sample[0]
    assert target.renamed(sample[0], "embedded", " ") is sample[0]
    assert target.name_problem(sample[0], "embedded", "simulated")
    assert target.name_problem(sample[0], "embedded", "embedded") == ""


def test_removing_the_one_used_uses_its_neighbour(sample: Sample) -> None:
    after = target.removed(sample[0], "embedded")
    assert list(after.targets) == ["simulated"]
    assert after.target == "simulated"
    assert target.removed(sample[0], "simulated").target == "embedded"


def test_a_copy_has_a_name_of_its_own(sample: Sample) -> None:
    after = target.duplicated(sample[0], "embedded")
    assert after.targets["embedded-2"] == after.targets["embedded"]
    assert after.target == "embedded-2"


def test_a_model_at_an_address_is_called_as_its_server_calls_it() -> None:
    assert target.shown_model("openai/meta/llama") == "meta/llama"
    assert target.written_model("meta/llama-3", "openai/meta/llama") == "openai/meta/llama-3"
    assert target.written_model("hosted_vllm/x", "hosted_vllm/y") == "hosted_vllm/x"


def test_prices_come_from_one_place_at_a_time() -> None:
    spec = LiteLLM(model="gpt-4o", price_as="gpt-4o-mini")
    typed = target.priced_by(spec, "typed")
    assert typed.price_as is None
    assert typed.prices == Prices(input_usd_per_million=0, output_usd_per_million=0)
    assert target.price_by(target.priced_by(typed, "own")) == "own"
    assert target.priced_by(typed, "as").price_as == target.USUAL_PRICE


def test_the_price_and_what_one_query_costs_are_said(sample: Sample) -> None:
    said = known(with_target(sample, LiteLLM(model="openai/gpt-4o-mini")), sample[1])
    assert "$0.15 in and $0.60 out per million tokens; context 128,000 tokens; LiteLLM" in said.price
    assert said.one_query.startswith("One query is sent; it costs at most $0.0")
    assert said.variables == ("OPENAI_API_KEY",)


def test_an_unknown_price_is_never_zero(sample: Sample) -> None:
    said = known(with_target(sample, LiteLLM(model="openai/nobody-knows", base_url="http://127.0.0.1:1/v1")), sample[1])
    assert "No price is known" in said.price
    assert "not known" in said.one_query
    assert said.variables == ()


def test_typed_prices_are_assumed(sample: Sample) -> None:
    spec = LiteLLM(model="x/y", prices=Prices(input_usd_per_million=1, output_usd_per_million=2))
    assert known(with_target(sample, spec), sample[1]).price.endswith("typed in (assumed).")
    wrong = LiteLLM(model="x/y", price_as="gpt-4o-mino")
    assert "No price is known for price_as" in known(with_target(sample, wrong), sample[1]).price
