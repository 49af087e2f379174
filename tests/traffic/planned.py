"""Scenarios made from what matters to a test of traffic, and what is planned from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from stressdesk.scenario.model import DemoInput, Prompt, Scenario
from stressdesk.scenario.targets import Simulated
from stressdesk.scenario.traffic import Load, Traffic
from stressdesk.traffic.plan import plan
from stressdesk.traffic.session import Session, Turn

DEMO = (
    DemoInput(text="How do I reset my password?", expect="account"),
    DemoInput(text="I was charged twice this month, please refund one of them.", expect="billing"),
    DemoInput(text="My order 44712 has not arrived yet.", expect="delivery"),
    DemoInput(text="Where can I find my tracking number?", expect="delivery"),
    DemoInput(text="Cancel my subscription.", expect="account"),
    DemoInput(text="The app crashes every time I open the settings page since the last update.", expect="technical"),
    DemoInput(
        text="I bought a blender on 12 May and it stopped working after a week. I don't have the box anymore. "
        "Can I get my money back?",
        expect="billing",
    ),
    DemoInput(text="Why was I charged a late fee?", expect="billing"),
)


def scenario(demo: tuple[DemoInput, ...] = DEMO, load: Load | None = None, **traffic: Any) -> Scenario:
    return Scenario(
        name="test",
        prompt=Prompt(text="Answer the customer: {{message}}"),
        demo=demo,
        targets={"simulated": Simulated()},
        target="simulated",
        traffic=Traffic(**traffic),
        load=load or Load(),
    )


def sessions(made: Scenario, queries: int, seed: int = 1) -> list[Session]:
    return list(plan(made, queries, seed=seed, folder=Path()).sessions())


def turns(made: Scenario, queries: int, seed: int = 1) -> list[Turn]:
    return [turn for session in sessions(made, queries, seed) for turn in session.turns]
