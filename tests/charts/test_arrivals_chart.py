from __future__ import annotations

import pytest

from stressdesk.charts.arrivals import draw_arrivals
from stressdesk.charts.look import DARK, LIGHT, Look
from stressdesk.traffic.outlook import Bustle


def bustle(*counts: int, window_seconds: float = 600.0) -> Bustle:
    return Bustle(
        counts=counts,
        window_seconds=window_seconds,
        queries=sum(counts),
        sessions=sum(counts),
        peak_per_minute=max(counts),
        mean_per_minute=sum(counts) / 10,
    )


def texts(counts: Bustle, look: Look = LIGHT) -> list[str]:
    figure = draw_arrivals(counts, look.sized(560, 160))
    return [text.get_text() for owner in (figure, *figure.axes) for text in owner.texts]


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_the_chart_says_that_it_shows_a_plan_and_what_a_step_is(look: Look) -> None:
    words = texts(bustle(*range(60)), look)
    assert "Queries arriving per 10 s, planned" in words
    assert {"0", "60", "mean", "10 min"} <= set(words)


@pytest.mark.parametrize(
    ("window_seconds", "last"),
    [(6.0, "6 s"), (30.0, "30 s"), (90.0, "1:30 min"), (3_600.0, "60 min"), (86_400.0, "24 h")],
)
def test_times_are_in_the_unit_of_the_window(window_seconds: float, last: str) -> None:
    words = texts(bustle(*[5] * 60, window_seconds=window_seconds))
    assert last in words


def test_the_steps_are_as_high_as_the_counts() -> None:
    figure = draw_arrivals(bustle(3, 0, 9, 1), LIGHT.sized(560, 160))
    filled, outlined = figure.axes[0].patches
    assert list(filled.get_data().values) == list(outlined.get_data().values) == [3, 0, 9, 1]
    assert figure.axes[0].get_ylim()[1] >= 9


def test_no_query_is_said_and_not_drawn() -> None:
    assert texts(bustle(0, 0)) == ["No query is planned."]
