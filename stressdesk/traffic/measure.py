"""The realism card: every figure of some traffic beside that of real traffic, and how far apart they are."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal

import msgspec

from stressdesk.traffic import measure_arrivals, measure_sessions, measure_style, measure_text, measure_typos
from stressdesk.traffic.observed import Observed

FEWEST = 20
"""Fewer gaps, conversations, typos or lengths say nothing of their distribution."""

_LONG_WINDOW_SECONDS = 900.0

Group = Literal["arrivals", "sessions", "lengths", "text", "typos"]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One property: the traffic's `value`, real traffic's `reference`, and their `distance`, 0 where they are alike.

    `target` is the distance that realistic traffic stays within. What cannot be told is None; `note` says why, or what
    the distance is.
    """

    group: Group
    name: str
    value: float | None = None
    reference: float | None = None
    distance: float | None = None
    target: float | None = None
    source: str = ""
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Is it within its target? None where either is unknown."""
        return None if self.distance is None or self.target is None else self.distance <= self.target


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of `traffic`, compared with `real`: other traffic, or "published figures"."""

    traffic: str
    real: str
    queries: int
    figures: tuple[Figure, ...]


PUBLISHED = "published figures of real traffic"


def card(observed: Observed, real: Observed | None = None) -> Card:
    """The realism card of some traffic, beside other traffic or beside the published figures of real traffic."""
    return Card(
        traffic=observed.name,
        real=real.name if real else PUBLISHED,
        queries=observed.queries,
        figures=(
            *_arrivals(observed, real),
            *_sessions(observed, real),
            *_lengths(observed, real),
            *_texts(observed, real),
            *_typos(observed, real),
        ),
    )


def _arrivals(observed: Observed, real: Observed | None) -> Iterator[Figure]:
    found = measure_arrivals.dispersion(observed.times)
    if found is None:
        yield Figure(group="arrivals", name="dispersion of arrivals", note="fewer than 20 arrival times")
        return
    other = measure_arrivals.dispersion(real.times) if real else None
    if real and other is None:
        yield Figure(group="arrivals", name="dispersion of arrivals", note=f"{real.name} has no 20 arrival times")
        return
    azure = measure_arrivals.AZURE_CHAT
    source = real.name if real else f"{azure.source}, at this rate"
    yield _ratio(
        "variation of gaps", found.gap_variation, other.gap_variation if other else azure.gap_variation, source
    )
    for scale, value in found.fano.items():
        if other:
            reference = other.fano.get(scale)
        else:
            reference = azure.fano(scale, found.rate_per_second) if scale in azure.excess else None
        yield _ratio(f"Fano factor, {scale} s", value, reference, source)
    yield _ratio("peak over mean", found.peak_over_mean, other.peak_over_mean if other else None, source)
    if other and real:
        error, gaps = measure_arrivals.dispersion_error(found, other), measure_arrivals.gap_distance
        yield Figure(group="arrivals", name="dispersion error", distance=error, target=0.25, source=source,
                     note="mean |ln ratio| of the above")  # fmt: skip
        yield Figure(group="arrivals", name="gaps between arrivals", distance=gaps(observed.times, real.times),
                     source=source, note="Kolmogorov-Smirnov, each in its own mean")  # fmt: skip


def _ratio(name: str, value: float, reference: float | None, source: str) -> Figure:
    distance = abs(math.log(max(value, 1e-3) / max(reference, 1e-3))) if reference is not None else None
    note = "|ln ratio|" if reference is not None else "no reference at this scale"
    return Figure(
        group="arrivals", name=name, value=value, reference=reference, distance=distance, source=source, note=note
    )


def _sessions(observed: Observed, real: Observed | None) -> Iterator[Figure]:
    campus = "RAGPulse days 0-3 (MIT)"
    source = real.name if real else campus
    if len(observed.turns) >= FEWEST and (real is None or len(real.turns) >= FEWEST):
        shares = measure_sessions.turn_shares(observed.turns)
        other = measure_sessions.turn_shares(real.turns) if real else measure_sessions.turn_reference()
        yield Figure(group="sessions", name="one turn only", value=float(shares[0]), reference=float(other[0]),
                     distance=float(abs(shares[0] - other[0])), source=source)  # fmt: skip
        yield Figure(group="sessions", name="turns of conversations",
                     distance=measure_sessions.total_variation(shares, other), target=0.10, source=source,
                     note=f"total variation{_cut(observed)}")  # fmt: skip
    else:
        yield Figure(group="sessions", name="turns of conversations", note="fewer than 20 conversations")
    note = f"medians; Kolmogorov-Smirnov{_cut(observed)}"
    if len(observed.gaps) >= FEWEST and (real is None or len(real.gaps) >= FEWEST):
        distance = (
            measure_arrivals.ks(observed.gaps, real.gaps) if real else measure_sessions.think_distance(observed.gaps)
        )
        yield Figure(group="sessions", name="seconds between turns", value=_median(observed.gaps),
                     reference=_median(real.gaps) if real else measure_sessions.THINK_MEDIAN,
                     distance=distance, target=0.07, source=source, note=note)  # fmt: skip
    if observed.repeats is not None:
        reference = real.repeats if real else measure_sessions.REPEATS
        yield _share("sessions", "follow-ups sent again unchanged", observed.repeats, reference, source)


