import asyncio
from collections import Counter

import pytest
from engine.scripted import ScriptedTarget, Table, query, session
from hypothesis import given, settings
from hypothesis import strategies as st

from stressdesk.engine import clock
from stressdesk.engine.lease import Lease
from stressdesk.engine.limits import Stop
from stressdesk.engine.pacing import Pacing
from stressdesk.errors import TargetError
from stressdesk.journal.leases import MOST, Sent
from stressdesk.scenario.model import Parameters, Prompt
from stressdesk.scenario.targets import LiteLLM, Prices, Simulated
from stressdesk.scenario.traffic import Load, Retry
from stressdesk.targets import prices as pricing

MINUTE = {"simulated": Simulated(requests_per_minute=3)}


def asked(target, number, patience=1_000.0, load=None, targets=MINUTE):
    """The records of so many queries that all arrive at once."""

    async def main():
        table = Table(target, targets=targets, load=load or Load(paced=True))
        async with asyncio.TaskGroup() as group:
            for index in range(number):
                group.create_task(table.asking.ask(query(session(index, patience=patience))))
        return sorted(table.records, key=lambda record: record.session)

    return clock.run(main, virtual=True)


def test_requests_wait_their_turn_and_the_wait_is_on_the_record():
    records = asked(ScriptedTarget((1, "billing")), 7)
    assert [record.sent for record in records] == [0, 0, 0, 60, 60, 60, 120]
    assert [record.paced_seconds for record in records] == [0, 0, 0, 60, 60, 60, 120]
    assert [record.finished - record.arrived for record in records] == [1, 1, 1, 61, 61, 61, 121]


def test_what_may_arrive_sooner_than_what_went_before_it_is_let_go_later():
    """A server counts what arrives within a minute: exactly a minute apart, half would come too soon."""
    live = {"simulated": LiteLLM(model="openai/gpt-4o", requests_per_minute=3)}
    records = asked(ScriptedTarget((1, "billing")), 7, targets=live)
    assert [record.sent for record in records] == [0, 0, 0, 61, 61, 61, 122]


def test_without_pacing_nothing_waits():
    records = asked(ScriptedTarget((1, "billing")), 7, load=Load())
    assert {(record.sent, record.paced_seconds) for record in records} == {(0, 0)}


def test_whoever_need_not_wait_was_not_held_back_in_real_time_either():
    async def main():
        table = Table(ScriptedTarget((0.01, "billing")), load=Load(paced=True))
        return await table.asking.ask(query(session(0)))

    assert clock.run(main, virtual=False).paced_seconds == 0


def test_whoever_comes_when_the_next_has_not_woken_yet_is_held_back_by_him():
    async def main():
        pacing = Pacing({"tokens": 100}, Stop(), is_on=True)
        await pacing.turn(50, 0)

        async def first():
            await pacing.turn(60, 0)
            is_held_back = pacing.would_wait(10, 0)
            await pacing.turn(10, 0)
            return clock.now(), is_held_back

        async with asyncio.TaskGroup() as group:
            asking = group.create_task(first())
            group.create_task(pacing.turn(90, 0))
        return asking.result()

    assert clock.run(main, virtual=True) == (120, True)


def test_a_user_who_gives_up_before_the_turn_comes_was_held_back_by_it():
    *_, last = asked(ScriptedTarget((1, "billing")), 4, patience=30)
    assert (last.outcome, last.attempts, last.paced_seconds) == ("gave_up", (), 30)
    assert "its turn under the rate limits" in last.reason


def test_whoever_waits_for_a_turn_is_not_under_way_in_the_run_file():
    kept = []

    async def main():
        lease = Lease(kept.append, Sent(MOST, MOST))
        table = Table(ScriptedTarget((1, "billing")), targets=MINUTE, load=Load(paced=True), lease=lease)
        asking = [asyncio.create_task(table.asking.ask(query(session(index, patience=30)))) for index in range(50)]
        await asyncio.wait(asking)
        return table.records

    records = clock.run(main, virtual=True)
    assert sum(len(record.attempts) for record in records) == 3
    # A block ahead may be allowed for, but never those in line.
    assert max(bound.requests for bound in kept) < 10


def test_whoever_waits_for_a_turn_takes_no_money_from_others():
    async def main():
        table = Table(
            ScriptedTarget((1, "billing")),
            targets=MINUTE,
            load=Load(paced=True),
            prices=pricing.typed(Prices(input_usd_per_million=1, output_usd_per_million=10), "typed"),
            limit=0.01,
        )
        asking = [asyncio.create_task(table.asking.ask(query(session(index, patience=30)))) for index in range(50)]
        await asyncio.wait(asking)
        return table.records

    reasons = Counter(record.reason for record in clock.run(main, virtual=True))
    assert reasons == {"": 3, "gave up after 30.0 s, while waiting its turn under the rate limits": 47}


def test_a_turn_is_taken_again_where_the_money_for_it_came_later():
    """Money for two at a time, three turns a minute: what waited for money counts in the minute it is sent in."""

    async def main():
        table = Table(
            ScriptedTarget((59, "billing"), (59, "billing"), (0.1, "billing")),
            targets={"simulated": Simulated(requests_per_minute=3)},
            prompt=Prompt(text="Classify.", parameters=Parameters(max_tokens=1_000)),
            load=Load(paced=True),
            prices=pricing.typed(Prices(input_usd_per_million=0, output_usd_per_million=1e6), "typed"),
            limit=2_900,
        )
        async with asyncio.TaskGroup() as group:
            for index in range(6):
                group.create_task(table.asking.ask(query(session(index, patience=1_000))))
        return sorted(record.sent for record in table.records)

    assert clock.run(main, virtual=True) == pytest.approx([0, 0, 59, 60, 60, 119])


