"""Clients, bursts and recorded traces: they arrive in bursts, as many as asked for, within the window."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from traffic.planned import scenario

from stressdesk.errors import ScenarioError
from stressdesk.scenario.traffic import Arrivals, Assistant, Clients, FlashCrowd, Load, Office, Sessions, Trace
from stressdesk.traffic.measure_arrivals import dispersion
from stressdesk.traffic.plan import plan, timetable

ALONE = Sessions(mean_turns=1, single_turn_share=1)


def due(arrivals: Arrivals, queries: int = 2_000, *, folder: Path = Path(), seed: int = 1, minutes: float = 60.0):
    made = scenario(load=Load(arrivals=arrivals, window_minutes=minutes), sessions=ALONE)
    return timetable(made, queries, seed=seed, folder=folder).queries


def recorded(folder: Path, times: list[float], sessions: list[str] | None = None) -> Trace:
    names = [f",{name}" for name in sessions] if sessions else [""] * len(times)
    lines = ["t_seconds" + (",session_id" if sessions else ""), *(f"{t}{n}" for t, n in zip(times, names, strict=True))]
    (folder / "trace.csv").write_text("\n".join(lines), encoding="utf-8")
    return Trace()


@pytest.mark.parametrize(
    "arrivals", [Clients(), Clients(clients=1, zipf=0), Assistant(), Assistant(burst_requests=500)]
)
@pytest.mark.parametrize("queries", [1, 7, 2_000])
def test_exactly_so_many_arrive_within_the_window(arrivals: Arrivals, queries: int):
    times = due(arrivals, queries)
    assert len(times) == queries
    assert min(times) >= 0
    assert max(times) <= 3_600


@pytest.mark.parametrize(("arrivals", "least"), [(Clients(), 1.5), (Assistant(), 2.5)])
def test_counts_vary_more_than_by_chance(arrivals: Arrivals, least: float):
    factors = [dispersion(due(arrivals, seed=seed)).fano[60] for seed in range(5)]
    assert sum(factors) / 5 > least


def test_another_seed_is_another_burst():
    assert due(Assistant(), seed=1) != due(Assistant(), seed=2)
    assert due(Assistant(), seed=1) == due(Assistant(), seed=1)


def test_a_flash_crowd_comes_after_its_link():
    times = due(FlashCrowd(at=0.5, peak=20, rise=0.01, decay=0.05))
    assert sum(1_800 <= time < 2_160 for time in times) > 0.4 * len(times)


def test_an_office_is_nearly_idle_at_night():
    times = due(Office(starts_at=0), minutes=1_440)
    assert sum(8 * 3_600 <= time < 18 * 3_600 for time in times) > 0.9 * len(times)


def test_a_trace_is_replayed_as_recorded_and_stretched_into_the_window(tmp_path: Path):
    trace = recorded(tmp_path, [100.0, 101.0, 104.0, 130.0])
    times = due(trace, 4, folder=tmp_path)
    # Three gaps in 30 s, and a mean gap behind the last arrival: 40 s become 3,600.
    assert times == pytest.approx([0, 90, 360, 2_700], abs=0.01)


def test_a_trace_serves_any_number_of_queries(tmp_path: Path):
    trace = recorded(tmp_path, [0.0, 1.0, 2.0, 3.0, 60.0, 61.0, 62.0, 63.0])
    assert len(due(trace, 3, folder=tmp_path)) == 3
    many = due(trace, 80, folder=tmp_path)
    assert len(many) == 80
    assert sum(time < 600 for time in many) == pytest.approx(40, abs=10)


def test_a_part_of_a_trace_is_as_uneven_as_chance_leaves_it(tmp_path: Path):
    draw = random.Random(1)
    trace = recorded(tmp_path, sorted(round(draw.uniform(0, 3_600), 3) for _ in range(6_000)))
    assert dispersion(due(trace, 2_000, folder=tmp_path)).gap_variation == pytest.approx(1, abs=0.08)


def test_of_a_trace_with_sessions_their_starts_count(tmp_path: Path):
    trace = recorded(tmp_path, [0.0, 5.0, 10.0, 20.0], ["a", "a", "b", "c"])
    assert due(trace, 3, folder=tmp_path) == pytest.approx([0, 1_200, 2_400], abs=0.01)


@pytest.mark.parametrize("content", [None, "t_seconds\n1\n", "t_seconds\n1\n1\n", "t_seconds\nsoon\n", "x,y\n1,2\n"])
def test_a_trace_that_cannot_be_used_is_a_problem_of_the_scenario(tmp_path: Path, content: str | None):
    if content is not None:
        (tmp_path / "trace.csv").write_text(content, encoding="utf-8")
    made = scenario(load=Load(arrivals=Trace()))
    with pytest.raises(ScenarioError) as problem:
        plan(made, 10, seed=1, folder=tmp_path)
    assert "load.arrivals.file" in str(problem.value)
