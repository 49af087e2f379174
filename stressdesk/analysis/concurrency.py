"""What load does: failure rate and latency against how many queries were under way when one was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stressdesk.analysis import quantiles, rates
from stressdesk.analysis.summary import LoadRow
from stressdesk.analysis.widths import round_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stressdesk.analysis.arrays import Floats, Integers
    from stressdesk.analysis.sample import Sample
    from stressdesk.analysis.study import Study
    from stressdesk.journal.events import Provenance

MOST = 10
# A range of one query would say "0 % (0-79 %)": ranges of fewer than twenty, or a fiftieth of a small run, are joined.
FEWEST, FEWEST_OF = 20, 50


def busiest(studies: Sequence[Study]) -> Study | None:
    """The stage of production traffic in which most was asked: where load shows, if anywhere."""
    traffic = [study for study in studies if study.is_traffic and study.summary.counted]
    return max(traffic, key=lambda study: study.summary.counted, default=None)


def load_rows(sample: Sample, provenance: Provenance) -> tuple[LoadRow, ...]:
    """At most ten ranges of a round width, from one query under way to the most there were; sparse ones are joined.

    Only queries that count are in the rows, but all that were sent were under way, cancelled ones too.
    """
    began = sample.began
    asked = sample.counted & ~np.isnan(began)
    if not asked.any():
        return ()
    under_way = in_flight(began[asked], began, sample.finished)
    width = range_width(int(under_way.max()))
    return tuple(_rows(sample, np.flatnonzero(asked), (under_way - 1) // width, width, provenance))


def in_flight(at: Floats, began: Floats, finished: Floats) -> Integers:
    """How many queries were under way at each moment: begun by then and not yet finished. At least one.

    NaN marks a query that was never sent, or whose end is not known: it stays under way.
    """
    # Two searches in sorted times instead of comparing all with all, and for moments in their order, which stays in the
    # processor's cache: 100,000 queries take 25 ms.
    order = np.argsort(at)
    moments = at[order]
    begun = np.searchsorted(np.sort(began[~np.isnan(began)]), moments, side="right")
    ended = np.searchsorted(np.sort(finished[~np.isnan(finished) & ~np.isnan(began)]), moments, side="right")
    under_way = np.empty(len(at), dtype=np.int64)
    under_way[order] = np.maximum(begun - ended, 1)
    return under_way


def range_width(most: int) -> int:
    """The smallest of 1, 2, 5, 10, 20... of which at most ten reach from 1 to `most`."""
    return int(round_width(lambda width: most <= MOST * width))


def _rows(
    sample: Sample, asked: Integers, place: Integers, width: int, provenance: Provenance
) -> Iterator[LoadRow]:  # fmt: skip
    latencies = sample.latency
    for first, last in _spans(place):
        here = asked[(place >= first) & (place <= last)]
        latency = latencies[here]
        yield LoadRow(
            least=first * width + 1,
            most=(last + 1) * width,
            count=len(here),
            failure=rates.rate(sample.failed[here], sample.session[here], provenance),
            p95_latency=quantiles.estimate(np.sort(latency[~np.isnan(latency)]), 0.95, provenance),
        )


def _spans(place: Integers) -> list[tuple[int, int]]:
    """The ranges to tell apart, first and last: those of too few queries to say anything join their neighbour."""
    fewest = min(FEWEST, len(place) // FEWEST_OF)
    numbers, counts = np.unique(place, return_counts=True)
    spans: list[list[int]] = []
    for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
        if spans and spans[-1][2] < fewest:
            spans[-1] = [spans[-1][0], number, spans[-1][2] + count]
        else:
            spans.append([number, number, count])
    if len(spans) > 1 and spans[-1][2] < fewest:
        sparse = spans.pop()
        spans[-1] = [spans[-1][0], sparse[1], spans[-1][2] + sparse[2]]
    return [(first, last) for first, last, _ in spans]