def test_whoever_leaves_while_waiting_for_money_gives_the_turn_back():
    """Money for one at a time, three turns a minute: two users leave before it is theirs, and another comes later."""

    async def main():
        table = Table(
            ScriptedTarget((10, "billing"), (1, "billing")),
            targets=MINUTE,
            prompt=Prompt(text="Classify.", parameters=Parameters(max_tokens=1_000)),
            load=Load(paced=True),
            prices=pricing.typed(Prices(input_usd_per_million=0, output_usd_per_million=1e6), "typed"),
            limit=1_900,
        )
        async with asyncio.TaskGroup() as group:
            for index, patience in enumerate((1_000, 5, 5)):
                group.create_task(table.asking.ask(query(session(index, patience=patience))))
            await asyncio.sleep(20)
            group.create_task(table.asking.ask(query(session(3, patience=1_000))))
        return [(record.outcome, record.sent) for record in table.records]

    left = ("dropped", None)
    assert clock.run(main, virtual=True) == [left, left, ("answered", 0), ("answered", 20)]


def test_retries_wait_their_turn_too():
    load = Load(paced=True, retry=Retry(attempts=1, backoff_seconds=1))
    records = asked(ScriptedTarget((1, TargetError("server", "500")), (1, "billing")), 3, load=load)
    first = records[0]
    assert [attempt.sent for attempt in first.attempts] == [0, 60]
    assert 57 < first.paced_seconds < 60


def test_a_retry_after_holds_everybody():
    busy = TargetError("rate_limit", "429", retry_after_seconds=20)

    async def main():
        table = Table(ScriptedTarget((1, busy), (1, "billing")), load=Load(paced=True))
        await table.asking.ask(query(session(0)))
        return await table.asking.ask(query(session(1)))

    assert clock.run(main, virtual=True).sent == 21


def test_limits_told_in_answers_are_kept_to_and_remembered():
    class Telling(ScriptedTarget):
        async def ask(self, request):
            told = {"limit-requests": "2", "remaining-requests": "1", "limit-tokens": "100000"}
            request.note.headers = {f"x-ratelimit-{name}": value for name, value in told.items()}
            return await super().ask(request)

    async def main(*, paced):
        table = Table(Telling((1, "billing")), load=Load(paced=paced))
        sent = [(await table.asking.ask(query(session(index, patience=200)))).sent for index in range(4)]
        assert table.asking.told_limits == {"requests": 2, "tokens": 100_000}
        return sent

    # The first was sent before any limit was known; its answer says that it was counted.
    assert clock.run(lambda: main(paced=True), virtual=True) == [0, 1, 61, 62]
    assert clock.run(lambda: main(paced=False), virtual=True) == [0, 1, 2, 3]


def test_a_run_that_ends_lets_nobody_wait():
    async def main():
        stop = Stop()
        pacing = Pacing({"requests": 1}, stop, is_on=True)
        await pacing.turn(10, 10)
        waiting = [asyncio.create_task(pacing.turn(10, 10)) for _ in range(3)]
        await asyncio.sleep(5)
        stop.request("enough")
        assert await asyncio.gather(*waiting) == [None, None, None]
        assert clock.now() == 5

    clock.run(main, virtual=True)


@pytest.mark.parametrize("output", [100, 5_000])
def test_a_request_larger_than_the_limit_waits_for_a_whole_minute(output):
    async def main():
        pacing = Pacing({"tokens": 100}, Stop(), is_on=True)
        for _ in range(3):
            await pacing.turn(50, output)
        return clock.now()

    assert clock.run(main, virtual=True) == 120


@pytest.mark.parametrize("is_told", [False, True])
def test_several_processes_keep_to_a_limit_together(is_told):
    async def main():
        most = {"requests": 7}
        paced = [Pacing({} if is_told else most, Stop(), is_on=True, processes=3) for _ in range(3)]
        if is_told:
            for one in paced:
                one.learn({"x-ratelimit-limit-requests": "7", "x-ratelimit-remaining-requests": "7"})
                assert one.told == most
        sent = []

        async def keep_sending(pacing):
            while True:
                await pacing.turn(1, 1)
                sent.append(clock.now())

        tasks = [asyncio.create_task(keep_sending(one)) for one in paced]
        await asyncio.sleep(59)
        for task in tasks:
            task.cancel()
        return len(sent)

    # Each a whole number of the seven.
    assert clock.run(main, virtual=True) == 6


requests = st.lists(st.tuples(st.integers(1, 80), st.integers(0, 80), st.floats(0, 90), st.floats(0, 30)), max_size=30)


@given(st.integers(1, 6), st.integers(160, 400), requests)
@settings(max_examples=60)
def test_no_minute_holds_more_than_the_limits(most_requests, most_tokens, requests):
    """Counted as a provider may: what a request asks for at most when it is sent, and what it used once it ended."""

    async def main():
        pacing = Pacing({"requests": most_requests, "tokens": most_tokens}, Stop(), is_on=True)
        sent = []

        async def one(input_tokens, output_tokens, starts, takes):
            await asyncio.sleep(starts)
            turn = await pacing.turn(input_tokens, 80)
            sent.append([clock.now(), input_tokens + 80])
            mine = sent[-1]
            window = [used for moment, used in sent if moment > clock.now() - 60 + 1e-3]
            assert len(window) <= most_requests
            assert sum(window) <= most_tokens
            await asyncio.sleep(takes)
            mine[1] = input_tokens + output_tokens
            pacing.ended(turn, input_tokens, output_tokens)

        async with asyncio.TaskGroup() as group:
            for each in requests:
                group.create_task(one(*each))

    clock.run(main, virtual=True)
