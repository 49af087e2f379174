import pytest

from stressdesk.targets.told_limits import ToldLimit, told_limits


def test_openais_headers():
    headers = {
        "x-ratelimit-limit-requests": "500",
        "x-ratelimit-remaining-requests": "499",
        "x-ratelimit-reset-requests": "120ms",
        "x-ratelimit-limit-tokens": "30000",
        "x-ratelimit-remaining-tokens": "29200",
        "x-ratelimit-reset-tokens": "1.6s",
    }
    assert told_limits(headers) == {
        "requests": ToldLimit(per_minute=500, remaining=499, reset_seconds=0.12),
        "tokens": ToldLimit(per_minute=30_000, remaining=29_200, reset_seconds=1.6),
    }


def test_anthropics_headers():
    headers = {
        "Date": "Fri, 27 Nov 2026 05:00:00 GMT",
        "anthropic-ratelimit-requests-limit": "50",
        "anthropic-ratelimit-requests-remaining": "0",
        "anthropic-ratelimit-requests-reset": "2026-11-27T05:00:12Z",
        "anthropic-ratelimit-input-tokens-limit": "40000",
        "anthropic-ratelimit-output-tokens-limit": "8000",
    }
    assert told_limits(headers) == {
        "requests": ToldLimit(per_minute=50, remaining=0, reset_seconds=12),
        "input_tokens": ToldLimit(per_minute=40_000),
        "output_tokens": ToldLimit(per_minute=8_000),
    }


def test_headers_that_litellm_passes_on():
    assert told_limits({"llm_provider-x-ratelimit-limit-requests": "60"}) == {"requests": ToldLimit(per_minute=60)}


def test_a_limit_of_a_day_is_none_of_a_minute():
    """Of 14,400 requests a day one comes back every six seconds."""
    headers = {
        "x-ratelimit-limit-requests": "14400",
        "x-ratelimit-remaining-requests": "14399",
        "x-ratelimit-reset-requests": "6s",
    }
    assert told_limits(headers)["requests"].per_minute is None


@pytest.mark.parametrize("text", ["", "-5", "many", "1e9", "٣", "9" * 30])
def test_what_is_no_number_is_no_limit(text):
    assert told_limits({"x-ratelimit-limit-requests": text}) == {}


@pytest.mark.parametrize(
    ("text", "seconds"), [("6m0s", 360), ("1h2m3.5s", 3723.5), ("20ms", 0.02), ("7", 7), ("soon", None), ("5s!", None)]
)
def test_durations(text, seconds):
    headers = {"x-ratelimit-limit-tokens": "10", "x-ratelimit-reset-tokens": text}
    assert told_limits(headers)["tokens"].reset_seconds == seconds
