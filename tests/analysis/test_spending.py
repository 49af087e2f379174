import msgspec
import numpy as np
import pytest
from analysis import invented

from stressdesk.analysis.columns import Columns
from stressdesk.analysis.pricing import OTHER_MODELS, other_models
from stressdesk.analysis.resampling import REPLICATES, Resampling
from stressdesk.analysis.spend import NO_PRICE, Spending, tokens
from stressdesk.journal.events import Attempt, PricesUsed, Usage
from stressdesk.targets import prices as pricing


def columns(*records) -> Columns:
    filled = Columns()
    for record in records:
        filled.add(record)
    return filled


def spending(*records, **header) -> Spending:
    return Spending(columns(*records), invented.header(**header))


def test_everything_spent_is_shared_among_queries_and_among_good_answers():
    found = spending(
        invented.record(0, cost_usd=0.01),
        invented.wrong(1, cost_usd=0.02),
        invented.left(2, cost_usd=0.03),
        invented.record(3, cost_usd=0.04, outcome="cancelled"),
        invented.never_asked(4),
    )
    assert found.total.value == pytest.approx(0.10)
    assert found.per_query.value == pytest.approx(0.10 / 3)
    assert found.per_good.value == pytest.approx(0.10)
    assert found.total.note == ""


def test_without_a_price_nothing_is_said_to_cost_nothing():
    found = spending(*[invented.record(session, cost_usd=None) for session in range(5)], prices=None)
    for estimate in (found.total, found.per_query, found.per_good):
        assert estimate.value is None
        assert estimate.note == NO_PRICE


def test_without_a_price_not_even_queries_that_were_never_sent_cost_nothing():
    found = spending(invented.never_asked(0), invented.record(1, cost_usd=None), prices=None)
    assert found.total.value is None
    assert spending(invented.never_asked(0), prices=None).total.value is None


def test_a_price_of_zero_in_the_table_is_a_price():
    found = spending(*[invented.record(session, cost_usd=0.0) for session in range(3)])
    assert (found.total.value, found.per_query.value) == (0.0, 0.0)


def test_queries_of_unknown_cost_are_left_out_and_counted():
    found = spending(invented.record(0, cost_usd=0.01), invented.record(1, cost_usd=None))
    assert found.total.value == pytest.approx(0.01)
    assert found.total.note == "1 query of 2 left out: what they cost is not known"


def test_no_good_answer_leaves_no_price_per_good_answer():
    found = spending(invented.wrong(0), invented.wrong(1))
    assert found.per_good.value is None
    assert "no good answer" in found.per_good.note


@pytest.mark.parametrize(
    ("source", "prices", "provenance"),
    [
        ("provider", invented.PRICES, "measured"),
        ("estimated", invented.PRICES, "measured"),
        ("provider", PricesUsed(model="gpt-5", priced_as=True), "projected"),
        ("provider", PricesUsed(model="own", typed_in=True), "assumed"),
        ("simulated", PricesUsed(model="gpt-5", priced_as=True), "simulated"),
        ("simulated", PricesUsed(model="own", typed_in=True), "simulated"),
    ],
)
def test_spend_says_where_tokens_and_prices_came_from(source, prices, provenance):
    found = spending(invented.record(source=source), prices=prices)
    assert found.total.provenance == found.per_query.provenance == provenance


def test_intervals_are_resampled_by_session_and_the_same_every_time():
    records = invented.traffic(400)
    first, second = spending(*records), spending(*reversed(records))
    assert first.per_query == second.per_query
    found = first.per_query
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high


def test_turns_of_a_session_that_cost_alike_widen_the_interval():
    costs = np.random.default_rng(1).lognormal(-7, 1, 100)
    together = [invented.record(session, turn, cost_usd=costs[session]) for session in range(100) for turn in range(4)]
    apart = [
        invented.record(4 * session + turn, cost_usd=costs[session]) for session in range(100) for turn in range(4)
    ]
    wide, narrow = spending(*together).per_query, spending(*apart).per_query
    assert wide.value == pytest.approx(narrow.value)
    assert wide.high - wide.low > 1.6 * (narrow.high - narrow.low)


def test_one_session_has_no_interval_and_says_so():
    found = spending(invented.record(0, 0), invented.record(0, 1)).per_query
    assert (found.low, found.high, found.note) == (None, None, "a single session gives no interval")


