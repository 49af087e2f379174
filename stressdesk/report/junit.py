"""Results for CI servers, as JUnit XML: a wrong answer is a failure, a system failure an error, a goal a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO
from xml.sax.saxutils import escape, quoteattr

import msgspec

from stressdesk.journal.kinds import TOO_SLOW
from stressdesk.report.visible import without_controls
from stressdesk.scenario.clusters import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from stressdesk.analysis.summary import GoalResult, Summary
    from stressdesk.journal.events import Record
    from stressdesk.journal.reader import RunFile

LONGEST_BODY = 20_000
LONGEST_NAME = 120


class Counts(msgspec.Struct):
    """What a suite's tests came to."""

    tests: int = 0
    failures: int = 0
    errors: int = 0
    skipped: int = 0
    time: float = 0.0

    def add(self, element: str, seconds: float) -> None:
        """Count one test by the element inside it: failure, error, skipped or none."""
        self.tests += 1
        self.failures += element == "failure"
        self.errors += element == "error"
        self.skipped += element == "skipped"
        self.time += seconds

    def attributes(self) -> dict[str, str]:
        """The counts as attributes of a suite."""
        counts = {name: str(getattr(self, name)) for name in ("tests", "failures", "errors", "skipped")}
        return {**counts, "time": f"{self.time:.3f}"}


def write_junit(run_file: RunFile, summary: Summary, path: Path) -> None:
    """Write a suite for the goals and one for each stage; a query that was never asked is a skipped test."""
    suites = _counted(run_file.records())
    goals = Counts()
    for goal in summary.conclusion.goals:
        goals.add(_goal_element(goal), 0.0)
    whole = Counts()
    for counts in (goals, *suites.values()):
        for name in ("tests", "failures", "errors", "skipped", "time"):
            setattr(whole, name, getattr(whole, name) + getattr(counts, name))
    with path.open("wb") as file:
        _line(file, '<?xml version="1.0" encoding="UTF-8"?>')
        _line(file, _open("testsuites", {"name": "stressdesk", **whole.attributes()}))
        _write_goals(file, summary, goals)
        for stage, counts in suites.items():
            attributes = {"name": f"[{summary.facts.model}] {stage}", **counts.attributes()}
            _line(file, "  " + _open("testsuite", {**attributes, "timestamp": summary.facts.created[:19]}))
            for record in run_file.records():
                if record.stage == stage:
                    _line(file, _case(record))
            _line(file, "  </testsuite>")
        _line(file, "</testsuites>")


def _counted(records: Iterable[Record]) -> dict[str, Counts]:
    suites: dict[str, Counts] = {}
    for record in records:
        suites.setdefault(record.stage, Counts()).add(_element(record), _seconds(record))
    return suites


def _write_goals(file: BinaryIO, summary: Summary, counts: Counts) -> None:
    if not counts.tests:
        return
    _line(file, "  " + _open("testsuite", {"name": "goals", **counts.attributes()}))
    for goal in summary.conclusion.goals:
        element = _goal_element(goal)
        body = _open(
            element, {"message": goal.reason, **({"type": "goal"} if element == "failure" else {})}, empty=True
        )
        name = _open(
            "testcase", {"classname": "stressdesk.goals", "name": f"{goal.goal} <= {goal.limit:g}", "time": "0"}
        )
        _line(file, f"    {name}{body if element else ''}</testcase>")
    _line(file, "  </testsuite>")


def _goal_element(goal: GoalResult) -> str:
    if goal.met is None:
        return "skipped"
    return "" if goal.met else "failure"


def _case(record: Record) -> str:
    mess = ", ".join(record.mess) or "clean"
    name = f"#{record.session}.{record.turn} {mess}: {' '.join(record.text.split())}"
    attributes = {
        "classname": f"stressdesk.{record.mess[0] if record.mess else 'clean'}",
        "name": cut(name, LONGEST_NAME),
        "time": f"{_seconds(record):.3f}",
    }
    return f"    {_open('testcase', attributes)}{_result(record)}</testcase>"


def _result(record: Record) -> str:
    element = _element(record)
    if not element:
        return ""
    failed = [verdict for verdict in record.verdicts if verdict.judgement == "fail"]
    message = failed[0].reason if element == "failure" and failed else record.reason or record.outcome
    if element == "skipped":
        return _open("skipped", {"message": message}, empty=True)
    type_ = (
        "assertion"
        if element == "failure"
        else record.kind or (TOO_SLOW if record.outcome == "answered" else record.outcome)
    )
    verdicts = "\n".join(f"{verdict.check}: {verdict.judgement}: {verdict.reason}" for verdict in record.verdicts)
    body = f"The user wrote:\n{record.text}\n\nThe answer:\n{record.answer}\n\n{verdicts or record.reason}"
    return f"{_open(element, {'message': message, 'type': type_})}{_escaped(cut(body, LONGEST_BODY))}</{element}>"


def _element(record: Record) -> str:
    if record.outcome in {"dropped", "cancelled"}:
        return "skipped"
    if record.failure is None:
        return ""
    return "failure" if record.failure == "prompt" else "error"


def _seconds(record: Record) -> float:
    return max(0.0, record.finished - record.arrived) if record.finished is not None else 0.0


def _open(element: str, attributes: Mapping[str, str], *, empty: bool = False) -> str:
    written = "".join(f" {name}={quoteattr(without_controls(value))}" for name, value in attributes.items())
    return f"<{element}{written}{'/' if empty else ''}>"


def _escaped(words: str) -> str:
    return escape(without_controls(words)).replace("\r", "&#13;")


def _line(file: BinaryIO, text: str) -> None:
    file.write(text.encode() + b"\n")
