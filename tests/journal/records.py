"""Headers and records for tests of whatever reads or writes run files."""

from stressdesk.journal.events import Attempt, Header, Record, StagePlan, Usage, Verdict


def header(**changes):
    fields = {
        "version": 1,
        "run": "0123456789ab",
        "name": "Support triage",
        "created": "2026-11-22T12:00:00+00:00",
        "scenario": {"name": "Support triage"},
        "scenario_path": "support-triage.stress.yaml",
        "seed": 7,
        "target": "embedded",
        "target_kind": "local",
        "model": "SmolLM2-135M",
        "provenance": "measured",
        "stages": (
            StagePlan(name="demo", queries=2, window_seconds=0),
            StagePlan(name="production", queries=20, window_seconds=60),
        ),
    }
    return Header(**{**fields, **changes})


def record(session=0, turn=0, *, stage="production", **changes):
    usage = Usage(input=100, output=5, source="provider")
    fields = {
        "stage": stage,
        "session": session,
        "turn": turn,
        "persona": "everyday",
        "intent": "billing",
        "language": "en",
        "mess": ("typo", "lower-case"),
        "clean": "I was charged twice.",
        "text": "i was chraged twice",
        "arrived": float(session),
        "sent": session + 0.1,
        "first_token": session + 0.4,
        "finished": session + 0.9,
        "outcome": "answered",
        "answer": "billing",
        "usage": usage,
        "cost_usd": 0.001,
        "verdicts": (Verdict(check="one-of", judgement="pass", reason="'billing' is one of the labels"),),
        "attempts": (Attempt(sent=session + 0.1, finished=session + 0.9, usage=usage, cost_usd=0.001),),
    }
    return Record(**{**fields, **changes})
