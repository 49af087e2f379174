"""What waiting for rate limits cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis import words
from stressdesk.analysis.latency import percentiles
from stressdesk.analysis.provider import HeldBack

if TYPE_CHECKING:
    from stressdesk.analysis.sample import Sample
    from stressdesk.journal.events import Provenance


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
