"""How long answers took: from the intended arrival, to the first token, and from sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stressdesk.analysis import quantiles
from stressdesk.analysis.estimate import Estimate, Percentiles

FAILURE_NAMES = {"prompt": "prompt_failure", "system": "system_failure", "gave_up": "gave_up"}

if TYPE_CHECKING:
    from stressdesk.analysis.arrays import Floats
    from stressdesk.analysis.sample import Sample
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


def time_per_token(sample: Sample, provenance: Provenance) -> Percentiles:
    """Seconds per token after the first, over answers whose tokens the provider counted."""
    return percentiles(sample.per_token, provenance)


def tokens_per_second(sample: Sample, provenance: Provenance) -> Estimate:
    """What one user sees while an answer is written, in tokens a second: the median of 1 / time per token."""
    per_token = sample.per_token
    known = per_token[~np.isnan(per_token)]
    return quantiles.estimate(np.sort(1 / known), 0.5, provenance)


def by_outcome(sample: Sample, provenance: Provenance) -> dict[str, Percentiles]:
    """Seconds from intended arrival to the end for each way a query ended, so that no class flatters another.

    An error comes fast and a user who gives up waits for exactly as long as their patience lasts.
    """
    classes = {"good": sample.good, "unsure": sample.unsure}
    classes |= {FAILURE_NAMES[name]: sample.failed_as(name) for name in FAILURE_NAMES}
    waited = sample.waited
    return {name: percentiles(waited[mask], provenance) for name, mask in classes.items() if mask.any()}


def percentiles(times: Floats, provenance: Provenance) -> Percentiles:
    """The usual quantiles of times in seconds, in any order; NaN, a time not known, is left out.

    The intervals take answers as independent of each other. Under load neighbouring answers are alike, and the true
    uncertainty of a single run is larger.
    """
    ordered = np.sort(times[~np.isnan(times)])
    p50, p90, p95, p99 = (quantiles.estimate(ordered, share, provenance) for share in (0.5, 0.9, 0.95, 0.99))
    mean = float(ordered.mean()) if len(ordered) else None
    return Percentiles(count=len(ordered), p50=p50, p90=p90, p95=p95, p99=p99, mean=mean)


def goodput_per_second(sample: Sample) -> float | None:
    """Good queries (answered, every check passed, in time) / seconds from first arrival to last end."""
    seconds = span_seconds(sample)
    return float(sample.good.sum()) / seconds if seconds else None


def span_seconds(sample: Sample) -> float:
    """Seconds from the first arrival to the last end among queries that were asked, 0 where there is none."""
    finished = sample.finished
    asked = ~np.isnan(finished)
    if not asked.any():
        return 0.0
    return max(0.0, float(finished[asked].max() - sample.arrived[asked].min()))
