"""The wire format of OpenAI-protocol answers: server-sent events and the JSON inside them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import msgspec

from stressdesk.targets.lenient import understood

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

END = b"[DONE]"
# No chunk of text comes near this; without a bound one endless line would fill the memory.
LONGEST_EVENT_BYTES = 4_000_000
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# A comment has no name.
_FIELDS = frozenset({b"", b"event", b"id", b"retry"})
_ERROR_OBJECT = b'{"error": %s}'


class MalformedStream(ValueError):  # noqa: N818 - reads as what it is where it is caught
    """What arrived is not the protocol's."""


class Piece(msgspec.Struct, frozen=True):
    """A `delta` of a stream or a whole `message`; servers disagree on what they call reasoning."""

    content: str | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None
    refusal: str | None = None
    tool_calls: Any = None


class Choice(msgspec.Struct, frozen=True):
    """One of the answers; only the first is asked for."""

    index: int | None = 0
    delta: Piece | None = None
    message: Piece | None = None
    finish_reason: str | None = None


class Chunk(msgspec.Struct, frozen=True):
    """One event of a stream, or a whole answer that was not streamed.

    `usage` is read apart: counts nobody can use are no reason to lose an answer. `detail` and `message` are what a
    server says instead of an answer.
    """

    choices: list[Choice] | None = None
    usage: Any = None
    model: str | None = None
    error: Any = None
    detail: Any = None
    message: Any = None


# Fewer are decoded one by one as fast.
FEWEST_ALIKE = 6
_PROBE = b"words"
_strings = msgspec.json.Decoder(list[str])
_decoder = msgspec.json.Decoder(Chunk)
_many = msgspec.json.Decoder(list[Chunk])


def chunk(text: bytes) -> Chunk:
    """Decode one event or body; raises `MalformedStream` if it has another shape."""
    try:
        return _decoder.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        with contextlib.suppress(ValueError, RecursionError):
            return msgspec.convert(understood(text), Chunk)
        raise MalformedStream(str(error)) from error


def chunks(texts: Sequence[bytes]) -> Iterator[Chunk]:
    """Decode many events; raises `MalformedStream` at the first that has another shape, after those before it."""
    try:
        yield from _many.decode(b"[%s]" % b",".join(texts))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        yield from map(chunk, texts)


def alike(events: Sequence[bytes]) -> list[str]:
    """The words of the first so many events, cut out all at once; none where the events differ in more than words.

    Most servers send the same before and after the words of all events: decoding each of them, 50 an answer, takes a
    tenth of a whole run.
    """
    frame = _framed(events[0]) if len(events) >= FEWEST_ALIKE else None
    if frame is None:
        return []
    before, after, start, end = frame.before, frame.after, len(frame.before), -len(frame.after)
    words: list[bytes] = []
    for event in events:
        if event[:start] != before or event[end:] != after or len(event) < start - end:
            break
        words.append(event[start:end])
    spelled = b'","'.join(words)
    # Words with quotes in them might end where they seem to or not; all others stand for themselves, here as there.
    if spelled.count(b'"') != 2 * (len(words) - 1):
        return []
    try:
        found = _strings.decode(b'["%s"]' % spelled)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return []
    return found if len(found) == len(words) else []


class _Frame(msgspec.Struct, frozen=True):
    """What stands before and after the words in an event."""

    before: bytes
    after: bytes


def _framed(event: bytes) -> _Frame | None:
    """The frame of an event that brings nothing but words."""
    with contextlib.suppress(MalformedStream, UnicodeEncodeError):
        word = only_words(chunk(event))
        if not word:
            return None
        before, found, after = event.partition(msgspec.json.encode(word))
        # The same letters may stand in another place: only decoding shows.
        if found and only_words(chunk(b'%s"%s"%s' % (before, _PROBE, after))) == _PROBE.decode():
            return _Frame(before + b'"', b'"' + after)
    return None


