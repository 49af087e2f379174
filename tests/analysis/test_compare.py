"""Two runs side by side, with counts that can be checked by hand."""

from __future__ import annotations

import pytest
from analysis.invented import COMPLETE, header, record

from stressdesk.analysis import change_words, words
from stressdesk.analysis.asked import Side, side
from stressdesk.analysis.compare import Comparison, compare
from stressdesk.journal.interruptions import Interruptions


class Run:
    """What a comparison reads of a run file."""

    ending = COMPLETE
    interruptions = Interruptions()

    def __init__(self, records: list, **changes: object) -> None:
        self.header = header(("production", len(records)), **changes)
        self._records = records

    def records(self) -> list:
        return self._records


def run(failing: set[int], count: int = 20, *, turns: int = 1, text: str = "word {}", **changes: object) -> Side:
    """`count` queries in conversations of so many turns, of which those numbered in `failing` fail."""
    records = [
        record(
            at // turns, at % turns, text=text.format(at), clean="clean", failure="prompt" if at in failing else None
        )
        for at in range(count)
    ]
    return side(Run(records, **changes))


def compared(*sides: Side) -> Comparison:
    return compare(*sides)


def test_the_same_queries_are_compared_one_by_one() -> None:
    found = compared(run({0, 1, 2}), run({2, 3, 4, 5, 6, 7, 8, 9}))
    (stage,) = found.stages
    assert stage.paired is not None
    assert (stage.paired.pairs.newly, stage.paired.pairs.no_longer) == (7, 2)
    assert stage.paired.p_value == pytest.approx(2 * (1 + 9 + 36) / 512)
    assert stage.failure.value == pytest.approx(5 / 20)
    assert stage.failure.low < 0.25 < stage.failure.high
    assert [flip.session for flip in found.flips] == [3, 4, 5, 6, 7, 8, 9, 0, 1]
    assert [flip.is_newly_failing for flip in found.flips] == [True] * 7 + [False] * 2
    assert found.flips[0].text == "word 3"
    assert (found.flips[0].before, found.flips[0].after) == ("good", "prompt")
    assert change_words.failures(stage) == "5 more of 20 fail"
    assert change_words.flips(stage.paired) == "7 newly failing, 2 no longer"
    assert change_words.certainty(stage) == "p = 0.18 (McNemar's exact test): chance alone may explain it."


def test_conversations_count_once_however_many_turns_change() -> None:
    # Ten conversations of two turns; both turns of three of them fail newly.
    found = compared(run(set(), turns=2), run({0, 1, 2, 3, 4, 5}, turns=2))
    paired = found.stages[0].paired
    assert paired.pairs.newly == 6
    assert paired.by_conversation
    assert paired.p_value == pytest.approx(2 / 8)
    assert "sign test on conversations" in change_words.certainty(found.stages[0])


def test_other_words_are_compared_by_their_shares_only() -> None:
    found = compared(run({0, 1}), run({0, 1, 2, 3}, text="other {}"))
    (stage,) = found.stages
    assert stage.paired is None
    assert found.flips == ()
    assert stage.failure.value == pytest.approx(0.1)
    # Newcombe's interval for 2/20 and 4/20, from the Wilson intervals 2.79-30.10 % and 8.07-41.60 %.
    assert stage.failure.low == pytest.approx(0.1 - ((0.2 - 0.0807) ** 2 + (0.3010 - 0.1) ** 2) ** 0.5, abs=2e-4)
    assert stage.failure.high == pytest.approx(0.1 + ((0.4160 - 0.2) ** 2 + (0.1 - 0.0279) ** 2) ** 0.5, abs=2e-4)
    assert change_words.failures(stage) == "Failure rate +10.0 points"
    assert change_words.certainty(stage) == ""


def test_the_same_share_of_other_words_is_as_before() -> None:
    assert change_words.failures(compared(run({0}), run({0}, text="other {}")).stages[0]) == "Failure rate as before"


def test_a_run_that_ended_early_is_compared_on_what_both_asked() -> None:
    found = compared(run({0}, count=20), run({0, 1}, count=8))
    assert found.stages[0].paired.pairs.count == 8


def test_nothing_changed() -> None:
    found = compared(run({1}), run({1}))
    (stage,) = found.stages
    assert stage.paired.p_value == 1.0
    assert change_words.failures(stage) == "The same number of 20 fail"
    assert change_words.flips(stage.paired) == "no query came out otherwise"
    assert change_words.certainty(stage) == ""


def test_a_measured_and_a_simulated_run_differ_by_a_simulated_number() -> None:
    found = compared(run(set()), run({1}, provenance="simulated"))
    assert found.stages[0].failure.provenance == "simulated"


def test_stages_of_one_run_alone_are_left_out() -> None:
    other = side(Run([record(0, stage="demo")]))
    assert compared(run(set()), other).stages == ()


@pytest.mark.parametrize(("p", "said"), [(1.0, "1"), (0.0574, "0.057"), (0.03, "0.03"), (1e-9, "under 0.0001")])
def test_p_values_are_never_zero(p: float, said: str) -> None:
    assert change_words.p_words(p) == said


def test_differences_are_written_with_their_sign() -> None:
    found = compared(run(set()), run({1})).stages[0]
    assert change_words.signed(found.p95_latency, words.seconds).startswith("no change")
    assert change_words.interval(found.failure).startswith(f"95 % interval {words.MINUS}")
