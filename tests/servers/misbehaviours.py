# ruff: noqa: E501 - a table
"""What servers have been seen to do, by name: what goes over the wire, and what a person must be told of it.

Each is met in the middle of well-behaved answers by tests/journeys/test_misbehaviours.py.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from servers.wire_server import (
    ANSWER,
    DONE,
    USAGE,
    WELL,
    chunk,
    chunked,
    complaint,
    counted,
    delta,
    event,
    head,
    opened,
    refusal,
    sized,
    stream,
    words,
)

if TYPE_CHECKING:
    from servers.wire_server import Wire

JSON = "application/json"
HTML = "<!DOCTYPE html><html><head><title>Sign in to Wi-Fi</title></head><body>Please sign in.</body></html>"
BUSY = "Rate limit reached for requests. Please try again later."


@dataclass
class Told:
    """What becomes of a query: `kind` of failure or None, words of its reason, its answer, whose token counts."""

    raw: Any
    kind: str | None = None
    says: str = ""
    answer: str | None = ANSWER
    usage: str | None = "provider"
    retry_after: float | None = None


def answered(raw: Any, *, answer: str = ANSWER, usage: str = "provider") -> Told:
    """A harmless oddity."""
    return Told(raw, answer=answer, usage=usage)


def failed(kind: str, says: str, raw: Any, *, partial: str | None = "", retry_after: float | None = None) -> Told:
    """No usable answer; `partial` had come before: None for any number of words."""
    return Told(raw, kind, says, answer=partial, usage=None, retry_after=retry_after)


def plain(value: Any, kind: str = JSON) -> bytes:
    """An answer that is not streamed."""
    return sized(value if isinstance(value, bytes) else json.dumps(value).encode(), head(200, kind))


def whole(usage: Any = USAGE) -> dict[str, Any]:
    """The protocol's answer to a question that asked for no stream."""
    message = {"role": "assistant", "content": ANSWER}
    return {"id": "c", "model": "wire-2026", "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": usage}  # fmt: skip


def then(raw: bytes, end: str = "hang_up", pause_seconds: float = 0.0) -> Any:
    """Send this, and hang up, reset or stall."""

    async def behave(wire: Wire) -> None:
        if end == "hang_up":
            wire.hold_for_the_end()
        await wire.send(raw)
        # What was sent must have been read: a reset may overtake it.
        await asyncio.sleep(pause_seconds)
        done = getattr(wire, end)()
        if done is not None:
            await done

    return behave


def bit_by_bit(raw: bytes, pause_seconds: float = 0.0, size: int = 1) -> Any:
    """Send this in packets of so many bytes."""

    async def behave(wire: Wire) -> None:
        for place in range(0, len(raw), size):
            await wire.send(raw[place : place + size])
            await asyncio.sleep(pause_seconds)

    return behave


def endless(start: bytes, again: bytes, pause_seconds: float = 0.0) -> Any:
    """Send this for as long as anybody listens."""

    async def behave(wire: Wire) -> None:
        await wire.send(start)
        while True:
            await wire.send(again)
            await asyncio.sleep(pause_seconds)

    return behave


async def half_of_its_head(wire: Wire) -> None:
    """Say that something will come, and say no more."""
    await wire.send(b"HTTP/1.1 200 OK\r\nContent-Ty")
    await wire.stall()


def closing(raw: bytes) -> Any:
    """The body ends with the connection."""
    return then(head() + b"\r\n" + raw)


def packed(body: bytes, way: str) -> bytes:
    """An answer in pieces that was packed in this way only for the way."""
    return head() + b"Transfer-Encoding: %s\r\n\r\n" % way.encode() + chunk(body) + b"0\r\n\r\n"


def pieces(*deltas: dict[str, Any], usage: Any = USAGE) -> bytes:
    """A stream of these deltas, counted and ended."""
    return chunked(b"".join(map(event, deltas)) + counted(usage) + DONE)


