"""Delays of the sending program itself are measured, and the records whose times they spoil are marked."""

import asyncio
import time

import msgspec
import pytest
from engine.scripted import ScriptedTarget, Table, query, session

from stressdesk.engine import clock
from stressdesk.engine.lag import BUCKET_SECONDS, Lag, is_spoiled
from stressdesk.scenario.traffic import Load


def busy(seconds):
    """What no other callback of the loop gets past: work, not waiting."""
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        pass


async def lagging(*stalls):
    """A watched loop that stands still for each of `stalls`, some time apart; the lag and when each began."""
    lag, began = Lag(), []
    watching = asyncio.create_task(lag.watch())
    for seconds in stalls:
        await asyncio.sleep(3 * BUCKET_SECONDS)
        began.append(clock.now())
        busy(seconds)
    return lag, began, watching


def test_a_stall_is_seen_where_it_was_and_nowhere_else():
    async def look():
        lag, (first,), watching = await lagging(0.3)
        await asyncio.sleep(3 * BUCKET_SECONDS)
        end = clock.now()
        watching.cancel()
        return lag.worst_seconds(first, first + 0.3), lag.worst_seconds(end - 0.05, end)

    during, after = clock.run(look, virtual=False)
    assert during >= 0.25
    assert after < during / 2


def test_a_stall_that_has_only_just_ended_counts_too():
    async def look():
        lag, (began,), watching = await lagging(0.2)
        watching.cancel()
        return lag.worst_seconds(began, clock.now())

    assert clock.run(look, virtual=False) >= 0.15


def test_on_the_virtual_clock_nothing_is_ever_late():
    async def look():
        lag = Lag()
        watching = asyncio.create_task(lag.watch())
        await asyncio.sleep(100)
        watching.cancel()
        return lag.worst_seconds(0, 100)

    assert clock.run(look, virtual=True) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("lag", "measured", "spoiled"),
    [(0.019, 0.05, False), (0.021, 0.05, True), (0.15, 2.0, False), (0.25, 2.0, True), (0.0, 0.0, False)],
)
def test_a_time_is_spoiled_by_more_than_a_tenth_of_it_and_more_than_20_ms(lag, measured, spoiled):
    assert is_spoiled(lag, measured) is spoiled


class Hogging(ScriptedTarget):
    """Answers at once, but keeps the whole program busy meanwhile."""

    async def ask(self, request):
        await asyncio.sleep(0.01)
        busy(0.1)
        return await super().ask(request)


@pytest.mark.parametrize(
    ("target", "spoiled"), [(Hogging((0.0, "billing")), True), (ScriptedTarget((0.3, "billing")), False)]
)
def test_a_record_says_whether_this_program_spoiled_its_times(target, spoiled):
    async def ask():
        lag = Lag()
        watching = asyncio.create_task(lag.watch())
        table = Table(target, lag=lag)
        record = await table.asking.ask(query())
        watching.cancel()
        return record

    record = clock.run(ask, virtual=False)
    assert record.spoiled is spoiled
    assert (record.client_lag_seconds >= 0.05) is spoiled


class Late(ScriptedTarget):
    """Answers with words that had lain unread."""

    def __init__(self, first, last):
        super().__init__((0.2, "billing"))
        self.late = {"first_late_seconds": first, "last_late_seconds": last}

    async def ask(self, request):
        return msgspec.structs.replace(await super().ask(request), **self.late)


@pytest.mark.parametrize(
    ("first", "last", "spoiled"), [(0.0, 0.0, False), (0.015, 0.019, False), (0.05, 0.0, True), (0.0, 0.05, True)]
)
def test_words_that_lay_unread_for_a_tenth_of_their_time_spoil_it(first, last, spoiled):
    async def ask():
        table = Table(Late(first, last), lag=Lag())
        return await table.asking.ask(query())

    record = clock.run(ask, virtual=True)
    assert record.client_lag_seconds == pytest.approx(max(first, last))
    assert record.spoiled is spoiled


@pytest.mark.parametrize(("in_flight", "spoiled"), [(10, True), (1, False)])
def test_a_query_sent_late_is_spoiled_unless_it_was_let_wait(in_flight, spoiled):
    async def ask():
        target = Late(0.0, 0.0)
        table = Table(target, lag=Lag(), load=Load(max_in_flight=in_flight))
        async with asyncio.TaskGroup() as group:
            for number in range(2):
                group.create_task(table.asking.ask(query(session(number), arrived=clock.now() - 0.1 * number)))
        return table.records[-1]

    record = clock.run(ask, virtual=True)
    assert record.spoiled is spoiled


def test_without_a_watch_nothing_is_said_of_lag():
    async def ask():
        return await Table(ScriptedTarget((2.0, "billing"))).asking.ask(query())

    record = clock.run(ask, virtual=True)
    assert (record.client_lag_seconds, record.spoiled) == (None, False)
