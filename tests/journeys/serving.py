"""A misbehaving server in a thread of its own, so that runs and programs under test can be started around it."""

import asyncio
import contextlib
import threading

from servers.openai_server import serve

SCENARIO = """
stressdesk: 1
name: Served
prompt:
  text: "Which desk? Answer billing or shipping."
  parameters: {{max_tokens: 20}}
demo:
  - {{text: "I was charged twice this month.", expect: billing}}
checks:
  - {{kind: contains, value: Paris}}
target: served
targets:
  served: {{kind: litellm, model: "openai/{model}", base_url: "{base_url}", timeout_seconds: {timeout}, {more}}}
load: {{scales: [{live}], live: {live}, window_minutes: {minutes}, patience_seconds: {patience}, {load}}}
goals: {{failure_rate: 0.9}}
"""


def scenario(base_url, model, **changes):
    fields = {"live": 6, "minutes": 0.01, "timeout": 3, "patience": 8, "more": "", "load": ""}
    return SCENARIO.format(base_url=base_url, model=model, **{**fields, **changes})


@contextlib.contextmanager
def serving():
    """The server's address while the context lasts; what it received hangs on it."""
    ready, over = threading.Event(), None
    served = {}

    async def main():
        nonlocal over
        over = asyncio.Event()
        async with serve() as base_url:
            served["base_url"], served["loop"] = base_url, asyncio.get_running_loop()
            ready.set()
            await over.wait()

    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    ready.wait(10)
    try:
        yield served["base_url"]
    finally:
        served["loop"].call_soon_threadsafe(over.set)
        thread.join(10)
