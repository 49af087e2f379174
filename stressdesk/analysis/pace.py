"""Whether the sending program kept up: what was asked of it, what it sent, and when its own delay was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stressdesk.analysis import words
from stressdesk.analysis.concurrency import in_flight
from stressdesk.analysis.latency import percentiles
from stressdesk.analysis.summary import Pace

if TYPE_CHECKING:
    from stressdesk.analysis.arrays import Booleans, Floats
    from stressdesk.analysis.sample import Sample
    from stressdesk.journal.events import Provenance

# Fewer queries than this say nothing about a stretch of a run.
STRETCH = 20
# From where on at least this share of all further queries is spoiled, and of the stretch itself, it is the rule.
AS_A_RULE = 0.25
WORTH_SAYING = 0.05


def pace(sample: Sample, provenance: Provenance) -> Pace | None:
    """How well the sending program kept up with a stage; None where nothing measured it, as in virtual time."""
    sent = ~np.isnan(sample.began)
    if not (sent & ~np.isnan(sample.lag)).any():
        return None
    began, finished = sample.began[sent], sample.finished[sent]
    under_way = in_flight(began, began, finished)
    order = np.argsort(began, kind="stable")
    start = limited_from(sample.spoiled[sent][order])
    since = None if start is None else float(began[order][start])
    spoiled = int(sample.spoiled.sum())
    busy = finished - began
    span = _span(began, finished)
    return Pace(
        asked_per_second=_per_second(sample.arrived[sent]),
        sent_per_second=_per_second(began),
        most_in_flight=int(under_way.max()),
        mean_in_flight=float(np.nansum(busy)) / span if span else float(len(began)),
        send_delay=percentiles(sample.written - sample.arrived, provenance),
        lag=percentiles(sample.lag, provenance),
        spoiled=spoiled,
        limited_from=since,
        note=_note(spoiled, len(began), since, 0 if start is None else int(np.median(under_way[order][start:]))),
    )


def limited_from(spoiled: Booleans) -> int | None:
    """The place, in order of sending, from which spoiled times are the rule to the end; None where there is none."""
    for start in range(0, len(spoiled) - STRETCH + 1, STRETCH):
        if spoiled[start : start + STRETCH].mean() >= AS_A_RULE and spoiled[start:].mean() >= AS_A_RULE:
            return start
    return None


def _note(spoiled: int, sent: int, since: float | None, under_way: int) -> str:
    if since is not None:
        return (
            f"At {words.seconds(since)}, with about {words.counted(under_way, 'query', 'queries')} under way, the load "
            f"generator, not the target, was the limit from here on: {words.count(spoiled)} of {words.count(sent)} "
            f"queries seem to have taken longer than they did."
        )
    if spoiled >= WORTH_SAYING * sent:
        return (
            f"The load generator was too busy to time {words.count(spoiled)} of {words.count(sent)} queries well: they "
            f"seem to have taken longer than they did."
        )
    return ""


def _per_second(moments: Floats) -> float | None:
    """Queries after the first / seconds from first to last."""
    span = float(moments.max() - moments.min())
    return (len(moments) - 1) / span if span > 0 else None


def _span(began: Floats, finished: Floats) -> float:
    ended = finished[~np.isnan(finished)]
    return float(ended.max() - began.min()) if len(ended) else 0.0
