"""The kinds of system failure in words, that of an answer which was too slow among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

BUG = "bug"  # of a query on which StressDesk itself went wrong: it is nobody's failure and counts nowhere
TOO_SLOW = "too_slow"  # of an answer that failed by its speed alone; no record has it

KIND_WORDS: Mapping[str, str] = {
    "rate_limit": "rate limit (429)",
    "quota": "no credit left",
    "timeout": "timeout",
    "connection": "no connection",
    "server": "server error (5xx)",
    "overloaded": "overloaded (503)",
    "cut_stream": "answer cut off",
    "bad_answer": "garbled answer",
    "empty_answer": "empty answer",
    "context_overflow": "conversation too long",
    "content_filter": "refused by the content filter",
    "authentication": "key refused",
    "not_found": "no such model",
    "bad_request": "bad request (400)",
    BUG: "StressDesk's own fault",
    TOO_SLOW: "too slow (latency check)",
}
