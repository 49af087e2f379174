"""What a shard makes of its orders, without a process of its own."""

import asyncio
import os

import pytest
from engine.test_run import prepared

from stressdesk.engine import clock
from stressdesk.engine.messages import Halt, Settings
from stressdesk.engine.resuming import Recorded
from stressdesk.engine.shard import _Shard
from stressdesk.journal.writer import Writer, calendar_time


class DeadWire:
    """Nobody at the other end."""

    def say(self, word):
        pass


@pytest.mark.parametrize("has_found_it", [True, False])
def test_the_first_order_to_halt_leaves_answers_under_way_their_grace_whoever_found_the_reason(tmp_path, has_found_it):
    path = tmp_path / "a.stressrun"
    Writer.create(path, prepared(tmp_path).header(calendar_time())).close(None)

    async def main():
        shard = _Shard(Settings(run_file=os.fsencode(path), number=0, of=2), Recorded(), DeadWire())
        if has_found_it:
            shard._stop.request("no more connections", is_fault=True)
        over = asyncio.create_task(shard._stop.grace_is_over(None))
        was_over = []
        for _ in range(2):
            shard._obey(Halt(reason="no more connections"))
            await asyncio.sleep(1)
            was_over.append(over.done())
        return was_over

    assert clock.run(main, virtual=True) == [False, True]
