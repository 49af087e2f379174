"""The lean client and LiteLLM against the same misbehaving server: one request an ask, one name for each failure."""

import asyncio

import pytest
from servers.asking import KEY, asking, request, until
from servers.openai_server import ANSWER, BEHAVIOURS

from stressdesk.errors import TargetError
from stressdesk.targets.redaction import SHOWN_CHARACTERS
from stressdesk.targets.target import Reply

# LiteLLM reads fields of pydantic models in a way that pydantic will drop.
pytestmark = pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince211")
CLIENTS = ("openai", "litellm")
ANSWERED = (
    "well",
    "slow",
    "reasoning",
    "reasoning_uncounted",
    "no_usage",
    "two_done",
    "no_done",
    "echo_key_answer",
    "echo",
    "split_bytes",
)
# What the kind is, for both clients; a pair where LiteLLM hides the difference.
FAILED = {
    "rate_limit": "rate_limit",
    "rate_limit_soon": "rate_limit",
    "rate_limit_date": "rate_limit",
    "quota": "quota",
    "payment": "quota",
    "low_credit": "quota",
    "cut": "cut_stream",
    "cut_early": "cut_stream",
    "cut_clean": "cut_stream",
    "cut_json": "cut_stream",
    "cut_reset": "cut_stream",
    "cut_reasoning": "cut_stream",
    "reset": "connection",
    "hang_up": "connection",
    "garbage": "bad_answer",
    "garbage_lines": "bad_answer",
    "garbage_json": "bad_answer",
    "wrong_shape": ("bad_answer", "empty_answer"),
    "not_http": "bad_answer",
    "html": "bad_answer",
    "bad_utf8": "bad_answer",
    "bad_gateway": "overloaded",
    "empty": "empty_answer",
    "empty_choices": ("empty_answer", "cut_stream"),
    "blank": "empty_answer",
    "only_reasoning": "empty_answer",
    "tools": "empty_answer",
    "error_midway": "cut_stream",
    "error_first": "overloaded",
    "context_overflow": "context_overflow",
    "context_overflow_llama": "context_overflow",
    "content_filter": "content_filter",
    "filtered": "content_filter",
    "echo_key": "authentication",
    "control_characters": "server",
    "unsupported": "bad_request",
    "error_500": "server",
    "unavailable": "overloaded",
    "overloaded": "overloaded",
    "request_timeout": "timeout",
    "gateway_timeout": "timeout",
    "unauthorized": "authentication",
    "forbidden": "authentication",
    "not_found": "not_found",
    "redirect": "not_found",
    "unprocessable": "bad_request",
    "too_large": "bad_request",
    "never": "timeout",
    "stalls": "timeout",
}
# Answered by the lean client; LiteLLM reads no answer that is not a stream.
APART = {"plain": (None, "bad_answer")}
PARTIAL = {"cut", "cut_clean", "cut_json", "cut_reset", "error_midway", "stalls"}


@pytest.fixture(scope="module")
def rig():
    with asking() as pair:
        yield pair


@pytest.fixture
def ask(rig):
    runner, here = rig
    return lambda client, model, **more: runner.run(here.ask(client, model, **more))


@pytest.fixture
def noted(rig):
    runner, here = rig

    async def note(client, model):
        asked = request()
        async with here.target(client, model) as target:
            with pytest.raises(TargetError):
                await target.ask(asked)
        return asked.note

    return lambda client, model: runner.run(note(client, model))


def failed(result):
    assert isinstance(result, TargetError), result
    return result


def answered(result):
    assert isinstance(result, Reply), (result, result.__cause__)
    return result


def test_every_behaviour_of_the_server_is_tried():
    assert {*ANSWERED, "filtered_midway", *FAILED, *APART} == set(BEHAVIOURS)


@pytest.mark.parametrize("model", FAILED)
@pytest.mark.parametrize("client", CLIENTS)
def test_each_failure_has_its_kind_its_words_and_one_request(rig, ask, client, model):
    before = rig[1].base_url.count(model)
    error = failed(ask(client, model, seconds=0.6 if model in {"never", "stalls"} else 10.0))
    kinds = FAILED[model]
    expected = kinds if isinstance(kinds, str) else kinds[CLIENTS.index(client)]
    assert error.kind == expected, error
    assert rig[1].base_url.count(model) == before + 1
    assert error.partial == ("The capital of" if model in PARTIAL else "")
    assert 5 < len(error.message) <= SHOWN_CHARACTERS + 40
    assert error.message.isprintable()


