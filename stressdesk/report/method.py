"""The last page: what was not tested, how every number was obtained, and what would give the same run again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis import words
from stressdesk.analysis.untested import scales_left_out
from stressdesk.report.contents import Column, Section, Table, one_line, plain, together

if TYPE_CHECKING:
    from stressdesk.analysis.summary import Summary

ORIGINS = {
    "measured": "a real model answered real requests",
    "simulated": "the simulated target answered, as the scenario describes it; no real model was asked",
    "projected": "computed from a sample; what load does is not included unless it says so",
    "assumed": "typed in by hand",
}
METHODS = (
    "Failure rate: queries that went wrong, of all queries asked that ended. "
    "A query goes wrong by a wrong answer (a check failed), a system failure (no usable answer came) or because its "
    "user gave up waiting. Queries no check could decide count as neither failed nor good.\n"
    "Intervals are 95 % intervals: Wilson's for shares, widened where turns of one conversation are alike; by order "
    "statistics for times; by resampling whole conversations for money.\n"
    "Latency counts from the moment the user meant to ask, so waiting in a queue is part of it. "
    "The time to the first token counts from sending.\n"
    "Spend is tokens times prices of the table named below, retries and failed but billed requests included.\n"
    "What a kind of mess costs is estimated from all queries together, so that kinds met together are kept apart.\n"
    "Production queries are made from the demo inputs by a generator whose seed is given below: the same seed and "
    "scenario give the same queries again."
)


def method(summary: Summary) -> tuple[Section, ...]:
    """The sections of the last page, after what was not tested."""
    return (
        Section(
            name="method",
            title="How these numbers were obtained",
            tables=(_legend(),),
            sentences=tuple(together(sentence) for sentence in METHODS.splitlines()),
        ),
        Section(name="run", title="This run", tables=(_facts(summary),)),
    )


def _legend() -> Table:
    return Table(
        title="Where numbers come from",
        columns=(Column(title="Mark", align="left", weight=0.3), Column(title="Meaning", align="left", weight=1.7)),
        rows=tuple((plain(f"{name[0].upper()}  {name}"), plain(meaning)) for name, meaning in ORIGINS.items()),
        empty="",
        wide=True,
    )


def _facts(summary: Summary) -> Table:
    facts = summary.facts
    ended = f"{facts.state}: {facts.reason}" if facts.reason else facts.state
    of_what = " of simulated time" if facts.provenance == "simulated" else ""
    mess = "as measured in real traffic" if facts.severity == 1 else "stress"
    rows = {
        "Run": f"{facts.run}, scenario {facts.name}",
        "Course": f"started {facts.created}, took {words.seconds(facts.run_seconds)}{of_what}, {ended}",
        "Limits": facts.stops or "not recorded",
        "Target": f"{facts.target} ({facts.target_kind}), model {facts.model or 'not known'}, {facts.provenance}",
        "Prices": _prices(summary),
        "Traffic": (
            f"seed {facts.seed}; mess x{facts.severity}, {mess}; "
            + (
                f"the queries of a scale arrive within {words.seconds(facts.window_seconds)}"
                if facts.window_seconds
                else "every user waits for an answer before asking again"
            )
        ),
        "Versions": ", ".join(f"{name} {version}" for name, version in facts.versions.items()) or "not recorded",
    }
    if facts.assumptions:
        rows["Simulated target"] = f"{'; '.join(facts.assumptions)}; as the scenario and its defaults assume"
    if facts.rate_limits:
        rows["Rate limits"] = facts.rate_limits
    if facts.languages:
        rows["Words of users"] = "; ".join(facts.languages)
    if facts.disturbance:
        rows["Injected"] = f"{'; '.join(facts.disturbance)}; assumed, and never in the demo"
    # What was skipped usually stands among what was not tested, a few lines above.
    if skipped := [reason for reason in scales_left_out(facts.skipped) if reason not in summary.not_tested]:
        rows["Not run"] = "; ".join(skipped)
    return Table(
        title="",
        columns=(Column(title="", align="left", weight=0.3), Column(title="", align="left", weight=1.7)),
        rows=tuple((plain(name), plain(one_line(value, 1_200))) for name, value in rows.items()),
        empty="",
        wide=True,
    )


def _prices(summary: Summary) -> str:
    prices = summary.facts.prices
    if prices is None:
        return "no price is known for this model"
    source = "typed in by hand (assumed)" if prices.typed_in else f"table {prices.table or 'not recorded'}"
    kind = "; this traffic is only projected on them" if prices.priced_as else ""
    return f"those of {prices.model}, {source}{kind}"
