"""One HTTP answer of an OpenAI-protocol server as its bytes arrive, until it is an `Answer` or turns out to be none.

Times are taken when bytes are read. After the first content, pieces are only kept, and read many at once: while
hundreds of answers stream, work done for one of them would show in the times of all others.
"""

from __future__ import annotations

import contextlib
import zlib
from typing import TYPE_CHECKING

from stressdesk.errors import FailureKind, TargetError
from stressdesk.targets.failures import broken, complaint, complaint_in, failure, no_answer
from stressdesk.targets.redaction import shown
from stressdesk.targets.reported import reported_usage
from stressdesk.targets.stream import (
    BYTE_ORDER_MARK,
    END,
    Chunk,
    Events,
    MalformedStream,
    Piece,
    alike,
    chunk,
    chunks,
    only_words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stressdesk.targets.answer import Answer

ERROR_BODY_BYTES = 20_000
PLAIN_BODY_BYTES = 8_000_000
# One packet can hold a thousand times its size; no packet of words does.
UNPACKED_BYTES = 4_000_000
# So much waits to be read at most: an answer without end must not fill the memory.
MOST_WAITING_BYTES = 65_536
_OK = 200
_ERROR = b'"error"'
# What servers write that always write the field.
_NO_ERROR = (None, False, "")
# zlib's way to say: gzip or zlib, whichever it is.
_ANY_WINDOW = 47
_IN_PIECES = "chunked"
_COMPRESSIONS = ("gzip", "x-gzip", "deflate")


class Incoming:
    """Receives one answer. `error` says why it is none; `settle` decodes what has been kept."""

    def __init__(self, answer: Answer, keys: Sequence[str], limit_seconds: float) -> None:
        self.is_over = False
        self.error: TargetError | None = None
        self._answer = answer
        self._keys = keys
        self._limit_seconds = limit_seconds
        self._status = 0
        self._headers: Mapping[str, str] = {}
        # None until its first byte tells what kind of body this is: servers mislabel theirs.
        self._is_stream: bool | None = None
        self._events = Events()
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._plain = bytearray()
        self._has_ended = False
        self._moment: float | None = None
        self._unzip: zlib._Decompress | None = None

    def sent(self, moment: float) -> None:
        """Note when the request had left this program."""
        self._answer.written = moment

    def head(self, status: int, headers: dict[str, str]) -> None:
        """Learn what kind of body will come."""
        self._status, self._headers = status, headers
        self._answer.headers = headers
        if status != _OK:
            self._is_stream = False
        compression = headers.get("content-encoding", "identity").strip().lower()
        if headers.get("transfer-encoding", _IN_PIECES) != _IN_PIECES and compression in {"", "identity"}:
            # The connection has put the pieces together; what else was done on the way is left.
            compression = headers["transfer-encoding"].lower().removesuffix(_IN_PIECES).strip(" ,\t")
        if compression in _COMPRESSIONS:
            self._unzip = zlib.decompressobj(_ANY_WINDOW)
        elif compression not in {"", "identity"}:
            self._unreadable(f"The answer is compressed in an unknown way: {compression}")

    def body(self, piece: bytes, moment: float, late_seconds: float) -> None:
        """Take the next piece, arrived at `moment` of the loop's time or up to so many seconds sooner."""
        self._moment = moment
        self._answer.last_late_seconds = late_seconds
        try:
            self._take_piece(piece if self._unzip is None else self._unpacked(self._unzip, piece))
        except MalformedStream as error:
            self._fail("bad_answer", no_answer(self._plain, str(error)))
        except zlib.error as error:
            self._unreadable(f"The answer cannot be decompressed: {error}")
        except TargetError as error:
            self._stop(error)

    def end(self) -> None:
        """The body is complete: whatever is missing now will not come."""
        if self.is_over:
            return
        try:
            if self._status != _OK:
                self.error = self._failure()
            elif self._is_stream is False:
                self._take_whole(bytes(self._plain).removeprefix(BYTE_ORDER_MARK))
            elif not self._is_packed_off():
                self._take_rest()
        except MalformedStream as error:
            self._fail("bad_answer", no_answer(self._plain, str(error)))
        except TargetError as error:
            self.error = error
        self.is_over = True

    def expired(self) -> None:
        """The time for the answer is over, or that for the reasons of a refusal."""
        if self._status and self._status != _OK:
            self.end()
        elif not self.is_over:
            self._fail("timeout", f"No complete answer within the target's limit of {self._limit_seconds:g} s.")

    def broken(self, kind: FailureKind, words: str) -> None:
        """The connection ended before the answer did, or spoke no HTTP."""
        if not self.is_over and self._status and self._status != _OK:
            self._stop(self._failure())
        elif not self.is_over:
            self._fail(kind, words)

    def settle(self) -> None:
        """Decode what is still waiting, and put what has arrived so far on the error."""
        try:
            self._take_waiting()
        except MalformedStream as error:
            if self.error is None or self.error.kind == "cut_stream":
                self._fail("bad_answer", no_answer(b"", str(error)))
        except TargetError as error:
            self.error = self.error or error
        if self.is_over and self.error is None and not self._has_ended and not self._answer.finish_reason:
            self._fail("cut_stream", "The answer ended without a finish reason.")
        if self.error is not None and self._status == _OK:
            self.error.partial = self._answer.text

    def _take_piece(self, piece: bytes) -> None:
        if self._is_stream is None:
            self._is_stream = _is_stream(piece)
        if not self._is_stream:
            self._plain += piece
            is_answer = self._status == _OK and not self._plain[:64].lstrip().startswith(b"<")
            if len(self._plain) >= (PLAIN_BODY_BYTES if is_answer else ERROR_BODY_BYTES):
                self.end()
            return
        self._waiting.append(piece)
        self._waiting_bytes += len(piece)
        may_wait = self._answer.first_token is not None and self._waiting_bytes < MOST_WAITING_BYTES
        # Looked for from the end: that takes Python a third of the time.
        is_plain = piece.rfind(END) < 0 and piece.rfind(_ERROR) < 0
        if not may_wait or not is_plain or piece[-2:] != b"\n\n" or self._events.is_cut:
            self._take_waiting()

    def _unpacked(self, unzip: zlib._Decompress, piece: bytes) -> bytes:
        unpacked = unzip.decompress(piece, UNPACKED_BYTES)
        if unzip.unconsumed_tail:
            raise TargetError("bad_answer", "The answer has no end: one packet of it holds millions of characters.")
        return unpacked

    def _is_packed_off(self) -> bool:
        """Whether the body ended inside what is compressed, which then says so."""
        if self._unzip is None or self._unzip.eof:
            return False
        self._fail("cut_stream", "The answer broke off: what is compressed has no end.")
        return True

    def _take_rest(self) -> None:
        """Take what the end of the body completes. Half a JSON object there is a cut, not garbage."""
        self._take_waiting()
        for event in () if self._has_ended else self._events.close():
            if event.startswith(END):
                self._has_ended = True
                return
            with contextlib.suppress(MalformedStream):
                self._take(chunk(event))

    def _take_waiting(self) -> None:
        pieces, self._waiting, self._waiting_bytes = self._waiting, [], 0
        if not pieces or self._has_ended:
            return
        events: list[bytes] = []
        try:
            # What comes before something malformed is in the list by then.
            events += self._events.feed_all(pieces)
        finally:
            self._take_events(events)

    def _take_events(self, events: list[bytes]) -> None:
        # OpenAI's own client takes whatever begins so for the end: some servers put a blank behind it.
        if END in events or (events and events[-1].startswith(END)):
            self._has_ended = self.is_over = True
            del events[next(number for number, event in enumerate(events) if event.startswith(END)) :]
        words: list[str] = []
        for _ in range(2):
            # The first event of an answer brings its role too, and so is like none of the others.
            found = alike(events)
            words += found
            del events[: len(found)]
        try:
            for part in chunks(events) if events else ():
                word = only_words(part)
                if word is None:
                    self._answer.add("".join(words), self._moment)
                    words.clear()
                    self._take(part)
                else:
                    words.append(word)
        finally:
            self._answer.add("".join(words), self._moment)

    def _take_whole(self, body: bytes) -> None:
        part = chunk(body)
        is_told = bool(part.detail) or (isinstance(part.message, str) and bool(part.message))
        if part.choices is None and part.error in _NO_ERROR and is_told:
            # Some servers say what is wrong with status 200, and call it no error.
            raise broken(complaint(body.decode("utf-8", "replace")), "", self._keys)
        self._take(part)
        self._has_ended = True

    def _take(self, part: Chunk) -> None:
        answer = self._answer
        if part.error not in _NO_ERROR:
            raise broken(complaint_in(part.error), answer.text, self._keys)
        answer.model = part.model or answer.model
        if part.usage is not None:
            answer.usage = reported_usage(part.usage) or answer.usage
        for choice in part.choices or ():
            if not choice.index:
                answer.finish_reason = choice.finish_reason or answer.finish_reason
                self._take_delta(choice.delta or choice.message or Piece(), answer)

    def _take_delta(self, piece: Piece, answer: Answer) -> None:
        answer.reason(piece.reasoning_content or piece.reasoning or "")
        answer.has_called_tools = answer.has_called_tools or bool(piece.tool_calls)
        # A refusal is what the user would read; whether it is a failure is for the checks to say.
        answer.add(piece.content or piece.refusal or "", self._moment)

    def _failure(self) -> TargetError:
        told = complaint(self._plain[:ERROR_BODY_BYTES].decode("utf-8", "replace"))
        return failure(self._status, told, self._headers, self._keys)

    def _unreadable(self, words: str) -> None:
        """Without its reasons a refusal is still one, of the kind its status says."""
        if self._status == _OK:
            self._fail("bad_answer", words)
        else:
            self._plain.clear()
            self._stop(self._failure())

    def _fail(self, kind: FailureKind, words: str) -> None:
        self._stop(TargetError(kind, shown(words, self._keys)))

    def _stop(self, error: TargetError) -> None:
        self.error, self.is_over = error, True


def _is_stream(start: bytes) -> bool | None:
    """Whether a body that begins so is a stream of events, not JSON or a web page; None if it is too short."""
    seen = start.removeprefix(BYTE_ORDER_MARK).lstrip()
    return seen[:1] not in {b"{", b"[", b"<"} if seen else None
