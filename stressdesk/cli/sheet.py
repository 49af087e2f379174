"""The preflight sheet: what a run will ask for, said before it starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis.open_files import connection_words
from stressdesk.analysis.rate_limits import rate_limit_words
from stressdesk.analysis.stopping import stop_words
from stressdesk.analysis.words import count, counted, money, money_range, seconds
from stressdesk.cli.terminal import columns, harmless, wrapped
from stressdesk.journal.stages import DEMO, PRODUCTION
from stressdesk.scenario.disturbance_words import disturbance_words
from stressdesk.scenario.model import Limits

if TYPE_CHECKING:
    from stressdesk.journal.ahead import Preflight, Probe
    from stressdesk.journal.events import StagePlan


def sheet(ahead: Preflight, recorded: int = 0) -> str:
    """The sheet as text, a line a fact; `recorded` is how many queries a resumed run holds already."""
    rows = [
        ("Asks", counted(ahead.queries, "query")),
        *(("", _stage(plan, ahead.users)) for plan in ahead.stages),
        ("Tokens", f"about {count(ahead.input_tokens)} in, {_range(*ahead.output_tokens)} out ({basis(ahead)})"),
        ("Spend", _spend(ahead)),
        ("Texts go to", harmless(ahead.sent_to, 200)),
        ("Takes", f"about {seconds(ahead.seconds)}"),
    ]
    if ahead.probe is not None:
        rows.append(("Probe", probe_words(ahead.probe)))
    if ahead.machine_per_second is not None:
        rows.append(("This machine", _machine(ahead.machine_per_second, ahead)))
    elif ahead.processes > 1:
        rows.append(("Processes", count(ahead.processes)))
    if short := connection_words(ahead):
        rows.append(("Open files", short))
    if recorded:
        left = f"{counted(ahead.queries - recorded, 'query')} left to ask"
        rows.append(
            ("Resumes", f"with {count(recorded)} recorded already, {left}; the figures above are of the whole run")
        )
    if ahead.most_requests > ahead.queries:
        rows.append(("Retries", f"up to {count(ahead.most_requests)} requests in all"))
    for number, phrase in enumerate(disturbance_words(ahead.disturbance)):
        rows.append(("" if number else "Injects", harmless(phrase, 200)))
    if kept := rate_limit_words(ahead.stated_limits, {}, is_paced=ahead.is_paced):
        rows.append(("Rate limits", kept))
    if ahead.limits != Limits():
        rows.append(("Limits", stop_words(ahead.limits)))
    heading = f"\n{harmless(ahead.name, 80)}  on {harmless(ahead.model or ahead.target, 60)}"
    skipped = "".join(f"\n{wrapped(reason)}" for reason in ahead.skipped)
    return f"{heading}\n{columns(rows)}{skipped}\n"


def basis(ahead: Preflight) -> str:
    """What the estimate of tokens and money rests on, in words."""
    learnt = ahead.learnt
    if learnt is None:
        return "estimated from the plan"
    if not learnt.run:
        return f"estimated from a probe of {counted(learnt.queries, 'query')}"
    return f"estimated from the {counted(learnt.queries, 'query')} of {harmless(learnt.run, 60)}"


def probe_words(probe: Probe) -> str:
    """What a probe came to and cost."""
    cost = "at a price that is not known" if probe.usd is None else f"for {money(probe.usd)}"
    said = f"{counted(probe.asked, 'query')} asked {cost}, {count(probe.answered)} answered"
    if probe.at_most_usd is not None and probe.usd is not None and probe.at_most_usd > probe.usd:
        said += f"; broken-off answers may have cost up to {money(probe.at_most_usd)} in all"
    return f"{said}; {harmless(probe.trouble, 200)}" if probe.trouble else said


def _machine(most: float, ahead: Preflight) -> str:
    asked, sharing = ahead.asked_per_second or 0.0, ahead.processes
    # Told of a core alone: several need not do as many times more.
    by = "" if sharing == 1 else " with each core"
    able = f"can send about {count(round(most))} such queries a second{by}, if nothing else keeps it busy"
    plan = f"the plan asks for {count(round(asked))}"
    shared = "" if sharing == 1 else f"; {plan}, and the run is shared out over {count(sharing)} processes"
    if asked <= most * sharing:
        return able + shared
    return f"{able}{shared or f'; {plan}'}, so that this machine would be the limit, not the target"


def _range(low: int, high: int) -> str:
    return f"up to {count(high)}" if low == high else f"{count(low)} to {count(high)}"


def _stage(plan: StagePlan, users: int | None) -> str:
    if plan.name == DEMO:
        return f"{count(plan.queries)} {plan.name}, one at a time"
    name = PRODUCTION if plan.name == PRODUCTION else "scale"
    if users is not None:
        return f"{count(plan.queries)} {name} by {counted(users, 'user')}"
    return f"{count(plan.queries)} {name} within {seconds(plan.window_seconds)}"


def _spend(ahead: Preflight) -> str:
    if ahead.usd is None or ahead.prices is None:
        return "no price is known for this target"
    projected = f" projected, priced as {harmless(ahead.prices.model, 60)}" if ahead.prices.priced_as else ""
    return f"{money_range(*ahead.usd)}{projected}"
