import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stressdesk.engine.clock import now, run
from stressdesk.errors import TargetError
from stressdesk.targets.slots import Slots


def in_virtual_time(main):
    return run(main, virtual=True)


async def visit(slots, visits, name, seconds):
    async with slots:
        visits.append((name, now()))
        await asyncio.sleep(seconds)


def test_those_who_wait_are_served_in_the_order_they_came():
    async def main():
        slots, visits = Slots(2, None), []
        async with asyncio.TaskGroup() as group:
            for name in range(6):
                group.create_task(visit(slots, visits, name, 10 - name))
        return visits

    # Two slots, stays of 10, 9, 8, 7, 6, 5 s: 2 takes 1's slot at 9, 3 takes 0's at 10, then both are free again at 17.
    assert in_virtual_time(main) == [(0, 0), (1, 0), (2, 9), (3, 10), (4, 17), (5, 17)]


def test_one_more_than_the_queue_holds_is_turned_away_at_once():
    async def main():
        slots, visits = Slots(1, 2), []
        async with asyncio.TaskGroup() as group:
            for name in range(3):
                group.create_task(visit(slots, visits, name, 1))
            await asyncio.sleep(0.5)
            with pytest.raises(TargetError) as turned_away:
                await visit(slots, visits, "late", 1)
            assert turned_away.value.kind == "overloaded"
            assert now() == 0.5
            await asyncio.sleep(1)
            group.create_task(visit(slots, visits, "later", 1))
        return [name for name, _ in visits]

    assert in_virtual_time(main) == [0, 1, 2, "later"]


def test_without_a_queue_a_busy_slot_turns_everybody_away():
    async def main():
        slots = Slots(1, 0)
        async with slots:
            with pytest.raises(TargetError):
                await visit(slots, [], "second", 1)
        await visit(slots, [], "third", 1)

    in_virtual_time(main)


def test_who_gives_up_waiting_leaves_the_queue():
    async def main():
        slots, visits = Slots(1, 1), []
        first = asyncio.create_task(visit(slots, visits, "first", 10))
        await asyncio.sleep(1)
        second = asyncio.create_task(visit(slots, visits, "second", 10))
        await asyncio.sleep(1)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        assert slots.waiting == 0
        await visit(slots, visits, "third", 1)
        await first
        return visits, slots.busy_share

    assert in_virtual_time(main) == ([("first", 0), ("third", 10)], 0)


def test_a_slot_given_in_the_moment_of_giving_up_is_not_lost():
    async def main():
        slots, visits = Slots(1, None), []
        await slots.__aenter__()
        second = asyncio.create_task(visit(slots, visits, "second", 1))
        third = asyncio.create_task(visit(slots, visits, "third", 1))
        await asyncio.sleep(0)
        await slots.__aexit__()  # gives the slot to the second, which has not run yet
        second.cancel()
        await asyncio.wait_for(third, 5)
        return visits, slots.busy_share

    assert in_virtual_time(main) == ([("third", 0)], 0)


def test_a_slot_freed_in_the_moment_of_giving_up_goes_to_the_next():
    async def main():
        slots, visits = Slots(1, None), []
        await slots.__aenter__()
        second = asyncio.create_task(visit(slots, visits, "second", 1))
        third = asyncio.create_task(visit(slots, visits, "third", 1))
        await asyncio.sleep(0)
        second.cancel()
        await slots.__aexit__()  # the second still stands in the queue, cancelled
        await asyncio.wait_for(third, 5)
        return visits, slots.busy_share

    assert in_virtual_time(main) == ([("third", 0)], 0)


MOMENTS = st.integers(0, 12).map(lambda tenths: tenths / 2)


@settings(max_examples=150)
@given(st.integers(1, 3), st.none() | st.integers(0, 3), st.lists(st.tuples(MOMENTS, MOMENTS, MOMENTS), max_size=12))
def test_slots_are_never_overbooked_and_never_lost(size, queue, visitors):
    """Visitors arrive, stay and give up at whole and half seconds, so that many of these fall together."""

    async def main():
        slots, inside = Slots(size, queue), set()

        async def visitor(name, arrives, stays, patience):
            await asyncio.sleep(arrives)
            try:
                async with asyncio.timeout(patience), slots:
                    inside.add(name)
                    assert len(inside) <= size
                    assert slots.busy_share <= 1
                    try:
                        await asyncio.sleep(stays)
                    finally:
                        inside.remove(name)
            except (TimeoutError, TargetError):
                pass

        async with asyncio.TaskGroup() as group:
            for name, times in enumerate(visitors):
                group.create_task(visitor(name, *times))
        assert slots.busy_share == 0
        assert slots.waiting == 0

    in_virtual_time(main)
