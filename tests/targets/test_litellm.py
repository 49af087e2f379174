"""What only the LiteLLM target promises: offline, silent, closed behind itself, and clear about keys and models."""

import asyncio
import contextlib
import errno
import gc
import os
import socket
import subprocess
import sys
import threading

import pytest
from servers.asking import request
from servers.openai_server import serve

from stressdesk.errors import NoConnectionsError, RunError, TargetError
from stressdesk.scenario.targets import LiteLLM
from stressdesk.targets.litellm import open_litellm
from stressdesk.targets.litellm_failures import mapped

pytestmark = pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince211")
OFFLINE = """
import asyncio, os, socket, sys
sys.path[:0] = sys.argv[1:]
real = socket.socket.connect
def connect(self, address):
    if self.family != socket.AF_UNIX and address[0] != "127.0.0.1":
        print("connects to", address)
    return real(self, address)
socket.socket.connect = connect
socket.getaddrinfo = lambda *names, **more: print("looks up", names) or []
from servers.asking import request
from stressdesk.scenario.targets import LiteLLM
from stressdesk.targets.litellm import open_litellm
async def main():
    async with open_litellm(LiteLLM(model="openai/well", base_url="http://127.0.0.1:9/v1")) as target:
        try:
            await target.ask(request())
        except Exception as error:
            print(error.kind)
asyncio.run(main())
"""


async def asked(spec, *, model="well", **parameters):
    async with serve() as base_url:
        asked_of = spec(str(base_url)) if callable(spec) else spec
        async with open_litellm(asked_of) as target:
            return await target.ask(request(**parameters)), base_url.received[-1]


def at(base_url, **more):
    return LiteLLM(model="openai/well", base_url=base_url, **more)


def test_nothing_but_the_servers_address_is_ever_looked_up_or_connected_to_and_nothing_is_printed():
    environment = {**os.environ, "LITELLM_LOG": "DEBUG", "LITELLM_MODE": "DEV", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", OFFLINE, "tests"],
        capture_output=True, text=True, check=True, env=environment, timeout=120,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("connection\n", "")


def test_one_process_can_open_it_again_on_another_loop_and_leaves_nothing_behind():
    for _ in range(2):
        reply, _ = asyncio.run(asked(at))
        assert reply.text
        gc.collect()


def test_one_loop_can_open_it_again_for_the_same_server():
    async def twice():
        async with serve() as base_url:
            for _ in range(2):
                async with open_litellm(at(str(base_url))) as target:
                    assert (await target.ask(request())).text
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(twice())


def test_the_key_comes_from_the_variable_the_scenario_names(monkeypatch):
    monkeypatch.setenv("MY_KEY", "sk-mine-12345678")
    _, received = asyncio.run(asked(lambda url: at(url, key_env="MY_KEY")))
    assert received.headers["authorization"] == "Bearer sk-mine-12345678"


def test_the_providers_own_key_is_never_sent_to_an_address_of_ones_own(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-precious-12345678")
    _, received = asyncio.run(asked(at))
    assert "precious" not in str(received.headers)


@pytest.mark.parametrize(
    ("spec", "variable"),
    [
        (LiteLLM(model="openai/gpt-5-mini"), "OPENAI_API_KEY"),
        (LiteLLM(model="anthropic/claude-sonnet-4-5"), "ANTHROPIC_API_KEY"),
        (LiteLLM(model="gemini/gemini-2.5-flash"), "GEMINI_API_KEY"),
        (LiteLLM(model="openai/gpt-5-mini", key_env="MY_KEY"), "MY_KEY"),
    ],
)
def test_a_missing_key_ends_the_run_before_it_starts_and_is_named(monkeypatch, spec, variable):
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY", "MY_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(RunError, match=f"export {variable}="):
        asyncio.run(asked(spec))


@pytest.mark.parametrize("model", ["nobody/knows-this", "totally-unknown"])
def test_an_unknown_provider_ends_the_run_before_it_starts(model):
    with pytest.raises(RunError, match="PROVIDER/MODEL"):
        asyncio.run(asked(LiteLLM(model=model)))


@pytest.mark.parametrize("name", ["mock_response", "max_retries", "api_key", "drop_params", "fallbacks", "n"])
def test_parameters_that_would_make_up_or_hide_results_are_refused(name):
    for more in ({"spec": at, "extra": {name: "x"}}, {"spec": lambda url: at(url, options={name: "x"})}):
        with pytest.raises(TargetError, match=name) as caught:
            asyncio.run(asked(**more))
        assert caught.value.kind == "bad_request"


def test_a_parameter_the_model_does_not_know_is_named_not_dropped(monkeypatch):
    async def ask():
        monkeypatch.setenv("MY_KEY", "sk-mine-12345678")
        spec = LiteLLM(model="perplexity/sonar", key_env="MY_KEY", base_url="http://127.0.0.1:9")
        async with open_litellm(spec) as target:
            await target.ask(request(extra={"parallel_tool_calls": True}))

    with pytest.raises(TargetError, match="parallel_tool_calls") as caught:
        asyncio.run(ask())
    assert caught.value.kind == "bad_request"


def test_the_first_measured_answer_is_as_quick_as_the_next():
    async def seconds():
        loop, taken = asyncio.get_running_loop(), []
        async with serve() as base_url, open_litellm(at(str(base_url))) as target:
            for _ in range(4):
                start = loop.time()
                await target.ask(request())
                taken.append(loop.time() - start)
        return taken

    first, *others = asyncio.run(seconds())
    assert first < 3 * max(others) + 0.1


def silent_port():
    """A port that takes connections, and in whose name another says something that is no TLS."""
    place = socket.create_server(("127.0.0.1", 0))

    def speak():
        with contextlib.suppress(OSError):
            there, _ = place.accept()
            with there:
                there.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    threading.Thread(target=speak, daemon=True).start()
    return place


@pytest.mark.parametrize(
    ("address", "says", "is_sent"),
    [
        ("http://127.0.0.1:9/v1", "failed: nothing listens there", False),
        (f"http://{'long' * 10}.invalid/v1", "failed: its name has no address", False),
        ("https://127.0.0.1:{port}/v1", "failed: the server speaks no TLS.*http://", False),
        ("http://proxied.invalid/v1", "failed: nothing listens there", False),
        ("hang_up", "failed: the server hung up", True),
        ("reset", "failed: the server reset", True),
    ],
)
def test_a_failed_connection_costs_nothing_only_where_nothing_can_have_been_sent(monkeypatch, address, says, is_sent):
    if "proxied" in address:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    async def ask(port):
        async with serve() as base_url:
            model = address if is_sent else "well"
            url = str(base_url) if is_sent else address.format(port=port)
            spec = LiteLLM(model=f"openai/{model}", base_url=url, timeout_seconds=20)
            async with open_litellm(spec) as target:
                asked = request()
                with pytest.raises(TargetError, match=says) as caught:
                    await target.ask(asked)
                return caught.value.kind, asked.note.is_sent

    with silent_port() as place:
        assert asyncio.run(ask(place.getsockname()[1])) == ("connection", is_sent)


@pytest.mark.parametrize(("number", "is_ours"), [(errno.EMFILE, True), (errno.ECONNREFUSED, False)])
def test_a_connection_this_machine_does_not_allow_is_no_failure_of_the_server(number, is_ours):
    error = ConnectionError("Cannot connect to host")
    error.__cause__ = OSError(number, os.strerror(number))
    assert isinstance(mapped(error, "", ()), NoConnectionsError) == is_ours
