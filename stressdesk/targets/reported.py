"""Token counts as providers report them: wrong ones are as good as none, and are estimated instead."""

from __future__ import annotations

from typing import Any

from stressdesk.journal.events import Usage

# More tokens than any request has: a provider that claims more is wrong, and its number would sink limits and sums.
_MOST_TOKENS = 10**9


def reported_usage(counts: Any) -> Usage | None:
    """What a `usage` object says; None if it cannot be: words, negative numbers, or a prompt of no tokens."""
    if not isinstance(counts, dict):
        return None
    read, written = _count(counts.get("prompt_tokens")), _count(counts.get("completion_tokens"))
    if not read or written is None:
        return None
    return Usage(
        input=read,
        output=written,
        cached=min(read, _part(counts, "prompt_tokens_details", "cached_tokens")),
        reasoning=min(written, _part(counts, "completion_tokens_details", "reasoning_tokens")),
        source="provider",
    )


def _part(counts: dict[str, Any], details: str, name: str) -> int:
    parts = counts.get(details)
    return (_count(parts.get(name)) or 0) if isinstance(parts, dict) else 0


def _count(value: Any) -> int | None:
    """A number of tokens; some servers write 7.0."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MOST_TOKENS:
        return None
    return int(value) if value == int(value) else None
