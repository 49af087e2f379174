import asyncio
from typing import get_args

import msgspec
import pytest
from checks.judging import exchange, judged, scenario
from ruamel.yaml import YAML

from stressdesk.checks.build import checks_for
from stressdesk.checks.kinds import KINDS
from stressdesk.scenario.checks import CheckSpec, Contains, FirstToken, Length, Refusal, TotalLatency


def example(kind):
    return msgspec.convert(YAML(typ="safe", pure=True).load(KINDS[kind].example), list[CheckSpec])


def test_every_kind_is_described_with_an_example_of_itself():
    assert len(KINDS) == len(get_args(CheckSpec))
    for name, kind in KINDS.items():
        assert kind.sentence.endswith(".")
        (spec,) = example(name)
        assert spec.__struct_config__.tag == name


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_judges_with_a_reason(kind):
    (spec,) = example(kind)
    verdict = judged(
        spec, "Your order shipped yesterday.", expect={"total": 1}, text="where is it, mail ann@example.com"
    )
    assert verdict.check == kind
    assert verdict.judgement in {"pass", "fail", "unsure"}
    assert verdict.reason
    assert verdict.cost_usd == 0


def test_names_are_made_unique():
    specs = [
        Contains(value="a"),
        Refusal(name="polite"),
        Contains(value="b"),
        Contains(name="contains 2", value="c"),
        Refusal(name="polite"),
    ]
    names = [check.name for check in checks_for(scenario(*specs), "")]
    assert names == ["contains", "polite", "contains 2", "contains 2 2", "polite 2"]


def test_speed_is_told_apart_from_content():
    assert judged(TotalLatency(max_seconds=2), "x").about == "speed"
    assert judged(FirstToken(max_seconds=2), "x").about == "speed"
    assert judged(Length(), "x").about == "content"


def test_speed():
    assert judged(TotalLatency(max_seconds=2), "x", latency_seconds=2.0).judgement == "pass"
    late = judged(TotalLatency(max_seconds=2), "x", latency_seconds=2.001)
    assert late.reason == "the whole answer came after 2.001 s, later than 2 s"
    assert judged(FirstToken(max_seconds=0.1), "x").reason == "the first token came after 0.20 s, later than 0.1 s"
    assert judged(FirstToken(max_seconds=1), "x", first_token_seconds=None).judgement == "unsure"


def test_judging_never_gives_up_the_loop():
    checks = checks_for(scenario(*(spec for kind in KINDS for spec in example(kind))), "")
    for check in checks:
        judging = check.judge(exchange("Your order shipped yesterday."))
        with pytest.raises(StopIteration):
            judging.send(None)


def test_no_checks_is_no_problem():
    assert checks_for(scenario(), "") == ()
    assert asyncio.run(checks_for(scenario(Length()), "")[0].judge(exchange("a"))).judgement == "pass"
