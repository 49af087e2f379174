"""A server that sends requests on to another address: no key, and no text, goes to one that nobody has named."""

import asyncio
import contextlib

import pytest
from servers.asking import request
from servers.listening import listening

from stressdesk.errors import TargetError
from stressdesk.scenario.targets import LiteLLM
from stressdesk.targets.litellm import open_litellm
from stressdesk.targets.openai import open_openai
from stressdesk.targets.openai_providers import endpoint

pytestmark = pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince211")
KEY = "planted-key-0123456789abcdef"
PATHS = {"openai": "/v1", "azure": "", "anthropic": "", "gemini": "/v1beta", "cohere_chat": "/v1/chat"}
THROUGH_LITELLM = ("openai", "anthropic", "gemini", "cohere_chat")


class Server:
    """Answers every request with one status and place, and keeps what it was sent."""

    def __init__(self, answer):
        self._answer = answer
        self.received = []
        self.port = 0

    @contextlib.asynccontextmanager
    async def serving(self):
        async def connect(reader, writer):
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                while True:
                    self.received.append((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
                    length = self.received[-1].lower().partition("content-length:")[2].split("\r\n")[0]
                    await reader.readexactly(int(length or 0))
                    writer.write(self._answer.encode())
            writer.close()

        async with listening(connect) as self.port:
            yield self


def sends_on(status, place):
    return f"HTTP/1.1 {status} Moved\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n"


def opened(client, provider, base_url):
    spec = LiteLLM(
        model=f"{provider}/well", base_url=base_url + PATHS[provider], key_env="MOVED_KEY", timeout_seconds=9
    )
    return open_litellm(spec) if client == "litellm" else open_openai(endpoint(spec))


async def asked(client, provider, status, place):
    """What is told of the redirect, and what reached the server that was named and the one that was not."""
    async with contextlib.AsyncExitStack() as stack:
        other = await stack.enter_async_context(Server(sends_on(404, "/nowhere")).serving())
        place = place.format(port=other.port)
        named = await stack.enter_async_context(Server(sends_on(status, place)).serving())
        target = await stack.enter_async_context(opened(client, provider, f"http://127.0.0.1:{named.port}"))
        with pytest.raises(TargetError) as caught:
            await target.ask(request())
        return caught.value, named.received, other.received, place


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("MOVED_KEY", KEY)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    ("client", "provider"),
    [("lean", "openai"), ("lean", "azure"), *(("litellm", provider) for provider in THROUGH_LITELLM)],
)
def test_no_redirect_is_followed_so_that_no_key_reaches_another_server(client, provider, status):
    address = "http://127.0.0.1:{port}/moved/v1"
    error, named, other, place = asyncio.run(asked(client, provider, status, address))
    assert KEY in named[0]
    assert len(named) == 1
    assert other == []
    assert error.kind == "not_found"
    assert f"answered {status}: it redirects to {place}" in error.message
    assert f"set base_url to {place}" in error.message


@pytest.mark.parametrize("provider", THROUGH_LITELLM)
def test_a_redirect_within_the_server_is_told_in_the_same_way(provider):
    error, named, _, _ = asyncio.run(asked("litellm", provider, 308, "/new/v1"))
    assert len(named) == 1
    assert "redirects to /new/v1" in error.message
    assert "base_url" in error.message
