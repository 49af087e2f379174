"""What only the lean client promises."""

import asyncio
import errno

import pytest
from servers.asking import request
from servers.openai_server import ANSWER, serve

from stressdesk.errors import NoConnectionsError, RunError, TargetError
from stressdesk.targets import addresses, incoming
from stressdesk.targets.endpoint import Endpoint
from stressdesk.targets.openai import open_openai
from stressdesk.targets.routes import is_loopback


async def asked(model, **more):
    async with (
        serve() as base_url,
        open_openai(Endpoint(base_url=base_url, model=model, **more)) as target,
    ):
        reply = await target.ask(request())
        return reply, base_url.received[-1]


def test_without_a_key_none_is_sent():
    _, received = asyncio.run(asked("well"))
    assert "authorization" not in received.headers


def test_the_model_a_server_says_it_is_stands_in_the_reply():
    reply, _ = asyncio.run(asked("well"))
    assert reply.model == "well-2026"


def test_an_answer_that_was_not_streamed_has_its_first_token_when_it_arrives():
    reply, _ = asyncio.run(asked("plain"))
    assert reply.text == ANSWER
    assert reply.first_token is not None


@pytest.mark.parametrize(("number", "is_ours"), [(errno.EMFILE, True), (errno.ECONNREFUSED, False)])
def test_a_connection_this_machine_does_not_allow_is_no_failure_of_the_server(monkeypatch, number, is_ours):
    def refuse(_place):
        raise OSError(number, "as the system says it")

    monkeypatch.setattr(addresses, "_reached", refuse)
    with pytest.raises(TargetError, match="failed") as caught:
        asyncio.run(asked("well"))
    assert isinstance(caught.value, NoConnectionsError) == is_ours
    assert (caught.value.kind == "connection") != is_ours


def test_a_loopback_server_is_asked_directly_whatever_proxy_is_set(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    reply, _ = asyncio.run(asked("well"))
    assert reply.text == ANSWER


def test_an_answer_without_end_is_cut_off(monkeypatch):
    monkeypatch.setattr("stressdesk.targets.answer.LONGEST_ANSWER_CHARACTERS", 20)
    with pytest.raises(TargetError) as caught:
        asyncio.run(asked("well"))
    assert caught.value.kind == "bad_answer"


def test_an_error_page_without_end_is_read_only_in_part(monkeypatch):
    monkeypatch.setattr(incoming, "ERROR_BODY_BYTES", 50)
    with pytest.raises(TargetError) as caught:
        asyncio.run(asked("control_characters"))
    assert len(caught.value.message) < 100


@pytest.mark.parametrize("base_url", ["", "127.0.0.1:80", "ftp://127.0.0.1/v1", "http://", "http://[::1", "x" * 5000])
def test_what_is_no_address_is_refused_with_an_example(base_url):
    with pytest.raises(RunError, match="http://127"):
        asyncio.run(asked_at(base_url))


async def asked_at(base_url):
    async with open_openai(Endpoint(base_url=base_url, model="well")):
        pass


@pytest.mark.parametrize("key", ["two\nlines", "käse", "tab\tbed"])
def test_a_key_that_cannot_stand_in_a_header_is_refused_without_being_shown(key):
    with pytest.raises(RunError) as caught:
        asyncio.run(asked("well", key=key))
    assert key not in str(caught.value)


def test_only_addresses_of_this_machine_are_loopback():
    assert is_loopback("http://127.0.0.1:80/v1")
    assert is_loopback("http://localhost/v1")
    assert is_loopback("http://[::1]:80/v1")
    assert not is_loopback("https://api.example.com/v1")
    assert not is_loopback("http://127.0.0.1.example.com/v1")
