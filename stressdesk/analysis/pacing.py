"""What rate limits a run had, whether it kept under them, and what waiting for them cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis import words
from stressdesk.analysis.latency import percentiles
from stressdesk.analysis.provider import HeldBack
from stressdesk.targets.told_limits import stated_limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stressdesk.analysis.columns import Sample
    from stressdesk.journal.events import Ending, Header, Provenance
    from stressdesk.scenario.model import Scenario

METERS = {"requests": "request", "tokens": "token", "input_tokens": "input token", "output_tokens": "output token"}


def rate_limits(scenario: Scenario, header: Header, ending: Ending | None) -> str:
    """The limits of a run and whether its requests kept under them, as a phrase; "" where nothing is to be said."""
    target = scenario.targets.get(header.target)
    stated = stated_limits(target) if target is not None else {}
    return rate_limit_words(stated, ending.told_limits if ending else {}, is_paced=scenario.load.paced)


def rate_limit_words(stated: Mapping[str, int], told: Mapping[str, int], *, is_paced: bool) -> str:
    """Limits per minute in words, those typed in before those the provider told."""
    others = {name: most for name, most in told.items() if name not in stated}
    parts = [
        f"{_a_minute(limits)} ({source})"
        for limits, source in ((stated, "as stated"), (others, "as its answers told"))
        if limits
    ]
    if not parts:
        return "requests wait their turn, as far as answers tell of a limit" if is_paced else ""
    limits = words.listing(parts)
    if is_paced:
        return f"requests wait their turn, so that the limits are kept: {limits}"
    return f"nothing waits for the limits, and what exceeds them is turned away: {limits}"


def held_back(sample: Sample, provenance: Provenance) -> HeldBack | None:
    """How many queries of a stage waited for rate limits, and how long; None where none did."""
    waited = sample.counted & (sample.paced > 0)
    count = int(waited.sum())
    if not count:
        return None
    seconds = percentiles(sample.paced[waited], provenance)
    left = int((waited & sample.failed_as("gave_up")).sum())
    return HeldBack(
        count=count, gave_up=left, seconds=seconds, note=_note(count, seconds.p50.value or 0.0, left, sample)
    )


def _note(count: int, median: float, left: int, sample: Sample) -> str:
    of_all = words.percent(count / max(1, int(sample.counted.sum())), 0)
    leaving = f"; {words.counted(left, 'user')} among them gave up" if left else ""
    return (
        f"Pacing held back {words.counted(count, 'query')} ({of_all}) to stay under the rate limits, for "
        f"{words.seconds(median)} in the median{leaving}. Latency counts from the moment the user meant to ask, this "
        f"wait included."
    )


def _a_minute(limits: Mapping[str, int]) -> str:
    return f"{words.listing([words.counted(most, METERS[name]) for name, most in limits.items()])} a minute"
