import asyncio

import pytest
from engine.scripted import USAGE, OneWord, ScriptedTarget, Table, query, session

from stressdesk.engine import clock
from stressdesk.engine.clock import now
from stressdesk.engine.lease import Lease
from stressdesk.errors import NoConnectionsError, TargetError
from stressdesk.journal.events import Verdict
from stressdesk.journal.leases import MOST, Sent
from stressdesk.scenario.model import Limits, Parameters, Prompt
from stressdesk.scenario.targets import Prices
from stressdesk.scenario.traffic import Load, Retry
from stressdesk.targets import prices as pricing
from stressdesk.targets.redaction import KeylessFormatter

PRICES = pricing.typed(Prices(input_usd_per_million=1.0, output_usd_per_million=10.0), "typed")
COST = 1000 * 1e-6 + 100 * 10e-6
RETRY = Load(retry=Retry(attempts=2, backoff_seconds=1))


def in_virtual_time(main):
    return clock.run(main, virtual=True)


def ask(target, one=None, **changes):
    """The one record of one query."""

    async def main():
        table = Table(target, **changes)
        record = await table.asking.ask(query(one))
        assert table.records == ([record] if record else [])
        return record

    return in_virtual_time(main)


def test_a_good_answer_is_recorded_with_its_times_and_cost():
    record = ask(ScriptedTarget((2.0, "billing")), prices=PRICES)
    assert (record.outcome, record.failure, record.unsure) == ("answered", None, False)
    assert (record.arrived, record.sent, record.first_token, record.finished) == (0, 0, 1, 2)
    assert record.usage == USAGE
    assert record.cost_usd == pytest.approx(COST)
    assert record.model == "scripted-1"
    assert [verdict.judgement for verdict in record.verdicts] == ["pass"]


@pytest.mark.parametrize(
    ("answer", "about", "failure", "unsure"),
    [
        ("shipping", "content", "prompt", False),
        ("shipping", "speed", "system", False),
        ("perhaps", "content", None, True),
        ("break", "content", None, True),
    ],
)
def test_whose_failure_it_was_follows_from_the_checks(answer, about, failure, unsure):
    record = ask(ScriptedTarget((1, answer)), checks=[OneWord(about=about)])
    assert (record.outcome, record.failure, record.unsure) == ("answered", failure, unsure)


def test_one_check_that_can_decide_outweighs_one_that_cannot():
    record = ask(ScriptedTarget((1, "perhaps")), checks=[OneWord(), OneWord(word="perhaps")])
    assert (record.failure, record.unsure) == (None, False)


def test_a_failing_target_is_an_outcome_with_its_kind_and_reason():
    record = ask(ScriptedTarget((1, TargetError("server", "500: it broke"))), prices=PRICES)
    assert (record.outcome, record.kind, record.failure) == ("failed", "server", "system")
    assert record.reason == "500: it broke"
    assert record.cost_usd == 0


def test_a_cut_answer_keeps_its_text_and_is_paid_for_as_an_estimate():
    record = ask(ScriptedTarget((1, TargetError("cut_stream", "cut", partial="bill"))), prices=PRICES)
    assert record.answer == "bill"
    assert record.attempts[0].usage.source == "estimated"
    assert record.cost_usd > 0


def test_a_bug_in_one_query_is_recorded_and_goes_no_further(caplog):
    record = ask(ScriptedTarget((1, ZeroDivisionError("division by zero"))))
    assert (record.outcome, record.kind, record.failure) == ("cancelled", "bug", None)
    assert "division by zero" in record.reason
    assert "bug" in caplog.text


def test_every_attempt_is_recorded_and_paid_for():
    busy = TargetError("rate_limit", "429", retry_after_seconds=5)
    cut = TargetError("server", "500")
    record = ask(ScriptedTarget((1, busy), (1, cut), (1, "billing")), prices=PRICES, load=RETRY)
    assert record.outcome == "answered"
    assert [attempt.kind for attempt in record.attempts] == ["rate_limit", "server", None]
    first, second, third = record.attempts
    assert second.sent - first.finished == pytest.approx(5)
    assert 1 <= third.sent - second.finished <= 2
    assert (record.kind, record.reason) == (None, "")
    assert record.cost_usd == pytest.approx(COST)


def test_kinds_that_waiting_does_not_mend_are_not_retried():
    record = ask(ScriptedTarget((1, TargetError("quota", "no credit"))), load=RETRY)
    assert (record.kind, len(record.attempts)) == ("quota", 1)


