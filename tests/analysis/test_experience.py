from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from analysis.invented import PRICES, header, record, refused, scenario

from stressdesk.analysis.experience import earlier, per_query
from stressdesk.journal.events import PricesUsed, Record
from stressdesk.journal.writer import Writer
from stressdesk.scenario.plain import plain, restore

SCENARIO = restore(scenario())
MODEL = "gpt-5-mini"


def put(folder: Path, name: str, records: list[Record], **changes: Any) -> None:
    """A run file; those put later are newer."""
    path = folder / f"{name}.stressrun"
    made = header(("production", len(records)), **({"scenario": plain(SCENARIO)} | changes))
    writer = Writer.create(path, made)
    for one in records:
        writer.append(one)
    writer.close(None)
    age = len(list(folder.iterdir()))
    os.utime(path, (age, age))


def test_an_earlier_run_of_the_same_scenario_tells_what_a_query_uses(tmp_path: Path) -> None:
    put(tmp_path, "x-001", [record(number, tokens=(100, 10 + number % 3)) for number in range(30)])
    learnt = earlier(tmp_path, SCENARIO, MODEL, PRICES)
    assert learnt is not None
    assert (learnt.run, learnt.queries, learnt.seconds) == ("x-001", 30, pytest.approx(1.9))
    assert learnt.input_tokens.value == learnt.input_tokens.low == learnt.input_tokens.high == 100
    assert learnt.output_tokens.value == pytest.approx(11)
    assert learnt.output_tokens.low < 11 < learnt.output_tokens.high
    assert learnt.usd is not None
    assert learnt.usd.value == pytest.approx(100 * 2.5e-7 + 11 * 2e-6)


@pytest.mark.parametrize(
    "changes",
    [
        {"scenario": plain(restore(scenario(prompt={"text": "Other words."})))},
        {"scenario": plain(restore(scenario(traffic={"hostile": 0.5})))},
        {"model": "another"},
    ],
)
def test_a_run_that_asked_something_else_tells_nothing(tmp_path: Path, changes: dict[str, Any]) -> None:
    put(tmp_path, "x-001", [record(number) for number in range(30)], **changes)
    assert earlier(tmp_path, SCENARIO, MODEL, PRICES) is None


def test_another_load_and_other_goals_do_not_matter(tmp_path: Path) -> None:
    other = plain(restore(scenario(load={"scales": [7], "live": 3}, goals={"failure_rate": 0.1})))
    put(tmp_path, "x-001", [record(number) for number in range(30)], scenario=other)
    assert earlier(tmp_path, SCENARIO, MODEL, PRICES) is not None


def test_the_newest_run_with_enough_queries_counts_and_a_broken_file_does_not_matter(tmp_path: Path) -> None:
    put(tmp_path, "old", [record(number, tokens=(500, 5)) for number in range(300)])
    put(tmp_path, "newer", [record(number, tokens=(100, 5)) for number in range(30)])
    put(tmp_path, "tiny", [record(number, tokens=(900, 5)) for number in range(3)])
    (tmp_path / "broken.stressrun").write_text("no run")
    learnt = earlier(tmp_path, SCENARIO, MODEL, PRICES)
    assert learnt is not None
    assert learnt.run == "newer"


def test_money_is_that_of_todays_prices(tmp_path: Path) -> None:
    dearer = PricesUsed(model=MODEL, entry={"input_cost_per_token": 1e-3, "output_cost_per_token": 0.0})
    put(tmp_path, "x-001", [record(number) for number in range(30)])
    learnt = earlier(tmp_path, SCENARIO, MODEL, dearer)
    assert learnt is not None
    assert learnt.usd is not None
    assert learnt.usd.value == pytest.approx(0.1)


def test_queries_that_were_turned_away_make_the_average_cheaper_and_answers_no_shorter(tmp_path: Path) -> None:
    put(tmp_path, "x-001", [*[record(number) for number in range(30)], *[refused(number) for number in range(30, 60)]])
    learnt = earlier(tmp_path, SCENARIO, MODEL, PRICES)
    assert learnt is not None
    assert learnt.usd is not None
    assert learnt.output_tokens.value == 20
    assert learnt.usd.value == pytest.approx((100 * 2.5e-7 + 20 * 2e-6) / 2)


def test_one_session_tells_nothing_of_others(tmp_path: Path) -> None:
    put(tmp_path, "x-001", [record(0, turn) for turn in range(30)])
    assert earlier(tmp_path, SCENARIO, MODEL, PRICES) is None
    assert earlier(tmp_path / "nowhere", SCENARIO, MODEL, PRICES) is None


def test_further_queries_vary_as_much_as_those_seen() -> None:
    mean = per_query([(10.0, 1), (20.0, 1), (30.0, 1), (20.0, 1)])
    assert mean is not None
    few, many = mean.of(4, 4), mean.of(4_000_000, 4)
    assert few[1] / 4 - 20 == pytest.approx((mean.high - 20) * 2**0.5)
    assert many[1] / 4_000_000 == pytest.approx(mean.high, rel=1e-5)
    assert msgspec.structs.replace(mean, low=0.0).of(4, 4)[0] == 0
