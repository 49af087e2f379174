"""The requests of a stage one by one: what the provider did, beside what users felt after all retries."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from stressdesk.analysis import latency, rates
from stressdesk.analysis.estimate import Estimate
from stressdesk.analysis.provider import ByRequest

if TYPE_CHECKING:
    from stressdesk.analysis.columns import Sample
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
        self.sessions = array("q")
        self.endings = array("b")
        self.seconds = array("d")
        self.costs = array("d")

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
        self.sessions.append(session)
        self.endings.append(ANSWERED if attempt.kind is None else UNANSWERED)
        self.seconds.append(attempt.finished - attempt.sent)
        self.injected += attempt.injected is not None and attempt.injected.fault is not None
        if attempt.kind is not None:
            self.kinds[attempt.kind] += 1
            self.costs.append(math.nan if attempt.cost_usd is None else attempt.cost_usd)


def by_request(requests: Requests, sample: Sample, spending: Spending, provenance: Provenance) -> ByRequest:
    """Both views of a stage: its requests, and its queries after all retries."""
    unanswered = np.array(requests.endings, dtype=np.int64) == UNANSWERED
    sessions = np.unique(np.array(requests.sessions, dtype=np.int64), return_inverse=True)[1].astype(np.int64)
    lost = sample.counted & ~sample.answered
    seconds = np.array(requests.seconds)
    return ByRequest(
        count=requests.count,
        retries=requests.retries,
        rescued=requests.rescued,
        unanswered=rates.rate(unanswered, sessions, provenance),
        felt=rates.rate(lost[sample.counted], sample.session[sample.counted], provenance),
        answered_seconds=latency.percentiles(seconds[~unanswered], provenance),
        unanswered_seconds=latency.percentiles(seconds[unanswered], provenance),
        usd_unanswered=_sum(requests.costs, spending),
        usd_felt=_sum(sample.cost[lost], spending),
        kinds=dict(sorted(requests.kinds.items(), key=lambda pair: (-pair[1], pair[0]))),
        injected=requests.injected,
        felt_injected=int((sample.faulty & lost).sum()),
    )


def _sum(costs: array[float] | np.ndarray[tuple[int], np.dtype[np.float64]], spending: Spending) -> Estimate:
    """What was paid in all; not known as soon as one price is not."""
    # Exact whatever the order, so that nothing depends on who finished first.
    total = math.fsum(costs)
    if not spending.is_priced or math.isnan(total):
        return Estimate(value=None, provenance=spending.provenance, note="what these cost is not known")
    return Estimate(value=total, provenance=spending.provenance, count=len(costs))
