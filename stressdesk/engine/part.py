"""Which part of a run one engine process has to do: every how manieth session, and its share of what is had at once."""

from __future__ import annotations

import msgspec


class Part(msgspec.Struct, frozen=True):
    """Part `number` (from 0) of `of`; all parts together are the whole, and no two hold the same session."""

    number: int = 0
    of: int = 1

    def holds(self, session: int) -> bool:
        """Whether the session of this index is asked by this part."""
        return session % self.of == self.number

    def share(self, amount: int) -> int:
        """This part's share of an amount of at least `of`; the shares of all parts add up to it."""
        return amount * (self.number + 1) // self.of - amount * self.number // self.of


WHOLE = Part()
