import asyncio
import random

from hypothesis import given
from hypothesis import strategies as st

from stressdesk.engine import clock
from stressdesk.engine.limits import Stop
from stressdesk.engine.messages import Account, Grant, Scarce
from stressdesk.engine.share import Share
from stressdesk.engine.shares import Shares
from stressdesk.errors import RunFileLockedError
from stressdesk.journal.leases import MOST, PICODOLLARS, Sent, picodollars
from stressdesk.scenario.model import Limits

LOOK_SECONDS = 0.05


class Crew:
    """Shards without processes: what they say and are told takes its time, in the order it was said."""

    def __init__(self, count, limits, seed):
        room = Sent(
            MOST if limits.requests is None else limits.requests,
            MOST if limits.spend_usd is None else picodollars(limits.spend_usd),
        )
        self.limits, self.room = limits, room
        self.draws = random.Random(seed)
        self.stop = Stop()
        self.kept = Sent()
        self.shares = Shares(room, count, limits, self.keep)
        self.shard = [Share(limits.spend_usd, self.saying(number)) for number in range(count)]
        self.free_at = {}
        self.billed, self.under_way, self.sent = 0, 0, 0
        self.waited = 0

    def keep(self, bound):
        assert bound.requests <= self.room.requests
        assert bound.picodollars <= self.room.picodollars
        self.kept = bound

    def later(self, way, act, *words):
        loop = asyncio.get_running_loop()
        moment = max(self.free_at.get(way, 0.0), loop.time() + self.draws.choice((0.0, 0.001, 0.02)))
        # One after the other, as in a pipe: of two timers of one moment the first set need not be the first to ring.
        self.free_at[way] = moment + 1e-6
        loop.call_at(moment, act, *words)

    def saying(self, number):
        return lambda account: self.later(("up", number), self.hear, number, account)

    def hear(self, number, account):
        self.shares.account(number, account, self.stop)
        if self.stop.reason is not None:
            self.end()
        for shard, order in self.shares.put():
            self.later(("down", shard), self.obey, shard, order)

    def obey(self, number, order):
        if isinstance(order, Grant):
            self.shard[number].granted(order.amount)
        else:
            self.shard[number].scarce()

    def end(self):
        for share in self.shard:
            share.close()

    async def send(self, number, start, most, cost, seconds):
        """Send one request if it is allowed; whether it was."""
        await asyncio.sleep(start)
        share = self.shard[number]
        began = clock.now()
        if not await share.reserve(most):
            return False
        self.waited += clock.now() > began
        self.sent += 1
        self.under_way += picodollars(most)
        assert self.sent <= (self.limits.requests or MOST)
        assert self.billed + self.under_way <= picodollars(self.limits.spend_usd or 1e9)
        # What the file allows for was put on disk before.
        assert self.kept.requests >= self.sent
        assert self.kept.picodollars >= self.billed + self.under_way
        await asyncio.sleep(seconds)
        self.under_way -= picodollars(most)
        self.billed += picodollars(cost)
        share.settle(most, cost)
        return True

    async def look_often(self):
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for share in self.shard:
                share.look()

    async def all(self, requests):
        looking = asyncio.create_task(self.look_often())
        sent = await asyncio.gather(*(self.send(*request) for request in requests))
        looking.cancel()
        for share in self.shard:
            share.look(is_over=True)
        await asyncio.sleep(1)
        return sent


REQUEST = st.tuples(
    st.integers(0, 2),
    # Scattered over two seconds, or so close that some are granted ahead.
    st.one_of(st.floats(0, 2), st.floats(0, 0.3)),
    st.one_of(st.floats(0.0001, 0.3), st.floats(0.0001, 0.02)),
    st.floats(0, 1),
    st.sampled_from([0.0, 0.01, 0.3]),
)


def crew_and_requests(limits, seed, requests):
    return Crew(3, limits, seed), [
        (number, start, most, most * part, long) for number, start, most, part, long in requests
    ]


@given(st.lists(REQUEST, max_size=120), st.integers(0, 99))
def test_all_shards_together_never_pass_the_spend_limit_and_stop_only_where_one_process_would(requests, seed):
    async def main():
        crew, asked = crew_and_requests(Limits(spend_usd=1.0), seed, requests)
        sent = await crew.all(asked)
        assert crew.kept == Sent(crew.sent, crew.billed)
        if all(sent):
            assert crew.stop.reason is None
            return
        assert crew.stop.reason == "the spend limit of $1.00 leaves no room for another query"
        # Of those not sent one at least had really no room beside what was billed.
        largest = max(picodollars(most) for (_, _, most, _, _), is_sent in zip(asked, sent, strict=True) if not is_sent)
        assert crew.billed + largest > PICODOLLARS

    clock.run(main, virtual=True)


