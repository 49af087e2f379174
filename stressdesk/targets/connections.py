"""HTTP/1.1 as the lean client needs it: one request after the other on kept connections, read as bytes arrive.

Nothing is repeated, followed, cached or buffered: whoever receives an answer gets each piece in the very call in which
the socket was read. Parsing is `httptools` (llhttp).
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Protocol

import httptools

if TYPE_CHECKING:
    from collections.abc import Callable

    from stressdesk.errors import FailureKind
    from stressdesk.targets.routes import Route

CONNECT_SECONDS = 15.0
# Servers close connections that rest, the hastiest after 5 s; a request sent into that moment would be lost.
REST_SECONDS = 4.0
# What may still come after the last event of an answer: a few bytes that end the body.
TAIL_SECONDS = 1.0
BUFFER_BYTES = 65_536
_INFORMATIONAL = 200


class Receiver(Protocol):
    """What an answer is given to, piece by piece, in the call in which it was read. It raises nothing."""

    is_over: bool

    def sent(self, moment: float) -> None:
        """The loop's time at which the request was handed to the system."""
        ...

    def head(self, status: int, headers: dict[str, str]) -> None:
        """The status and the headers, whose names are in lower case."""
        ...

    def body(self, piece: bytes, moment: float, late_seconds: float) -> None:
        """The next piece of the body, the loop's time by which it had arrived, and how much sooner at most."""
        ...

    def end(self) -> None:
        """The body is complete."""
        ...

    def expired(self) -> None:
        """The time for the answer is over."""
        ...

    def broken(self, kind: FailureKind, words: str) -> None:
        """The connection ended before the answer did, or what came is no HTTP."""
        ...


