"""A run in words: where it stands while it goes, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stressdesk.analysis.interrupted import lost_words
from stressdesk.analysis.words import count, counted, money, percent
from stressdesk.gui.models.run import RunModel
from stressdesk.gui.models.sheet import FREE, Amount, is_free
from stressdesk.gui.models.wording import in_window
from stressdesk.journal.reasons import WINDOW, by_user, is_by_user
from stressdesk.scenario.model import Goals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stressdesk.gui.models.starting import Starting
    from stressdesk.scenario.model import Scenario

RAISE_THE_LIMIT = "Raise the limit under Checks and goals, then run again."
FAILURES = (("prompt", "wrong"), ("system", "system"), ("gave_up", "gave up"))


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """How a run ended: a title, what happened, what is saved, and what to do. `resume` is empty where it cannot be."""

    tone: Literal["good", "warn", "bad"]
    title: str
    sentence: str
    saved: str = ""
    hint: str = ""
    resume: str = ""
    has_results: bool = True


def headline(run: RunModel) -> str:
    """What is going on now, in a few words."""
    if run.state == "stopping":
        return "Stopping: answers under way may still come"
    if not run.rows:
        return "The engine is getting ready"
    step = next((one for one in run.steps if one.state == "now"), None)
    return f"Running: {step.name}" if step else "Finishing"


def in_one_line(run: RunModel) -> str:
    """Where the run stands, on one line: stage, queries, failures, time left."""
    parts = [headline(run)]
    if run.rows:
        parts += [f"{count(run.done)} of {counted(run.planned, 'query')}", f"{count(run.failed_queries)} failed"]
        left = run.seconds_left
        parts += [f"about {clock(max(1.0, left))} left"] if left is not None else []
    return " · ".join(parts)


def other_name(run: RunModel, scenario: Scenario | None) -> str:
    """The name of the scenario that is run, where another one is open; else ""."""
    is_other = run.header is not None and scenario is not None and run.header.name != scenario.name
    return run.header.name if is_other and run.header is not None else ""


def has_other_goals(run: RunModel, scenario: Scenario | None) -> bool:
    """Is the run's verdict by other goals than its scenario, which is open, has now?"""
    if run.header is None or scenario is None or other_name(run, scenario):
        return False
    held = run.header.scenario
    try:
        before = msgspec.convert(held.get("goals", {}), Goals), held.get("queries_per_month")
    except msgspec.ValidationError:  # a file of old
        return False
    return before != (scenario.goals, scenario.queries_per_month)


def done(run: RunModel) -> Amount:
    """Queries done of those planned."""
    return Amount(count(run.done), f"of {counted(run.planned, 'query')}" if run.planned else "")


def failed(run: RunModel) -> Amount:
    """Failures so far and what failed."""
    if not run.failed_queries:
        return Amount("0", "none so far" if run.done and run.is_on else "")
    parts = [f"{words} {count(run.failed_as[name])}" for name, words in FAILURES if run.failed_as.get(name)]
    return Amount(f"{count(run.failed_queries)} ({percent(run.failed_queries / run.done, 0)})", " · ".join(parts))


def spent(run: RunModel) -> Amount:
    """Spend against its limit, and whether anybody is billed for it."""
    if run.header is not None and is_free(run.header.target_kind, is_priced=run.header.prices is not None):
        return Amount("$0", FREE)
    if run.spent_usd is None:
        return Amount("unknown", "no price is known") if run.done else Amount("$0", "")
    limit = spend_limit_usd(run)
    parts = [f"of {money(limit)}" if limit is not None else "no limit set", _spend_word(run)]
    return Amount(money(run.spent_usd), " · ".join(part for part in parts if part))


def time(run: RunModel) -> Amount:
    """Time since the run began, and about how long it still takes."""
    passed = clock(run.elapsed_seconds) if run.elapsed_seconds is not None else ""
    left = run.seconds_left
    if not run.is_on:
        return _time_taken(run, passed)
    return Amount(passed, f"about {clock(max(1.0, left))} left" if left is not None else "time left is not known yet")


