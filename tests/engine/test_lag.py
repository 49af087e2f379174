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


def test_a_stall_is_seen_where_it_was():
    async def look():
        lag, (first,), watching = await lagging(0.3)
        await asyncio.sleep(3 * BUCKET_SECONDS)
        watching.cancel()
        return lag.worst_seconds(first, first + 0.3)

    assert clock.run(look, virtual=False) >= 0.25


def test_a_stall_is_seen_nowhere_else():
    # A stall of the test's own alone: a busy machine has others.
    async def look():
        lag = Lag()
        watching = asyncio.create_task(lag.watch())
        await asyncio.sleep(5)
        watching.cancel()
        lag._note(2.0, 2.3)
        return [lag.worst_seconds(start, start + 0.3) for start in (1.5, 2.0, 2.5)]

    assert clock.run(look, virtual=True) == pytest.approx([0, 0.3, 0], abs=1e-9)


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

    # In real time a busy machine spoils times too, whatever the program does.
    record = clock.run(ask, virtual=not spoiled)
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


async def halted(tell, monkeypatch, slept):
    """A query under way while the machine sleeps: the loop's time stands still, and one clock alone knows."""
    target = ScriptedTarget((0.3, "billing"))
    table = Table(target, lag=Lag(tell))
    watching = asyncio.create_task(table.asking._rules.lag.watch())
    before = await table.asking.ask(query())
    under_way = asyncio.create_task(table.asking.ask(query(session(1))))
    await asyncio.sleep(0.1)
    monkeypatch.setattr("stressdesk.engine.lag.slept_seconds", lambda: slept)
    during = await under_way
    after = await table.asking.ask(query(session(2)))
    watching.cancel()
    return [record.spoiled for record in (before, during, after)]


@pytest.mark.parametrize(("slept", "is_noticed"), [(3600.0, True), (0.5, False)])
def test_a_sleep_of_the_machine_is_noticed_though_the_loops_time_stood_still(monkeypatch, slept, is_noticed):
    told = []
    monkeypatch.setattr("stressdesk.engine.lag.slept_seconds", lambda: 0.0)
    spoiled = clock.run(lambda: halted(lambda *gap: told.append(gap), monkeypatch, slept), virtual=True)
    assert spoiled[1] == is_noticed
    assert [round(seconds) for _, seconds in told] == ([3600] if is_noticed else [])
    if is_noticed:
        assert not spoiled[2]


def test_the_clock_that_counts_sleep_hardly_moves_while_nothing_sleeps():
    before = clock.slept_seconds()
    busy(0.05)
    assert abs(clock.slept_seconds() - before) < 0.01
