"""What an earlier run of the same scenario used, so that the sheet before the next one need not guess."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from stressdesk.analysis.intervals import CONFIDENCE, t_quantile
from stressdesk.errors import RunFileError
from stressdesk.journal.ahead import Experience, PerQuery
from stressdesk.journal.events import Usage
from stressdesk.journal.naming import SUFFIX, newest
from stressdesk.journal.reader import RunFile
from stressdesk.journal.stages import DEMO, PRODUCTION
from stressdesk.scenario.plain import plain
from stressdesk.targets import prices as pricing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from stressdesk.journal.events import Header, PricesUsed
    from stressdesk.journal.reader import Used
    from stressdesk.scenario.model import Scenario

# Only so many of the newest files are looked at, and of the first with enough queries nothing older is asked.
MOST_FILES = 40
ENOUGH_QUERIES = 20
# What tokens and money depend on; how much is asked, and how fast, changes neither.
PARTS = ("prompt", "variables", "demo", "traffic")


def earlier(folder: Path, scenario: Scenario, model: str, prices: PricesUsed | None) -> Experience | None:
    """What the newest run in a folder that asked the same of the same model used; None where there is none."""
    found: list[Experience] = []
    for path in newest(folder, MOST_FILES):
        try:
            with RunFile(path) as run_file:
                learnt = _learnt(run_file, prices) if _is_same(run_file.header, scenario, model) else None
        except RunFileError:
            continue
        if learnt is not None:
            found.append(learnt)
            if learnt.queries >= ENOUGH_QUERIES:
                return learnt
    return max(found, key=lambda one: one.queries, default=None)


def per_query(sums: Sequence[tuple[float, int]]) -> PerQuery | None:
    """A mean per query from the (sum, queries) of each session, with a 95 % interval; None from a single session.

    The ratio of sums, its variance between sessions (Cochran 1977, 2.11), and Student's t.
    """
    sessions, queries = len(sums), sum(count for _, count in sums)
    if sessions < 2:  # noqa: PLR2004 - one tells nothing of how others differ
        return None
    mean = sum(amount for amount, _ in sums) / queries
    spread = sum((amount - mean * count) ** 2 for amount, count in sums) * sessions / (sessions - 1)
    reach = t_quantile((1 + CONFIDENCE) / 2, sessions - 1) * math.sqrt(spread) / queries
    return PerQuery(low=max(0.0, mean - reach), value=mean, high=mean + reach)


def _is_same(header: Header, scenario: Scenario, model: str) -> bool:
    mine = plain(scenario)
    if header.model != model or any(header.scenario.get(part) != mine.get(part) for part in PARTS):
        return False
    # A simulated model is what the scenario says of it.
    is_simulated = header.provenance == "simulated"
    return not is_simulated or header.scenario["targets"][header.target] == mine["targets"][scenario.target]


def _learnt(run_file: RunFile, prices: PricesUsed | None) -> Experience | None:
    """What the largest stage of production traffic used; the demo stands for nothing but itself."""
    standing = {name: stage.records for name, stage in run_file.standing().items() if name != DEMO}
    if not standing:
        return None
    stage = PRODUCTION if PRODUCTION in standing else max(standing, key=lambda name: standing[name])
    used = list(run_file.used(stage))
    header = run_file.header
    return experience(used, header, prices, run=run_file.path.name.removesuffix(SUFFIX))


def experience(used: Sequence[Used], header: Header, prices: PricesUsed | None, run: str) -> Experience | None:
    """What queries used, per query and at today's prices; None where they are too few to say."""
    answered = [one for one in used if one.input is not None and one.output is not None]
    inputs = per_query(_by_session(answered, lambda one: one.input or 0))
    outputs = per_query(_by_session(answered, lambda one: one.output or 0))
    if inputs is None or outputs is None:
        return None
    has_same_prices = header.prices is not None and prices is not None and header.prices.entry == prices.entry

    def usd(one: Used) -> float:
        if has_same_prices and one.usd is not None:
            return one.usd
        usage = Usage(input=one.input or 0, output=one.output or 0, source="estimated")
        return pricing.cost_usd(prices, usage) if prices is not None else 0.0

    times = [one.seconds for one in answered if one.seconds is not None]
    return Experience(
        run=run,
        created=header.created,
        queries=len(used),
        input_tokens=inputs,
        output_tokens=outputs,
        # Queries that were turned away cost little, and are part of what a query costs on average.
        usd=None if prices is None else per_query(_by_session(used, usd)),
        seconds=sum(times) / len(times) if times else None,
    )


def _by_session(used: Iterable[Used], amount: Callable[[Used], float]) -> list[tuple[float, int]]:
    sums: dict[int, tuple[float, int]] = {}
    for one in used:
        total, count = sums.get(one.session, (0.0, 0))
        sums[one.session] = (total + amount(one), count + 1)
    return list(sums.values())
