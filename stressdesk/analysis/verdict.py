"""The verdict: ready, not ready, or not enough evidence; in one sentence for a board, with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from stressdesk.analysis import goals, words
from stressdesk.analysis.estimate import Estimate
from stressdesk.analysis.interrupted import interruption_words
from stressdesk.analysis.summary import Conclusion, GoalResult, RunFacts, StageSummary, Summary
from stressdesk.journal.stages import PRODUCTION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.analysis.study import Study
    from stressdesk.scenario.model import Scenario

State = Literal["ready", "not_ready", "not_enough_evidence"]
TITLES: dict[State, str] = {
    "ready": "Ready",
    "not_ready": "Not ready",
    "not_enough_evidence": "Not enough evidence",
}
MANY_UNSURE = 0.10


class Evidence:
    """The stages a verdict rests on: production and every scale run in full, the largest first; and the demo."""

    def __init__(self, facts: RunFacts, demo: Study | None, judged: Sequence[Study], not_run: Sequence[int]) -> None:
        self.facts = facts
        self.demo = demo
        self.judged = sorted(judged, key=lambda study: -study.summary.counted)
        self.not_run = tuple(not_run)


def conclusion(scenario: Scenario, evidence: Evidence, per_month: Estimate) -> Conclusion:
    """Any goal missed: not ready; else any goal undecided, or none set: not enough evidence; else ready."""
    results = goals.results(scenario, evidence.judged, per_month)
    state = _state(results)
    unjudged = not goals.judges_answers(scenario) and any(goals.is_unjudged(result) for result in results)
    more = None if unjudged else _more(results, evidence.judged)
    return Conclusion(
        state=state,
        headline=_headline(state, results, more, evidence),
        goals=results,
        more_queries=more,
        reasons=tuple(_reasons(scenario, evidence)),
    )


def _state(results: Sequence[GoalResult]) -> State:
    met = [result.met for result in results]
    if False in met:
        return "not_ready"
    return "ready" if met and None not in met else "not_enough_evidence"


def _more(results: Sequence[GoalResult], judged: Sequence[Study]) -> int | None:
    """What settles every open goal; None where nothing is open, or one of them no number of queries would settle."""
    share = judged[0].failures() if judged else None
    effect = share.design_effect if share else 1.0
    needed = [goals.more_queries(result, effect) for result in results if result.met is None]
    return max((number or 0 for number in needed), default=0) or None if None not in needed else None


def _headline(state: State, results: Sequence[GoalResult], more: int | None, evidence: Evidence) -> str:
    if not results:
        found = f"; {_failed(evidence.judged[0])}" if evidence.judged else ""
        return f"No goals were set, so there is nothing to be ready for{found}."
    title = TITLES[state] + _circumstances(evidence.facts)
    wanted = {"ready": True, "not_ready": False, "not_enough_evidence": None}[state]
    decisive = [result for result in results if result.met is wanted]
    sentence = f"{title}: {_finding(decisive[0], evidence.judged)}"
    others = len(decisive) - 1
    if state == "ready":
        sentence += f" and {words.counted(others, 'more goal is', 'more goals are')} met" if others else ""
        sentence += f"; {_not_run(evidence)}" if evidence.not_run else ""
    elif others:
        ending = "missed" if state == "not_ready" else "undecided"
        sentence += f"; {words.counted(others, 'more goal is', 'more goals are')} {ending}"
    if state == "not_enough_evidence" and more:
        sentence += f"; about {words.counted(more, 'more query', 'more queries')} would probably settle it"
    return f"{sentence}."


def _circumstances(facts: RunFacts) -> str:
    """What must be said with the verdict's very name."""
    parts = {"unfinished": " so far", "stopped": " (the run was stopped early)", "complete": ""}[facts.state]
    return parts + (" on the simulated target" if facts.provenance == "simulated" else "")


def _finding(result: GoalResult, judged: Sequence[Study]) -> str:
    if result.goal != "failure_rate" or not judged or goals.UNJUDGED in result.reason:
        return result.reason[0].lower() + result.reason[1:]
    study = next(study for study in judged if study.summary.failure is result.found)
    return f"{_failed(study)}; the goal is at most {words.percent(result.limit)}"


def _failed(study: Study) -> str:
    """How many failed, with whole per cents, or one digit where the interval is low: "31 of 200 ... (11-21 %)"."""
    found = study.summary.failure
    digits = 0 if (found.low or 0.0) >= 0.02 else 1  # noqa: PLR2004
    brackets = goals.interval(found, lambda low, high: words.percent_range(low, high, digits))
    return f"{words.count(study.summary.failed)} of {study.title} failed{brackets}"


def _not_run(evidence: Evidence) -> str:
    return f"{words.scales_were(evidence.not_run)} not run"


def _reasons(scenario: Scenario, evidence: Evidence) -> list[str]:
    """Sentences that bear on how far the verdict carries."""
    facts, demo = evidence.facts, evidence.demo
    reasons = []
    if facts.state != "complete":
        was = "was stopped before its end" if facts.state == "stopped" else "is not whole"
        reasons.append(f"The run {was}: {facts.reason}.")
    reasons += interruption_words(facts)
    if facts.provenance == "simulated":
        reasons.append(
            "No real model answered: every number rests on the simulated target as the scenario describes it."
        )
    if evidence.not_run and evidence.judged:
        reasons.append(f"{_not_run(evidence)}: how the system holds under that load is not known.")
    if demo is not None and demo.summary.failed:
        reasons.append(f"The demo itself is not flawless: {_failed(demo)}.")
    for study in evidence.judged[:1]:
        reasons += filter(None, (study.summary.injected_note, study.summary.network_note))
    reasons += [study.summary.held_back.note for study in evidence.judged[:1] if study.summary.held_back]
    reasons += [study.summary.pace.note for study in evidence.judged if study.summary.pace and study.summary.pace.note]
    if bugs := sum(study.summary.bugs for study in evidence.judged):
        reasons.append(
            f"StressDesk or this machine went wrong on {words.counted(bugs, 'query')}: they say nothing of the target "
            f"and count nowhere."
        )
    for study in evidence.judged[:1]:
        unsure, counted = study.summary.unsure, study.summary.counted
        if unsure > MANY_UNSURE * counted:
            reasons.append(
                f"No check could decide {words.count(unsure)} of {study.title} ({words.percent(unsure / counted)}): "
                f"they count as neither failed nor good."
            )
    if not goals.judges_answers(scenario):
        reasons.append("No check judges what answers say: a wrong answer cannot be told from a right one.")
    return reasons


def decisive(summary: Summary) -> StageSummary | None:
    """The stage whose failure rate the verdict goes by: production, or a scale run in full; None without any."""
    goal = next((one for one in summary.conclusion.goals if one.goal == "failure_rate"), None)
    stage = next((one for one in summary.stages if goal is not None and one.failure == goal.found), None)
    return stage or summary.production or next((one for one in reversed(summary.stages) if one.counted), None)


def judged(studies: Sequence[Study], full: Sequence[Study]) -> list[Study]:
    """The stages goals are judged by: production as far as it is in, and scales run in full; else what there is."""
    ended = [study for study in studies if study.is_traffic and study.summary.counted]
    chosen = [study for study in ended if study.name == PRODUCTION or study in full]
    return chosen or ended
