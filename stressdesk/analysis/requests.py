"""The requests of a stage one by one: what the provider did, beside what users felt after all retries."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from stressdesk.analysis import latency, rates
from stressdesk.analysis.blocks import Blocks
from stressdesk.analysis.estimate import Estimate
from stressdesk.analysis.provider import ByRequest

if TYPE_CHECKING:
    from stressdesk.analysis.arrays import Floats, Integers
    from stressdesk.analysis.sample import Sample
    from stressdesk.analysis.spend import Spending
    from stressdesk.journal.events import Attempt, Provenance, Record

ANSWERED, UNANSWERED = 0, 1


class Requests:
    """What is remembered of each request that ended: its session, whether an answer came, and how long that took."""

    def __init__(self) -> None:
        self.count = 0
        self.retries = 0
        self.rescued = 0
        self.injected = 0
        self.kinds: Counter[str] = Counter()
        self.ended = Blocks(("seconds",), ("session", "ending"))
        self.costs = Blocks(("usd",), ())

    def add(self, record: Record) -> None:
        """Take in the requests of one query."""
        attempts = record.attempts
        self.count += len(attempts)
        self.retries += max(0, len(attempts) - 1)
        self.rescued += record.outcome == "answered" and len(attempts) > 1
        for attempt in attempts:
            # What the end of the run or a mistake of ours broke off was no doing of the provider's.
            if attempt.kind not in {"cancelled", "bug"}:
                self._add(record.session, attempt)

    def _add(self, session: int, attempt: Attempt) -> None:
        ending = ANSWERED if attempt.kind is None else UNANSWERED
        self.ended.add((attempt.finished - attempt.sent, session, ending))
        self.injected += attempt.injected is not None and attempt.injected.fault is not None
        if attempt.kind is not None:
            self.kinds[attempt.kind] += 1
            self.costs.add((math.nan if attempt.cost_usd is None else attempt.cost_usd,))


def by_request(requests: Requests, sample: Sample, spending: Spending, provenance: Provenance) -> ByRequest:
    """Both views of a stage: its requests, and its queries after all retries."""
    ended = requests.ended
    unanswered = ended.column("ending") == UNANSWERED
    lost = sample.counted & ~sample.answered
    return ByRequest(
        count=requests.count,
        retries=requests.retries,
        rescued=requests.rescued,
        unanswered=rates.rate(unanswered, _sessions(ended), provenance),
        felt=rates.rate(lost[sample.counted], sample.session[sample.counted], provenance),
        answered_seconds=latency.percentiles(ended.column("seconds")[~unanswered], provenance),
        unanswered_seconds=latency.percentiles(ended.column("seconds")[unanswered], provenance),
        usd_unanswered=_sum(requests.costs.column("usd"), spending),
        usd_felt=_sum(sample.cost[lost], spending),
        kinds=dict(sorted(requests.kinds.items(), key=lambda pair: (-pair[1], pair[0]))),
        injected=requests.injected,
        felt_injected=int((sample.faulty & lost).sum()),
    )


def _sessions(ended: Blocks) -> Integers:
    """The session of each request as a code from 0."""
    codes: Integers = np.unique(ended.column("session"), return_inverse=True)[1]
    return codes


def _sum(costs: Floats, spending: Spending) -> Estimate:
    """What was paid in all; not known as soon as one price is not."""
    # Exact whatever the order, so that nothing depends on who finished first.
    total = math.fsum(costs)
    if not spending.is_priced or math.isnan(total):
        return Estimate(value=None, provenance=spending.provenance, note="what these cost is not known")
    return Estimate(value=total, provenance=spending.provenance, count=len(costs))