def test_retries_end_with_the_last_failure():
    record = ask(ScriptedTarget((1, TargetError("overloaded", "503"))), load=RETRY)
    assert (record.outcome, record.kind, len(record.attempts)) == ("failed", "overloaded", 3)


def test_a_user_gives_up_when_patience_ends():
    record = ask(ScriptedTarget((100, "billing")), session(patience=12), prices=PRICES)
    assert (record.outcome, record.failure, record.finished) == ("gave_up", "gave_up", 12)
    assert record.attempts[0].kind == "gave_up"
    assert record.cost_usd > 0
    assert "12.0 s" in record.reason


class Streaming:
    """Writes a word a second, and tells what has come of it when its user leaves."""

    async def ask(self, request):
        begun = now()
        request.note.first_token = begun + 1
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            request.note.partial = "word " * int(now() - begun)
            raise


def test_what_had_come_of_an_answer_when_its_user_left_is_kept_and_paid_for():
    record = ask(Streaming(), session(patience=20), prices=PRICES)
    assert (record.outcome, record.answer, record.first_token) == ("gave_up", "word " * 20, 1)
    assert record.reason == "gave up after 20.0 s before the answer was whole"
    assert 15 <= record.usage.output <= 40
    assert record.usage.source == "estimated"
    assert record.cost_usd == pytest.approx(record.usage.input * 1e-6 + record.usage.output * 10e-6)


class Reasoning:
    """Reasons for longer than anybody waits."""

    async def ask(self, request):
        request.note.reasoned_tokens = 900
        await asyncio.sleep(60)


def test_what_was_reasoned_before_the_user_left_is_paid_for():
    record = ask(Reasoning(), session(patience=20), prices=PRICES)
    assert (record.outcome, record.answer) == ("gave_up", "")
    assert (record.usage.output, record.usage.reasoning, record.usage.source) == (900, 900, "estimated")
    assert record.cost_usd == pytest.approx(record.usage.input * 1e-6 + 900 * 10e-6)


def test_a_request_that_could_not_be_sent_is_not_booked_and_the_query_still_to_be_asked():
    kept = []

    async def main():
        target = ScriptedTarget((0, NoConnectionsError("no more connections")))
        table = Table(target, prices=PRICES, limit=1.0, lease=Lease(kept.append, Sent(MOST, MOST)))
        record = await table.asking.ask(query())
        table.ledger.look(is_over=True)
        return record, table

    record, table = in_virtual_time(main)
    assert (record, table.records) == (None, [])
    assert (table.stop.reason, table.stop.is_fault) == ("no more connections", True)
    assert (table.ledger.spent, kept[-1]) == (0, Sent())


def test_a_retry_that_could_not_be_sent_leaves_what_was_sent_before_on_the_record():
    steps = (1, TargetError("server", "500")), (0, NoConnectionsError("no more connections"))
    record = ask(ScriptedTarget(*steps), load=RETRY)
    assert (record.outcome, [attempt.kind for attempt in record.attempts]) == ("cancelled", ["server"])


class NotAccepting:
    """Never takes the connection."""

    async def ask(self, request):
        request.note.is_sent = False
        await asyncio.sleep(60)


def test_a_user_who_leaves_before_there_is_a_connection_costs_nothing_and_the_reason_says_so():
    record = ask(NotAccepting(), session(patience=8), prices=PRICES)
    assert (record.outcome, record.usage, record.cost_usd) == ("gave_up", None, 0)
    assert record.reason == "gave up after 8.0 s when nothing had reached the target yet"


def test_patience_counts_from_the_intended_arrival():
    async def main():
        table = Table(ScriptedTarget((100, "billing")))
        await asyncio.sleep(8)
        return await table.asking.ask(query(session(patience=10), arrived=clock.now() - 6))

    record = in_virtual_time(main)
    assert record.finished - record.arrived == pytest.approx(10)


def test_giving_up_during_a_retry_names_the_failure_behind_it():
    busy = TargetError("rate_limit", "429 slow down", retry_after_seconds=60)
    record = ask(ScriptedTarget((1, busy)), session(patience=10), load=RETRY)
    assert record.outcome == "gave_up"
    assert "429 slow down" in record.reason


def test_never_more_in_flight_than_allowed():
    target = ScriptedTarget((2, "billing"))

    async def main():
        table = Table(target, load=Load(max_in_flight=3))
        async with asyncio.TaskGroup() as group:
            for index in range(10):
                group.create_task(table.asking.ask(query(session(index))))
        return table.records

    records = in_virtual_time(main)
    assert target.most_in_flight == 3
    assert sorted(record.sent for record in records) == [0, 0, 0, 2, 2, 2, 4, 4, 4, 6]


