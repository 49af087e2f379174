import pytest
from hypothesis import given
from hypothesis import strategies as st

from stressdesk.analysis import words
from stressdesk.analysis.intents import intent_words


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0 %"), (1, "100 %"), (0.184, "18.4 %"), (0.05, "5 %"), (0.2775, "27.8 %"), (0.0038, "0.38 %"),
        (0.00012, "0.012 %"), (0.00001, "under 0.01 %"), (0.9985, "99.85 %"), (0.99999, "over 99.99 %"),
    ],
)  # fmt: skip
def test_shares_read_as_per_cent(share, text):
    assert words.percent(share) == text


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        (0, "$0"), (0.0028, "$0.0028"), (0.00003, "$0.000030"), (0.28, "$0.28"), (12.341, "$12.34"),
        (1234.5, "$1,234"), (1e-12, "under $0.000000001"), (-2, "\N{MINUS SIGN}$2.00"),
    ],
)  # fmt: skip
def test_sums_read_as_dollars(usd, text):
    assert words.money(usd) == text


@given(st.floats(1e-15, 1e9))
def test_a_sum_above_nothing_never_reads_as_nothing(usd):
    assert words.money(usd).strip("$0.,") != ""


@given(st.floats(1e-15, 1, exclude_max=True))
def test_a_share_above_nothing_and_below_all_never_reads_as_either(share):
    assert words.percent(share) not in {"0 %", "100 %", "0.0 %", "100.0 %"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.035, "35 ms"),
        (0.35, "0.35 s"),
        (6.81, "6.8 s"),
        (9.97, "10 s"),
        (84, "84 s"),
        (840, "14 min"),
        (9000, "2.5 h"),
    ],
)
def test_times_read_in_the_unit_that_fits(value, text):
    assert words.seconds(value) == text


def test_intervals_have_an_en_dash():
    dash = "\N{EN DASH}"
    assert words.percent_range(0.136, 0.243) == f"13.6{dash}24.3 %"
    assert words.percent_range(0.11, 0.21, 0) == f"11{dash}21 %"
    assert words.percent_range(0, 0) == "0 %"
    assert words.percent_range(0.0597, 0.0629, 0) == f"6{dash}6.3 %"
    assert words.percent_range(0.05981, 0.05999, 0) == f"5.98{dash}6.00 %"
    assert words.percent_range(0, 1e-9) == words.percent_range(1e-9, 1e-6) == f"0{dash}0.01 %"
    assert words.percent_range(0.99999, 0.999999) == f"99.99{dash}100 %"
    assert words.money_range(0.0021, 0.0038) == f"$0.0021{dash}$0.0038"
    assert words.money_range(1, 1.001) == "$1.00"
    assert words.seconds_range(5.94, 8.06) == f"5.9 s{dash}8.1 s"


def test_counts_and_lists_read_as_sentences():
    assert words.count(10_000) == "10,000"
    assert words.counted(1, "query") == "1 query"
    assert words.counted(1_000, "query") == "1,000 queries"
    assert words.counted(2, "user") == "2 users"
    assert [words.listing(list("abc")[:size]) for size in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert words.points(-0.1) == "\N{MINUS SIGN}10.0 points"


def test_kinds_of_traffic_are_called_as_the_window_calls_them():
    assert intent_words("degenerate:dot") == "Hardly an input: dot"
    assert intent_words("hostile:prompt-extraction") == "Hostile: prompt extraction"