class Connection(asyncio.BufferedProtocol):
    """One connection, and the answer under way on it. Everything happens in the loop's read callback."""

    def __init__(
        self,
        buffer: memoryview,
        give_back: Callable[[Connection], None],
        forget: Callable[[Connection], None],
    ) -> None:
        self._buffer = buffer
        self._loop = asyncio.get_running_loop()
        # A loop that knows when it woke up knows better than the clock, which has gone on while others were read.
        self._arrival: Callable[[], float] = getattr(self._loop, "woke_at", self._loop.time)
        self._late: Callable[[], float] = getattr(self._loop, "unread_seconds", float)
        self._give_back = give_back
        self._forget = forget
        # Called for every chunk, some 50 times an answer: a method of ours would take a tenth of all time.
        self._pieces: list[bytes] = []
        self.on_body = self._pieces.append
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._receiver: Receiver | None = None
        self._done: asyncio.Future[None] | None = None
        self._headers: dict[str, str] = {}
        self._has_head = False
        self._ends_with_connection = False
        self._is_complete = False
        self._may_stay = True
        self._tail: asyncio.TimerHandle | None = None
        self.rests_since = 0.0

    @property
    def is_open(self) -> bool:
        """Whether another request may be sent on it."""
        return self._transport is not None and not self._transport.is_closing()

    async def exchange(self, raw: bytes, receiver: Receiver, deadline: float) -> None:
        """Send a request and return when the receiver has what it needs, or the loop's time is `deadline`.

        Cancelling hangs up.
        """
        assert self._transport is not None
        self._pieces.clear()
        self._receiver, self._has_head, self._is_complete, self._ends_with_connection = receiver, False, False, False
        self._done = self._loop.create_future()
        self._transport.write(raw)
        receiver.sent(self._loop.time())
        # Cheaper than asyncio.timeout, by 2 % of a whole run.
        expiry = self._loop.call_at(deadline, self._expire)
        try:
            await self._done
        except asyncio.CancelledError:
            self.abort()
            raise
        finally:
            expiry.cancel()

    def abort(self) -> None:
        """Hang up at once."""
        self._receiver = None
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the socket."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - asyncio's signature
        """Where to read to: one place for all connections, since each empties it at once."""
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Pass on what has arrived."""
        receiver = self._receiver
        if receiver is None and self._tail is None:
            self.abort()  # nobody has asked for anything
            return
        try:
            self._parser.feed_data(self._buffer[:nbytes])
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._deliver()
            if receiver is not None:
                if self._has_head:
                    receiver.broken("cut_stream", f"The answer broke off: {error}")
                else:
                    receiver.broken("bad_answer", f"The answer is not HTTP: {error}")
            self._release()
            self.abort()
            return
        self._deliver()
        if self._is_complete or (receiver is not None and receiver.is_over):
            self._answered()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the receiver, for whom this may be the end it waits for."""
        self._transport = None
        self._forget(self)
        self._drop_tail()
        if self._receiver is not None:
            if self._ends_with_connection and exc is None:
                self._receiver.end()
            else:
                words = str(exc or "the server hung up")
                if self._has_head:
                    self._receiver.broken("cut_stream", f"The answer broke off: {words}")
                else:
                    self._receiver.broken("connection", f"The connection failed: {words}")
        self._release()

    def on_message_begin(self) -> None:
        """Forget the headers of the answer before."""
        self._headers = {}

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep one header."""
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        """Hand the head over."""
        status = self._parser.get_status_code()
        if status < _INFORMATIONAL:
            return
        self._has_head = True
        self._ends_with_connection = not {"content-length", "transfer-encoding"} & self._headers.keys()
        if self._receiver is not None:
            self._receiver.head(status, self._headers)

    def on_message_complete(self) -> None:
        """Note that the answer is whole."""
        if self._parser.get_status_code() < _INFORMATIONAL:
            return
        self._deliver()
        self._is_complete = True
        self._may_stay = self._parser.should_keep_alive()
        if self._receiver is not None and not self._receiver.is_over:
            self._receiver.end()

    def _deliver(self) -> None:
        """Hand over what of the body has come with one read."""
        receiver, pieces = self._receiver, self._pieces
        if pieces and receiver is not None and not receiver.is_over:
            piece = pieces[0] if len(pieces) == 1 else b"".join(pieces)
            receiver.body(piece, self._arrival(), self._late())
        pieces.clear()

    def _answered(self) -> None:
        """Let go of the receiver, and of the connection if the answer is whole; else wait a moment for its tail."""
        self._release()
        if not self._is_complete:
            if self._tail is None:
                self._tail = self._loop.call_later(TAIL_SECONDS, self.abort)
            return
        self._drop_tail()
        if self.is_open and self._may_stay:
            self._give_back(self)
        else:
            self.abort()

    def _expire(self) -> None:
        if self._receiver is not None:
            self._receiver.expired()
        self.abort()
        self._release()

    def _release(self) -> None:
        self._receiver = None
        if self._done is not None and not self._done.done():
            self._done.set_result(None)

    def _drop_tail(self) -> None:
        if self._tail is not None:
            self._tail.cancel()
            self._tail = None


class Connections:
    """The connections to one server; the one used last is used next, so that those not needed are let go."""

    def __init__(self, route: Route, *, keeps: bool) -> None:
        self._route = route
        self._keeps = keeps
        # Without one of our own, asyncio asks the system for 256 kB at every read.
        self._buffer = memoryview(bytearray(BUFFER_BYTES))
        self._resting: list[Connection] = []
        self._open: set[Connection] = set()

    async def send(self, raw: bytes, receiver: Receiver, seconds: float) -> None:
        """Send one request on a connection that rests, or a new one; the receiver learns when `seconds` are over.

        Raises OSError where no connection can be made.
        """
        deadline = asyncio.get_running_loop().time() + seconds
        connection = self._rested() or await self._connected(min(seconds, CONNECT_SECONDS))
        await connection.exchange(raw, receiver, deadline)
        if not self._keeps:
            connection.abort()

    async def warm_up(self) -> None:
        """Make one connection before anything is measured: names are looked up and certificates read by then."""
        with contextlib.suppress(OSError):
            self._give_back(await self._connected(CONNECT_SECONDS))

    async def close(self) -> None:
        """Hang up on everything."""
        for connection in list(self._open):
            connection.abort()
        # Each connection hears of its end in a turn of its own.
        await asyncio.sleep(0)

    def _rested(self) -> Connection | None:
        now = asyncio.get_running_loop().time()
        while self._resting:
            connection = self._resting.pop()
            if connection.is_open and now - connection.rests_since < REST_SECONDS:
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
        return Connection(self._buffer, self._give_back, self._open.discard)

    def _give_back(self, connection: Connection) -> None:
        if not self._keeps:
            connection.abort()
        else:
            connection.rests_since = asyncio.get_running_loop().time()
            self._resting.append(connection)
