"""How long answers took: from the intended arrival, to the first token, and from sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stressdesk.analysis import quantiles
from stressdesk.analysis.summary import Percentiles

if TYPE_CHECKING:
    from stressdesk.analysis.arrays import Floats
    from stressdesk.analysis.columns import Sample
    from stressdesk.journal.events import Provenance


def latency(sample: Sample, provenance: Provenance) -> Percentiles:
    """Seconds from intended arrival to the end of the answer, over answered queries: what the user waited."""
    return percentiles(sample.latency, provenance)


def first_token(sample: Sample, provenance: Provenance) -> Percentiles:
    """Seconds from sending to the first token, of the answered request, over queries whose answer streamed."""
    return percentiles((sample.first_token - sample.sent)[sample.answered], provenance)


def service(sample: Sample, provenance: Provenance) -> Percentiles:
    """Seconds from sending to the end, of the request that was answered: the target's own part of the latency."""
    return percentiles((sample.finished - sample.sent)[sample.answered], provenance)


def percentiles(times: Floats, provenance: Provenance) -> Percentiles:
    """The usual quantiles of times in seconds, in any order; NaN, a time not known, is left out.

    The intervals take answers as independent of each other. Under load neighbouring answers are alike, and the true
    uncertainty of a single run is larger.
    """
    ordered = np.sort(times[~np.isnan(times)])
    p50, p90, p95, p99 = (quantiles.estimate(ordered, share, provenance) for share in (0.5, 0.9, 0.95, 0.99))
    mean = float(ordered.mean()) if len(ordered) else None
    return Percentiles(count=len(ordered), p50=p50, p90=p90, p95=p95, p99=p99, mean=mean)


def span_seconds(sample: Sample) -> float:
    """Seconds from the first arrival to the last end among queries that were asked, 0 where there is none."""
    asked = ~np.isnan(sample.finished)
    if not asked.any():
        return 0.0
    return max(0.0, float(sample.finished[asked].max() - sample.arrived[asked].min()))
