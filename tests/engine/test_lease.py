import asyncio

from hypothesis import given
from hypothesis import strategies as st
from journal.records import header, record

from stressdesk.engine import clock
from stressdesk.engine.lease import Lease, room
from stressdesk.engine.limits import Ledger
from stressdesk.engine.resuming import Recorded
from stressdesk.errors import RunFileLockedError
from stressdesk.journal.events import Attempt
from stressdesk.journal.leases import MOST, PICODOLLARS, Sent
from stressdesk.journal.reader import RunFile
from stressdesk.journal.writer import Writer
from stressdesk.scenario.model import Limits

LIMIT = 1.0
ENDLESS = Sent(MOST, MOST)
REQUEST = st.tuples(
    st.floats(0.0001, 0.3),  # its worst case
    st.floats(0, 1),  # what part of it is billed
    st.sampled_from(["settle", "settle", "withdraw", "look", "stay"]),
)


class Sitting:
    """One engine process between two kills: what the file holds of it, and what a provider has really billed."""

    def __init__(self, spent):
        self.kept = Sent()
        self.ledger = Ledger(LIMIT, spent, Lease(self.keep, Sent(10**9, int((LIMIT - spent) * PICODOLLARS))))
        self.requests, self.billed, self.under_way = 0, 0.0, []

    def keep(self, bound):
        self.kept = bound

    async def send(self, worst, share):
        if self.ledger.would_wait(worst):
            return False
        if not await self.ledger.reserve(worst):
            return False
        self.requests += 1
        self.under_way.append((worst, worst * share))
        return True

    def bound_holds(self):
        at_most = self.billed + sum(worst for worst, _ in self.under_way)
        return self.kept.requests >= self.requests and self.kept.picodollars >= at_most * PICODOLLARS - 1

    def finish(self):
        worst, cost = self.under_way.pop(0)
        self.billed += cost
        self.ledger.settle(worst, cost)


@given(st.lists(st.lists(REQUEST, max_size=12), min_size=1, max_size=5))
def test_over_any_number_of_kills_the_file_never_allows_for_less_than_is_billed_nor_for_more_than_the_limit(sittings):
    async def main():
        spent = billed = 0.0
        for steps in sittings:
            sitting = Sitting(spent)
            for worst, share, fate in steps:
                if fate == "look":
                    sitting.ledger.look()
                elif await sitting.send(worst, share):
                    assert sitting.bound_holds()
                    if fate == "withdraw":
                        # The file may still allow for it: it only ever allows for too much.
                        sitting.under_way.pop()
                        sitting.requests -= 1
                        sitting.ledger.withdraw(worst)
                    elif fate == "settle":
                        sitting.finish()
                assert sitting.bound_holds()
            # Killed here: everything under way is billed in full, and the file alone says what was spent.
            billed += sitting.billed + sum(worst for worst, _ in sitting.under_way)
            spent += sitting.kept.usd
            assert billed <= spent + 1e-9
            assert spent <= LIMIT + 1e-9

    clock.run(main, virtual=True)


def allowances(pace, looks):
    """How far ahead of `pace` requests between two looks the file is at its worst, and how often it is written."""
    kept = []
    lease, sent, ahead = Lease(kept.append, ENDLESS), 0, 0
    for _ in range(looks):
        for _ in range(pace):
            sent += 1
            lease.cover(sent, 0, 0)
            ahead = max(ahead, kept[-1].requests - sent)
        lease.look(sent, 0)
    return ahead, len(kept)


def test_a_slow_run_allows_for_nothing_that_is_not_sent_and_a_fast_one_seldom_waits_for_the_file():
    ahead, puts = allowances(pace=1, looks=20)
    assert ahead == 0
    assert puts <= 41
    ahead, puts = allowances(pace=50, looks=20)
    assert ahead <= 50
    # Not one in ten of a thousand requests, and three for each look at most.
    assert puts <= 60