def _cut(observed: Observed) -> str:
    """A remark where the window is too short for most conversations to end in it."""
    is_short = observed.window_seconds is not None and observed.window_seconds < _LONG_WINDOW_SECONDS
    return "; the window cuts conversations short" if is_short else ""


def _lengths(observed: Observed, real: Observed | None) -> Iterator[Figure]:
    for name, mine, theirs in (
        ("input tokens", observed.input_tokens, real.input_tokens if real else ()),
        ("output tokens", observed.output_tokens, real.output_tokens if real else ()),
    ):
        if len(mine) >= FEWEST and len(theirs) >= FEWEST and real:
            yield Figure(group="lengths", name=name, value=_median(mine), reference=_median(theirs), target=0.09,
                         distance=measure_arrivals.ks(mine, theirs), source=real.name,
                         note="medians; Kolmogorov-Smirnov")  # fmt: skip
        elif mine:
            yield Figure(group="lengths", name=name, value=_median(mine), note="compare with a trace that has lengths")


def _texts(observed: Observed, real: Observed | None) -> Iterator[Figure]:
    mine = measure_text.short_english(observed.texts)
    theirs = measure_text.short_english(real.texts) if real else []
    if len(mine) < FEWEST or (real and len(theirs) < FEWEST):
        yield Figure(group="text", name="habits of writing", note="fewer than 20 English messages of 3 to 60 words")
        return
    source = real.name if real else measure_text.ARENA
    for habit in measure_text.HABITS:
        reference = measure_text.share(habit, theirs) if real else habit.share
        if (value := measure_text.share(habit, mine)) is not None:
            yield _share("text", habit.name, value, reference, source)
    enough = min(len(mine), len(theirs)) >= measure_style.FEWEST_MESSAGES
    yield Figure(
        group="text",
        name="told apart by style",
        value=measure_style.told_apart(mine, theirs) if enough else None,
        reference=0.5,
        distance=None,
        source=source if enough else "",
        note="area under the ROC curve; realistic up to .62" if enough else "compare with a log of real messages",
    )


def _typos(observed: Observed, real: Observed | None) -> Iterator[Figure]:
    if not observed.words:
        yield Figure(group="typos", name="typos per 1,000 words", note="give a list of misspellings (--spelling)")
        return
    low, high = measure_typos.PER_THOUSAND
    rate = len(observed.slips) / observed.words * 1_000
    compared = real if real and real.words else None
    reference = len(compared.slips) / compared.words * 1_000 if compared else (low + high) / 2
    source = compared.name if compared else "LMArena v0.1 and OASST (Apache-2.0): 3.8-4.6"
    yield Figure(group="typos", name="typos per 1,000 words", value=rate, reference=reference,
                 distance=abs(rate - reference), source=source, note="realistic: 3.5-5")  # fmt: skip
    if observed.messages_with_slips is not None:
        theirs = real.messages_with_slips if compared and real else measure_typos.MESSAGES
        yield _share("typos", "messages with a typo", observed.messages_with_slips, theirs, source)
    if len(observed.slips) >= FEWEST:
        others = measure_typos.kind_shares(compared.slips) if compared and len(compared.slips) >= FEWEST else None
        yield Figure(group="typos", name="kinds of typos", target=0.15,
                     distance=measure_typos.kind_distance(observed.slips, others or measure_typos.KINDS),
                     source=source if others else "233 typos of real prompts, confirmed by codespell",
                     note="total variation over 5 kinds")  # fmt: skip


def _share(group: Group, name: str, value: float, reference: float | None, source: str) -> Figure:
    distance = abs(value - reference) if reference is not None else None
    return Figure(group=group, name=name, value=value, reference=reference, distance=distance, source=source)


def _median(values: tuple[float, ...] | tuple[int, ...]) -> float:
    ordered = sorted(values)
    return float(ordered[len(ordered) // 2])
