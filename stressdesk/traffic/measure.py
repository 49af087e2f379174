"""The realism card: every figure of some traffic beside that of real traffic, and how far apart they are."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from statistics import median_high
from typing import NamedTuple

import msgspec

from stressdesk.scenario.tokens import estimated_tokens
from stressdesk.scenario.traffic import Writing
from stressdesk.traffic import measure_arrivals, measure_sessions, measure_style, measure_text, measure_typos
from stressdesk.traffic.measure_text import Habit, HabitCounts, habit_counts
from stressdesk.traffic.nearness import (
    DISPERSION,
    Figure,
    Group,
    judged,
    ks_chance,
    scatter,
    share_chance,
    share_target,
    too_few,
)
from stressdesk.traffic.observed import Observed

FEWEST = 20
"""Fewer gaps, conversations, typos or lengths say nothing of their distribution."""

_LONG_WINDOW_SECONDS = 900.0


class Reference(NamedTuple):
    """How many real messages show a habit, and whose they are; `arose` is of how many, where they are a sample."""

    share: Callable[[Habit], float | None]
    source: str
    arose: Callable[[Habit], int | None] = lambda _: None


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of `traffic`, compared with `real`: other traffic, or "published figures"."""

    traffic: str
    real: str
    queries: int
    figures: tuple[Figure, ...]


PUBLISHED = "published figures of real traffic"


def card(observed: Observed, real: Observed | None = None) -> Card:
    """The realism card of some traffic, beside other traffic or beside the published figures of real traffic."""
    found = (
        *arrival_figures(observed, real),
        *session_figures(observed, real),
        *_lengths(observed, real),
        *_texts(observed, real),
        *_typos(observed, real),
    )
    caveats = {} if real else observed.caveats
    return Card(
        traffic=observed.name,
        real=real.name if real else PUBLISHED,
        queries=observed.queries,
        figures=tuple(judged(figure, caveats) for figure in found),
    )


def arrival_figures(observed: Observed, real: Observed | None = None) -> Iterator[Figure]:
    """How unevenly queries arrive, not judged yet."""
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
    mean, both = found.gap_variation, _both(observed, real)
    spans = [one.times[-1] - one.times[0] for one in both]
    ratios = [
        _ratio("variation of gaps", (mean, other.gap_variation if other else azure.gap_variation), source,
               [len(one.times) for one in both])
    ]  # fmt: skip
    for scale, value in found.fano.items():
        if other:
            reference = other.fano.get(scale)
        else:
            reference = azure.fano(scale, found.rate_per_second) if scale in azure.excess else None
        counts = [int(span / scale) for span in spans]
        ratios.append(_ratio(f"unevenness over {scale} s", (value, reference), source, counts))
    ratios.append(_ratio("peak over mean", (found.peak_over_mean, other.peak_over_mean if other else None), source))
    yield from ratios
    if other and real:
        # Of a few long windows chance alone decides: what is not judged by itself does not count among the others.
        told = [one.distance for one in ratios if one.distance is not None and one.can_be_told]
        yield Figure(group="arrivals", name="dispersion error", distance=sum(told) / len(told), target=DISPERSION,
                     by="ratio", source=source, note="mean |ln ratio| of those judged above")  # fmt: skip
        gaps = measure_arrivals.gap_distance
        yield Figure(group="arrivals", name="gaps between arrivals", distance=gaps(observed.times, real.times),
                     by="distribution", source=source, note="Kolmogorov-Smirnov, each in its own mean")  # fmt: skip


def _ratio(name: str, values: tuple[float, float | None], source: str, counts: Sequence[int] = ()) -> Figure:
    """Two measures of dispersion beside each other; a variance of so many values varies by sqrt(2 / count) itself.

    `counts` has one for each that was measured; of none, nothing is known of what chance comes to.
    """
    value, reference = values
    if reference is None:
        return Figure(group="arrivals", name=name, value=value, source=source, note="no published figure")
    return Figure(
        group="arrivals",
        name=name,
        value=value,
        reference=reference,
        distance=abs(math.log(max(value, 1e-3) / max(reference, 1e-3))),
        target=DISPERSION,
        chance=1.96 * math.sqrt(2) * scatter(*filter(None, counts)),
        by="ratio",
        source=source,
        note="|ln ratio|",
    )


