"""Anthropic's and Gemini's own streaming, through LiteLLM, against servers that speak these protocols."""

import asyncio
import contextlib

import pytest
from servers.asking import KEY, request
from servers.native_server import BEHAVIOURS, serve_native
from servers.openai_server import ANSWER

from stressdesk.errors import TargetError
from stressdesk.scenario.targets import LiteLLM
from stressdesk.targets.litellm import LiteLLMTarget, open_litellm
from stressdesk.targets.target import Reply

pytestmark = pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince211")
PROVIDERS = ("anthropic", "gemini")
ANSWERED = {"well": ANSWER, "slow": ANSWER, "thinking": ANSWER, "cut_short": "The capital of"}
FAILED = {
    "only_thinking": "empty_answer",
    "cut": "cut_stream",
    "stalls": "timeout",
    "error_midway": "overloaded",
    "echo_key": "authentication",
    "rate_limit": "rate_limit",
    "overloaded": "overloaded",
    "error_500": "server",
    "too_long": "context_overflow",
    "no_credit": "quota",
    "not_found": "not_found",
}
MIDWAY = {"cut", "stalls", "error_midway"}


class Rig:
    """One LiteLLM for each provider and one server, on one loop."""

    def __init__(self, runner, base_url, libraries):
        self._runner = runner
        self.base_url = base_url
        self._libraries = libraries

    def ask(self, provider, model, **parameters):
        """The reply or the failure, and how many seconds after sending the first word came."""
        return self._runner.run(self._ask(provider, model, parameters))

    async def _ask(self, provider, model, parameters):
        seconds = 0.6 if model == "stalls" else 10.0
        target = LiteLLMTarget(self._libraries[provider], spec(provider, model, self.base_url, seconds), KEY)
        sent = asyncio.get_running_loop().time()
        try:
            reply = await target.ask(request(**parameters))
        except TargetError as error:
            return error, None
        return reply, reply.first_token - sent


def spec(provider, model, base_url, seconds=10.0):
    place = f"{base_url}/v1beta" if provider == "gemini" else str(base_url)
    return LiteLLM(model=f"{provider}/{model}", base_url=place, timeout_seconds=seconds)


@pytest.fixture(scope="module")
def rig():
    with asyncio.Runner() as runner:
        stack = contextlib.AsyncExitStack()

        async def begin():
            base_url = await stack.enter_async_context(serve_native())
            libraries = {}
            for provider in PROVIDERS:
                async with open_litellm(spec(provider, "well", base_url)) as target:
                    libraries[provider] = target._library
            return Rig(runner, base_url, libraries)

        yield runner.run(begin())
        runner.run(stack.aclose())


def test_every_behaviour_of_the_server_is_tried():
    assert {*ANSWERED, *FAILED, "cut_clean"} == set(BEHAVIOURS)


@pytest.mark.parametrize("model", ANSWERED)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_answer_comes_with_its_text_its_usage_and_the_reason_of_its_end(rig, provider, model):
    reply, _ = rig.ask(provider, model)
    assert isinstance(reply, Reply), reply
    assert reply.text == ANSWERED[model]
    assert reply.finish_reason == ("length" if model == "cut_short" else "stop")
    # 16 fresh and 5 cached with Anthropic, 21 of which 5 cached with Gemini; 7 out, thoughts included.
    usage = reply.usage
    assert (usage.input, usage.output, usage.cached, usage.source) == (21, 7, 5, "provider")
    assert reply.model == f"{model}-2026"


@pytest.mark.parametrize("model", FAILED)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_each_failure_has_its_kind_and_one_request(rig, provider, model):
    before = len(rig.base_url.received)
    error, _ = rig.ask(provider, model)
    assert isinstance(error, TargetError), error
    assert error.kind == FAILED[model], error
    assert error.partial == ("The capital of" if model in MIDWAY else "")
    assert len(rig.base_url.received) == before + 1


def test_where_litellm_hides_that_a_stream_was_cut_its_tokens_are_at_least_marked_as_estimated(rig):
    error, _ = rig.ask("anthropic", "cut_clean")
    assert (error.kind, error.partial) == ("cut_stream", "The capital of")
    reply, _ = rig.ask("gemini", "cut_clean")
    assert (reply.text, reply.usage.source) == ("The capital of", "estimated")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_first_token_is_the_first_of_the_answer_not_of_the_thoughts(rig, provider):
    for model in ("slow", "thinking"):
        _, first = rig.ask(provider, model)
        assert first >= 0.2


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_wait_a_provider_asks_for_is_passed_on_wherever_it_says_so(rig, provider):
    error, _ = rig.ask(provider, "rate_limit")
    assert error.retry_after_seconds == 3


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_key_the_server_echoes_is_hidden(rig, provider):
    error, _ = rig.ask(provider, "echo_key")
    assert "API key not valid" in str(error)
    assert KEY not in str(error)


def test_what_is_sent_is_in_each_providers_own_words(rig):
    sent = {"temperature": 0.5, "max_tokens": 9, "stop": ("END",)}
    rig.ask("anthropic", "well", **sent)
    body = rig.base_url.received[-1].body
    assert (body["temperature"], body["max_tokens"], body["stop_sequences"], body["stream"]) == (0.5, 9, ["END"], True)
    assert [message["role"] for message in body["messages"]] == ["user"]
    assert body["system"][0]["text"] == "Answer briefly."
    rig.ask("gemini", "well", **sent)
    received = rig.base_url.received[-1]
    settings = received.body["generationConfig"]
    assert (settings["temperature"], settings["max_output_tokens"], settings["stop_sequences"]) == (0.5, 9, ["END"])
    # LiteLLM puts the system message before the user's where it does not know the model.
    assert received.body["contents"][0]["parts"][0]["text"] == "Answer briefly."
    assert KEY not in received.address
