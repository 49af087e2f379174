"""Servers of Anthropic's and Gemini's own protocols that do odd things, through LiteLLM, beside good answers."""

import asyncio

import pytest
from servers.asking import request
from servers.native_misbehaviours import ANTHROPIC, ANTHROPIC_WELL, GEMINI, GEMINI_WELL
from servers.surveying import Apart, Survey

from stressdesk.engine.limits import Stop
from stressdesk.engine.pacing import Pacing
from stressdesk.errors import TargetError
from stressdesk.scenario.targets import LiteLLM
from stressdesk.targets.litellm import open_litellm
from stressdesk.targets.told_limits import told_limits

pytestmark = [
    pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince211"),
    pytest.mark.filterwarnings("ignore:Pydantic serializer warnings:UserWarning"),
]
UNREADABLE = "LiteLLM cannot read the answer"
# LiteLLM passes over a line that is no JSON, and with it what follows.
ANTHROPIC_APART = {
    "bad_json": Apart("cut_stream", "without a finish reason", "The capital of"),
    # It puts a mark in the place of each byte that is no character.
    "bad_utf8": Apart(None, text="caf\ufffd\ufffd"),
}
GEMINI_APART = {
    # Of Gemini's streams it says "stop" however they end: the missing counts alone tell.
    "bad_json": Apart(None, text="The capital of", usage="estimated"),
    # Its own code breaks over these.
    "error_with_200": Apart("bad_answer", UNREADABLE),
    "usage_null": Apart("bad_answer", UNREADABLE, text=None),
    "usage_of_words": Apart("bad_answer", UNREADABLE, text=None),
}


@pytest.fixture(scope="module")
def anthropic():
    return Survey("anthropic/wire", ANTHROPIC, ANTHROPIC_APART, ANTHROPIC_WELL).met()


@pytest.fixture(scope="module")
def gemini():
    return Survey("gemini/wire", GEMINI, GEMINI_APART, GEMINI_WELL).met()


@pytest.mark.parametrize("name", ANTHROPIC)
def test_what_anthropics_protocol_may_bring_is_named(anthropic, name):
    anthropic[name].check(ANTHROPIC[name], ANTHROPIC_APART.get(name))
    assert anthropic[name].note.is_sent


@pytest.mark.parametrize("name", GEMINI)
def test_what_geminis_protocol_may_bring_is_named(gemini, name):
    gemini[name].check(GEMINI[name], GEMINI_APART.get(name))
    assert gemini[name].note.is_sent


@pytest.mark.parametrize("name", ["with_limits", "status_429"])
def test_the_limits_that_anthropic_tells_reach_whoever_paces_requests(anthropic, name):
    headers = anthropic[name].note.headers
    assert told_limits(headers)["input_tokens"].remaining == 39_000

    async def learnt():
        pacing = Pacing({}, Stop(), is_on=True)
        pacing.learn(headers)
        return pacing.told

    assert asyncio.run(learnt()) == {"requests": 50, "input_tokens": 40_000}


@pytest.mark.parametrize("provider", ["anthropic", "gemini"])
def test_where_nobody_listens_nothing_can_have_been_sent(provider):
    async def ask():
        spec = LiteLLM(model=f"{provider}/wire", base_url="http://127.0.0.1:9/v1", timeout_seconds=30)
        async with open_litellm(spec) as target:
            asked = request()
            with pytest.raises(TargetError, match="failed: nothing listens there") as caught:
                await target.ask(asked)
            return caught.value.kind, asked.note.is_sent

    assert asyncio.run(ask()) == ("connection", False)
