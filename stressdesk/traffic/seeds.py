"""Where traffic's randomness comes from: `rng` for a stream of draws, `Coins` for one draw per turn, both by name."""

from __future__ import annotations

from hashlib import blake2b

from stressdesk.scenario.seeds import rng

__all__ = ["Coins", "rng"]


class Coins:
    """One uniform draw from [0, 1) per session and turn, for decisions too many to set up a generator for each.

    A draw costs 1 us, a `random.Random` about 10; forty kinds of mess are decided on for every turn.
    """

    __slots__ = ("_prefix",)

    def __init__(self, seed: int, *names: str | int) -> None:
        words = [f"{type(name).__name__}{len(str(name))}:{name}" for name in (seed, *names)]
        self._prefix = blake2b("".join(words).encode(), digest_size=8)

    def at(self, session: int, turn: int = 0) -> float:
        """The draw that belongs to this turn of this session."""
        place = self._prefix.copy()
        place.update(b"/%d,%d" % (session, turn))
        return (int.from_bytes(place.digest(), "big") >> 11) * 2.0**-53
