"""The realism card: its figures are those of textbooks, and it tells traffic that is off from traffic that is not."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import msgspec
import numpy as np
import pytest
from traffic.planned import scenario

from stressdesk.scenario.importing.log import Entry
from stressdesk.scenario.traffic import Chat, Load, Mess, Poisson, Sessions
from stressdesk.traffic.languages import word_set
from stressdesk.traffic.measure import Card, card
from stressdesk.traffic.measure_arrivals import dispersion, dispersion_error, ks
from stressdesk.traffic.measure_sessions import think_distance, total_variation, turn_shares
from stressdesk.traffic.measure_style import told_apart
from stressdesk.traffic.measure_text import HABITS, habit_counts, short_english
from stressdesk.traffic.measure_typos import Slip, kind_of
from stressdesk.traffic.nearness import Figure
from stressdesk.traffic.observed import Observed, of_log, of_plan, with_typos
from stressdesk.traffic.sessions import spread_of_gaps


def figure(found: Card, name: str) -> Figure:
    return next(one for one in found.figures if one.name == name)


def poisson(seed: int, rate: float = 2.0, span: float = 3_600.0) -> list[float]:
    draw = np.random.default_rng(seed)
    return sorted(draw.uniform(0, span, draw.poisson(rate * span)).tolist())


def test_poisson_arrivals_have_fano_factors_of_1():
    found = [dispersion(poisson(seed)) for seed in range(20)]
    assert sorted(found[0].fano) == [1, 10, 60, 600]
    assert sum(one.gap_variation for one in found) / 20 == pytest.approx(1, abs=0.01)
    assert sum(one.fano[1] for one in found) / 20 == pytest.approx(1, abs=0.03)
    assert sum(one.fano[10] for one in found) / 20 == pytest.approx(1, abs=0.06)


def test_even_arrivals_do_not_vary():
    found = dispersion([second / 4 for second in range(2_400)])
    assert found is not None
    assert found.gap_variation == pytest.approx(0, abs=1e-9)
    assert found.fano[10] == pytest.approx(0, abs=1e-9)


def test_the_dispersion_error_is_0_for_the_same_and_large_for_bursts():
    calm = dispersion(poisson(1))
    bursts = dispersion(sorted(time for start in poisson(2, 0.2) for time in (start, start + 0.1, start + 0.2)))
    assert calm is not None
    assert bursts is not None
    assert dispersion_error(calm, calm) == 0
    assert dispersion_error(calm, bursts) > 0.5


def test_ks_is_the_largest_difference_of_cumulative_shares():
    assert ks([1, 2, 3, 4], [1, 2, 3, 4]) == 0
    assert ks([1, 2], [3, 4]) == 1
    assert ks([1, 2, 3, 4], [3, 4, 5, 6]) == 0.5


def test_turns_and_gaps_are_compared_as_distributions():
    assert total_variation(turn_shares([1, 1, 2, 2]), turn_shares([1, 1, 1, 3])) == pytest.approx(0.5)
    draw = random.Random(1)
    assert think_distance([41 * spread_of_gaps(draw.random(), 1.375) for _ in range(4_000)]) < 0.03
    assert think_distance([draw.gauss(60, 10) for _ in range(4_000)]) > 0.3


@pytest.mark.parametrize(
    ("meant", "typed", "kind"),
    [
        ("before", "befor", "drop"),
        ("across", "accross", "insert"),
        ("protein", "protien", "transpose"),
        ("average", "avarage", "substitute"),
        ("detect", "delect", "substitute"),
        ("identified", "identied", "several"),
    ],
)
def test_a_typo_is_named_by_its_edit(meant: str, typed: str, kind: str):
    assert kind_of(Slip(meant, typed)) == kind


def test_a_plan_is_held_against_people_who_write_as_its_own_do():
    def final(**mess: str) -> Figure:
        seen = of_plan(scenario(mess=Mess(**mess)), 600, seed=1, folder=Path())
        return figure(card(seen), "no final punctuation")

    careful, usual = final(writing="careful"), final()
    assert (careful.reference, usual.reference) == (0.105, 0.506)
    assert "Open Assistant" in careful.source
    # Few of these demo inputs are questions, which end in a mark more often than other sentences.
    assert careful.distance is not None
    assert careful.distance < 0.1
    assert usual.value is not None
    assert usual.value - 0.105 > 0.3


def test_habits_are_shares_of_those_for_which_they_arise():
    texts = ["i think I can", "please help me now.", "what's up with it", "dont do that ever", " why is  that so"]
    counts = habit_counts(texts)
    found = {habit.name: counts.share(habit) for habit in HABITS}
    assert found["i for I"] == 0.5
    assert found["please"] == 0.2
    assert found["no final punctuation"] == 0.8
    assert found["dropped apostrophe"] == 0.5
    assert found["no question mark"] == 1
    assert found["edge white space"] == found["double space"] == 0.2


def test_only_short_english_messages_are_judged():
    assert short_english(["ok", "how do I do this", "wie mache ich das denn nicht mit der", "a\nb c d", "w " * 80]) == [
        "how do I do this"
    ]


def test_messages_by_one_hand_cannot_be_told_apart_and_others_can():
    draw = random.Random(3)
    words = sorted(word_set("please could you tell me where my parcel is since ordered it last week and nothing came"))

    def written(ending: str) -> list[str]:
        return [" ".join(draw.choices(words, k=draw.randint(4, 12))) + ending for _ in range(150)]

    assert 0.35 < told_apart(written("."), written(".")) < 0.65
    assert told_apart(written("."), written("")) > 0.9


def test_a_log_of_conversations_shows_turns_gaps_and_repeats():
    entries = [
        Entry(seconds=at, session=name, text=text)
        for at, name, text in [(0.0, "a", "x"), (40.0, "a", "x"), (10.0, "b", "y"), (90.0, "a", "z")]
    ]
    seen = of_log("log", entries)
    assert seen.times == (0.0, 10.0, 40.0, 90.0)
    assert sorted(seen.turns) == [1, 3]
    assert seen.gaps == (40.0, 50.0)
    assert seen.repeats == 0.5


def test_typos_of_a_log_are_those_the_list_knows():
    seen = of_log("log", [Entry(text="please recieve the parcel for me today"), Entry(text="the parcel is here now")])
    seen = with_typos(seen, {"recieve": "receive"})
    assert seen.slips == (Slip("receive", "recieve"),)
    assert seen.words == round(12 * 0.55)


def planned(**changes) -> Observed:
    made = scenario(load=Load(window_minutes=60, arrivals=changes.pop("arrivals", Chat())), **changes)
    return of_plan(made, 1_500, seed=5, folder=Path())


def test_typos_of_a_plan_are_counted_word_by_word():
    found = card(planned())
    assert 2.5 < figure(found, "typos per 1,000 words").value < 6
    assert figure(found, "kinds of typos").nearness == "near"


def test_texts_brought_to_another_length_do_not_count_as_typos():
    usual, lengthened = planned(), planned(lengths=(2, 6, 10, 14, 20, 40, 200))
    rates = [len(one.slips) / one.words for one in (usual, lengthened)]
    assert rates[1] == pytest.approx(rates[0], rel=0.35)
    assert figure(card(lengthened), "kinds of typos").nearness == "near"


def test_a_plan_without_typos_shows_none():
    assert planned(mess=Mess(off=("typos",))).slips == ()


def test_a_plan_of_single_turns_misses_the_length_of_conversations():
    short = card(planned(sessions=Sessions(mean_turns=1, single_turn_share=1)))
    assert figure(short, "turns of conversations").nearness == "far"
    assert figure(short, "one turn only").value == 1
    assert figure(card(planned()), "turns of conversations").nearness == "near"


def test_traffic_measured_against_itself_is_at_distance_0():
    seen = planned(arrivals=Poisson())
    found = card(seen, seen)
    assert figure(found, "dispersion error").distance == 0
    assert figure(found, "seconds between turns").distance == 0
    assert figure(found, "told apart by style").value < 0.6


def test_windows_too_few_to_tell_do_not_count_among_the_others():
    # An hour has six windows of 600 s, so chance alone makes their variance several times that of another hour.
    pairs = [(poisson(seed), poisson(seed + 100)) for seed in range(12)]
    cards = [card(*(of_log("log", (Entry(seconds=at) for at in times)) for times in pair)) for pair in pairs]
    assert max(figure(one, "unevenness over 600 s").distance or 0 for one in cards) > 1
    assert all(figure(one, "unevenness over 600 s").note == "too few to tell" for one in cards)
    assert max(figure(one, "dispersion error").distance or 0 for one in cards) < 0.2


def drawn(seed: int, count: int) -> Observed:
    """So many messages of one source, with no other property than chance alone."""
    draw = random.Random(seed)
    return Observed(
        name=f"{count} of them",
        queries=count,
        turns=tuple(draw.choices((1, 2, 3), (6, 3, 1), k=count)),
        gaps=tuple(draw.lognormvariate(3.7, 1.4) for _ in range(count)),
        input_tokens=tuple(round(draw.lognormvariate(4, 1)) for _ in range(count)),
        repeats=sum(draw.random() < 0.06 for _ in range(count)) / count,
        follow_ups=count,
    )


@pytest.mark.parametrize("few", [25, 60, 200, 400])
def test_a_small_log_of_the_same_source_is_hardly_ever_called_far(few: int):
    found = [one for seed in range(20) for one in card(drawn(seed, 3_000), drawn(seed + 100, few)).figures]
    said = Counter(one.nearness for one in found)
    assert said["far"] == 0
    assert said["some way off"] <= 0.1 * (said.total() - said["not judged"])


def test_habits_of_fewer_than_50_real_messages_are_no_measure():
    mine = Observed(name="plan", queries=100, texts=("Please help me to find it.",) * 100)
    found = card(mine, Observed(name="log", queries=49, texts=("find the parcel that is mine",) * 49))
    assert (figure(found, "please").distance, figure(found, "please").note) == (1, "too few to tell")


def test_hardly_a_typo_in_few_words_is_no_measure():
    mine = Observed(name="plan", queries=1_000, slips=(Slip("parcel", "parcle"),) * 40, words=10_000)
    found = card(mine, Observed(name="log", queries=50, words=400))
    assert figure(found, "typos per 1,000 words").note == "too few to tell"


def test_messages_sent_again_are_judged_in_a_log_without_times():
    undated = msgspec.structs.replace(drawn(1, 2_000), gaps=())
    assert figure(card(undated), "follow-ups sent again unchanged").nearness == "near"


def test_the_card_of_a_bare_trace_says_what_it_cannot_tell():
    found = card(of_log("trace", [Entry(seconds=float(at)) for at in range(5)]))
    assert figure(found, "dispersion of arrivals").note == "fewer than 20 arrival times"
    assert figure(found, "habits of writing").value is None
    assert figure(found, "typos per 1,000 words").value is None


def test_a_user_who_comes_back_after_days_begins_another_conversation():
    asked = [
        Entry(seconds=day * 86_400.0 * 3 + at, session="u", text=f"Day {day}?") for day in range(5) for at in (0, 40)
    ]
    observed = of_log("users", reversed(asked))
    assert observed.turns == (2,) * 5
    assert set(observed.gaps) == {40.0}
    assert len(observed.starts) == 5
    assert observed.repeats == 1.0
    undated = [msgspec.structs.replace(one, seconds=None) for one in asked]
    assert of_log("users", undated).turns == (10,)
