"""A run file without a file: what reports read of one."""

import summaries

from stressdesk.journal.events import Attempt, Ending, Header, Record, Usage, Verdict


def header(**changes):
    values = {
        "version": 1,
        "run": "20261122-153000-support-triage-7f3a",
        "name": "Support triage",
        "created": "2026-11-22T15:30:00+00:00",
        "scenario": {},
        "scenario_path": "support-triage.stress.yaml",
        "seed": 42,
        "target": "openai",
        "target_kind": "litellm",
        "model": "openai/gpt-5-mini",
        "provenance": "measured",
        "stages": (),
    }
    return Header(**(values | changes))


def record(session, **changes):
    values = {
        "stage": "production",
        "session": session,
        "turn": 0,
        "persona": "phone",
        "intent": "billing",
        "language": "en",
        "mess": ("typos", "missing-detail"),
        "clean": "I was charged twice, please refund one payment.",
        "text": "chraged twice pls refund",
        "arrived": 1.5,
        "sent": 1.75,
        "first_token": 2.25,
        "finished": 4.0,
        "outcome": "answered",
        "answer": "billing",
        "model": "gpt-5-mini-2026-08-01",
        "usage": Usage(input=612, output=4, cached=100, source="provider"),
        "cost_usd": 0.0021,
        "verdicts": (Verdict(check="label", judgement="pass", reason="the answer is billing"),),
        "attempts": (Attempt(sent=1.75, finished=4.0),),
    }
    return Record(**(values | changes))


def wrong(session, **changes):
    verdicts = (Verdict(check="label", judgement="fail", reason="the answer is none of: billing, delivery"),)
    return record(session, failure="prompt", verdicts=verdicts, **changes)


def broken(session, **changes):
    values = {"outcome": "failed", "failure": "system", "kind": "rate_limit", "reason": "429: slow down", "answer": ""}
    return record(session, **(values | {"usage": None, "cost_usd": None, "verdicts": ()} | changes))


class FakeRun:
    """What reports use of a run file."""

    def __init__(self, records, **changes):
        self.header = header(**changes)
        self.ending = Ending(state="complete", reason="", ended="", run_seconds=10.0)
        self._records = list(records)

    def records(self, after=0):
        return iter(self._records[after:])


def mixed():
    return FakeRun(
        [
            record(0, stage="demo", mess=()),
            record(1),
            wrong(2),
            broken(3),
            record(4, outcome="gave_up", failure="gave_up", finished=31.5, answer=""),
            record(5, outcome="dropped", sent=None, first_token=None, finished=None, answer="", attempts=()),
            record(6, unsure=True, verdicts=(Verdict(check="language", judgement="unsure", reason="too short"),)),
            wrong(7, text=summaries.HOSTILE, answer=summaries.HOSTILE, clean="=1+1", persona="@admin"),
        ]
    )
