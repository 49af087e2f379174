"""What rate limits a run has, and whether its requests keep under them, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis import words
from stressdesk.targets.told_limits import stated_limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stressdesk.journal.events import Ending, Header
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


def _a_minute(limits: Mapping[str, int]) -> str:
    return f"{words.listing([words.counted(most, METERS[name]) for name, most in limits.items()])} a minute"
