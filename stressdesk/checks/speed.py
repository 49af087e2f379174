"""Whether an answer came in time."""

from __future__ import annotations

from stressdesk.checks.check import Exchange
from stressdesk.checks.finding import Finder, Finding, failed, passed, unsure
from stressdesk.scenario.checks import FirstToken, TotalLatency


def first_token(spec: FirstToken) -> Finder:
    """Time to first token, counted from sending."""

    def find(exchange: Exchange) -> Finding:
        seconds = exchange.first_token_seconds
        if seconds is None:
            return unsure("the time of the first token is not known (the answer did not stream)")
        return _within(seconds, spec.max_seconds, "the first token came")

    return find


def latency(spec: TotalLatency) -> Finder:
    """Latency, counted from the intended arrival."""

    def find(exchange: Exchange) -> Finding:
        return _within(exchange.latency_seconds, spec.max_seconds, "the whole answer came")

    return find


def _within(seconds: float, most: float, what: str) -> Finding:
    if seconds <= most:
        return passed(f"{what} after {seconds:.2f} s, within {most:g} s")
    return failed(f"{what} after {_above(seconds, most)} s, later than {most:g} s")


def _above(seconds: float, most: float) -> str:
    """Two decimals, or as many as it takes to show that `seconds` is the larger."""
    two = f"{seconds:.2f}"
    return two if float(two) > most else f"{seconds:.6g}"
