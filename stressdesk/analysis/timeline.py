"""A stage in time: what arrived when, and what became of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from stressdesk.analysis.quantiles import quantile
from stressdesk.analysis.sample import OUTCOMES
from stressdesk.analysis.summary import Bucket
from stressdesk.analysis.widths import round_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stressdesk.analysis.arrays import Floats, Integers
    from stressdesk.analysis.sample import Sample

COUNTS = ("arrived", "good", "prompt_failure", "system_failure", "gave_up", "injected_system", "injected_gave_up")
MOST = 60


def timeline(sample: Sample) -> tuple[Bucket, ...]:
    """At most 60 buckets of one round width (1, 2 or 5 times a power of ten, in seconds) from first to last arrival.

    A query counts in the bucket it arrived in, whenever it ended. Dropped queries, which never arrived, are left out.
    """
    asked = sample.outcome != OUTCOMES["dropped"]
    if not asked.any():
        return ()
    arrived = sample.arrived
    first, last = float(arrived[asked].min()), float(arrived[asked].max())
    width = bucket_seconds(first, last)
    start = math.floor(first / width)
    count = math.floor(last / width) - start + 1
    place = np.clip(np.floor(arrived / width).astype(np.int64) - start, 0, count - 1)
    prompt, system, gave_up = (sample.failed_as(name) for name in ("prompt", "system", "gave_up"))
    masks = (asked, sample.good, prompt, system, gave_up, system & sample.faulty, gave_up & sample.faulty)
    rows = zip(*(np.bincount(place[mask], minlength=count).tolist() for mask in masks), strict=True)
    latency = sample.latency
    timed = ~np.isnan(latency)
    middle, slow = _quantiles(place[timed], latency[timed], count, (0.5, 0.95))
    return tuple(
        Bucket(
            start=round((start + number) * width, 6),
            end=round((start + number + 1) * width, 6),
            **dict(zip(COUNTS, counts, strict=True)),
            p95_latency=slow[number],
            p50_latency=middle[number],
        )
        for number, counts in enumerate(rows)
    )


def bucket_seconds(first: float, last: float) -> float:
    """The smallest round width, at least .1 s, at which at most 60 buckets hold all arrivals."""
    return round_width(lambda width: math.floor(last / width) - math.floor(first / width) < MOST, power=-1)


def _quantiles(place: Integers, latency: Floats, count: int, shares: Sequence[float]) -> list[list[float | None]]:
    """Quantiles of the latency in seconds of each bucket, one list a share; None where nothing was answered."""
    order = np.lexsort((latency, place))
    edges = np.searchsorted(place[order], np.arange(count + 1))
    ordered = latency[order]
    ranges = list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))
    return [[quantile(ordered[start:end], share) if end > start else None for start, end in ranges] for share in shares]