def only_words(part: Chunk) -> str | None:
    """The words of an event that brings nothing else, as nearly all do; None for any other."""
    if part.choices is None or len(part.choices) != 1 or part.usage is not None or part.error is not None:
        return None
    choice = part.choices[0]
    delta = choice.delta
    if delta is None or choice.finish_reason is not None or choice.index or delta.tool_calls is not None:
        return None
    return delta.content if delta.reasoning_content is None and delta.reasoning is None else None


class Events:
    """Cuts a byte stream into the `data` of its server-sent events, without waiting for more than has arrived.

    Comments and other fields are passed over; an event of several data lines is joined by line breaks (WHATWG HTML,
    section 9.2). What servers call an error, by a field or an event of that name, comes as an object with an `error`.
    A line that belongs to no field, or has no end, raises `MalformedStream`.
    """

    def __init__(self) -> None:
        # Pieces of the line that has not ended: joined once, as one that has no end would be copied over and over.
        self._rest: list[bytes] = []
        self._event: list[bytes] = []
        self._bytes = 0
        self._is_error = False
        self._has_begun = False
        self._ended_in_return = False

    @property
    def is_cut(self) -> bool:
        """Whether an event has begun and is not complete."""
        return bool(self._rest or self._event or self._is_error)

    def feed(self, piece: bytes) -> list[bytes]:
        """The events that are complete with this piece."""
        return [event for line in self._lines(piece) for event in self._take(line)]

    def feed_all(self, pieces: Sequence[bytes]) -> Iterable[bytes]:
        """The events that are complete with these pieces; raises after those before what is malformed."""
        whole = b"".join(pieces)
        if not self.is_cut and whole[-2:] == b"\n\n" and whole[:6] == b"data: ":
            # What nearly every stream is: whole events of one line each. Half the work of the general way.
            events = whole[6:-2].split(b"\n\ndata: ")
            if whole.count(b"\n") == 2 * len(events) and b"\r" not in whole:
                self._has_begun, self._ended_in_return = True, False
                return events
        return (event for piece in pieces for event in self.feed(piece))

    def close(self) -> list[bytes]:
        """The event that the end of the stream completes: there may be no blank line after the last."""
        return [*self._take(b"".join(self._rest)), *self._take(b"")]

    def _lines(self, piece: bytes) -> list[bytes]:
        """The lines that end in this piece, by any of the three line ends."""
        if self._ended_in_return and piece:
            piece = piece.removeprefix(b"\n")
        self._ended_in_return = piece.endswith(b"\r") if piece else self._ended_in_return
        if b"\r" in piece:
            piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        first, *others = piece.split(b"\n")
        if first:
            self._rest.append(first)
        self._bytes += len(piece)
        lines: list[bytes] = []
        if others:
            lines = [b"".join(self._rest), *others[:-1]]
            self._rest = [others[-1]] if others[-1] else []
            if not self._event:
                self._bytes = len(others[-1])
        if self._bytes > LONGEST_EVENT_BYTES:
            raise MalformedStream("an event without end")
        return lines

    def _take(self, line: bytes) -> list[bytes]:
        if not self._has_begun and line:
            self._has_begun = True
            line = line.removeprefix(BYTE_ORDER_MARK)
        name, _, value = line.partition(b":")
        if name == b"data":
            self._event.append(value.removeprefix(b" "))
        elif not line:
            return self._ended()
        elif name == b"error":
            return [_ERROR_OBJECT % value]
        elif name == b"event":
            self._is_error = value.strip() == b"error"
        elif name not in _FIELDS:
            raise MalformedStream(line[:200].decode("utf-8", "replace"))
        return []

    def _ended(self) -> list[bytes]:
        event, self._event = self._event, []
        is_error, self._is_error = self._is_error, False
        self._bytes = 0
        text = b"\n".join(event)
        return [_ERROR_OBJECT % text if is_error else text] if event else []