def test_once_nothing_more_is_sent_the_file_says_exactly_what_was(tmp_path):
    async def main():
        kept = []
        ledger = Ledger(LIMIT, 0.0, Lease(kept.append, ENDLESS))
        for _ in range(9):
            assert await ledger.reserve(0.1)
        ledger.withdraw(0.1)
        for _ in range(8):
            ledger.settle(0.1, 0.05)
        ledger.look(is_over=True)
        assert kept[-1] == Sent(8, 8 * 5 * 10**10)

    clock.run(main, virtual=True)


def test_an_answer_that_costs_more_than_its_worst_case_is_allowed_for_too():
    async def main():
        kept = []
        ledger = Ledger(LIMIT, 0.0, Lease(kept.append, ENDLESS))
        assert await ledger.reserve(0.1)
        ledger.settle(0.1, 0.7)
        assert kept[-1].usd == 0.7
        await asyncio.sleep(0)

    clock.run(main, virtual=True)


def test_while_another_program_has_the_file_locked_nothing_is_sent_but_what_it_allows_for():
    async def main():
        kept, locked = [], True

        def keep(bound):
            if locked:
                raise RunFileLockedError("The run file is locked by another program.")
            kept.append(bound)

        ledger = Ledger(LIMIT, 0.0, Lease(keep, ENDLESS))
        allowed, given_up = (asyncio.create_task(ledger.reserve(0.1)) for _ in range(2))
        await asyncio.sleep(1)
        ledger.look()
        assert not allowed.done()
        given_up.cancel()
        await asyncio.sleep(0)
        locked = False
        assert await allowed
        assert kept == [Sent(1, 10**11)]

    clock.run(main, virtual=True)


def paid(session, usd=0.1, **changes):
    attempt = Attempt(sent=1, finished=2, cost_usd=usd)
    return record(session, attempts=(attempt,), cost_usd=usd, **changes)


def test_what_no_record_accounts_for_counts_as_spent_over_several_kills(tmp_path):
    path = tmp_path / "a.stressrun"
    Writer.create(path, header()).close(None)
    for sitting in range(3):
        writer = Writer.reopen(path)
        writer.allow(Sent(5, 10**12))
        writer.append(paid(2 * sitting))
        writer.append(paid(2 * sitting + 1))
        writer.flush()
        # Killed: neither closed nor told what became of the other three.
        writer._connection.close()
    with RunFile(path) as run_file:
        assert run_file.unrecorded == Sent(9, 3 * 8 * 10**11)
    known = Recorded.of(path)
    known.close()
    assert known.requests == 15
    assert known.spent_usd == 3.0


def test_a_run_file_of_old_can_be_read_and_gone_on_with(tmp_path):
    path = tmp_path / "a.stressrun"
    writer = Writer.create(path, header())
    writer.append(paid(0))
    writer.flush()
    writer._connection.execute("DROP TABLE lease")
    writer.close(None)
    with RunFile(path) as run_file:
        assert run_file.unrecorded == Sent()
    writer = Writer.reopen(path)
    writer.allow(Sent(2, 3 * 10**11))
    writer.close(None)
    known = Recorded.of(path)
    known.close()
    assert (known.requests, known.spent_usd) == (3, 0.4)


def test_an_absurd_price_is_kept_as_the_largest_number_there_is(tmp_path):
    path = tmp_path / "a.stressrun"
    writer = Writer.create(path, header())
    writer.allow(Sent(1, 10**25))
    writer.close(None)
    with RunFile(path) as run_file:
        assert run_file.unrecorded.usd > 9_000_000


def test_blocks_end_where_the_limits_do():
    known = Recorded()
    known.requests, known.spent_usd = 7, 0.75
    assert room(Limits(requests=12, spend_usd=1), known) == Sent(5, 25 * 10**10)
    assert room(Limits(requests=5, spend_usd=0.5), known) == Sent(0, 0)
    assert room(Limits(), known) == ENDLESS
