"""Counts that cannot be are nobody's tokens, whoever reports them: every live target reads them here."""

import pytest

from stressdesk.journal.events import Usage
from stressdesk.targets.reported import reported_usage


@pytest.mark.parametrize("impossible", [10**30, -4, True, "7", 7.5, float("nan"), float("inf"), None])
def test_a_provider_that_counts_impossible_tokens_is_not_believed(impossible):
    assert reported_usage({"prompt_tokens": impossible, "completion_tokens": 3}) is None
    assert reported_usage({"prompt_tokens": 3, "completion_tokens": impossible}) is None


@pytest.mark.parametrize("impossible", [10**30, -4, True, "7", None, {}])
def test_a_part_that_cannot_be_is_none_and_never_more_than_the_whole(impossible):
    counts = {"prompt_tokens": 30, "completion_tokens": 5.0}
    parts = {"cached_tokens": impossible, "reasoning_tokens": 9}
    told = reported_usage({**counts, "prompt_tokens_details": parts, "completion_tokens_details": parts})
    assert told == Usage(input=30, output=5, cached=0, reasoning=5, source="provider")