def test_cancelled_queries_are_recorded_as_cancelled():
    async def main():
        table = Table(ScriptedTarget((50, "billing")), prices=PRICES)
        task = asyncio.create_task(table.asking.ask(query()))
        await asyncio.sleep(3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return table.records

    (record,) = in_virtual_time(main)
    assert (record.outcome, record.failure, record.finished) == ("cancelled", None, 3)
    assert record.attempts[0].kind == "cancelled"


def test_the_spend_limit_stops_the_run_before_it_is_passed():
    async def main():
        target = ScriptedTarget((1, "billing"))
        table = Table(target, prices=PRICES, limit=0.02, load=Load(max_in_flight=4))
        for index in range(50):
            await table.asking.ask(query(session(index)))
        return table, target

    table, target = in_virtual_time(main)
    assert "spend limit of $0.02" in table.stop.reason
    assert 0 < table.ledger.spent <= 0.02
    assert sum(record.cost_usd for record in table.records) == pytest.approx(table.ledger.spent)
    assert len(table.records) == len(target.requests) < 50


def test_the_request_limit_counts_attempts():
    async def main():
        table = Table(ScriptedTarget((1, TargetError("server", "500"))), load=RETRY, limits=Limits(requests=5))
        for index in range(10):
            await table.asking.ask(query(session(index)))
        return table

    table = in_virtual_time(main)
    assert table.stop.reason == "the limit of 5 requests was reached"
    assert sum(len(record.attempts) for record in table.records) == 5


def test_nothing_is_sent_once_the_run_is_to_end():
    target = ScriptedTarget((1, "billing"))

    async def main():
        table = Table(target)
        table.stop.request("enough")
        return await table.asking.ask(query())

    assert in_virtual_time(main) is None
    assert target.requests == []


def test_a_check_that_costs_money_is_part_of_the_cost():
    class Paid:
        name = "graded"

        async def judge(self, exchange):
            return Verdict(check=self.name, judgement="pass", reason="fine", cost_usd=0.5)

    record = ask(ScriptedTarget((1, "x")), checks=[Paid()], prices=PRICES)
    assert record.cost_usd == pytest.approx(COST + 0.5)


def test_without_a_price_there_is_no_cost_rather_than_none_spent():
    assert ask(ScriptedTarget((1, "billing"))).cost_usd is None


def test_a_live_target_is_shown_only_messages_and_parameters():
    target = ScriptedTarget((1, "billing"))
    ask(target, prompt=Prompt(text="x", parameters=Parameters(temperature=0.5)))
    (request,) = target.requests
    assert request.parameters.temperature == 0.5
    assert [message.content for message in request.messages] == ["i was chraged twice 0.0"]


def test_no_retry_is_sent_once_the_run_is_to_end_even_when_it_waited_for_a_slot():
    target = ScriptedTarget((1, TargetError("server", "500")), (5, "billing"))
    load = Load(max_in_flight=1, retry=Retry(attempts=1, backoff_seconds=1))

    async def main():
        table = Table(target, load=load)
        async with asyncio.TaskGroup() as group:
            for index in range(2):
                group.create_task(table.asking.ask(query(session(index))))
            await asyncio.sleep(4)
            table.stop.request("enough")
        return table.records

    records = in_virtual_time(main)
    assert len(target.requests) == 2
    assert [(record.session, record.outcome, len(record.attempts)) for record in records] == [
        (1, "answered", 1),
        (0, "cancelled", 1),
    ]
    assert "500" in records[1].reason


def test_a_query_whose_retry_the_end_of_the_run_forestalled_counts_as_cancelled_and_not_as_failed():
    busy = TargetError("rate_limit", "429 slow down", retry_after_seconds=9)

    async def main():
        table = Table(ScriptedTarget((1, busy)), load=RETRY)
        asking = asyncio.create_task(table.asking.ask(query()))
        await asyncio.sleep(3)
        table.stop.request("stopped by the user", by_user=True)
        return await asking

    record = in_virtual_time(main)
    assert (record.outcome, record.failure, record.kind) == ("cancelled", None, None)
    assert "429 slow down" in record.reason


def test_nothing_waiting_for_money_is_sent_once_the_run_is_to_end():
    target = ScriptedTarget((5, TargetError("server", "500")))

    async def main():
        table = Table(target, prices=PRICES, limit=0.003)
        async with asyncio.TaskGroup() as group:
            for index in range(3):
                group.create_task(table.asking.ask(query(session(index))))
            await asyncio.sleep(1)
            table.stop.request("stopped by the user", by_user=True)
        return table

    table = in_virtual_time(main)
    sent = [record.session for record in table.records if record.attempts]
    assert len(target.requests) == len(sent) < 3
    assert all(attempt.sent == 0 for record in table.records for attempt in record.attempts)


def test_the_request_limit_counts_what_an_earlier_part_of_the_run_sent():
    target = ScriptedTarget((1, "billing"))

    async def main():
        table = Table(target, limits=Limits(requests=5), requests_before=5)
        await table.asking.ask(query())
        return table

    assert in_virtual_time(main).stop.reason == "the limit of 5 requests was reached"
    assert target.requests == []


def test_an_answer_whose_judging_was_cut_short_is_recorded_and_paid_for():
    class Slow:
        name = "slow"

        async def judge(self, _):
            await asyncio.sleep(60)

    async def main():
        table = Table(ScriptedTarget((1, "billing")), checks=[Slow()], prices=PRICES)
        task = asyncio.create_task(table.asking.ask(query()))
        await asyncio.sleep(3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return table.records

    (record,) = in_virtual_time(main)
    assert (record.outcome, record.answer, record.finished) == ("cancelled", "billing", 1)
    assert record.cost_usd == pytest.approx(COST)


def test_a_user_who_leaves_while_a_retry_waits_for_money_gave_up_and_was_not_dropped():
    class Uneven:
        """Fails the first user at once, keeps the second waiting."""

        async def ask(self, request):
            await asyncio.sleep(0.1 if request.address[1] == 0 else 100)
            raise TargetError("server", "500")

    async def main():
        table = Table(Uneven(), prices=PRICES, limit=0.0015, load=RETRY)
        first = asyncio.create_task(table.asking.ask(query(session(0, patience=10))))
        await asyncio.sleep(0.2)
        second = asyncio.create_task(table.asking.ask(query(session(1, patience=20))))
        record = await first
        await second
        return record

    record = in_virtual_time(main)
    assert (record.outcome, record.failure, len(record.attempts)) == ("gave_up", "gave_up", 1)
    assert "500" in record.reason


@pytest.mark.parametrize("is_sent", [True, False])
def test_a_connection_that_failed_is_possibly_billed_unless_nothing_can_have_been_sent(is_sent):
    class Lost(ScriptedTarget):
        async def ask(self, request):
            request.note.is_sent = is_sent
            return await super().ask(request)

    async def main():
        table = Table(Lost((1, TargetError("connection", "reset"))), prices=PRICES, limit=1.0)
        record = await table.asking.ask(query())
        return record.attempts[0], table.ledger.spent

    attempt, booked = in_virtual_time(main)
    if is_sent:
        assert attempt.usage.source == "estimated"
        assert 0 < attempt.cost_usd < attempt.at_most_usd == pytest.approx(booked)
    else:
        assert (attempt.usage, attempt.cost_usd, attempt.at_most_usd, booked) == (None, 0, None, 0)


def test_an_attempt_of_unknown_cost_says_what_it_may_have_cost_at_most():
    async def main():
        table = Table(ScriptedTarget((1, TargetError("cut_stream", "cut", partial="bill"))), prices=PRICES, limit=1.0)
        return await table.asking.ask(query()), table.ledger.spent

    record, booked = in_virtual_time(main)
    assert record.attempts[0].at_most_usd == pytest.approx(booked)
    assert booked > record.cost_usd


def test_a_bug_whose_words_quote_the_key_tells_it_to_nobody(monkeypatch, caplog):
    key = "planted-key-0123456789-abcdef"
    monkeypatch.setenv("PLANTED_KEY", key)

    async def main():
        table = Table(ScriptedTarget((0, ValueError(f"bad header: Bearer {key}"))))
        return await table.asking.ask(query())

    record = clock.run(main, virtual=True)
    assert record.kind == "bug"
    assert key not in record.reason
    (logged,) = caplog.records
    assert "bad header" in KeylessFormatter().format(logged)
    assert key not in KeylessFormatter().format(logged)


def test_a_query_that_a_limit_on_requests_leaves_no_room_for_blames_no_spend_limit():
    async def main():
        table = Table(ScriptedTarget((1, "billing")))
        # A process among several asks the one that starts them, which has no request left to give.
        table.ledger.reserve = lambda _: asyncio.Event().wait()
        return await table.asking.ask(query(session(patience=30)))

    record = clock.run(main, virtual=True)
    assert (record.outcome, record.finished) == ("dropped", 30)
    assert record.reason == "the limits of the run left no room for it before its user gave up"
