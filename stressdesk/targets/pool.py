"""The connections to one server, kept for as long as that is safe."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from stressdesk.targets.connections import Connection, Receiver

if TYPE_CHECKING:
    from stressdesk.targets.routes import Route

CONNECT_SECONDS = 15.0
# A run begins after this long in any case: if there is no way to the server, each query will say so.
WARM_UP_SECONDS = 3.0
# Servers close connections that rest, most after 5 s or more; a request sent into that moment would be lost.
REST_SECONDS = 4.0
# Some do so just after an answer, without having said it.
HASTY_SECONDS = 0.25
BUFFER_BYTES = 65_536


class Connections:
    """The connections to one server; the one that began to rest last is used next, so that some may be let go.

    Where the server hangs up just after its answers, none is used again: one at a time is kept as a witness. Once that
    has outlived the haste, it was for another reason, such as a server that was started anew, and all are kept again.
    More must not rest meanwhile: a server with few threads would have none left to answer with.
    """

    def __init__(self, route: Route, *, keeps: bool) -> None:
        self._route = route
        self._keeps = keeps
        # Without one of our own, asyncio asks the system for 256 kB at every read.
        self._buffer = memoryview(bytearray(BUFFER_BYTES))
        self._resting: list[Connection] = []
        self._open: set[Connection] = set()
        self._rest_seconds = REST_SECONDS
        self._is_hasty = False
        self._witness: Connection | None = None
        self._trial: asyncio.TimerHandle | None = None

    async def send(self, raw: bytes, receiver: Receiver, seconds: float) -> None:
        """Send one request on a connection that rests, or a new one; the receiver learns when `seconds` are over.

        Raises OSError where no connection can be made.
        """
        deadline = asyncio.get_running_loop().time() + seconds
        kept = self._rested()
        # Nothing is ever sent twice: only what the server's system has provably not taken goes to a new connection.
        if kept is not None and await kept.exchange(raw, receiver, deadline):
            return
        connection = await self._connected(min(seconds, CONNECT_SECONDS))
        if not await connection.exchange(raw, receiver, deadline):
            raise OSError("the server hung up")
        if not self._keeps:
            connection.abort()

    async def warm_up(self) -> None:
        """Make one connection before anything is measured: names are looked up and certificates read by then."""
        with contextlib.suppress(OSError):
            self._give_back(await self._connected(WARM_UP_SECONDS))

    async def close(self) -> None:
        """Hang up on everything."""
        self._route.close()
        for connection in list(self._open):
            connection.abort()
        # Each connection hears of its end in a turn of its own.
        await asyncio.sleep(0)

    def _rested(self) -> Connection | None:
        now = asyncio.get_running_loop().time()
        while self._resting:
            connection = self._resting.pop()
            connection.rests = False
            if not self._is_hasty and now - connection.given_back < self._rest_seconds and connection.is_open:
                return connection
            connection.abort()
        return None

    async def _connected(self, seconds: float) -> Connection:
        try:
            async with asyncio.timeout(seconds):
                connection = await self._route.connect(self._connection)
        except TimeoutError as error:
            raise OSError(f"no connection within {seconds:g} s") from error
        self._open.add(connection)
        return connection

    def _connection(self) -> Connection:
        return Connection(self._buffer, self._give_back, self._forget)

    def _forget(self, connection: Connection) -> None:
        """Learn from the end of a connection that was kept how soon, and how late, this server hangs up."""
        self._open.discard(connection)
        after = asyncio.get_running_loop().time() - connection.given_back
        if connection.rests:
            self._rest_seconds = min(self._rest_seconds, max(HASTY_SECONDS, after / 2))
        if (connection.rests or connection.is_unheard) and after < HASTY_SECONDS:
            self._is_hasty = True
        if connection is self._witness and self._trial is not None:
            self._trial.cancel()
            self._witness = None

    def _give_back(self, connection: Connection) -> None:
        if not self._keeps or self._witness is not None:
            connection.abort()
            return
        loop = asyncio.get_running_loop()
        connection.given_back, connection.rests = loop.time(), True
        if self._is_hasty:
            self._witness, self._trial = connection, loop.call_later(HASTY_SECONDS, self._trust, connection)
        else:
            self._resting.append(connection)

    def _trust(self, witness: Connection) -> None:
        self._witness, self._is_hasty = None, False
        witness.rests = False
        # Somebody may wait for the very thread that it keeps busy.
        witness.abort()
