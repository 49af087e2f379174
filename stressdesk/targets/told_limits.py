"""A provider's rate limits, as the scenario states them and as the headers of answers, good or bad, tell them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Literal, get_args

import msgspec

from stressdesk.scenario.targets import Local, TargetSpec

Metered = Literal["requests", "tokens", "input_tokens", "output_tokens"]
METERED: tuple[Metered, ...] = get_args(Metered)

# OpenAI's headers, which Groq, Azure and LiteLLM use as well, say limits by the minute and by the day alike. What would
# take longer than this to fill again is none by the minute.
LONGEST_MINUTE_SECONDS = 90.0
_PARTS = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}
# LiteLLM puts this before the names of headers it passes on.
_PASSED_ON = "llm_provider-"


class ToldLimit(msgspec.Struct, frozen=True, kw_only=True):
    """One limit as a provider tells it. `per_minute` is None for one of another length of time.

    `remaining` of it are left, and after `reset_seconds` all of it is there again; None where not told.
    """

    per_minute: int | None
    remaining: int | None = None
    reset_seconds: float | None = None


def stated_limits(spec: TargetSpec) -> dict[str, int]:
    """The limits per minute that the scenario states for a target, by what they meter."""
    if isinstance(spec, Local):
        return {}
    stated = {"requests": spec.requests_per_minute, "tokens": spec.tokens_per_minute}
    return {name: most for name, most in stated.items() if most is not None}


def told_limits(headers: Mapping[str, str]) -> dict[Metered, ToldLimit]:
    """Every limit the headers tell, in OpenAI's or Anthropic's words; whatever cannot be read is left out."""
    lower = {name.lower().removeprefix(_PASSED_ON): value for name, value in headers.items()}
    if not any("ratelimit" in name for name in lower):
        return {}
    found = dict(_openai(lower))
    found.update(_anthropic(lower))
    return found


def _openai(headers: Mapping[str, str]) -> Iterator[tuple[Metered, ToldLimit]]:
    names: tuple[Metered, ...] = ("requests", "tokens")
    for name in names:
        limit = _count(headers.get(f"x-ratelimit-limit-{name}"))
        if limit:
            remaining = _count(headers.get(f"x-ratelimit-remaining-{name}"))
            reset = _duration(headers.get(f"x-ratelimit-reset-{name}", ""))
            is_by_minute = _fill_seconds(limit, remaining, reset) <= LONGEST_MINUTE_SECONDS
            per_minute = limit if is_by_minute else None
            yield name, ToldLimit(per_minute=per_minute, remaining=remaining, reset_seconds=reset)


def _anthropic(headers: Mapping[str, str]) -> Iterator[tuple[Metered, ToldLimit]]:
    for name in METERED:
        start = f"anthropic-ratelimit-{name.replace('_', '-')}"
        limit = _count(headers.get(f"{start}-limit"))
        if limit:
            remaining = _count(headers.get(f"{start}-remaining"))
            reset = _seconds_until(headers.get(f"{start}-reset", ""), headers.get("date", ""))
            yield name, ToldLimit(per_minute=limit, remaining=remaining, reset_seconds=reset)


def _fill_seconds(limit: int, remaining: int | None, reset_seconds: float | None) -> float:
    """How long an empty bucket takes to fill, from how long what is missing will take; 60 where that is not told."""
    if remaining is None or reset_seconds is None or remaining >= limit:
        return 60.0
    return limit * reset_seconds / (limit - remaining)


def _count(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) <= 12 else None  # noqa: PLR2004 - no limit has more digits


def _duration(text: str) -> float | None:
    """Seconds of "6m0s", "20ms" or "1.5s", as Go writes them, or of a bare number."""
    parts = _PARTS.findall(text)
    if parts and "".join(number + unit for number, unit in parts) == text:
        return sum(float(number) * _UNITS[unit] for number, unit in parts)
    return float(text) if re.fullmatch(r"\d{1,9}(?:\.\d+)?", text) else None


def _seconds_until(moment: str, date: str) -> float | None:
    """From the answer's own `Date` to an RFC 3339 moment: both by the server's clock, so ours is not needed."""
    try:
        until = dt.datetime.fromisoformat(moment) - parsedate_to_datetime(date)
    except (TypeError, ValueError, OverflowError):
        return None
    return max(0.0, until.total_seconds())
