import asyncio
import contextlib
import os

import pytest

from stressdesk.cli.orders import Orders
from stressdesk.engine import clock


@pytest.fixture
def pipe():
    reading, writing = os.pipe()
    closed = []

    def close():
        if not closed:
            closed.append(True)
            os.close(writing)

    yield reading, lambda words: os.write(writing, words), close
    close()
    with contextlib.suppress(OSError):
        os.close(reading)


def obeyed(orders, *, until, virtual, then=lambda: None):
    """What is acted on until `until` has been, on a loop that is busy with timers of its own all the while."""
    acted = []

    async def main():
        over = asyncio.Event()

        def act(order):
            acted.append(order)
            if order == until:
                over.set()

        async def busy():
            while not over.is_set():  # noqa: ASYNC110 - a loop that only waits would be woken by nothing in virtual time
                await asyncio.sleep(0.001)

        orders.obey(act)
        then()
        await busy()

    clock.run(main, virtual=virtual)
    return acted


@pytest.mark.parametrize("virtual", [False, True])
def test_orders_reach_a_busy_run_in_real_and_in_virtual_time(pipe, virtual):
    reading, write, close = pipe
    orders = Orders(reading)

    def later():
        write(b"stop\nstop\n")
        close()

    assert obeyed(orders, until="orphaned", virtual=virtual, then=later) == ["stop", "stop", "orphaned"]


def test_orders_given_before_there_is_a_run_are_kept(pipe):
    reading, write, close = pipe
    write(b"stop\r\n")
    close()
    orders = Orders(reading)
    assert obeyed(orders, until="orphaned", virtual=True) == ["stop", "orphaned"]


def test_once_detached_the_end_of_the_input_means_nothing_but_a_stop_still_does(pipe):
    reading, write, close = pipe
    orders = Orders(reading)

    def later():
        write(b"detach\nst")
        write(b"op\n")
        close()

    assert obeyed(orders, until="stop", virtual=False, then=later) == ["stop"]


def test_what_is_no_order_is_passed_over(pipe):
    reading, write, close = pipe
    orders = Orders(reading)

    def later():
        write(b"halt\n\n\xff\n" + b"x" * 10_000 + b"stop\nstop")
        close()

    assert obeyed(orders, until="orphaned", virtual=True, then=later) == ["stop", "orphaned"]


def test_an_order_after_the_run_has_ended_hurts_nobody(pipe):
    reading, write, close = pipe
    orders = Orders(reading)
    assert obeyed(orders, until="stop", virtual=True, then=lambda: write(b"stop\n")) == ["stop"]
    write(b"stop\n")
    close()
    orders._reading.join(10)
    assert not orders._reading.is_alive()
