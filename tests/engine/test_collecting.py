"""What goes on beside a run: none of it outlives the run, or goes wrong unnoticed."""

import asyncio

from stressdesk.engine import clock
from stressdesk.engine.collecting import beside
from stressdesk.engine.limits import Stop


def in_virtual_time(main):
    return clock.run(main, virtual=True)


def test_what_goes_wrong_beside_a_run_ends_it(caplog):
    async def broken():
        await asyncio.sleep(1)
        raise ValueError("boom")

    async def main():
        stop = Stop()
        async with beside([broken(), asyncio.sleep(0.5)], stop):
            await stop.requested()
        assert clock.now() == 1
        return stop

    stop = in_virtual_time(main)
    assert (stop.reason, stop.is_fault) == ("StressDesk has a bug: ValueError('boom')", True)
    assert "boom" in caplog.text


def test_what_goes_on_beside_a_run_ends_with_it_and_that_is_no_fault():
    ended = []

    async def watching():
        try:
            await asyncio.sleep(100)
        finally:
            ended.append(clock.now())

    async def main():
        stop = Stop()
        async with beside([watching(), watching()], stop):
            await asyncio.sleep(10)
        await asyncio.sleep(1)
        assert ended == [10, 10]
        return stop.reason

    assert in_virtual_time(main) is None
