"""Where traffic's randomness comes from: streams and single draws by name, session and turn.

All of it is a function of the seed and the names alone, so it is the same on every machine and in whatever order it is
asked for. The names are hashed once; a place in them costs a copy of the hash's state.
"""

from __future__ import annotations

import random
import struct
from hashlib import blake2b

TOSS_RANGE = 2**32
_PER_BLOCK = 16


class Streams:
    """A stream of randomness for each turn of each session, for one purpose."""

    __slots__ = ("_prefix",)

    def __init__(self, seed: int, *names: str | int) -> None:
        self._prefix = _prefix(16, seed, *names)

    def at(self, session: int, turn: int = 0) -> random.Random:
        """The stream that belongs to this turn of this session."""
        place = self._prefix.copy()
        place.update(b"/%d,%d" % (session, turn))
        return random.Random(int.from_bytes(place.digest(), "big"))


class Coins:
    """One uniform draw from [0, 1) for each turn of each session: a tenth of what a stream costs."""

    __slots__ = ("_prefix",)

    def __init__(self, seed: int, *names: str | int) -> None:
        self._prefix = _prefix(8, seed, *names)

    def at(self, session: int, turn: int = 0) -> float:
        """The draw that belongs to this turn of this session."""
        place = self._prefix.copy()
        place.update(b"/%d,%d" % (session, turn))
        return (int.from_bytes(place.digest(), "big") >> 11) * 2.0**-53


class Tosses:
    """Several independent draws from [0, TOSS_RANGE) for each turn, each for a decision of its own."""

    __slots__ = ("_prefixes", "_unpack")

    def __init__(self, seed: int, *names: str | int, count: int) -> None:
        blocks = -(-count // _PER_BLOCK)
        self._prefixes = [_prefix(64, seed, *names, block) for block in range(blocks)]
        self._unpack = struct.Struct(f">{_PER_BLOCK * blocks}I").unpack

    def at(self, session: int, turn: int = 0) -> tuple[int, ...]:
        """The draws of this turn of this session, in order of the decisions; at least as many as asked for."""
        where = b"/%d,%d" % (session, turn)
        digests = []
        for prefix in self._prefixes:
            place = prefix.copy()
            place.update(where)
            digests.append(place.digest())
        return self._unpack(b"".join(digests))


def _prefix(digest_bytes: int, *names: str | int) -> blake2b:
    # Type and length in front: ("a", "bc") and ("ab", "c") must not meet, nor 1 and "1".
    words = [f"{type(name).__name__}{len(str(name))}:{name}" for name in names]
    return blake2b("".join(words).encode(), digest_size=digest_bytes)
