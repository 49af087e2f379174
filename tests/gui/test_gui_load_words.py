from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from stressdesk.analysis.stopping import stop_words
from stressdesk.analysis.words import EN_DASH
from stressdesk.gui.models.goals import GOALS, LIMITS, goal_doubts, ready_words
from stressdesk.gui.models.load import load_words, minutes, rate
from stressdesk.scenario.model import Goals, Limits, Scenario
from stressdesk.scenario.traffic import Load, Retry

Sample = tuple[Scenario, Path]


def with_load(sample: Sample, load: Load, target: str = "embedded") -> str:
    return load_words(msgspec.structs.replace(sample[0], load=load, target=target))


def test_the_rate_is_said_for_what_is_asked_and_for_the_largest_scale(sample: Sample) -> None:
    words = with_load(sample, Load())
    assert "200 queries arrive within 10 minutes, about 20 a minute" in words
    assert "at 10,000 that is about 1,000 a minute, 17 a second." in words


def test_a_real_target_is_asked_small_scales_and_the_rest_is_projected(sample: Sample) -> None:
    assert "10 are asked in full, 1,000 and 10,000 are projected" in with_load(sample, Load())
    assert "asked 10, 1,000 and 10,000 in full" in with_load(sample, Load(), "simulated")
    assert "projected" not in with_load(sample, Load(), "simulated")


def test_a_closed_loop_has_people_and_no_window(sample: Sample) -> None:
    words = with_load(sample, Load(loop="closed", users=1))
    assert words.startswith("1 person ask")
    assert "minutes" not in words


def test_trying_again_is_said_with_what_and_how_far_apart(sample: Sample) -> None:
    assert "is not asked again" in with_load(sample, Load())
    words = with_load(sample, Load(retry=Retry(attempts=3, kinds=("timeout",), backoff_seconds=2)))
    assert "After timeouts, a query is asked up to 3 more times, 2 to 8 s apart, longer where" in words
    assert "is not asked again" in with_load(sample, Load(retry=Retry(attempts=3, kinds=())))


@pytest.mark.parametrize(
    ("queries", "window", "words"),
    [(200, 10, "about 20 a minute"), (1, 10, "about one every 10 min"), (100, 0, EN_DASH), (3, 1, "about 3 a minute")],
)
def test_rates(queries: int, window: float, words: str) -> None:
    assert rate(queries, window) == words


def test_windows() -> None:
    assert [minutes(one) for one in (0.5, 1, 1.5, 10, 20_160)] == [
        *("30 seconds", "1 minute", "1.5 minutes", "10 minutes", "14 days"),
    ]


def test_ready_is_said_in_one_sentence(sample: Sample) -> None:
    assert ready_words(sample[0]) == (
        "Ready means: at most 5 % of queries fail, 95 % are answered within 5 s and "
        "a month of 300,000 queries costs at most $50."
    )
    assert ready_words(msgspec.structs.replace(sample[0], goals=Goals())).startswith("No goal is set")


def test_every_goal_and_limit_is_said(sample: Sample) -> None:
    for amount in GOALS:
        goals = Goals(**{amount.name: 0.5})
        assert ready_words(msgspec.structs.replace(sample[0], goals=goals)).startswith("Ready means: ")
    for amount in LIMITS:
        assert stop_words(Limits(**{amount.name: 0.5})) != stop_words(Limits())
    assert {one.name for one in GOALS} == set(Goals.__struct_fields__)
    assert {one.name for one in LIMITS} == set(Limits.__struct_fields__) - {"failure_rate_of_last"}


def test_what_keeps_goals_from_being_judged_is_said(sample: Sample) -> None:
    assert goal_doubts(sample[0]) == ""
    lacking = msgspec.structs.replace(sample[0], checks=(), queries_per_month=None)
    assert "never met" in goal_doubts(lacking)
    assert "queries a month" in goal_doubts(lacking)


def test_the_first_limit_counts() -> None:
    words = stop_words(Limits(spend_usd=5, minutes=1))
    assert words == "A run stops early after $5.00 or after 1 minute, whichever comes first."
    assert stop_words(Limits(failure_rate=0.5)) == "A run stops early when 50 % of the last 100 queries failed."
    assert stop_words(Limits()) == "A run ends when all its queries have ended."
