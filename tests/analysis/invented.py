"""Invented runs: headers, and records whose failures follow known rules."""

from __future__ import annotations

import random
from typing import Any

import msgspec

from stressdesk.analysis.tally import Tally
from stressdesk.journal.events import (
    Attempt,
    Ending,
    Header,
    PricesUsed,
    Record,
    StagePlan,
    Usage,
    Verdict,
)

PRICES = PricesUsed(model="gpt-5-mini", entry={"input_cost_per_token": 2.5e-7, "output_cost_per_token": 2e-6})
COMPLETE = Ending(
    state="complete", reason="every planned query was asked", ended="2026-01-01T00:00:00Z", run_seconds=600
)


def scenario(**changes: Any) -> dict[str, Any]:
    return {
        "stressdesk": 1,
        "name": "invented",
        "prompt": {"text": "Sort the message."},
        "demo": [{"text": f"message {number}"} for number in range(10)],
        "checks": [{"kind": "one-of", "values": ["billing", "other"], "name": "label"}],
        "target": "model",
        "targets": {"model": {"kind": "litellm", "model": "gpt-5-mini"}},
    } | changes


def header(*plans: tuple[str, int], **changes: Any) -> Header:
    made = Header(
        version=1,
        run="invented",
        name="invented",
        created="2026-01-01T00:00:00Z",
        scenario=scenario(),
        scenario_path="invented.stress.yaml",
        seed=1,
        target="model",
        target_kind="litellm",
        model="gpt-5-mini",
        provenance="measured",
        stages=tuple(StagePlan(name=name, queries=queries, window_seconds=600) for name, queries in plans),
        prices=PRICES,
    )
    return msgspec.structs.replace(made, **changes)


def record(session: int = 0, turn: int = 0, *, stage: str = "production", **changes: Any) -> Record:
    """A good answer by default; `changes` are fields of the record, and `latency` and `tokens` shape it."""
    latency = changes.pop("latency", 2.0)
    tokens = changes.pop("tokens", (100, 20))
    source = changes.pop("source", "provider")
    arrived = changes.pop("arrived", float(session))
    usage = Usage(input=tokens[0], output=tokens[1], source=source)
    cost = changes.pop("cost_usd", tokens[0] * 2.5e-7 + tokens[1] * 2e-6)
    sent, finished = arrived + 0.1, arrived + latency
    attempt = Attempt(sent=sent, first_token=sent + 0.4, finished=finished, usage=usage, cost_usd=cost)
    fields: dict[str, Any] = {
        "stage": stage,
        "session": session,
        "turn": turn,
        "persona": "hurried",
        "intent": "billing",
        "language": "en",
        "mess": (),
        "clean": "Where is my money?",
        "text": "where my money",
        "arrived": arrived,
        "sent": sent,
        "first_token": sent + 0.4,
        "finished": finished,
        "outcome": "answered",
        "answer": "billing",
        "verdicts": (Verdict(check="label", judgement="pass", reason="is one of the labels"),),
        "attempts": (attempt,),
        "usage": usage,
        "cost_usd": cost,
    }
    return Record(**(fields | changes))


def wrong(session: int = 0, turn: int = 0, **changes: Any) -> Record:
    """An answer the check fails."""
    verdict = Verdict(check="label", judgement="fail", reason="'hello' is none of the labels")
    return record(session, turn, **({"failure": "prompt", "verdicts": (verdict,), "answer": "hello"} | changes))


def unsure(session: int = 0, turn: int = 0, **changes: Any) -> Record:
    """An answer no check can decide on."""
    verdict = Verdict(check="label", judgement="unsure", reason="too short to tell")
    return record(session, turn, **({"unsure": True, "verdicts": (verdict,)} | changes))


def refused(session: int = 0, turn: int = 0, **changes: Any) -> Record:
    """A query the system failed with a rate limit, without tokens."""
    arrived = changes.get("arrived", float(session))
    attempt = Attempt(sent=arrived, finished=arrived + 0.2, kind="rate_limit", reason="429", cost_usd=0.0)
    lost: dict[str, Any] = {
        "outcome": "failed",
        "kind": "rate_limit",
        "reason": "429 Too Many Requests",
        "failure": "system",
        "verdicts": (),
        "attempts": (attempt,),
        "usage": None,
        "cost_usd": 0.0,
        "answer": "",
        "first_token": None,
    }
    return record(session, turn, **(lost | changes))


def left(session: int = 0, turn: int = 0, **changes: Any) -> Record:
    """A query whose user gave up waiting."""
    gone: dict[str, Any] = {"outcome": "gave_up", "failure": "gave_up", "verdicts": (), "answer": "", "latency": 30.0}
    return record(session, turn, **(gone | changes))


def never_asked(session: int = 0, turn: int = 0, **changes: Any) -> Record:
    """A dropped query."""
    none: dict[str, Any] = {
        "outcome": "dropped",
        "attempts": (),
        "verdicts": (),
        "usage": None,
        "cost_usd": None,
        "sent": None,
        "first_token": None,
        "finished": None,
        "answer": "",
    }
    return record(session, turn, **(none | changes))


MESS = ("typo", "no punctuation", "two questions", "pasted log", "wrong language")


def traffic(queries: int, *, stage: str = "production", seed: int = 1, failing: float = 0.1) -> list[Record]:
    """Messy sessions of one to six turns; wrong answers grow likelier by 15 points with each kind of mess."""
    rng = random.Random(seed)
    made: list[Record] = []
    session = 0
    while len(made) < queries:
        start = rng.uniform(0, 600)
        persona = rng.choice(("hurried", "polite", "angry"))
        turns = 1 if rng.random() < 0.59 else rng.randint(2, 6)
        for turn in range(min(turns, queries - len(made))):
            mess = tuple(kind for kind in MESS if rng.random() < 0.15)
            chance = failing + 0.15 * len(mess)
            draw = rng.random()
            make = wrong if draw < chance else refused if draw > 0.98 else left if draw > 0.96 else record
            changes: dict[str, Any] = {"mess": mess, "persona": persona, "intent": rng.choice(("billing", "other"))}
            if make in (record, wrong):
                changes |= {
                    "latency": rng.lognormvariate(0.7, 0.5),
                    "tokens": (rng.randint(80, 400), rng.randint(5, 80)),
                }
            made.append(make(session, turn, stage=stage, arrived=start + 40 * turn, **changes))
        session += 1
    return made


def tally(made: Header, *groups: list[Record]) -> Tally:
    filled = Tally(made)
    for group in groups:
        for one in group:
            filled.add(one)
    return filled
