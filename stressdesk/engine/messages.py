"""What the process that writes a run file and its shards, the processes that ask its queries, say to each other.

A message is a line of JSON. A shard learns everything else from the run file itself, and keys from its environment.
"""

from __future__ import annotations

import msgspec

from stressdesk.journal.events import Record
from stressdesk.journal.leases import Sent


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The first line a shard reads: whose part of which run it asks. A path need not be text in any encoding."""

    run_file: bytes
    number: int
    of: int


class Begin(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A stage began at `at`; run time 0 was at `origin`. Both are the machine's steady clock, which all share."""

    stage: int
    origin: float
    at: float


class Grant(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """So many requests more may be sent, for so much money more."""

    amount: Sent


class Scarce(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """From now on nobody may keep what he does not need at the moment."""


class Halt(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Let nothing new begin; said again, it ends the grace for answers under way."""

    reason: str


class Finish(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Every stage is over: give everything back and end."""


class Prepared(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Everything before this stage is over, and it can begin at once; after the last one it counts on."""

    stage: int


class Kept(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A query has its record."""

    record: Record


class StoodStill(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The shard stood still for `seconds` from run time `at` on."""

    at: float
    seconds: float


class Account(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Where a shard's money stands after `grants` grants.

    `returned` is given back with this message; `settled` is what has been sent and answered, and its cost. `line` holds
    the money each waiting request needs, the first first; `ahead` is what would be good to have without waiting.
    """

    grants: int
    returned: Sent
    settled: Sent
    line: tuple[int, ...]
    ahead: Sent


class Stopping(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The shard found a reason to end the run; `is_fault` where something broke that had to work."""

    reason: str
    is_fault: bool = False


class Finished(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The shard's last word; `told_limits` are the rate limits per minute its provider told."""

    told_limits: dict[str, int]


class Trouble(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The shard cannot go on, in words for a person."""

    message: str
    hint: str


Order = Begin | Grant | Scarce | Halt | Finish
Word = Prepared | Kept | StoodStill | Account | Stopping | Finished | Trouble
