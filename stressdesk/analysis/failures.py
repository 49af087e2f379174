"""Who failed, at what: failure rates of a stage, and of its checks, personas, turns and intents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from stressdesk.analysis import rates, words
from stressdesk.analysis.estimate import Estimate
from stressdesk.analysis.summary import CheckRow, GroupRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stressdesk.analysis.arrays import Booleans, Integers
    from stressdesk.analysis.columns import Columns
    from stressdesk.analysis.sample import Sample
    from stressdesk.journal.events import Provenance

LAST_TURN = 4
MOST_LETTERS = 400


class FailureRates(msgspec.Struct, frozen=True):
    """The failure rates of a stage, all over the queries that count; `failure` is the sum of the other three."""

    failure: Estimate
    prompt: Estimate
    system: Estimate
    gave_up: Estimate


def failure_rates(sample: Sample, provenance: Provenance) -> FailureRates:
    """The rates of all failures, prompt failures, system failures and users who gave up."""
    sessions = sample.session[sample.counted]
    masks = (sample.failed, *(sample.failed_as(name) for name in ("prompt", "system", "gave_up")))
    return FailureRates(*(rates.rate(mask[sample.counted], sessions, provenance) for mask in masks))


def flawless_note(failed: int, failure: Estimate) -> str:
    """What "0 of 10 failed" does not rule out: the upper end of the interval shown; "" where queries failed."""
    if failed or not failure.count or failure.high is None:
        return ""
    return (
        f"0 of {words.count(failure.count)} failed does not rule out a true failure rate of up to "
        f"{words.percent(failure.high)}"
    )


def check_rows(columns: Columns, reasons: Mapping[str, str], provenance: Provenance) -> tuple[CheckRow, ...]:
    """One row a check, the most failures first; the rate is of the answers it could decide on (pass or fail)."""
    sample = columns.sample()
    rulings, codes = columns.rulings.known, sample.rulings
    names = sorted({ruling.check for pattern in rulings for ruling in pattern})
    rows = []
    for name in names:
        said = [{ruling.judgement for ruling in pattern if ruling.check == name} for pattern in rulings]
        failed, unsure, decided = (
            np.array([bool(judgements & wanted) for judgements in said], dtype=bool)[codes] & sample.counted
            for wanted in ({"fail"}, {"unsure"}, {"pass", "fail"})
        )
        row = CheckRow(
            check=name,
            failed=int(failed.sum()),
            unsure=int(unsure.sum()),
            judged=int(decided.sum()),
            rate=rates.rate(failed[decided], sample.session[decided], provenance),
            example_reason=reasons.get(name, ""),
        )
        rows.append(row)
    return tuple(sorted(rows, key=lambda row: (-row.failed, row.check)))


def personas(columns: Columns, provenance: Provenance) -> tuple[GroupRow, ...]:
    """The failure rate of each persona's queries, the most queries first."""
    sample = columns.sample()
    return _by_size(_groups(sample, sample.persona, columns.personas.known, provenance))


def intents(columns: Columns, provenance: Provenance, texts: Mapping[str, str]) -> tuple[GroupRow, ...]:
    """The failure rate of the queries of each intent, the most queries first; `texts` has their words."""
    sample = columns.sample()
    rows = _by_size(_groups(sample, sample.intent, columns.intents.known, provenance))
    return tuple(msgspec.structs.replace(row, words=texts.get(row.name, "")[:MOST_LETTERS]) for row in rows)


def turns(columns: Columns, provenance: Provenance) -> tuple[GroupRow, ...]:
    """The failure rate of first, second, third and later turns, in this order."""
    sample = columns.sample()
    names = [str(turn + 1) for turn in range(LAST_TURN)]
    names[-1] += "+"
    return tuple(_groups(sample, np.clip(sample.turn, 0, LAST_TURN - 1), names, provenance))


def _groups(sample: Sample, codes: Integers, names: Sequence[str], provenance: Provenance) -> Iterator[GroupRow]:
    total = int(sample.counted.sum())
    for code, name in enumerate(names):
        members: Booleans = sample.counted & (codes == code)
        count = int(members.sum())
        if count:
            rate = rates.rate(sample.failed[members], sample.session[members], provenance)
            yield GroupRow(name=name, count=count, share=count / total, rate=rate)


def _by_size(rows: Iterator[GroupRow]) -> tuple[GroupRow, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.count, row.name)))