@pytest.mark.parametrize("model", APART)
@pytest.mark.parametrize("client", CLIENTS)
def test_where_the_clients_differ(rig, ask, client, model):
    before = rig[1].base_url.count(model)
    result = ask(client, model)
    kind = APART[model][CLIENTS.index(client)]
    assert getattr(result, "kind", None) == kind, result
    assert rig[1].base_url.count(model) == before + 1


@pytest.mark.parametrize("client", CLIENTS)
def test_an_answer_comes_with_text_usage_and_the_reason_of_its_end(ask, client):
    reply = answered(ask(client, "well"))
    assert reply.text == ANSWER
    assert reply.finish_reason == "stop"
    usage = reply.usage
    assert (usage.input, usage.output, usage.cached, usage.reasoning) == (21, 7, 5, 2)
    assert usage.source == "provider"


def test_reasoning_that_is_not_counted_apart_is_shared_out_by_its_length(ask):
    usage = answered(ask("openai", "reasoning_uncounted")).usage
    assert (usage.input, usage.output, usage.source) == (21, 7, "provider")
    assert usage.reasoning == round(7 * len("Let me think about this.") / len("Let me think about this." + ANSWER)) == 3
    # LiteLLM counts its tokens instead; either way it is not taken for words of the answer.
    assert answered(ask("litellm", "reasoning_uncounted")).usage.reasoning > 0


@pytest.mark.parametrize("model", ["only_reasoning", "tools", "empty"])
@pytest.mark.parametrize("client", CLIENTS)
def test_an_answer_without_a_word_has_used_what_its_provider_says(noted, client, model):
    usage = noted(client, model).usage
    assert (usage.input, usage.output, usage.reasoning, usage.source) == (21, 7, 2, "provider")


@pytest.mark.parametrize("client", CLIENTS)
def test_what_was_reasoned_before_the_connection_broke_is_noted(noted, client):
    note = noted(client, "cut_reasoning")
    assert note.usage is None
    assert note.reasoned_tokens == 5  # of 24 letters


@pytest.mark.parametrize("model", ["two_done", "no_done", "slow"])
@pytest.mark.parametrize("client", CLIENTS)
def test_harmless_oddities_are_answers(ask, client, model):
    assert answered(ask(client, model)).text == ANSWER


@pytest.mark.parametrize("client", CLIENTS)
def test_characters_cut_in_two_by_the_network_arrive_whole(ask, client):
    assert answered(ask(client, "split_bytes")).text == "Zürich, 東京 🗼"


@pytest.mark.parametrize("client", CLIENTS)
def test_usage_that_no_server_reported_is_marked_as_estimated(ask, client):
    usage = answered(ask(client, "no_usage")).usage
    assert usage.source == "estimated"
    # "The capital of France is Paris." is 7 tokens in the o200k encoding.
    assert usage.output == 7
    assert 10 < usage.input < 30


@pytest.mark.parametrize("client", CLIENTS)
def test_the_first_token_is_the_first_content_not_the_role_nor_the_reasoning(rig, client):
    runner, here = rig

    async def first_token(model):
        async with here.target(client, model) as target:
            sent = asyncio.get_running_loop().time()
            reply = await target.ask(request())
            return reply.first_token - sent, asyncio.get_running_loop().time() - sent

    # The server sends a role or its reasoning at once, and content .2 s later; `slow` then takes .15 s for the rest.
    for model in ("slow", "reasoning"):
        first, last = runner.run(first_token(model))
        assert 0.2 <= first <= last
    first, last = runner.run(first_token("slow"))
    assert last - first >= 0.14


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(("model", "seconds"), [("rate_limit", 1.5), ("rate_limit_soon", 0.02), ("rate_limit_date", 7)])
def test_the_wait_a_server_asks_for_is_passed_on(ask, client, model, seconds):
    assert failed(ask(client, model)).retry_after_seconds == seconds


