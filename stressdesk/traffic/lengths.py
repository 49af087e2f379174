"""How long each message is meant to be, where the scenario gives a grid of quantiles."""

from __future__ import annotations

import math

from stressdesk.scenario.tokens import estimated_tokens
from stressdesk.scenario.traffic import Traffic
from stressdesk.traffic.lengthening import Longer, lengthened
from stressdesk.traffic.seeds import Coins, Streams

_TOO_LONG, _TOO_LONG_TOKENS = 1.1, 3
_TOO_SHORT, _TOO_SHORT_TOKENS = 0.1, 3
_ALIKE = math.log(1.12)


class Lengths:
    """The tokens of every message of one scenario under one seed, and what makes a message that long."""

    def __init__(self, traffic: Traffic, seed: int) -> None:
        self._grid = traffic.lengths
        self._coins = Coins(seed, "length")
        self._streams = Streams(seed, "length")
        rates = traffic.mess.rates
        self._off = frozenset((*traffic.mess.off, *(name for name, rate in rates.items() if rate == 0)))

    def wanted(self, session: int, turn: int) -> int:
        """How many tokens this message is meant to have."""
        place = self._coins.at(session, turn) * (len(self._grid) - 1)
        at = int(place)
        low, high = self._grid[at], self._grid[min(at + 1, len(self._grid) - 1)]
        return max(1, round(low + (place - at) * (high - low)))

    def about(self, session: int, turn: int) -> int:
        """The same in steps of an eighth, so that few different ones are looked for."""
        return round(math.exp(_ALIKE * round(math.log(self.wanted(session, turn)) / _ALIKE)))

    def is_too_long(self, text: str, session: int, turn: int) -> bool:
        """Is the message longer than a tenth and three tokens over what is wanted?"""
        return estimated_tokens(text) > self.wanted(session, turn) * _TOO_LONG + _TOO_LONG_TOKENS

    def reached(self, text: str, session: int, turn: int, *, is_english: bool) -> Longer:
        """The message with what it lacks; as it is where that is little, or nothing may be added."""
        wanted = self.wanted(session, turn)
        missing = wanted - estimated_tokens(text)
        if missing < max(_TOO_SHORT_TOKENS, wanted * _TOO_SHORT) or not text.strip():
            return Longer(text, "")
        return lengthened(text, missing, self._streams.at(session, turn), is_english=is_english, off=self._off)
