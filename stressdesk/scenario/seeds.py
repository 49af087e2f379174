"""The one way to randomness: a generator for each purpose, from the scenario's seed and the purpose's name."""

from __future__ import annotations

import random
from hashlib import blake2b


def rng(seed: int, *names: str | int) -> random.Random:
    """A generator of its own for every (seed, names), equal on all machines and in whatever order they are made.

    Names are written with their type and length, so that ("a", 1), ("a", "1") and ("a1",) are three generators.
    """
    words = [f"{type(name).__name__}{len(str(name))}:{name}" for name in (seed, *names)]
    return random.Random(int.from_bytes(blake2b("".join(words).encode(), digest_size=16).digest()))
