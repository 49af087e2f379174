"""What the provider of a stage did to its requests: which it answered, and which had to wait for its rate limits."""

from __future__ import annotations

from stressdesk.analysis.estimate import Estimate, Finding, Percentiles


class ByRequest(Finding, frozen=True, kw_only=True):
    """A stage seen twice: request by request, as the provider did, and query by query, as users felt after retries.

    `unanswered` is the share of requests without a usable answer (failed, or still awaited when their user gave up)
    among those that ended; `felt` the same share of queries. What the end of the run broke off is in neither. `retries`
    are the requests after a query's first, `rescued` the queries that only a retry got answered. Seconds count from
    sending one request to its end. `usd_unanswered` is what requests without an answer cost, `usd_felt` what queries
    without one cost, all their requests together. `kinds` counts the unanswered requests; `injected` of them met a
    fault put in on purpose, and so did the last request of `felt_injected` queries without an answer.
    """

    count: int
    retries: int
    rescued: int
    unanswered: Estimate
    felt: Estimate
    answered_seconds: Percentiles
    unanswered_seconds: Percentiles
    usd_unanswered: Estimate
    usd_felt: Estimate
    kinds: dict[str, int]
    injected: int = 0
    felt_injected: int = 0


class HeldBack(Finding, frozen=True, kw_only=True):
    """Queries that waited for the provider's rate limits, how long, and how many users gave up over it."""

    count: int
    gave_up: int
    seconds: Percentiles
    note: str
