"""An exchange and a verdict in one line, for the tests of checks."""

import asyncio
from collections.abc import Sequence
from typing import Any

from stressdesk.checks.build import checks_for
from stressdesk.checks.check import Exchange
from stressdesk.journal.events import Verdict
from stressdesk.scenario.checks import CheckSpec
from stressdesk.scenario.model import DemoInput, Message, Prompt, Scenario
from stressdesk.scenario.targets import Simulated


def scenario(*specs: CheckSpec, prompt: str = "Be brief.") -> Scenario:
    return Scenario(
        name="test",
        prompt=Prompt(text=prompt),
        demo=(DemoInput(text="hello"),),
        checks=specs,
        targets={"simulated": Simulated()},
    )


def exchange(
    answer: str,
    *,
    expect: Any = None,
    text: str = "Where is my parcel?",
    language: str = "en",
    messages: Sequence[tuple[str, str]] | None = None,
    latency_seconds: float = 1.0,
    first_token_seconds: float | None = 0.2,
) -> Exchange:
    pairs = [("system", "Be brief."), ("user", text)] if messages is None else messages
    return Exchange(
        messages=tuple(Message(role=role, content=content) for role, content in pairs),
        text=text,
        clean=text,
        language=language,
        expect=expect,
        answer=answer,
        latency_seconds=latency_seconds,
        first_token_seconds=first_token_seconds,
    )


def judged(spec: CheckSpec, answer: str, *, system_text: str = "", **more: Any) -> Verdict:
    (check,) = checks_for(scenario(spec), system_text)
    return asyncio.run(check.judge(exchange(answer, **more)))