def test_few_good_answers_leave_the_upper_end_open():
    found = spending(invented.record(0), *[invented.wrong(session) for session in range(1, 30)]).per_good
    assert found.value is not None
    assert found.low is not None
    assert found.high is None


@pytest.mark.parametrize("sessions", [12, 80])
def test_resampled_intervals_cover_the_true_cost_per_query(sessions):
    draw = np.random.default_rng(sessions)
    truth, covered, runs = float(np.exp(0.18)), 0, 300
    for _ in range(runs):
        sizes = 1 + (draw.random(sessions) > 0.59) * draw.geometric(0.55, sessions)
        cost = np.array([draw.lognormal(0, 0.6, size).sum() for size in sizes.tolist()])
        resampling = Resampling({"cost": cost, "queries": sizes.astype(float)})
        interval = resampling.interval(resampling.ratio("cost", "queries"))
        assert interval is not None
        covered += interval.low <= truth <= interval.high
    assert covered / runs >= 0.91


def test_many_sessions_in_groups_give_the_standard_error_of_sessions():
    draw = np.random.default_rng(2)
    cost = draw.lognormal(0, 0.6, 30_000)
    resampling = Resampling({"cost": cost, "queries": np.ones(30_000)})
    replicates = resampling.ratio("cost", "queries")
    assert len(replicates) == REPLICATES
    assert replicates.std() == pytest.approx(cost.std() / np.sqrt(30_000), rel=0.1)


def test_tokens_are_summed_over_all_requests():
    usage = Usage(input=50, output=5, cached=10, reasoning=2, source="estimated")
    tried = Attempt(sent=0, finished=1, kind="timeout", usage=usage, cost_usd=0.1)
    answered = Attempt(sent=1, finished=2, usage=msgspec.structs.replace(usage, source="provider"), cost_usd=0.1)
    without = Attempt(sent=0, finished=1, kind="connection", cost_usd=0.0)
    found = tokens(columns(invented.record(attempts=(without, tried, answered))))
    assert (found.input, found.output, found.cached, found.reasoning, found.estimated) == (100, 10, 20, 4, 1)


def priced(model: str, *records) -> float:
    """What a thousand queries cost, request by request."""
    found = pricing.find(model)
    assert found is not None
    usages = [attempt.usage for record in records for attempt in record.attempts if attempt.usage]
    return sum(pricing.cost_usd(found, usage) for usage in usages) / len(records) * 1_000


def test_other_models_cost_what_their_prices_say_request_by_request():
    records = [one for one in invented.traffic(300) if one.outcome in ("answered", "failed", "gave_up")]
    filled = columns(*records)
    rows = other_models(filled, Spending(filled, invented.header()), None)
    assert len(rows) == len(OTHER_MODELS) >= 5
    for row in rows:
        found = row.usd_per_1000
        assert found.value == pytest.approx(priced(row.model, *records))
        assert found.low < found.value < found.high
        assert found.provenance == "projected"
    costs = [row.usd_per_1000.value for row in rows]
    assert costs == sorted(costs)


def test_long_requests_are_priced_in_their_own_tier():
    records = [invented.record(0, tokens=(300_000, 10)), invented.record(1), invented.record(2)]
    filled = columns(*records)
    rows = other_models(filled, Spending(filled, invented.header()), None)
    found = next(row for row in rows if row.model == "gpt-5.4").usd_per_1000
    assert found.value == pytest.approx(priced("gpt-5.4", *records))


def test_the_run_s_own_model_is_no_other_model():
    filled = columns(invented.record())
    rows = other_models(filled, Spending(filled, invented.header()), invented.PRICES)
    assert "gpt-5-mini" not in [row.model for row in rows]


def test_where_hardly_a_query_counts_what_other_models_cost_at_most_is_not_known():
    filled = columns(invented.record(0), *[invented.record(session, outcome="cancelled") for session in range(1, 30)])
    rows = other_models(filled, Spending(filled, invented.header()), None)
    assert {row.usd_per_1000.high for row in rows} == {None}


def test_without_token_counts_other_models_have_no_price():
    filled = columns(*[invented.refused(session) for session in range(3)])
    assert other_models(filled, Spending(filled, invented.header()), None) == ()


def test_a_price_list_without_any_known_cost_does_not_make_it_nothing():
    found = spending(invented.record(0, cost_usd=None), invented.never_asked(1))
    assert (found.total.value, found.per_query.value) == (None, None)
