"""What the result pages say, without a widget."""

# ruff: noqa: RUF001 - dashes as reports write them

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "report"))
import summaries
from PySide6.QtCore import QObject

from stressdesk.gui.models import month
from stressdesk.gui.models.breakdown import breakdown
from stressdesk.gui.models.filtering import RecordFilter
from stressdesk.gui.models.results import found, verdict
from stressdesk.report.compose import contents


def rows(summary, name):
    return breakdown(summary)[name].rows


@pytest.mark.parametrize("run", summaries.EVERY)
def test_every_run_can_be_said(run):
    summary = summaries.EVERY[run]()
    findings = found(summary)
    assert findings.contents == contents(summary)
    assert all(words.spoken for words in findings.charts.values())
    for group in findings.bars.values():
        assert group.rows or group.empty.endswith(".")


def test_the_bars_of_a_group_lead_to_the_very_queries_they_count():
    summary = summaries.full()
    wanted = {name: rows(summary, name)[0].wanted for name in ("check", "persona", "mess", "turn", "intent", "kind")}
    assert wanted == {
        "check": RecordFilter(stage="production", check="label"),
        "persona": RecordFilter(stage="production", persona="phone", result="failing"),
        "mess": RecordFilter(stage="production", mess="missing-detail", result="prompt"),
        "turn": RecordFilter(stage="production", turn=0, result="failing"),
        "intent": RecordFilter(stage="production", intent="billing", result="failing"),
        "kind": RecordFilter(kind="rate_limit", result="system"),
    }
    assert [bar.wanted.stage for bar in rows(summary, "stage")] == ["demo", "production", "10"]


def test_the_last_turn_stands_for_all_after_it():
    summary = summaries.msgspec.structs.replace(
        summaries.full(), turns=summaries.groups({"1": (1, 9), "2": (1, 5), "3": (1, 3), "4+": (1, 2)})
    )
    last = rows(summary, "turn")[-1]
    assert last.label == "Turn 4 and later"
    assert (last.wanted.turn, last.wanted.turn_and_later) == (3, True)


def test_a_bar_says_its_rate_its_interval_and_its_share():
    bar = rows(summaries.full(), "persona")[0]
    assert bar.value == pytest.approx(70 / 300)
    assert bar.text.startswith("23.3")
    assert bar.low < bar.value < bar.high
    assert "–" in bar.interval
    assert bar.share.startswith("30")


def test_a_cost_that_may_be_chance_is_not_sure():
    sure = {bar.label: bar.is_sure for bar in rows(summaries.full(), "mess")}
    assert sure["Missing detail"]
    assert not sure["Typos"]


def test_a_check_that_failed_nothing_leads_nowhere():
    bar = next(bar for bar in rows(summaries.full(), "check") if bar.label == "personal data")
    assert bar.wanted is None


def test_names_from_outside_are_one_harmless_line():
    for group in breakdown(summaries.hostile()).values():
        for bar in group.rows:
            assert not {"\n", "\x00", "\u202e", "\x1b"} & set(bar.label + bar.tip)
            assert len(bar.label) <= 80


def test_system_failures_of_all_stages_are_added_up():
    found_ = {bar.label: bar.text for bar in rows(summaries.simulated(), "kind")}
    assert found_["Rate limit (429)"] == "1,920"


@pytest.mark.parametrize(
    ("headline", "title", "sentence"),
    [
        ("Not ready so far: 31 of 200 failed.", "Not ready so far.", "31 of 200 failed."),
        ("Ready: all goals are met: yes.", "Ready.", "All goals are met: yes."),
        ("No goals were set: nothing to say.", "No verdict.", "No goals were set: nothing to say."),
    ],
)
def test_a_headline_is_a_verdict_and_a_sentence(headline, title, sentence):
    found_ = verdict("not_ready", headline)
    assert (found_.title, found_.sentence, found_.tone) == (title, sentence, "bad")


def test_copied_figures_are_no_formulas():
    pasted = found(summaries.hostile()).charts["models"].pasted
    assert pasted.startswith("Model\tUS dollars per 1,000\t95 % interval\tfrom")
    for line in pasted.splitlines():
        assert not any(entry.startswith(("=", "@")) for entry in line.split("\t"))


def test_copied_figures_hold_number_interval_and_where_they_came_from():
    lines = found(summaries.full()).charts["load"].pasted.splitlines()
    assert lines[0].split("\t")[:4] == ["Under way", "Failure rate", "95 % interval", "from"]
    assert lines[1].split("\t")[0] == "1–5"
    assert lines[1].split("\t")[3] == "measured"


@pytest.mark.parametrize(("position", "queries"), [(0, 100), (20, 1_000), (60, 100_000), (120, 100_000_000)])
def test_the_slider_runs_from_a_hundred_to_a_hundred_million(position, queries):
    assert month.queries_at(position) == queries
    assert month.position_of(queries) == position


def test_every_position_of_the_slider_is_found_again_from_its_number():
    numbers = [month.queries_at(position) for position in range(month.STEPS + 1)]
    assert numbers == sorted(numbers)
    assert [month.position_of(number) for number in numbers] == list(range(month.STEPS + 1))
    assert all(len(str(number).rstrip("0")) <= 2 for number in numbers)


def test_a_month_is_cost_per_query_times_queries_and_projected():
    found_ = month.month_bill(summaries.full(), 1_000_000)
    assert found_.figure == "$2,100"
    assert found_.interval == "$1,932–$2,318"
    assert found_.origin == "projected"
    assert "1,000,000 queries a month (assumed)" in found_.note


def test_without_a_price_the_bill_says_so_and_is_not_zero():
    found_ = month.month_bill(summaries.no_price(), 1_000)
    assert found_.figure == "not known"
    assert "price" in found_.note


def test_other_models_are_billed_for_the_same_month():
    bills = {bill.name: bill for bill in month.model_bills(summaries.full(), 1_000_000)}
    assert bills["gpt-5"].usd_per_month == pytest.approx(10_600)
    assert bills["gpt-5"].times == pytest.approx(10.6 / 2.1)
    assert bills["openai/gpt-5-mini"].is_own
    assert bills["gpt-5"].origin == "projected"


class Results(QObject):
    """Findings that are there already."""

    changed = month.Signal()

    def __init__(self, findings):
        super().__init__()
        self.findings = findings


def test_the_month_starts_at_what_the_scenario_states_and_follows_the_slider(qapp, qtbot):
    model = month.MonthModel(Results(found(summaries.full())))
    assert model.queries == 300_000
    with qtbot.waitSignal(model.changed):
        model.slide(month.STEPS)
    assert model.queries == month.MOST
    model.choose(1)
    assert model.queries == month.FEWEST


def test_a_number_typed_in_is_kept_to_the_digit(qapp):
    model = month.MonthModel(Results(found(summaries.full())))
    model.choose(123_456)
    model.slide(model.position)
    assert model.queries == 123_456


def test_another_run_starts_at_the_month_its_own_scenario_states(qapp):
    results = Results(found(summaries.full()))
    model = month.MonthModel(results)
    model.choose(5_000)
    results.changed.emit()
    assert model.queries == 5_000
    results.findings = None
    results.changed.emit()
    results.findings = found(summaries.simulated())
    results.changed.emit()
    assert model.queries == 300_000
