"""A server's addresses: looked up once for all who want to go there, those first that have led there."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

# A name's addresses are asked for again after this long, since providers move their servers about; meanwhile those
# known are used. With a lookup of its own for each of 200 connections of a burst, the last waited for 1.2 s.
FRESH_SECONDS = 10.0
STALE_SECONDS = 120.0
# An address that has worked may take longer than one of which nothing is known (RFC 8305 waits 250 ms for such).
HASTY_SECONDS = 0.25
PATIENT_SECONDS = 4.0


class _Place(NamedTuple):
    family: int
    address: Any


class Addresses:
    """The ways to one port of one host."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._found: list[_Place] = []
        self._looked_up = 0.0
        self._looking: asyncio.Task[None] | None = None
        self._works: set[_Place] = set()
        self._leads_nowhere: set[_Place] = set()

    async def connected(self) -> socket.socket:
        """A socket with a connection; raises OSError where no address leads there.

        A way that leads nowhere says so late or never: with IPv6 that is switched off somewhere between, after 2 min.
        So the next address is tried beside it soon, and is the first from then on.
        """
        places = sorted(await self._known(), key=self._leads_nowhere.__contains__)
        # Nearly always there is one, and nothing to be raced.
        return await _reached(places[0]) if len(places) == 1 else await self._first_of(places)

    def close(self) -> None:
        """Leave off looking."""
        if self._looking is not None:
            self._looking.cancel()

    async def _known(self) -> list[_Place]:
        age = asyncio.get_running_loop().time() - self._looked_up
        if self._looking is None and (not self._found or age > FRESH_SECONDS):
            self._looking = asyncio.create_task(self._look_up())
            self._looking.add_done_callback(self._has_looked)
        if self._looking is not None and (not self._found or age > STALE_SECONDS):
            # Whoever leaves must not end it for the others.
            await asyncio.shield(self._looking)
        return self._found

    async def _look_up(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
        except UnicodeError as error:
            raise socket.gaierror(socket.EAI_NONAME, "no name can be written like this") from error
        self._found = list(dict.fromkeys(_Place(family, address) for family, *_, address in found))
        self._looked_up = loop.time()

    def _has_looked(self, task: asyncio.Task[None]) -> None:
        self._looking = None
        if not task.cancelled():
            # Whoever waits raises it. For others what was found before still holds, and the next one asks again.
            task.exception()

    async def _first_of(self, places: Sequence[_Place]) -> socket.socket:
        """Try one after the other, the next beside those before as soon as these take long; raises the last's error."""
        tried: dict[asyncio.Task[socket.socket], _Place] = {}
        won: asyncio.Task[socket.socket] | None = None
        further = iter(places)
        try:
            while won is None:
                place = next(further, None)
                seconds = PATIENT_SECONDS if place in self._works else HASTY_SECONDS
                if place is not None:
                    tried[asyncio.create_task(_reached(place))] = place
                under_way = [task for task in tried if not task.done()]
                if not under_way:
                    break
                done, _ = await asyncio.wait(
                    under_way, timeout=None if place is None else seconds, return_when=asyncio.FIRST_COMPLETED
                )
                won = next((task for task in done if task.exception() is None), None)
        finally:
            for task in tried:
                if task is not won:
                    task.cancel()
                    task.add_done_callback(_let_go)
        if won is None:
            return list(tried)[-1].result()
        self._leads_nowhere |= set(tried.values())
        self._works -= set(tried.values())
        self._leads_nowhere.discard(tried[won])
        self._works.add(tried[won])
        return won.result()


async def _reached(place: _Place) -> socket.socket:
    sock = socket.socket(place.family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, place.address)
    except BaseException:
        sock.close()
        raise
    return sock


def _let_go(task: asyncio.Task[socket.socket]) -> None:
    """Of two that got there, one is too many."""
    if not task.cancelled() and task.exception() is None:
        task.result().close()