def halves(*texts: str) -> bytes:
    """Events of these texts, in which half a character may be written as JSON can."""
    return b"".join(event(delta("@")).replace(b"@", text.encode()) for text in texts)


def usage_of(**counts: Any) -> bytes:
    """A good answer with such token counts."""
    return chunked(stream(usage=counts))


def choice(text: str, index: int, finish: str | None = None) -> dict[str, Any]:
    """One of several answers in one chunk."""
    return {**delta(), "choices": [{"index": index, "delta": {"content": text}, "finish_reason": finish}]}


SERVER_ERRORS = {500: "server", 501: "server", 502: "overloaded", 503: "overloaded", 505: "server", 507: "server",
                 520: "server", 521: "server", 522: "timeout", 523: "server", 524: "timeout", 529: "overloaded",
                 504: "timeout"}  # fmt: skip
CLIENT_ERRORS = {400: "bad_request", 401: "authentication", 402: "quota", 403: "authentication", 404: "not_found",
                 405: "bad_request", 406: "bad_request", 407: "authentication", 408: "timeout", 409: "bad_request",
                 410: "not_found", 411: "bad_request", 413: "bad_request", 414: "bad_request", 415: "bad_request",
                 418: "bad_request", 421: "bad_request", 422: "bad_request", 423: "bad_request", 424: "bad_request",
                 425: "bad_request", 428: "bad_request", 431: "bad_request", 451: "bad_request",
                 499: "bad_request"}  # fmt: skip