def _time_taken(run: RunModel, passed: str) -> Amount:
    if passed and not run.is_refused:
        return Amount(passed, "")
    if run.ending is not None and run.header is not None and run.header.provenance == "measured":
        return Amount(clock(run.ending.run_seconds), "")
    return Amount("unknown", "the run was cut off" if run.ending is None else "this window did not see it")


def clock(value: float) -> str:
    """Seconds as minutes and seconds: "0:07", "12:30", "1:02:03"."""
    minutes, rest = divmod(int(value), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def spend_limit_usd(run: RunModel) -> float | None:
    """The spend limit the run goes by; None where it has none."""
    limits = run.header.scenario.get("limits") if run.header else None
    value = limits.get("spend_usd") if isinstance(limits, dict) else None
    return float(value) if isinstance(value, int | float) else None


def ending(run: RunModel, starting: Starting) -> Told:
    """How the run ended, or that it could not begin."""
    if run.state == "failed" or starting.trouble is not None or run.is_refused:
        return _failed(run, starting)
    saved, resume = _saved(run), _resume(starting)
    if run.state == "complete":
        return _complete(run, saved)
    if run.state == "stopped":
        return _stopped(run, saved, resume)
    ours = run.trouble is not None
    return Told(
        tone="bad",
        title="The engine ended unexpectedly" if ours else "The run was cut off",
        sentence=" ".join([run.trouble.message if run.trouble else "It was killed, or the power failed.", *_lost(run)]),
        saved=saved,
        hint=in_window(run.trouble.hint) if run.trouble else "",
        resume=resume,
        has_results=bool(run.rows),
    )


def _failed(run: RunModel, starting: Starting) -> Told:
    error = starting.trouble or run.trouble
    return Told(
        tone="bad",
        title="The run could not go on" if run.rows else "The run could not start",
        sentence=error.message if error else "",
        hint=in_window(error.hint) if error else "",
        # Of a run that failed while it went on, the file may be gone.
        saved=_saved(run) if run.rows and run.state != "failed" else "",
        resume=_resume(starting),
        has_results=bool(run.rows),
    )


def _complete(run: RunModel, saved: str) -> Told:
    title = "The run is complete"
    if run.trouble is None:
        return Told(tone="good", title=title, sentence="Every planned query was asked.", saved=saved)
    return Told(tone="warn", title=title, sentence=run.trouble.message, saved=saved, hint=in_window(run.trouble.hint))


def _stopped(run: RunModel, saved: str, resume: str) -> Told:
    is_fault = run.ending is not None and run.ending.is_fault
    reason = run.ending.reason if run.ending else ""
    # What the engine then says of a fault or a limit is the same once more.
    more = run.trouble.message if run.trouble and reason not in run.trouble.message else ""
    return Told(
        tone="bad" if is_fault else "warn",
        title="The run broke off" if is_fault else "The run was stopped",
        sentence=_why_stopped(run, reason),
        saved=saved,
        hint="" if is_fault else more or ("" if resume else RAISE_THE_LIMIT),
        resume=resume,
        has_results=bool(run.rows),
    )


def _lost(run: RunModel) -> Iterator[str]:
    facts = run.summary.facts if run.summary else None
    if facts is not None and facts.lost:
        yield f"{lost_words(facts)}."


def _why_stopped(run: RunModel, reason: str) -> str:
    # A run that is only watched is ended by a signal, which the engine then names.
    is_ours = reason == by_user(WINDOW) or (run.was_told_to_stop and is_by_user(reason))
    return "Stopped by you." if is_ours else _sentence(reason)


def _saved(run: RunModel) -> str:
    name = run.path.name if run.path else ""
    return f"{count(run.done)} of {counted(run.planned, 'query')} are saved in {name}."


def _resume(starting: Starting) -> str:
    return f"Resume: {counted(starting.left_over, 'query')} left" if starting.is_resumable else ""


def _spend_word(run: RunModel) -> str:
    header = run.header
    if header is None:
        return ""
    if header.provenance == "simulated":
        return "simulated"
    return "projected" if header.prices is not None and header.prices.priced_as else "measured"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}" + ("" if not text or text.endswith(".") else ".")
