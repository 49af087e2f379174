"""The sentences by which a run file tells why its run ended are known again by whoever reads it."""

from __future__ import annotations

import pytest

from stressdesk.journal import reasons


@pytest.mark.parametrize(
    "reason",
    [
        reasons.no_room(5),
        reasons.no_room(1_234.5),
        reasons.no_room(0.000_001),
        reasons.requests_reached(12_000),
        reasons.minutes_reached(0.5),
        reasons.minutes_reached(10_080),
    ],
)
def test_a_limit_on_all_sittings_together_is_used_up(reason: str) -> None:
    assert reasons.is_used_up(reason)
    assert not reasons.is_by_user(reason)


@pytest.mark.parametrize(
    "reason",
    [
        reasons.by_user("Ctrl-C"),
        "every planned query was asked",
        "50 of the last 100 queries failed (limit 50 % of the last 100), mostly no connection",
        "the check said: the limit of 5 requests was reached",
    ],
)
def test_anything_else_leaves_something_to_go_on_with(reason: str) -> None:
    assert not reasons.is_used_up(reason)


def test_who_stopped_a_run_is_told_apart() -> None:
    assert reasons.by_user(reasons.WINDOW) == "stopped by the user (the window)"
    assert reasons.is_by_user(reasons.by_user("SIGTERM"))
    assert not reasons.is_by_user("stopped because its terminal was closed")
