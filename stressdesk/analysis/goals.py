"""Goals against what was found: met when the whole interval is on the good side, missed when it is wholly beyond."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from stressdesk.analysis import words
from stressdesk.analysis.estimate import Estimate
from stressdesk.analysis.intervals import CONFIDENCE, Z
from stressdesk.analysis.summary import GoalResult
from stressdesk.scenario.checks import FirstToken, TotalLatency

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stressdesk.analysis.study import Study
    from stressdesk.scenario.model import Scenario

MOST_QUERIES = 1_000_000
SLOWEST_SHARE = 0.05


class Measure(msgspec.Struct, frozen=True):
    """How one goal is judged: the number it is about, and that number in words."""

    goal: str
    found: Callable[[Study], Estimate]
    words: Callable[[Study, Estimate], str]
    limit: Callable[[float], str]


def _failure(study: Study, found: Estimate) -> str:
    return f"{words.percent(found.value or 0)} of {study.title} failed{interval(found, words.percent_range)}"


def _system(study: Study, found: Estimate) -> str:
    return (
        f"{words.percent(found.value or 0)} of {study.title} met a system failure{interval(found, words.percent_range)}"
    )


def _latency(study: Study, found: Estimate) -> str:
    return _within("came", study, found)


def _first_token(study: Study, found: Estimate) -> str:
    return _within("began", study, found)


def _within(verb: str, study: Study, found: Estimate) -> str:
    time = f"{words.seconds(found.value or 0)}{interval(found, words.seconds_range)}"
    return f"95 % of {words.counted(found.count, 'answer')} to {study.title} {verb} within {time}"


def _thousand(study: Study, found: Estimate) -> str:
    spent = f"{words.money(found.value or 0)}{interval(found, words.money_range)}"
    return f"1,000 queries cost {spent}, {found.provenance} from {study.title}"


MEASURES = (
    Measure("failure_rate", lambda study: study.summary.failure, _failure, words.percent),
    Measure("system_failure_rate", lambda study: study.summary.system_failure, _system, words.percent),
    Measure("p95_latency_seconds", lambda study: study.summary.latency.p95, _latency, words.seconds),
    Measure("p95_first_token_seconds", lambda study: study.summary.first_token.p95, _first_token, words.seconds),
    Measure("usd_per_1000", lambda study: study.summary.usd_per_query.times(1_000), _thousand, words.money),
)


def results(scenario: Scenario, judged: Sequence[Study], per_month: Estimate) -> tuple[GoalResult, ...]:
    """Every goal that was set against the stages it is judged by, the largest first.

    The largest stage decides, unless a smaller one misses the goal beyond doubt. Where no check judges what answers
    say, a failure rate can be missed, by system failures alone, but never met.
    """
    goals = scenario.goals
    found = [
        _worst(measure, limit, judged) for measure in MEASURES if (limit := getattr(goals, measure.goal)) is not None
    ]
    if not judges_answers(scenario):
        found = [_unjudged(result) if is_unjudged(result) else result for result in found]
    return (*found, *([] if goals.usd_per_month is None else [_month(goals.usd_per_month, per_month)]))


def judges_answers(scenario: Scenario) -> bool:
    """Whether any check is about what answers say, and not only about how fast they come."""
    return any(not isinstance(check, FirstToken | TotalLatency) for check in scenario.checks)


def is_unjudged(result: GoalResult) -> bool:
    """Whether a goal hangs on judging answers: the failure rate, unless it is missed already."""
    return result.goal == "failure_rate" and result.met is not False and result.found.value is not None


def _unjudged(result: GoalResult) -> GoalResult:
    finding, _, goal = result.reason.removesuffix(OPEN).partition("; the goal is")
    reason = f"{finding}, {UNJUDGED}; the goal is{goal}{OPEN}"
    return msgspec.structs.replace(result, met=None, reason=reason)


def is_met(found: Estimate, limit: float) -> bool | None:
    """Whether a number that should be at most `limit` is; None where its interval leaves that open."""
    if found.value is None:
        return None
    if found.high is not None and found.high <= limit:
        return True
    return False if found.low is not None and found.low > limit else None


def interval(found: Estimate, text: Callable[[float, float], str]) -> str:
    """The interval in brackets, with a blank before them; "" where an end is not known."""
    if found.low is None or found.high is None:
        return ""
    return f" ({text(found.low, found.high)})"


def more_queries(result: GoalResult, design_effect: float) -> int | None:
    """How many more queries would probably settle an open goal, if what was found stays as it is.

    For rates the Wilson interval leaves the limit L out from deff z^2 L(1-L) / (p-L)^2 queries on; other intervals are
    taken to shrink with the square root of the number. None where no number below a million more would do.
    """
    found, limit = result.found, result.limit
    if found.value is None or abs(found.value - limit) < 1e-9:  # noqa: PLR2004
        return None
    needed = _needed_for_rate(found, limit, design_effect) if result.goal.endswith("rate") else _needed(result)
    more = None if needed is None else max(1, math.ceil(needed - found.count))
    return more if more is not None and more <= MOST_QUERIES else None


def _needed_for_rate(found: Estimate, limit: float, design_effect: float) -> float:
    return design_effect * Z * Z * limit * (1 - limit) / ((found.value or 0.0) - limit) ** 2


def _needed(result: GoalResult) -> float | None:
    found, limit = result.found, result.limit
    value = found.value or 0.0
    end = found.high if value < limit else found.low
    if end is not None:
        return float(found.count * ((end - value) / (limit - value)) ** 2)
    # The first sample size at which a p95 has an upper bound: .95^n <= 2.5 %. What one session alone cost has none, and
    # more of its queries change nothing about that.
    return math.log((1 - CONFIDENCE) / 2) / math.log(1 - SLOWEST_SHARE) if result.goal.startswith("p95") else None


def _worst(measure: Measure, limit: float, judged: Sequence[Study]) -> GoalResult:
    if not judged:
        nothing = Estimate(value=None, provenance="measured", note="no production query has ended")
        reason = f"No production query has ended; {_goal(measure, limit)}"
        return GoalResult(goal=measure.goal, limit=limit, found=nothing, met=None, reason=reason)
    found = [_result(measure, limit, study) for study in judged]
    missed = [result for result in found if result.met is False]
    return (missed or found)[0]


def _result(measure: Measure, limit: float, study: Study) -> GoalResult:
    found = measure.found(study)
    met = is_met(found, limit)
    if found.value is None:
        reason = f"It cannot be said for {study.title}: {found.note}; {_goal(measure, limit)}"
        return GoalResult(goal=measure.goal, limit=limit, found=found, met=None, reason=reason)
    reason = measure.words(study, found)
    left = study.summary.gave_up.value or 0.0
    if measure.goal == "p95_latency_seconds" and left > SLOWEST_SHARE:
        # Who gave up waited longer than their patience: the slowest twentieth of all queries is not among the answers.
        met = None if met else met
        reason += f", but {words.percent(left)} gave up waiting and are not among these"
    reason += f"; {_goal(measure, limit)}"
    return GoalResult(
        goal=measure.goal, limit=limit, found=found, met=met, reason=reason + ("" if met is not None else OPEN)
    )


OPEN = ", which this does not settle"
UNJUDGED = "but no check judged whether answers were right"


def _goal(measure: Measure, limit: float) -> str:
    return f"the goal is at most {measure.limit(limit)}"


def _month(limit: float, found: Estimate) -> GoalResult:
    met = is_met(found, limit)
    goal = f"the goal is at most {words.money(limit)}"
    if found.value is None:
        reason = f"What a month costs cannot be said: {found.note}; {goal}"
    else:
        sums = f"{words.money(found.value)}{interval(found, words.money_range)}"
        reason = f"A month costs {sums}, projected; {goal}{'' if met is not None else OPEN}"
    return GoalResult(goal="usd_per_month", limit=limit, found=found, met=met, reason=reason)
