import random

from analysis import invented

from stressdesk.analysis.examples import LONGEST_TEXT, MOST, Examples
from stressdesk.journal.events import Verdict


def chosen(*records):
    examples = Examples()
    for record in records:
        examples.add(record)
    return examples.chosen()


def failing(session: int, check: str, **changes):
    return invented.wrong(session, verdicts=(Verdict(check=check, judgement="fail", reason=f"no {check}"),), **changes)


def test_good_unsure_cancelled_and_dropped_queries_are_no_examples():
    assert chosen(invented.record(), invented.unsure(1), invented.never_asked(2)) == ()


def test_every_check_and_every_mess_is_shown_before_any_twice():
    records = [failing(session, "label", mess=("typo",)) for session in range(50)]
    records += [
        failing(60, "json"),
        failing(61, "label", mess=("pasted log",)),
        invented.refused(62),
        invented.left(63),
    ]
    found = chosen(*records)
    assert {0, 60, 61, 62, 63} <= {example.session for example in found[:5]}
    assert len(found) <= MOST


def test_the_choice_does_not_depend_on_who_finished_first():
    records = invented.traffic(400)
    shuffled = records.copy()
    random.Random(4).shuffle(shuffled)
    assert chosen(*records) == chosen(*shuffled) == chosen(*reversed(records))
    assert len(chosen(*records)) == MOST


def test_long_texts_are_cut():
    (found,) = chosen(invented.wrong(text="a" * 100_000, answer="b" * 100_000))
    assert len(found.text) == len(found.answer) == LONGEST_TEXT
    assert found.text.endswith("\N{HORIZONTAL ELLIPSIS}")


def test_few_texts_are_kept_however_many_fail():
    examples = Examples()
    for session in range(3_000, 0, -1):
        examples.add(failing(session, f"check {session % 5}", mess=(f"mess {session % 7}",)))
    assert len(examples._examples) <= 3 * (5 + 7 + 1)


def test_an_example_says_why_it_failed():
    (found,) = chosen(failing(1, "label", mess=("typo",)))
    assert (found.reason, found.judgements, found.mess) == ("label: no label", {"label": "fail"}, ("typo",))
    (lost,) = chosen(invented.refused())
    assert lost.reason == "429 Too Many Requests"