def session_figures(observed: Observed, real: Observed | None = None) -> Iterator[Figure]:
    """How conversations go on, not judged yet."""
    source, both = real.name if real else "RAGPulse days 0-3 (MIT)", _both(observed, real)
    if len(observed.turns) >= FEWEST and (real is None or len(real.turns) >= FEWEST):
        shares = measure_sessions.turn_shares(observed.turns)
        other = measure_sessions.turn_shares(real.turns) if real else measure_sessions.turn_reference()
        numbers = [len(one.turns) for one in both]
        yield _share("sessions", "one turn only", (float(shares[0]), float(other[0])), source, numbers)
        yield Figure(group="sessions", name="turns of conversations", by="distribution", source=source,
                     distance=measure_sessions.total_variation(shares, other), target=0.10,
                     chance=scatter(*numbers), note=f"total variation{_cut(observed)}")  # fmt: skip
    else:
        yield Figure(group="sessions", name="turns of conversations", note="fewer than 20 conversations")
    if len(observed.gaps) >= FEWEST and (real is None or len(real.gaps) >= FEWEST):
        distance = (
            measure_arrivals.ks(observed.gaps, real.gaps) if real else measure_sessions.think_distance(observed.gaps)
        )
        yield Figure(group="sessions", name="seconds between turns", value=_median(observed.gaps), unit="seconds",
                     reference=_median(real.gaps) if real else measure_sessions.THINK_MEDIAN, by="distribution",
                     distance=distance, target=0.07, source=source,
                     chance=ks_chance(*(len(one.gaps) for one in both)),
                     note=f"medians; Kolmogorov-Smirnov{_cut(observed)}")  # fmt: skip
    if observed.repeats is not None:
        reference = real.repeats if real else measure_sessions.REPEATS
        yield _share("sessions", "follow-ups sent again unchanged", (observed.repeats, reference), source,
                     [one.follow_ups for one in both])  # fmt: skip


def _cut(observed: Observed) -> str:
    """A remark where the window is too short for most conversations to end in it."""
    is_short = observed.window_seconds is not None and observed.window_seconds < _LONG_WINDOW_SECONDS
    return "; the window cuts conversations short" if is_short else ""


def _lengths(observed: Observed, real: Observed | None) -> Iterator[Figure]:
    for name, mine, theirs in (
        ("input tokens", observed.input_tokens, real.input_tokens if real else ()),
        ("output tokens", observed.output_tokens, real.output_tokens if real else ()),
        ("message tokens, estimated", _estimated(observed), _estimated(real) if real else ()),
    ):
        if len(mine) >= FEWEST and len(theirs) >= FEWEST and real:
            yield Figure(group="lengths", name=name, value=_median(mine), reference=_median(theirs), unit="tokens",
                         distance=measure_arrivals.ks(mine, theirs), target=0.09, by="distribution",
                         chance=ks_chance(len(mine), len(theirs)), source=real.name,
                         note="medians; Kolmogorov-Smirnov")  # fmt: skip
        elif mine:
            note = "compare with a trace that has lengths"
            yield Figure(group="lengths", name=name, value=_median(mine), unit="tokens", note=note)


def _estimated(observed: Observed) -> tuple[int, ...]:
    return tuple(map(estimated_tokens, observed.texts))