STATUSES: dict[str, Told] = {
    **{
        f"status_{status}": failed(kind, rf"answered {status}: Something is amiss", refusal(status, "Something is amiss"))
        for status, kind in {**CLIENT_ERRORS, **SERVER_ERRORS}.items()
    },
    **{
        f"status_{status}_later": failed(
            kind, rf"answered {status}: {BUSY}", refusal(status, BUSY, Retry_After="7"), retry_after=7
        )
        for status, kind in {429: "rate_limit", 503: "overloaded", 529: "overloaded", 500: "server"}.items()
    },
    "status_429": failed("rate_limit", "answered 429", refusal(429, BUSY)),
    "retry_after_nonsense": failed("rate_limit", "429", refusal(429, BUSY, Retry_After="soon")),
    "retry_after_negative": failed("rate_limit", "429", refusal(429, BUSY, Retry_After="-5")),
    "retry_after_infinite": failed("rate_limit", "429", refusal(429, BUSY, Retry_After="1e999")),
    "retry_after_date": failed(
        "rate_limit",
        "429",
        refusal(429, BUSY, Date="Wed, 21 Oct 2015 07:28:00 GMT", Retry_After="Wed, 21 Oct 2015 07:28:07 GMT"),
        retry_after=7,
    ),
    "quota": failed(
        "quota", "exceeded your current quota", refusal(429, "You exceeded your current quota.", "insufficient_quota")
    ),
    "error_without_words": failed("server", "answered 500", sized(b"", head(500, JSON))),
    "error_of_html": failed("overloaded", "502: 502 Bad Gateway$", sized(
        b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", head(502, "text/html"))),
    "error_of_half_a_json": failed("server", "answered 500", sized(b'{"error": {"message": "Out of', head(500, JSON))),
    "error_of_a_list": failed("server", "500: Out of memory", sized(b'[{"error": "Out of memory"}]', head(500, JSON))),
    "error_that_breaks_off": failed(
        "overloaded", "answered 503", then(head(503) + b"Content-Length: 900\r\n\r\nWe are bu")
    ),
    "error_that_never_ends": failed(
        "overloaded", "answered 503", then(head(503) + b"Content-Length: 900\r\n\r\nWe are bu", "stall")
    ),
    "error_without_end": failed(
        "server", "answered 500", endless(opened(head(500)), chunk(b"no " * 2_000), 0.001)
    ),
    "error_packed_unknowably": failed(
        "rate_limit", r"answered 429\.$", sized(b"\x0b\x02\x80hello", head(429, JSON, Content_Encoding="br"))
    ),
    "error_packed_badly": failed(
        "rate_limit", r"answered 429\.$", sized(b"hello", head(429, JSON, Content_Encoding="gzip"))
    ),
    "error_packed": failed("rate_limit", f"429: {BUSY}", sized(
        gzip.compress(complaint(BUSY)), head(429, JSON, Content_Encoding="gzip"))),
    "redirect": failed(
        "not_found",
        "redirects to https://models.example/v2.*base_url",
        sized(b"", head(307, JSON, Location="https://models.example/v2")),
    ),
    "redirect_nowhere": failed("not_found", "redirects.*base_url", sized(b"", head(301, ""))),
    "no_content": failed("bad_answer", "answered 204", head(204, "") + b"\r\n"),
    "accepted": failed("bad_answer", "answered 202", sized(b'{"id": "later"}', head(202, JSON))),
    "status_nobody_knows": failed("bad_answer", "answered 799", sized(b"?", head(799, "text/plain"))),
    "other_protocol": failed(
        "bad_answer", "go on in another protocol", then(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n")
    ),
}  # fmt: skip

HTTP: dict[str, Told] = {
    "http_1_0": answered(then(b"HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + stream())),
    "http_0_9": failed("bad_answer", "not HTTP", then(stream())),
    "ends_with_its_connection": answered(closing(stream())),
    "says_it_will_close": answered(then(sized(stream(), head(Connection="close")))),
    "closes_without_saying": answered(then(WELL)),
    "compressed": answered(sized(gzip.compress(stream()), head(Content_Encoding="gzip"))),
    "compressed_on_the_way": answered(packed(gzip.compress(stream()), "GZip,  chunked")),
    "compressed_on_the_way_unknowably": failed("bad_answer", "compressed in an unknown way: br$", packed(stream(), "br, chunked")),
    "chunked_in_capitals": answered(packed(stream(), "Chunked")),
    "compressed_otherwise": answered(chunked(zlib.compress(stream()), start=head(Content_Encoding="deflate"))),
    "compressed_half": failed(
        "cut_stream", "broke off", sized(gzip.compress(stream())[:90], head(Content_Encoding="gzip"))
    ),
    "compressed_unknowably": failed("bad_answer", "compressed.*br", sized(b"\x0b\x02", head(Content_Encoding="br"))),
    "compressed_not_at_all": failed("bad_answer", "decompressed", sized(stream(), head(Content_Encoding="gzip"))),
    "compressed_bomb": failed(
        "bad_answer",
        "no end|without end|endless|too long",
        sized(gzip.compress(b"data: " + b" " * 60_000_000), head(Content_Encoding="gzip")),
    ),
    "chunk_trailers": answered(chunked(stream(), end=b"0\r\nX-Took: 3 ms\r\nContent-Length: 7\r\n\r\n")),
    "chunk_extensions": answered(opened() + b"%x;a=b\r\n%s\r\n0\r\n\r\n" % (len(stream()), stream())),
    "chunk_size_garbage": failed("cut_stream", "broke off", then(opened() + chunk(words("The capital")) + b"zz\r\n"),
                                 partial="The capital"),
    "chunk_size_huge": failed("cut_stream", "broke off", then(opened() + b"ffffffffffffffffff\r\n")),
    "early_hints": answered(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + WELL),
    "goes_on": answered(b"HTTP/1.1 100 Continue\r\n\r\n" * 3 + WELL),
    "goes_on_forever": failed(
        "timeout", "target.s limit", endless(b"", b"HTTP/1.1 102 Processing\r\n\r\n", 0.01)
    ),
    "length_told_twice": failed(
        "bad_answer", "not HTTP", then(head(Content_Length="5") + b"Content-Length: 7\r\n\r\nhello")
    ),
    "length_negative": failed("bad_answer", "not HTTP", then(head(Content_Length="-5") + b"\r\n" + stream())),
    "length_too_long": failed(
        "cut_stream", "broke off", then(head(Content_Length="9999") + b"\r\n" + words("Paris is")), partial="Paris is"
    ),
    "length_too_short": answered(then(head(Content_Length=str(len(stream()))) + b"\r\n" + stream() + stream("Poison."))),
    "length_and_chunks": failed("bad_answer", "not HTTP", then(head(Content_Length="5") + opened(b"") + stream())),
    "header_of_a_megabyte": failed(
        "bad_answer", "header", then(head(X_Long="x" * 1_000_000) + b"Content-Length: 0\r\n\r\n")
    ),
    "headers_without_end": failed("bad_answer", "header", endless(head(), b"X-More: and more\r\n" * 200, 0.001)),
    "header_of_large_size": answered(sized(stream(), head(X_Long="x" * 30_000))),
    "header_injected": answered(sized(stream(), head(X_Odd="a\r\nX-Other: b"))),
    "header_without_colon": failed("bad_answer", "not HTTP", then(head() + b"no header at all\r\n\r\n" + stream())),
    "other_program": failed("bad_answer", "not HTTP", then(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")),
    "secure_only": failed("bad_answer", "not HTTP", then(b"\x15\x03\x01\x00\x02\x02\x0a")),
    "half_a_head": failed("timeout", "target.s limit", half_of_its_head),
    "half_a_head_cut": failed("connection", "hung up", then(b"HTTP/1.1 200 OK\r\nContent-Ty")),
    "hangs_up": failed("connection", "hung up", then(b"")),
    "resets": failed("connection", "reset", then(b"", "reset")),
    "never_answers": failed("timeout", "target.s limit", then(b"", "stall")),
    "sends_more_with_it": answered(WELL + sized(stream("Poison."), head())),
    "sends_half_more_with_it": answered(WELL + b"HTTP/1.1 200 OK\r\nContent-Type: te"),
    "sends_an_error_with_it": answered(WELL + refusal(500, "Poison")),
    "sends_garbage_with_it": answered(WELL + b"\x00\x01\x02 what?"),
}  # fmt: skip

STREAMS: dict[str, Told] = {
    "cut_before_the_first_word": failed("cut_stream", "broke off", then(opened())),
    "cut_after_the_role": failed("cut_stream", "broke off", then(opened() + chunk(event(delta(role="assistant"))))),
    "cut_in_the_middle": failed(
        "cut_stream", "broke off", then(opened() + chunk(words("The capital of"))), partial="The capital of"
    ),
    "cut_inside_an_event": failed(
        "cut_stream", "broke off", then(opened() + chunk(words("The capital of") + b'data: {"choices": [{"ind')),
        partial="The capital of",
    ),
    "cut_neatly": failed("cut_stream", "finish reason", chunked(words("The capital of")), partial="The capital of"),
    "cut_by_reset": failed(
        "cut_stream", "reset", then(opened() + chunk(words("The capital of")), "reset", 0.1), partial="The capital of"
    ),
    "cut_before_its_counts": failed(
        "cut_stream", "broke off", then(opened() + chunk(words() + event(delta(finish="stop")))), partial=ANSWER
    ),
    "stalls": failed(
        "timeout", "target.s limit", then(opened() + chunk(words("The capital of")), "stall"), partial="The capital of"
    ),
    "stalls_after_the_end": answered(then(opened() + chunk(stream()), "stall")),
    "one_byte_a_second": failed("timeout", "target.s limit", bit_by_bit(WELL, 1.0)),
    "one_byte_at_a_time": answered(bit_by_bit(WELL)),
    "every_byte_a_chunk": answered(chunked(*(bytes([byte]) for byte in stream()))),
    "endless_words": failed(
        "timeout|bad_answer", "target.s limit|no end", endless(opened(), chunk(words("so ") * 9), 0.01), partial=None
    ),
    "endless_at_full_speed": failed(
        "timeout|bad_answer",
        "target.s limit|no end",
        endless(opened(), chunk(event(delta("so " * 2_000)))),
        partial=None,
    ),
    "endless_pings": failed("timeout", "target.s limit", endless(opened(), chunk(b": ping\n\n"), 0.01)),
    "endless_nothing": failed("timeout", "target.s limit", endless(opened(), chunk(event(delta(""))), 0.01)),
    "endless_line": failed("bad_answer", "without end", endless(opened(), chunk(b"data: " + b"x" * 9_999))),
    "endless_event": failed("bad_answer", "without end", endless(opened(), chunk(b"data: " + b"x" * 99_999 + b"\n"))),
    "giant_line": answered(chunked(event(delta("Paris " * 100_000)) + stream()), answer="Paris " * 100_000 + ANSWER),
    "no_newline": failed("cut_stream|bad_answer", "broke off|finish reason|not a model's answer", chunked(
        stream().replace(b"\n", b""))),
    "no_last_newline": answered(chunked(stream().rstrip(b"\n"))),
    "windows_lines": answered(chunked(stream().replace(b"\n", b"\r\n"))),
    "old_mac_lines": answered(chunked(stream().replace(b"\n", b"\r"))),
    "old_mac_lines_byte_by_byte": answered(bit_by_bit(sized(stream().replace(b"\n", b"\r")))),
    "byte_order_mark": answered(chunked(b"\xef\xbb\xbf" + stream())),
    "comments_and_names": answered(
        chunked(b": hello\n\nevent: message\nid: 1\nretry: 3\n" + stream().replace(b"\n\n", b"\n\n: ping\n\nid\n"))
    ),
    "data_in_many_lines": answered(chunked(stream().replace(b'"choices": ', b'"choices":\ndata: '))),
    "data_without_space": answered(chunked(stream().replace(b"data: ", b"data:"))),
    "character_split": answered(bit_by_bit(sized(stream("Zürich, 東京 🗼")), 0.0, 3), answer="Zürich, 東京 🗼"),
    "bad_utf8": failed(
        "bad_answer", "UTF-8|utf-8", chunked(stream().replace(b"Paris", b"caf\xe9 \xff")), partial="The capital of France is"
    ),
    "not_json": failed("bad_answer", "not a model's answer", chunked(b"data: {oops\n\n" + stream())),
    "half_a_json": failed("bad_answer", "breaks off|broke off|half|truncated", plain(b'{"choices": [{"message": {"conte')),
    "other_json": failed("bad_answer|empty_answer", "not a model's answer|no content", plain(b'["a", 1]')),
    "html": failed("bad_answer", "web page.*Sign in to Wi-Fi", plain(HTML.encode(), "text/html")),
    "html_called_json": failed("bad_answer", "web page.*Sign in to Wi-Fi", plain(HTML.encode())),
    "html_called_a_stream": failed("bad_answer", "web page.*Sign in to Wi-Fi", plain(HTML.encode(), "text/event-stream")),
    "no_content_at_all": failed("empty_answer|cut_stream|bad_answer", "no content|finish|empty", sized(b"")),
    "no_content_type": answered(sized(stream(), head(200, ""))),
    "stream_called_json": answered(chunked(stream(), start=head(200, JSON))),
    "stream_called_text": answered(chunked(stream(), start=head(200, "text/plain; charset=utf-8"))),
    "not_streamed": answered(plain(whole())),
    "not_streamed_called_text": answered(plain(whole(), "text/plain")),
    "not_streamed_called_a_stream": answered(plain(whole(), "text/event-stream")),
    "two_done": answered(chunked(stream() + DONE)),
    "words_after_done": answered(chunked(stream() + words("Poison."))),
    "blank_behind_done": answered(chunked(stream().replace(DONE, DONE.rstrip() + b" \n\n"))),
    "no_done": answered(chunked(stream().removesuffix(DONE))),
    "error_in_mid_stream": failed(
        "cut_stream", "broke off: CUDA", chunked(words("The capital of") + b"data: " + complaint("CUDA error") + b"\n\n"),
        partial="The capital of",
    ),
    "error_first": failed(
        "overloaded", "overloaded", chunked(b"data: " + complaint("The engine is overloaded", "x") + b"\n\n")
    ),
    "error_by_event_name": failed(
        "cut_stream", "broke off: CUDA", chunked(words("The capital of") + b'event: error\ndata: {"message": "CUDA error"}\n\n'),
        partial="The capital of",
    ),
    "error_by_field_name": failed(
        "cut_stream", "broke off: CUDA", chunked(words("The capital of") + b'error: {"message": "CUDA error"}\n\n'),
        partial="The capital of",
    ),
    "error_false_or_empty": answered(chunked(event({**delta(), "error": False}) + event({**delta(), "error": ""}) + stream())),
    "detail_with_200": failed("server", "broke off: The queue is full", plain({"detail": "The queue is full"})),
    "message_with_200": failed("quota", "broke off: No credit", plain({"message": "No credit", "code": "insufficient_quota"})),
    "message_of_another_protocol": failed("empty_answer|cut_stream", "no content|finish", plain(
        {"message": {"role": "assistant", "content": ANSWER}, "done": True})),
    "answer_with_detail": answered(plain({**whole(), "detail": "", "message": "well done"})),
    "error_with_200": failed("quota", "insufficient_quota|credit", plain(complaint("No credit", "insufficient_quota"))),
}  # fmt: skip

ANSWERS: dict[str, Told] = {
    "tool_calls_only": failed("empty_answer", "called a tool", pieces(
        delta(role="assistant", tool_calls=[{"index": 0, "function": {"name": "f", "arguments": "{}"}}]),
        delta(finish="tool_calls"))),
    "reasoning_only": failed("empty_answer", "reasoned but never answered.*length", pieces(
        delta(reasoning_content="Let me think."), delta(finish="length"))),
    "reasoning_first": answered(chunked(event(delta(reasoning="Let me think.")) + stream())),
    "no_words": failed("empty_answer", "no content", pieces(delta("", role="assistant"), delta(finish="stop"))),
    "only_blanks": failed("empty_answer", "no content", pieces(delta(" \n\t "), delta(finish="stop"))),
    "empty_choices": failed("empty_answer|cut_stream", "no content|finish reason", chunked(
        event({**delta(), "choices": []}) + DONE)),
    "null_everywhere": answered(chunked(event({"choices": None, "usage": None, "model": None, "error": None})
        + event({"choices": [{"index": None, "delta": None, "finish_reason": None}]}) + stream())),
    "content_is_a_number": failed("bad_answer", "not a model's answer", chunked(
        event({"choices": [{"index": 0, "delta": {"content": 42}}]}) + DONE)),
    "character_in_halves": answered(chunked(halves("The capital of", r" \ud83d", r"\uddfc is", r" Paris. \ud83d", *"abcdefg")
        + event(delta(finish="stop")) + counted(USAGE) + DONE), answer="The capital of 🗼 is Paris. \ufffdabcdefg"),
    "character_in_halves_at_the_end": answered(chunked(halves(r"\uddfcParis\ud83d") + event(delta(finish="stop"))
        + counted(USAGE) + DONE), answer="\ufffdParis\ufffd"),
    "content_in_parts": answered(pieces(
        delta(content=[{"type": "thinking", "thinking": [{"type": "text", "text": "Let me think."}]}]),
        delta(content=[{"type": "thinking", "thinking": "France?"}, {"type": "text", "text": "The capital of "}]),
        delta(content=[{"type": "text", "text": "France"}, {"type": "reference", "reference_ids": [1]}]),
        delta(" is Paris."), delta(content=[]), delta(finish="stop"))),
    "content_in_parts_not_streamed": answered(plain({**whole(), "choices": [{"index": 0, "finish_reason": "stop",
        "message": {"role": "assistant", "content": [{"type": "text", "text": ANSWER}]}}]})),
    "content_in_many_parts": answered(pieces(
        *(delta(content=[{"type": "text", "text": letter}]) for letter in ANSWER), delta(finish="stop"))),
    "only_thoughts_in_parts": failed("empty_answer", "reasoned but never answered", pieces(
        delta(content=[{"type": "thinking", "thinking": "Hm."}]), delta(finish="stop"))),
    "content_is_a_list_of_words": failed("bad_answer", "not a model's answer", pieces(delta(content=["Paris"]))),
    "many_choices": answered(chunked(b"".join(
        event(choice(text, index)) for index, text in ((1, "Poison."), (0, ANSWER), (1, "More."))) + event(
        choice("", 1, "stop")) + event(choice("", 0, "stop")) + counted(USAGE) + DONE)),
    "probabilities": answered(chunked(event({"choices": [{"index": 0, "delta": {"content": ANSWER}, "logprobs": {
        "content": [{"token": "The", "logprob": -0.1, "bytes": [84], "top_logprobs": []}]}}]}) + event(
        delta(finish="stop")) + counted(USAGE) + DONE)),
    "too_long": answered(chunked(stream(finish="length"))),
    "filtered": failed("content_filter", "filter", pieces(delta("", finish="content_filter"))),
    "filtered_midway": answered(chunked(stream("The capital", finish="content_filter")), answer="The capital"),
    "refused": answered(pieces(delta(refusal="I cannot do that."), delta(finish="stop")), answer="I cannot do that."),
    "usage_missing": answered(chunked(words() + event(delta(finish="stop")) + DONE), usage="estimated"),
    "usage_null": answered(usage_of(prompt_tokens=None, completion_tokens=None), usage="estimated"),
    "usage_half_null": answered(usage_of(
        prompt_tokens=21, completion_tokens=7, total_tokens=None, prompt_tokens_details=None)),
    "usage_null_details": answered(usage_of(
        prompt_tokens=21, completion_tokens=7, prompt_tokens_details={"cached_tokens": None, "audio_tokens": None})),
    "usage_empty": answered(usage_of(), usage="estimated"),
    "usage_negative": answered(usage_of(prompt_tokens=-3, completion_tokens=-1), usage="estimated"),
    "usage_negative_details": answered(usage_of(
        prompt_tokens=21, completion_tokens=7, prompt_tokens_details={"cached_tokens": -9})),
    "usage_of_words": answered(usage_of(prompt_tokens="twenty", completion_tokens="7"), usage="estimated"),
    "usage_of_fractions": answered(usage_of(prompt_tokens=21.0, completion_tokens=7.0)),
    "usage_is_a_list": answered(chunked(stream(usage=[1, 2])), usage="estimated"),
    "usage_is_true": answered(usage_of(prompt_tokens=True, completion_tokens=True), usage="estimated"),
    "usage_zero": answered(usage_of(prompt_tokens=0, completion_tokens=0), usage="estimated"),
    "usage_absurd": answered(usage_of(prompt_tokens=10**30, completion_tokens=10**12), usage="estimated"),
    "usage_cached_above_all": answered(usage_of(
        prompt_tokens=21, completion_tokens=7, prompt_tokens_details={"cached_tokens": 500})),
    "usage_in_every_event": answered(chunked(b"".join(
        event({**delta(word), "usage": {"prompt_tokens": 21, "completion_tokens": number + 1}})
        for number, word in enumerate(("The capital of ", "France is ", "Paris."))) + stream("")
        .removeprefix(words("")))),
    "usage_then_null": answered(chunked(words() + event(delta(finish="stop")) + counted(USAGE) + counted(None) + DONE)),
}  # fmt: skip

MISBEHAVIOURS: dict[str, Told] = {**STATUSES, **HTTP, **STREAMS, **ANSWERS}
