"""A target that does what a list says, and the parts a query needs around it."""

import asyncio

from stressdesk.engine.clock import now
from stressdesk.engine.limits import Ledger, Stop
from stressdesk.engine.query import Asking
from stressdesk.engine.records import Query
from stressdesk.engine.rules import Rules
from stressdesk.journal.events import Usage, Verdict
from stressdesk.scenario.model import DemoInput, Message, Parameters, Prompt, Scenario
from stressdesk.scenario.targets import Simulated
from stressdesk.targets.target import Reply
from stressdesk.traffic.session import Session, Turn

USAGE = Usage(input=1000, output=100, source="provider")


class ScriptedTarget:
    """Each ask takes the next step: an answer, or an exception, after some seconds."""

    def __init__(self, *steps):
        self.steps = list(steps)
        self.requests = []
        self.in_flight = self.most_in_flight = 0

    async def ask(self, request):
        self.requests.append(request)
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            return await self._play(*step)
        finally:
            self.in_flight -= 1

    async def _play(self, seconds, result):
        await asyncio.sleep(seconds / 2)
        first_token = now()
        await asyncio.sleep(seconds / 2)
        if isinstance(result, BaseException):
            raise result
        return Reply(text=result, usage=USAGE, first_token=first_token, finish_reason="stop", model="scripted-1")


class OneWord:
    """A check that passes one word, is unsure of another, and breaks on a third."""

    def __init__(self, word="billing", about="content"):
        self.name = "one-word"
        self.word = word
        self.about = about

    async def judge(self, exchange):
        if exchange.answer == "break":
            raise ZeroDivisionError
        judgement = {"perhaps": "unsure", self.word: "pass"}.get(exchange.answer, "fail")
        return Verdict(check=self.name, judgement=judgement, reason=f"said {exchange.answer}", about=self.about)


def scenario(**changes):
    fields = {
        "name": "Scripted",
        "prompt": Prompt(text="Classify.", parameters=Parameters(max_tokens=100)),
        "demo": (DemoInput(text="I was charged twice.", expect="billing"),),
        "targets": {"simulated": Simulated()},
        "target": "simulated",
    }
    return Scenario(**{**fields, **changes})


def session(index=0, turns=1, patience=30.0, think=5.0, start=0.0):
    return Session(
        index=index,
        start_seconds=start,
        persona="everyday",
        patience_seconds=patience,
        variables={},
        turns=tuple(
            Turn(
                index=turn,
                due_seconds=start + turn * think,
                think_seconds=think if turn else 0.0,
                intent="billing",
                language="en",
                mess=("typo",),
                clean="I was charged twice.",
                text=f"i was chraged twice {index}.{turn}",
                expect="billing",
            )
            for turn in range(turns)
        ),
    )


def query(one=None, turn=0, arrived=None):
    one = one or session()
    messages = (Message(role="user", content=one.turns[turn].text),)
    return Query(
        stage="production",
        session=one,
        turn=one.turns[turn],
        messages=messages,
        arrived=now() if arrived is None else arrived,
    )


class Table:
    """Everything around a query, with the records it leaves in `records`."""

    def __init__(
        self, target, *, checks=None, prices=None, limit=None, requests_before=0, lag=None, lease=None, **changes
    ):
        self.target = target
        self.records = []
        self.stop = Stop()
        self.ledger = Ledger(limit, lease=lease)
        self.scenario = scenario(**changes)
        rules = Rules(
            scenario=self.scenario,
            seed=1,
            target=target,
            checks=tuple(checks or [OneWord()]),
            prices=prices,
            origin=now(),
            requests_before=requests_before,
            lag=lag,
        )
        self.asking = Asking(rules, self.ledger, self.stop, self.records.append)