def _texts(observed: Observed, real: Observed | None) -> Iterator[Figure]:
    mine = measure_text.short_english(observed.texts)
    theirs = measure_text.short_english(real.texts) if real else []
    if real and len(theirs) < FEWEST:
        yield Figure(group="text", name="habits of writing", note=f"{real.name} has fewer than 20 English messages")
        return
    if real:
        counts = habit_counts(theirs)
        yield from habit_figures(habit_counts(mine), Reference(counts.share, real.name, counts.arose))
    else:
        yield from habit_figures(habit_counts(mine), published(observed.writing))
    enough = min(len(mine), len(theirs)) >= measure_style.FEWEST_MESSAGES
    area = measure_style.told_apart(mine, theirs) if enough else None
    yield Figure(
        group="text",
        name="told apart by style",
        value=area,
        reference=0.5,
        distance=max(0.0, area - 0.5) if area is not None else None,
        target=0.12,
        source=real.name if enough and real else "",
        note="area under the ROC curve; realistic up to .62" if enough else "compare with a log of real messages",
    )


def published(writing: Writing) -> Reference:
    """The shares of habits in public prompts of people who write like this."""
    return Reference(lambda habit: habit.usual(writing), measure_text.SOURCES[writing])


def habit_figures(mine: HabitCounts, real: Reference) -> Iterator[Figure]:
    """The habits of writing of short English messages beside real ones, not judged yet."""
    if mine.messages < FEWEST:
        yield Figure(group="text", name="habits of writing", note="fewer than 20 English messages of 3 to 60 words")
        return
    for habit in measure_text.HABITS:
        if (value := mine.share(habit)) is not None:
            yield _share("text", habit.name, (value, real.share(habit)), real.source,
                         [mine.arose(habit), *filter(None, [real.arose(habit)])])  # fmt: skip


def _typos(observed: Observed, real: Observed | None) -> Iterator[Figure]:
    if not observed.words:
        yield Figure(group="typos", name="typos per 1,000 words", note="give a list of misspellings (--spelling)")
        return
    low, high = measure_typos.PER_THOUSAND
    rate = len(observed.slips) / observed.words * 1_000
    compared = real if real and real.words else None
    both = _both(observed, compared)
    reference = len(compared.slips) / compared.words * 1_000 if compared else (low + high) / 2
    source = compared.name if compared else "LMArena v0.1 and OASST (Apache-2.0): 3.8-4.6"
    yield Figure(group="typos", name="typos per 1,000 words", value=rate, reference=reference, target=0.8,
                 chance=1.96 * 1_000 * math.hypot(*(math.sqrt(len(one.slips) + 1) / one.words for one in both)),
                 distance=abs(rate - reference), source=source, note="realistic: 3.5-5")  # fmt: skip
    if observed.messages_with_slips is not None:
        theirs = real.messages_with_slips if compared and real else measure_typos.MESSAGES
        yield _share("typos", "messages with a typo", (observed.messages_with_slips, theirs), source,
                     [one.messages_looked_at for one in both])  # fmt: skip
    if len(observed.slips) >= FEWEST:
        others = measure_typos.kind_shares(compared.slips) if compared and len(compared.slips) >= FEWEST else None
        yield Figure(group="typos", name="kinds of typos", target=0.15, by="distribution",
                     chance=scatter(len(observed.slips), *((len(compared.slips),) if others and compared else ())),
                     distance=measure_typos.kind_distance(observed.slips, others or measure_typos.KINDS),
                     source=source if others else "233 typos of real prompts, confirmed by codespell",
                     note="total variation over 5 kinds")  # fmt: skip


def _share(group: Group, name: str, values: tuple[float, float | None], source: str, counts: Sequence[int]) -> Figure:
    """The traffic's share and the real one; `counts` are of how many each is a share, the real one's if it is known."""
    value, reference = values
    if reference is None:
        return Figure(group=group, name=name, value=value, unit="share", source=source)
    return Figure(
        group=group,
        name=name,
        value=value,
        reference=reference,
        distance=abs(value - reference),
        target=share_target(reference),
        chance=max([too_few(counts[0]), *(share_chance(reference, count) for count in counts[1:])]),
        unit="share",
        source=source,
    )


def _both(observed: Observed, real: Observed | None) -> tuple[Observed, ...]:
    """What is a sample: the traffic, and what it is compared with unless that is published."""
    return (observed, real) if real else (observed,)


def _median(values: tuple[float, ...] | tuple[int, ...]) -> float:
    return float(median_high(values))