@given(st.lists(REQUEST, max_size=60), st.integers(0, 99))
def test_exactly_as_many_requests_as_allowed_are_sent(requests, seed):
    async def main():
        crew, asked = crew_and_requests(Limits(requests=20), seed, requests)
        await crew.all(asked)
        assert crew.sent == min(20, len(asked)) == crew.kept.requests
        assert (crew.stop.reason is None) == (len(asked) < 20)

    clock.run(main, virtual=True)


def test_in_a_steady_run_few_requests_wait_for_a_grant_and_a_slow_one_allows_for_nothing_ahead():
    async def main():
        fast = Crew(2, Limits(), 1)
        assert all(await fast.all([(number % 2, number / 1000, 0.0, 0.0, 0.3) for number in range(2000)]))
        assert fast.waited < 200
        slow = Crew(2, Limits(), 1)
        assert all(await slow.all([(number % 2, float(number), 0.0, 0.0, 0.3) for number in range(20)]))
        assert slow.kept == Sent(20)

    clock.run(main, virtual=True)


def test_what_a_request_has_not_cost_goes_back_though_nothing_more_is_sent():
    """Left where it is, it would count as lost, and as spent, should the run be killed while it waits."""

    async def main():
        said = []
        share = Share(1.0, said.append)
        share.granted(Sent(1, picodollars(0.5)))
        assert await share.reserve(0.5)
        await asyncio.sleep(1)
        share.settle(0.5, 0.1)
        for _ in range(3):
            share.look()
            await asyncio.sleep(1)
        return sum((account.returned for account in said), Sent())

    assert clock.run(main, virtual=True) == Sent(0, picodollars(0.4))


def test_a_request_that_no_longer_waits_ends_no_run():
    async def main():
        crew = Crew(2, Limits(spend_usd=1.0), 1)
        looking = asyncio.create_task(crew.send(0, 0, 0.9, 0.9, 1.0))
        # Larger than what is left once the other is answered; but its user has gone by then.
        leaving = asyncio.create_task(crew.send(1, 0.1, 0.5, 0.5, 0.0))
        await asyncio.sleep(0.5)
        leaving.cancel()
        assert await looking
        await asyncio.sleep(1)
        assert crew.stop.reason is None
        assert await crew.send(1, 0, 0.1, 0.1, 0.0)

    clock.run(main, virtual=True)


def test_an_account_from_before_a_grant_is_not_granted_twice():
    shares = Shares(Sent(100, 100), 1, Limits(spend_usd=1.0), lambda _: None)
    account = Account(grants=0, returned=Sent(), settled=Sent(), line=(10,), ahead=Sent())
    for _ in range(2):
        shares.account(0, account, Stop())
    assert [order for _, order in shares.put()] == [Grant(amount=Sent(1, 10))]


def test_nothing_is_granted_ahead_out_of_the_last_of_a_limit_nor_while_others_wait():
    kept = []
    shares = Shares(Sent(100, 100), 2, Limits(spend_usd=1.0), kept.append)

    def told(shard, grants, line, ahead):
        account = Account(grants=grants, returned=Sent(), settled=Sent(), line=line, ahead=ahead)
        shares.account(shard, account, Stop())
        return [(number, order) for number, order in shares.put()]

    assert told(0, 0, (), Sent(26, 10)) == told(0, 0, (), Sent(10, 26)) == []
    assert told(0, 0, (10,), Sent(5, 10)) == [(0, Grant(amount=Sent(6, 20)))]
    assert told(0, 1, (10,), Sent(5, 21)) == [(0, Grant(amount=Sent(1, 10)))]
    assert told(1, 0, (71,), Sent()) == [(0, Scarce()), (1, Scarce())]
    assert told(0, 2, (), Sent(1, 1)) == []
    # Whoever comes later waits behind him, though there is room.
    assert told(0, 2, (1,), Sent()) == []
    assert kept[-1] == Sent(7, 30)


def test_a_grant_waits_for_a_locked_file_and_is_told_once_it_stands_there():
    kept, locked = [], True

    def keep(bound):
        if locked:
            raise RunFileLockedError("The run file is locked by another program.")
        kept.append(bound)

    shares, stop = Shares(Sent(MOST, MOST), 1, Limits(), keep), Stop()
    shares.account(0, Account(grants=0, line=(0,), ahead=Sent(), returned=Sent(), settled=Sent()), stop)
    assert shares.put() == []
    locked = False
    assert shares.put() == [(0, Grant(amount=Sent(1, 0)))]
    assert kept == [Sent(1, 0)]
    assert shares.put() == []