@pytest.mark.parametrize("client", CLIENTS)
def test_an_answer_the_filter_cut_short_is_kept_with_its_reason(ask, client):
    reply = answered(ask(client, "filtered_midway"))
    assert (reply.text, reply.finish_reason) == ("The capital of", "content_filter")


@pytest.mark.parametrize("client", CLIENTS)
def test_a_key_the_server_echoes_is_hidden(rig, ask, client):
    error = failed(ask(client, "echo_key"))
    assert rig[1].base_url.received[-1].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in str(error)
    assert "Incorrect API key" in str(error)
    reply = answered(ask(client, "echo_key_answer"))
    assert KEY not in reply.text
    assert reply.text.startswith("Your key is Bearer ")


@pytest.mark.parametrize("client", CLIENTS)
def test_nobody_listening_is_a_failed_connection(ask, client):
    error = failed(ask(client, "well", base_url="http://127.0.0.1:9/v1"))
    assert error.kind == "connection"


@pytest.mark.parametrize("client", CLIENTS)
def test_what_is_sent_is_what_the_scenario_says(rig, ask, client):
    sent = {"temperature": 0.0, "top_p": 0.5, "max_tokens": 9, "stop": ("END",), "seed": 4}
    answered(ask(client, "well", **sent, extra={"presence_penalty": 0.25}))
    body = dict(rig[1].base_url.received[-1].body)
    assert [message["role"] for message in body.pop("messages")] == ["system", "user"]
    assert body.pop("model") == "well"
    assert body.pop("stream") is True
    assert body.pop("stream_options") == {"include_usage": True}
    assert body == {**sent, "stop": ["END"], "presence_penalty": 0.25}


@pytest.mark.parametrize("client", CLIENTS)
def test_nothing_is_sent_that_the_scenario_does_not_say(rig, ask, client):
    answered(ask(client, "well"))
    assert set(rig[1].base_url.received[-1].body) == {"model", "messages", "stream", "stream_options"}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("model", ["never", "stalls"])
def test_a_user_who_leaves_hangs_up(rig, client, model):
    runner, here = rig

    async def leave():
        async with here.target(client, model) as target:
            one = request()
            asked = asyncio.create_task(target.ask(one))
            before = here.base_url.count(model)
            await until(lambda: here.base_url.count(model) > before)
            await asyncio.sleep(0.1)
            asked.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asked
            await until(lambda: here.base_url.received[-1].has_hung_up)
            return one.note

    note = runner.run(leave())
    assert note.partial == ("The capital of" if model == "stalls" else "")
    assert (note.first_token is not None) == (model == "stalls")


@pytest.mark.parametrize("client", CLIENTS)
def test_the_time_of_the_first_words_is_known_of_an_answer_that_broke_off_too(rig, client):
    runner, here = rig

    async def cut(one):
        async with here.target(client, "cut") as target:
            with pytest.raises(TargetError):
                await target.ask(one)
        return one.note.first_token

    assert runner.run(cut(request())) is not None


@pytest.mark.parametrize("client", CLIENTS)
def test_a_target_that_is_too_slow_is_hung_up_on(rig, ask, client):
    assert failed(ask(client, "never", seconds=0.3)).kind == "timeout"
    runner, here = rig
    runner.run(until(lambda: here.base_url.received[-1].has_hung_up))


@pytest.mark.parametrize("client", CLIENTS)
def test_many_asks_at_once_all_arrive_at_once(rig, client):
    runner, here = rig

    async def crowd():
        async with here.target(client, "never", seconds=4.0) as target:
            before = here.base_url.count("never")
            asks = [asyncio.create_task(target.ask(request())) for _ in range(30)]
            await until(lambda: here.base_url.count("never") >= before + 30)
            for ask in asks:
                ask.cancel()
            await asyncio.gather(*asks, return_exceptions=True)

    runner.run(crowd())


@pytest.mark.parametrize("client", CLIENTS)
def test_text_that_cannot_be_sent_is_the_requests_fault(ask, client):
    assert failed(ask(client, "echo", text="half a character \ud800")).kind == "bad_request"
