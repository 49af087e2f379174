"""HTTP/1.1 as the lean client needs it: one request after the other on kept connections, read as bytes arrive.

Nothing is repeated, followed, cached or buffered: whoever receives an answer gets each piece in the very call in which
the socket was read. Parsing is `httptools` (llhttp).
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

import httptools

from stressdesk.targets.sockets import has_news, is_untouched, no_http, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from stressdesk.errors import FailureKind

# What may still come after the last event of an answer: a few bytes that end the body.
TAIL_SECONDS = 1.0
# An answer that says no in its first line may take this long for its reasons; some never end.
REFUSAL_SECONDS = 2.0
# Large proxies write 16 kB of headers; without a bound, headers that never end would fill the memory.
MOST_HEAD_BYTES = 262_144
_FIRST_FINAL = 200  # statuses below it only announce another answer
_OK = 200


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
        # When it was last given back, in the loop's time, and whether it has rested since.
        self.given_back = 0.0
        self.rests = False
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
        self._done: asyncio.Future[bool] | None = None
        self._expiry: asyncio.TimerHandle | None = None
        self._deadline = 0.0
        self._sent_bytes = 0
        self._is_used = False
        self._headers: dict[str, str] = {}
        self._head_bytes = 0
        self._has_head = False
        self._ends_with_connection = False
        self._is_complete = False
        self._may_stay = True
        self._tail: asyncio.TimerHandle | None = None

    @property
    def is_open(self) -> bool:
        """Whether another request may be sent on it: nothing has come that nobody asked for, nor its end."""
        transport = self._transport
        return transport is not None and not transport.is_closing() and not has_news(transport)

    @property
    def is_unheard(self) -> bool:
        """Whether it was kept, and nothing has come yet of what was asked on it since."""
        return self._receiver is not None and self._is_used and not self._head_bytes

    async def exchange(self, raw: bytes, receiver: Receiver, deadline: float) -> bool:
        """Send a request and return when the receiver has what it needs, or the loop's time is `deadline`.

        Cancelling hangs up. False means that the server had hung up before any of it came: nobody can have read it.
        """
        if self._transport is None:
            return False
        self._pieces.clear()
        self._receiver, self._has_head, self._is_complete, self._ends_with_connection = receiver, False, False, False
        self._head_bytes, self._sent_bytes, self._deadline = 0, len(raw), deadline
        done: asyncio.Future[bool] = self._loop.create_future()
        self._done = done
        self._transport.write(raw)
        receiver.sent(self._loop.time())
        # Cheaper than asyncio.timeout, by 2 % of a whole run.
        self._expiry = self._loop.call_at(deadline, self._expire)
        try:
            return await done
        except asyncio.CancelledError:
            # Where the answer had come already, the connection may be another request's by now.
            if done.cancelled():
                self.abort()
            raise

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
        if not self._has_head:
            self._head_bytes += nbytes
        try:
            self._parser.feed_data(self._buffer[:nbytes])
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._deliver()
            # What the second has to say is where in the bytes the other protocol begins.
            is_other = isinstance(error, httptools.HttpParserUpgrade)
            start = b"" if self._has_head else bytes(self._buffer[:nbytes])
            told = "it would go on in another protocol" if is_other else no_http(start, str(error))
            self._fail(told, no_http="The answer is not HTTP")
            self.abort()
            return
        self._deliver()
        if self._is_complete or (receiver is not None and receiver.is_over):
            self._answered()
        elif self._head_bytes > MOST_HEAD_BYTES and not self._has_head:
            self._fail("its headers have no end", no_http="The answer is not HTTP")
            self.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the receiver, for whom this may be the end it waits for."""
        transport, self._transport = self._transport, None
        self._forget(self)
        self._drop_tail()
        if self._receiver is None:
            self._release()
        elif self._ends_with_connection and exc is None:
            self._receiver.end()
            self._release()
        elif exc is None and self._is_untouched(transport):
            self._release(heard=False)
        else:
            self._fail(words(exc) if exc else "the server hung up", no_http=None)

    def _is_untouched(self, transport: asyncio.Transport | None) -> bool:
        return self.is_unheard and transport is not None and is_untouched(transport, self._sent_bytes)

    def _fail(self, told: str, *, no_http: str | None) -> None:
        """Tell the receiver that no answer will come, or no more of it; `no_http` where the server did answer."""
        if self._receiver is not None:
            if self._has_head:
                self._receiver.broken("cut_stream", f"The answer broke off: {told}")
            elif no_http is not None:
                self._receiver.broken("bad_answer", f"{no_http}: {told}")
            else:
                self._receiver.broken("connection", f"The connection failed: {told}")
        self._release()

    def on_message_begin(self) -> None:
        """Forget the headers of the answer before; a second answer in one read is one nobody asked for."""
        if self._is_complete:
            self._may_stay = False
        else:
            self._headers = {}

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep one header; those after the body say nothing about it."""
        if not self._has_head:
            self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        """Hand the head over."""
        status = self._parser.get_status_code()
        if status < _FIRST_FINAL or self._is_complete:
            return
        self._has_head = True
        self._ends_with_connection = not {"content-length", "transfer-encoding"} & self._headers.keys()
        if self._receiver is not None:
            self._receiver.head(status, self._headers)
            if status != _OK and self._expiry is not None:
                self._expiry.cancel()
                self._expiry = self._loop.call_at(
                    min(self._deadline, self._loop.time() + REFUSAL_SECONDS), self._expire
                )

    def on_message_complete(self) -> None:
        """Note that the answer is whole."""
        if self._parser.get_status_code() < _FIRST_FINAL or self._is_complete:
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
        transport = self._transport
        # A server that answers before it has read the question would take the rest of it for the next.
        is_read = transport is not None and not transport.is_closing() and not transport.get_write_buffer_size()
        if is_read and self._may_stay:
            self._give_back(self)
        else:
            self.abort()

    def _expire(self) -> None:
        if self._receiver is not None:
            self._receiver.expired()
        self.abort()
        self._release()

    def _release(self, *, heard: bool = True) -> None:
        """Let go of the request, with its time limit: the next may begin before the task that asked has woken up."""
        self._receiver = None
        self._is_used = True
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None
        if self._done is not None and not self._done.done():
            self._done.set_result(heard)

    def _drop_tail(self) -> None:
        if self._tail is not None:
            self._tail.cancel()
            self._tail = None
