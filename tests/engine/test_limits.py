import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stressdesk.engine import clock
from stressdesk.engine.limits import GRACE_SECONDS, Ledger, Stop
from stressdesk.journal.reasons import no_room

amounts = st.floats(0, 3, allow_nan=False)
# (reserved, share of it really spent, seconds it takes, seconds until it starts, seconds after which it is cancelled)
queries = st.lists(
    st.tuples(amounts, st.floats(0, 1), st.floats(0.1, 9), st.floats(0, 20), st.none() | st.floats(0, 9)), max_size=40
)


@given(st.floats(0, 10, allow_nan=False), queries)
@settings(max_examples=150)
def test_spent_and_reserved_never_pass_the_limit(limit, queries):
    ledger = Ledger(limit)
    in_flight = []

    async def one(reserved, share, takes, starts):
        await asyncio.sleep(starts)
        if not await ledger.reserve(reserved):
            return
        in_flight.append(reserved)
        assert ledger.spent + sum(in_flight) <= limit + 1e-9
        try:
            await asyncio.sleep(takes)
        finally:
            in_flight.remove(reserved)
            ledger.settle(reserved, reserved * share)

    async def main():
        tasks = []
        for reserved, share, takes, starts, cancelled in queries:
            tasks.append(asyncio.create_task(one(reserved, share, takes, starts)))
            if cancelled is not None:
                asyncio.get_running_loop().call_later(cancelled, tasks[-1].cancel)
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(result is None or isinstance(result, asyncio.CancelledError) for result in results)
        assert ledger.spent <= limit
        # Everything was given back: what is left of the limit can be had again.
        assert await ledger.reserve(max(0.0, limit - ledger.spent - 1e-9))

    clock.run(main, virtual=True)


def test_a_query_waits_for_money_that_others_may_give_back():
    async def main():
        ledger = Ledger(1.0)
        assert await ledger.reserve(0.8)
        waiting = asyncio.create_task(ledger.reserve(0.5))
        await asyncio.sleep(1)
        assert not waiting.done()
        ledger.settle(0.8, 0.1)
        assert await waiting
        assert ledger.spent == 0.1

    clock.run(main, virtual=True)


def test_money_that_can_never_fit_is_refused_at_once():
    async def main():
        ledger = Ledger(1.0)
        assert not await ledger.reserve(1.5)
        assert await ledger.reserve(1.0)
        waiting = asyncio.create_task(ledger.reserve(0.5))
        await asyncio.sleep(0)
        ledger.settle(1.0, 0.9)
        assert not await waiting

    clock.run(main, virtual=True)


def test_without_a_limit_nothing_is_held_back():
    async def main():
        ledger = Ledger(None)
        assert all([await ledger.reserve(1e9) for _ in range(10)])
        for _ in range(10):
            ledger.settle(1e9, 2.5)
        assert ledger.spent == 25

    clock.run(main, virtual=True)


def test_stopping_wakes_whoever_waits_to_begin():
    async def main():
        stop = Stop()
        waiting = [asyncio.create_task(stop.pause_until(clock.now() + wait)) for wait in (1, 100, 1000)]
        await asyncio.sleep(2)
        stop.request("enough")
        assert [await task for task in waiting] == [True, False, False]
        assert not await stop.pause_until(clock.now())
        assert clock.now() == 2
        assert stop.reason == "enough"

    clock.run(main, virtual=True)


def test_the_first_reason_is_kept_and_asking_twice_ends_the_grace():
    async def main(twice):
        stop = Stop()
        grace = asyncio.create_task(stop.grace_is_over())
        await asyncio.sleep(1)
        stop.request("Ctrl-C", by_user=True)
        if twice:
            stop.request("Ctrl-C again", by_user=True)
        await grace
        assert stop.reason == "Ctrl-C"
        return clock.now() - 1

    assert clock.run(lambda: main(twice=False), virtual=True) == GRACE_SECONDS
    assert clock.run(lambda: main(twice=True), virtual=True) == 0


@pytest.mark.parametrize(("times", "seconds"), [(1, GRACE_SECONDS), (2, 0)])
def test_without_haste_the_grace_begins_when_the_run_is_asked_to_end_again(times, seconds):
    async def main():
        stop = Stop()
        grace = asyncio.create_task(stop.grace_is_over())
        stop.request("the limit was reached", in_haste=False)
        assert not await stop.pause_until(clock.now() + 1)
        await asyncio.sleep(100)
        assert not grace.done()
        assert not stop.is_in_haste
        for _ in range(times):
            stop.request("Ctrl-C", by_user=True)
        await grace
        assert stop.reason == "the limit was reached"
        return clock.now() - 100

    assert clock.run(main, virtual=True) == seconds


def test_a_reason_that_is_a_sentence_has_no_full_stop_of_its_own():
    async def main():
        stop = Stop()
        stop.request("The run file is locked by another program.", is_fault=True)
        return stop.reason

    assert clock.run(main, virtual=True) == "The run file is locked by another program"


def test_what_is_due_already_does_not_wait_for_the_loop():
    async def main():
        stop = Stop()
        waiting = stop.pause_until(clock.now() - 1)
        with pytest.raises(StopIteration) as ended:
            waiting.send(None)
        assert ended.value.value is True

    clock.run(main, virtual=True)


@pytest.mark.parametrize(("limit", "words"), [(5, "$5.00"), (0.1, "$0.10"), (0.005, "$0.005"), (0.00006, "$0.00006")])
def test_a_limit_is_written_as_people_write_money(limit, words):
    assert f"the spend limit of {words} leaves" in no_room(limit)
