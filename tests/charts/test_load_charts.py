import math

import msgspec
import pytest
import summaries
from matplotlib.text import Text

from stressdesk.analysis.monthly import model_costs
from stressdesk.charts.catalogue import CHARTS
from stressdesk.charts.look import LIGHT

BY_NAME = {chart.name: chart for chart in CHARTS}


def drawn(name, summary):
    return BY_NAME[name].draw(summary, LIGHT)


def words(figure):
    return [text.get_text() for text in figure.findobj(Text) if text.get_text().strip()]


def test_load_is_drawn_against_the_middle_of_each_range():
    summary = summaries.full()
    waits, failures = drawn("load", summary).axes
    line = max(waits.lines, key=lambda one: len(one.get_xdata()))
    assert list(line.get_xdata())[:3] == [2.5, 7.5, 17.5]
    assert list(line.get_ydata()) == pytest.approx([row.p95_latency.value for row in summary.load])
    assert failures.get_ylim()[1] <= 1


def test_a_range_without_answers_leaves_a_gap_and_no_point():
    summary = summaries.full()
    silent = msgspec.structs.replace(summary.load[1], p95_latency=summaries.number(None, note="no answers"))
    figure = drawn("load", msgspec.structs.replace(summary, load=(summary.load[0], silent, *summary.load[2:])))
    line = max(figure.axes[0].lines, key=lambda one: len(one.get_xdata()))
    assert math.isnan(line.get_ydata()[1])


def test_latency_over_time_says_what_its_clock_counts_from():
    assert any(
        said.startswith("arrival, counted from the start of the run, ")
        for said in words(drawn("waiting", summaries.full()))
    )


def test_latency_over_time_has_median_and_p95_and_the_goal():
    summary = summaries.full()
    figure = drawn("waiting", summary)
    slow, middle = sorted(
        (one for one in figure.axes[0].lines if len(one.get_xdata()) == len(summary.timeline)),
        key=lambda one: -max(value for value in one.get_ydata() if not math.isnan(value)),
    )
    assert slow.get_ydata()[0] == summary.timeline[0].p95_latency
    assert middle.get_ydata()[0] == summary.timeline[0].p50_latency
    assert {"goal", "5.0 s"} <= set(words(figure))


def test_the_model_that_was_asked_stands_among_the_others_at_its_own_cost():
    rows = model_costs(summaries.full())
    assert [row.name for row in rows if row.is_own] == ["openai/gpt-5-mini"]
    assert [row.usd_per_1000.value for row in rows] == sorted(row.usd_per_1000.value for row in rows)
    own = next(row for row in rows if row.is_own)
    assert own.usd_per_1000.value == pytest.approx(2.1)
    assert own.usd_per_1000.provenance == "measured"
    assert {"gpt-5-mini, asked", "$2.10", "$10.60"} <= set(words(drawn("models", summaries.full())))


def test_no_word_is_said_on_how_well_other_models_would_answer_but_that_it_is_not_known():
    assert any("was not tested" in line for line in words(drawn("models", summaries.full())))


def test_a_model_without_a_price_is_not_drawn_as_free():
    rows = model_costs(msgspec.structs.replace(summaries.no_price(), other_models=summaries.full().other_models))
    assert [row.is_own for row in rows] == [False, False, False]
