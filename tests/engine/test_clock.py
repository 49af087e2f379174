import asyncio
import signal
import socket
import time

import pytest

from stressdesk.engine import clock


def test_ten_virtual_minutes_pass_without_waiting():
    async def main():
        started = clock.now()
        await asyncio.sleep(600)
        return clock.now() - started

    before = clock.wall_seconds()
    assert clock.run(main, virtual=True) == 600
    assert clock.wall_seconds() - before < 60


def test_timers_fire_in_order_at_their_exact_times():
    async def wait(seconds, seen):
        await asyncio.sleep(seconds)
        seen.append((seconds, clock.now()))

    async def main():
        seen = []
        async with asyncio.TaskGroup() as group:
            for seconds in (3.3, 0.1, 2.0, 0.7):
                group.create_task(wait(seconds, seen))
        return seen

    assert clock.run(main, virtual=True) == [(s, pytest.approx(s)) for s in (0.1, 0.7, 2.0, 3.3)]


def test_waiting_for_nothing_is_a_deadlock_not_a_hang():
    async def main():
        await asyncio.Event().wait()

    with pytest.raises(clock.DeadlockError):
        clock.run(main, virtual=True)


def test_timeouts_work_in_virtual_time():
    async def main():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(5):
                await asyncio.sleep(10)
        return clock.now()

    assert clock.run(main, virtual=True) == 5


def test_signals_reach_a_virtual_loop():
    async def main():
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, lambda: arrived.append(1))
        arrived = []
        signal.raise_signal(signal.SIGUSR1)
        for _ in range(2 * clock.TURNS_BETWEEN_LOOKS):
            await asyncio.sleep(1)
        return arrived

    assert clock.run(main, virtual=True) == [1]


def test_real_time_really_waits():
    async def main():
        started = clock.now()
        await asyncio.sleep(0.05)
        return clock.now() - started

    assert clock.run(main, virtual=False) >= 0.05


def test_what_is_read_in_one_turn_had_arrived_when_the_turn_began():
    async def look():
        loop = asyncio.get_running_loop()
        await asyncio.sleep(0)
        before = loop.time()
        while loop.time() < before + 0.02:
            pass
        late = loop.time() - loop.woke_at()
        await asyncio.sleep(0)
        fresh, unread = loop.time() - loop.woke_at(), loop.unread_seconds()
        await asyncio.sleep(0.05)
        return late, fresh, unread, loop.unread_seconds()

    late, fresh, unread, waited_for = clock.run(look, virtual=False)
    assert late >= 0.02
    assert fresh < late
    # The turn before kept whatever had come meanwhile waiting; what the loop itself waited for did not wait.
    assert unread >= 0.02
    assert waited_for < 0.01


@pytest.mark.parametrize("virtual", [True, False])
def test_many_who_give_way_do_not_keep_the_loop_from_reading(virtual):
    async def main():
        order = []

        async def work(number):
            await clock.give_way()
            order.append(number)
            until = time.monotonic() + 0.002
            while time.monotonic() < until:
                pass

        tasks = [asyncio.create_task(work(number)) for number in range(40)]
        turns = 0
        while not all(task.done() for task in tasks):
            turns += 1
            await asyncio.sleep(0)
        return order, turns

    order, turns = clock.run(main, virtual=virtual)
    assert order == list(range(40))
    # 80 ms of work are cut into turns of little more than 10 ms.
    assert virtual or turns >= 6


class Readers:
    """More connections than are read in a turn, a byte on each; `looked` is when the loop had looked before each."""

    def __init__(self, on_read):
        self.pairs = [socket.socketpair() for _ in range(3 * clock.READ_AT_ONCE)]
        self.loop = asyncio.get_running_loop()
        self.read, self.looked = [], set()
        for receiver, sender in self.pairs:
            sender.send(b"x")
            self.loop.add_reader(receiver.fileno(), self.take, receiver, on_read)

    def take(self, receiver, on_read):
        receiver.recv(1)
        self.read.append(receiver)
        self.looked.add(self.loop.woke_at())
        on_read()

    def close(self, receiver):
        self.loop.remove_reader(receiver.fileno())
        receiver.close()

    def close_all(self):
        for receiver, sender in self.pairs:
            if receiver.fileno() >= 0:
                self.close(receiver)
            sender.close()


def test_whoever_waits_for_what_was_read_goes_on_before_all_the_rest_is_read():
    async def main():
        first, last = asyncio.Event(), asyncio.Event()
        readers = Readers(lambda: last.set() if len(readers.read) == len(readers.pairs) else first.set())
        await first.wait()
        before = len(readers.read)
        await last.wait()
        readers.close_all()
        return before, readers.looked

    before, looked = clock.run(main, virtual=False)
    assert before <= 2 * clock.READ_AT_ONCE
    assert len(looked) == 1, "one look found all of it"


def test_a_connection_closed_since_the_look_is_not_read_and_the_one_that_has_its_number_now_is():
    newer = []

    async def main():
        all_read, heard = asyncio.Event(), asyncio.Event()

        def on_read():
            if not newer:
                last = max((each for each, _ in readers.pairs if each not in readers.read), key=socket.socket.fileno)
                number = last.fileno()
                readers.close(last)
                newer.extend(sorted(socket.socketpair(), key=lambda each: each.fileno() != number))
                assert newer[0].fileno() == number
                readers.loop.add_reader(number, heard.set)
            if len(readers.read) == len(readers.pairs) - 1:
                all_read.set()

        readers = Readers(on_read)
        await all_read.wait()
        assert not heard.is_set()
        newer[1].send(b"x")
        async with asyncio.timeout(20):
            await heard.wait()
        readers.close(newer[0])
        newer[1].close()
        readers.close_all()

    clock.run(main, virtual=False)
    assert newer
