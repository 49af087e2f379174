"""What changed between two runs, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from stressdesk.analysis.compare import Paired, StageChange
    from stressdesk.analysis.estimate import Estimate

RARE = 0.05


def failures(change: StageChange) -> str:
    """The change of failures in one line: "8 more of 60 fail", "Failure rate +12.3 points"."""
    if change.paired is None:
        value = change.failure.value
        if value is None:
            return f"Not known: {change.failure.note}"
        return f"Failure rate {words.points(value)}" if value else "Failure rate as before"
    pairs = change.paired.pairs
    more = pairs.newly - pairs.no_longer
    if more == 0:
        return f"The same number of {words.count(pairs.count)} fail"
    return f"{words.count(abs(more))} {'more' if more > 0 else 'fewer'} of {words.count(pairs.count)} fail"


def flips(paired: Paired) -> str:
    """How many queries changed: "11 newly failing, 3 no longer"."""
    if not paired.pairs.newly and not paired.pairs.no_longer:
        return "no query came out otherwise"
    return f"{words.count(paired.pairs.newly)} newly failing, {words.count(paired.pairs.no_longer)} no longer"


def certainty(change: StageChange) -> str:
    """Whether chance alone might explain the change of single queries, and by which test; "" where none changed."""
    if change.paired is None:
        return ""
    if not change.paired.pairs.newly and not change.paired.pairs.no_longer:
        return ""
    p = change.paired.p_value
    test = "sign test on conversations" if change.paired.by_conversation else "McNemar's exact test"
    said = "chance alone hardly explains it" if p < RARE else "chance alone may explain it"
    return f"p = {p_words(p)} ({test}): {said}."


def p_words(p: float) -> str:
    """A p value with two significant digits, never 0: "0.057", "under 0.0001"."""
    if p < 1e-4:  # noqa: PLR2004
        return "under 0.0001"
    return f"{p:.2g}" if p < 0.995 else "1"  # noqa: PLR2004


def interval(estimate: Estimate) -> str:
    """The 95 % interval of a difference of shares in points; "" where there is none."""
    if estimate.low is None or estimate.high is None:
        return ""
    low, high = (words.points(end).removesuffix(" points") for end in (estimate.low, estimate.high))
    return f"95 % interval {low} to {high} points"


def signed(estimate: Estimate, write: Callable[[float], str]) -> str:
    """A difference of times or money with its sign and interval: "+1.2 s (+0.4 s to +2.1 s)"."""
    if estimate.value is None:
        return f"not known: {estimate.note}"
    said = _signed(estimate.value, write)
    if estimate.low is None or estimate.high is None:
        return said
    return f"{said} ({_signed(estimate.low, write)} to {_signed(estimate.high, write)})"


def _signed(value: float, write: Callable[[float], str]) -> str:
    if value == 0:
        return "no change"
    return f"{'+' if value > 0 else words.MINUS}{write(abs(value))}"
