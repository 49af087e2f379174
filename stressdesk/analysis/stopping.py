"""When a run ends early, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis.words import count, counted, listing, money, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stressdesk.scenario.model import Limits


def stop_words(limits: Limits) -> str:
    """When a run ends early, as a sentence."""
    parts = list(_parts(limits))
    if not parts:
        return "A run ends when all its queries have ended."
    first = ", whichever comes first" if len(parts) > 1 else ""
    return f"A run stops early {listing(parts, 'or')}{first}."


def _parts(limits: Limits) -> Iterator[str]:
    if limits.spend_usd is not None:
        yield f"after {money(limits.spend_usd)}"
    if limits.minutes is not None:
        yield "after 1 minute" if limits.minutes == 1 else f"after {limits.minutes:g} minutes"
    if limits.requests is not None:
        yield f"after {counted(limits.requests, 'request')}"
    if limits.failure_rate is not None:
        yield f"when {percent(limits.failure_rate)} of the last {count(limits.failure_rate_of_last)} queries failed"
