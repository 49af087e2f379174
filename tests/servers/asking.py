"""Both live targets around the misbehaving server, on one loop, so that tests can ask them one question at a time."""

from __future__ import annotations

import asyncio
import contextlib
import gc

from servers.openai_server import serve

from stressdesk.errors import TargetError
from stressdesk.scenario.model import Message, Parameters
from stressdesk.scenario.targets import LiteLLM
from stressdesk.targets.endpoint import Endpoint
from stressdesk.targets.litellm import LiteLLMTarget, open_litellm
from stressdesk.targets.openai import open_openai
from stressdesk.targets.target import Request

KEY = "sk-planted-0123456789abcdef0123456789"


def request(text="What is the capital of France?", **parameters):
    return Request(
        messages=(Message(role="system", content="Answer briefly."), Message(role="user", content=text)),
        parameters=Parameters(**parameters),
        address=("production", 0, 0, 0),
    )


async def until(is_so):
    """Wait until the server has seen something; it tells nobody when it does."""
    async with asyncio.timeout(15):
        while not is_so():  # noqa: ASYNC110 - as said above
            await asyncio.sleep(0.01)


class Asking:
    """Asks either client; an answer that fails is returned like one that does not."""

    def __init__(self, base_url, library):
        self.base_url = base_url
        self._library = library

    async def ask(self, client, model, *, seconds=10.0, base_url=None, key=KEY, **parameters):
        async with self.target(client, model, seconds=seconds, base_url=base_url, key=key) as target:
            try:
                return await target.ask(request(**parameters))
            except TargetError as error:
                return error

    @contextlib.asynccontextmanager
    async def target(self, client, model, *, seconds=10.0, base_url=None, key=KEY):
        url = str(base_url or self.base_url)
        if client == "litellm":
            spec = LiteLLM(model=f"openai/{model}", base_url=url, timeout_seconds=seconds)
            yield LiteLLMTarget(self._library, spec, key)
        else:
            async with open_openai(Endpoint(base_url=url, model=model, key=key, timeout_seconds=seconds)) as target:
                yield target


@contextlib.contextmanager
def asking():
    """A runner's loop with the server and LiteLLM open; nothing of them may be left when they are closed."""
    with asyncio.Runner() as runner:
        stack = contextlib.AsyncExitStack()

        async def begin():
            base_url = await stack.enter_async_context(serve())
            spec = LiteLLM(model="openai/well", base_url=str(base_url))
            target = await stack.enter_async_context(open_litellm(spec))
            return Asking(base_url, target._library)

        async def end():
            await stack.aclose()
            assert asyncio.all_tasks() == {asyncio.current_task()}

        yield runner, runner.run(begin())
        runner.run(end())
    # Whatever was not closed warns when it is collected, and a warning is an error.
    gc.collect()
