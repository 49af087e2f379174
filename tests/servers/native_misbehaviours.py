# ruff: noqa: E501 - a table
"""What servers of Anthropic's Messages and of Gemini's streamGenerateContent may do, by name, and what is to be told.

Written from the providers' public documentation: docs.anthropic.com, "Streaming messages" and "Errors"; ai.google.dev,
"Generate content".
"""

from __future__ import annotations

import json
from typing import Any

from servers.misbehaviours import HTML, JSON, Told, answered, endless, failed, plain, then
from servers.wire_server import ANSWER, chunk, chunked, event, head, opened, sized

USED = {"input_tokens": 16, "cache_read_input_tokens": 5, "cache_creation_input_tokens": 0, "output_tokens": 1}
COUNTED = {"promptTokenCount": 21, "candidatesTokenCount": 7, "totalTokenCount": 28, "cachedContentTokenCount": 5}
LIMITS = {
    "anthropic_ratelimit_requests_limit": "50",
    "anthropic_ratelimit_requests_remaining": "49",
    "anthropic_ratelimit_input_tokens_limit": "40000",
    "anthropic_ratelimit_input_tokens_remaining": "39000",
}


def named(kind: str, **fields: Any) -> bytes:
    """One of Anthropic's events."""
    return f"event: {kind}\n".encode() + event({"type": kind, **fields})


def started(usage: Any = USED) -> bytes:
    """The beginning of a message."""
    message = {"id": "msg_1", "type": "message", "role": "assistant", "content": [], "stop_reason": None,
               "model": "wire-2026", "stop_sequence": None, "usage": usage}  # fmt: skip
    if usage is None:
        del message["usage"]
    return named("message_start", message=message) + named("ping")


def block(kind: str, *deltas: dict[str, Any], index: int = 0, **start: Any) -> bytes:
    """A part of a message."""
    return (
        named("content_block_start", index=index, content_block={"type": kind, **start})
        + b"".join(named("content_block_delta", index=index, delta=one) for one in deltas)
        + named("content_block_stop", index=index)
    )


def written(text: str = ANSWER, index: int = 0) -> bytes:
    """A part that is the answer, a word at a time."""
    first, *rest = text.split(" ")
    deltas = [{"type": "text_delta", "text": word} for word in (first, *(f" {word}" for word in rest))]
    return block("text", *deltas, index=index, text="")


def stopped(reason: str = "end_turn", usage: Any = None) -> bytes:
    """The end of a message."""
    return named(
        "message_delta",
        delta={"stop_reason": reason, "stop_sequence": None},
        **({} if usage == "none" else {"usage": {"output_tokens": 7} if usage is None else usage}),
    ) + named("message_stop")


def refused(status: int, kind: str, words: str, **headers: str) -> bytes:
    """An answer that says no, as Anthropic has it."""
    body = {"type": "error", "error": {"type": kind, "message": words}, "request_id": "req_1"}
    return sized(json.dumps(body).encode(), head(status, JSON, **headers))


BEGUN = started() + written("The capital of")
OVERLOADED = named("error", error={"type": "overloaded_error", "message": "Overloaded"})
THOUGHT = block(
    "thinking",
    {"type": "thinking_delta", "thinking": "Let me think."},
    {"type": "signature_delta", "signature": "c2ln"},
    thinking="",
    signature="",
)
TOOL = block("tool_use", {"type": "input_json_delta", "partial_json": "{}"}, id="t1", name="f", input={})
ANTHROPIC_WELL = chunked(started() + written() + stopped())

ANTHROPIC: dict[str, Told] = {
    "error_first": failed("overloaded", "[Oo]verloaded", chunked(OVERLOADED)),
    "error_after_the_start": failed("overloaded", "[Oo]verloaded", chunked(started() + OVERLOADED)),
    "error_in_mid_stream": failed("overloaded|cut_stream", "[Oo]verloaded", chunked(BEGUN + OVERLOADED), partial="The capital of"),
    "cut_before_the_first_word": failed("cut_stream", "broke off|finish reason", then(opened() + chunk(started()))),
    "cut_in_the_middle": failed("cut_stream", "broke off", then(opened() + chunk(BEGUN)), partial="The capital of"),
    "cut_neatly": failed("cut_stream", "finish reason", chunked(BEGUN), partial="The capital of"),
    "cut_by_reset": failed("cut_stream", "broke off", then(opened() + chunk(BEGUN), "reset", 0.1), partial="The capital of"),
    "hangs_up": failed("connection", "hung up", then(b"")),
    "stalls": failed("timeout", "target.s limit", then(opened() + chunk(BEGUN), "stall"), partial="The capital of"),
    "endless_pings": failed("timeout", "target.s limit", endless(opened(), chunk(named("ping")), 0.01)),
    "pings_only": failed("cut_stream|empty_answer", "finish reason|no content", chunked(named("ping") * 3)),
    "nothing_at_all": failed("bad_answer|empty_answer", "no stream|no content", sized(b"")),
    "usage_missing": answered(chunked(started(None) + written() + stopped(usage="none")), usage="estimated"),
    "usage_missing_at_the_start": answered(chunked(started(None) + written() + stopped()), usage="estimated"),
    "usage_missing_at_the_end": answered(chunked(started() + written() + stopped(usage="none")), usage="estimated"),
    "usage_negative": answered(chunked(
        started({"input_tokens": -3, "output_tokens": -1}) + written() + stopped(usage={"output_tokens": -2})), usage="estimated"),
    "usage_absurd": answered(chunked(
        started({"input_tokens": 10**30, "output_tokens": 1}) + written() + stopped(usage={"output_tokens": 10**12})), usage="estimated"),
    "usage_null": answered(chunked(
        started({"input_tokens": None, "output_tokens": None}) + written() + stopped(usage={"output_tokens": None})), usage="estimated"),
    "refusal_only": failed("content_filter", "filter", chunked(started() + stopped("refusal"))),
    "refusal_midway": answered(chunked(BEGUN + stopped("refusal")), answer="The capital of"),
    "too_long": answered(chunked(started() + written() + stopped("max_tokens"))),
    "tool_only": failed("empty_answer", "called a tool", chunked(started() + TOOL + stopped("tool_use"))),
    "thinking_only": failed("empty_answer", "reasoned but never answered", chunked(started() + THOUGHT + stopped("max_tokens"))),
    "no_words": failed("empty_answer", "no content", chunked(started() + stopped())),
    "two_parts": answered(chunked(started() + written("The capital of") + written(" France is Paris.", 1) + stopped())),
    "unknown_events": answered(chunked(
        named("weather", sky="blue") + started() + named("content_block_delta", index=0, delta={"type": "smell_delta", "smell": "x"})
        + written() + stopped())),
    "unknown_end": answered(chunked(started() + written() + stopped("bored"))),
    "bad_json": failed("bad_answer", "not a model's answer", chunked(BEGUN + b"event: content_block_delta\ndata: {oops\n\n" + stopped()),
                       partial="The capital of"),
    "bad_utf8": failed("bad_answer", "not a model's answer|UTF-8|utf-8", chunked(started() + written("caf\xe9").replace(b"\xc3\xa9", b"\xe9\xff") + stopped()), partial=None),
    "not_streamed": failed("bad_answer|empty_answer|cut_stream", "no stream|no content|finish reason", plain(
        {"id": "m", "type": "message", "role": "assistant", "model": "wire-2026", "content": [{"type": "text", "text": ANSWER}],
         "stop_reason": "end_turn", "usage": {"input_tokens": 21, "output_tokens": 7}})),
    "html": failed("bad_answer", "no stream", plain(HTML.encode(), "text/html")),
    "html_502": failed("overloaded", "502: Sign in", sized(HTML.encode(), head(502, "text/html"))),
    "status_529": failed("overloaded", "answered 529: Overloaded", refused(529, "overloaded_error", "Overloaded")),
    "status_500": failed("server", "answered 500: Oh", refused(500, "api_error", "Oh")),
    "status_413": failed("bad_request", "413: Request exceeds", refused(413, "request_too_large", "Request exceeds the maximum size")),
    "status_429": failed("rate_limit", "answered 429: This request", refused(
        429, "rate_limit_error", "This request would exceed your rate limit of 50 requests per minute.", Retry_After="7", **LIMITS), retry_after=7),
    "with_limits": answered(chunked(started() + written() + stopped(), start=head(**LIMITS))),
}  # fmt: skip


def candidate(*parts: Any, reason: str | None = None, usage: Any = None, **more: Any) -> bytes:
    """One of Gemini's chunks."""
    one: dict[str, Any] = {"content": {"role": "model", "parts": list(parts)}, "index": 0, **more}
    if reason:
        one["finishReason"] = reason
    return packed([one], usage)


def packed(candidates: Any, usage: Any = None, **more: Any) -> bytes:
    """A chunk of so many candidates."""
    counts = {} if usage is None else {"usageMetadata": usage}
    return event({"candidates": candidates, "modelVersion": "wire-2026", "responseId": "r1", **counts, **more})


def said(text: str = ANSWER) -> bytes:
    """The words of an answer."""
    first, *rest = text.split(" ")
    return b"".join(candidate({"text": word}) for word in (first, *(f" {word}" for word in rest)))


def over(reason: str = "STOP", usage: Any = COUNTED) -> bytes:
    """The last chunk."""
    return candidate({"text": ""}, reason=reason, usage=usage)


def wrong(status: int, kind: str, words: str, **more: Any) -> dict[str, Any]:
    """An error as Google words it."""
    return {"error": {"code": status, "message": words, "status": kind, **more}}


def declined(status: int, kind: str, words: str, **more: Any) -> bytes:
    """An answer that says no."""
    return sized(json.dumps([wrong(status, kind, words, **more)]).encode(), head(status, JSON))


UNAVAILABLE = event(wrong(503, "UNAVAILABLE", "The model is overloaded."))
GEMINI_WELL = chunked(said() + over())
RETRY = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "7s"}

GEMINI: dict[str, Told] = {
    "error_first": failed("overloaded", "overloaded", chunked(UNAVAILABLE)),
    "error_in_mid_stream": failed("overloaded|cut_stream", "overloaded", chunked(said("The capital of") + UNAVAILABLE), partial="The capital of"),
    "error_with_200": failed("overloaded|bad_answer", "overloaded|no stream", plain([wrong(503, "UNAVAILABLE", "The model is overloaded.")])),
    "cut_before_the_first_word": failed("cut_stream", "broke off", then(opened())),
    "cut_in_the_middle": failed("cut_stream", "broke off", then(opened() + chunk(said("The capital of"))), partial="The capital of"),
    "cut_by_reset": failed("cut_stream", "broke off", then(opened() + chunk(said("The capital of")), "reset", 0.1), partial="The capital of"),
    "hangs_up": failed("connection", "hung up", then(b"")),
    "stalls": failed("timeout", "target.s limit", then(opened() + chunk(said("The capital of")), "stall"), partial="The capital of"),
    "endless_pings": failed("timeout", "target.s limit", endless(opened(), chunk(b": ping\n\n"), 0.01)),
    "nothing_at_all": failed("bad_answer|empty_answer", "no stream|no content", sized(b"")),
    "usage_missing": answered(chunked(said() + over(usage=None)), usage="estimated"),
    "usage_negative": answered(chunked(said() + over(usage={"promptTokenCount": -3, "candidatesTokenCount": -1, "totalTokenCount": -4})), usage="estimated"),
    "usage_absurd": answered(chunked(said() + over(usage={"promptTokenCount": 10**30, "candidatesTokenCount": 10**12, "totalTokenCount": 1})), usage="estimated"),
    "usage_of_words": answered(chunked(said() + over(usage={"promptTokenCount": "many", "candidatesTokenCount": "7"})), usage="estimated"),
    "usage_null": answered(chunked(said() + over(usage={"promptTokenCount": None, "candidatesTokenCount": None})), usage="estimated"),
    "usage_in_every_chunk": answered(chunked(
        b"".join(candidate({"text": word}, usage={**COUNTED, "candidatesTokenCount": number + 1})
                 for number, word in enumerate(("The capital ", "of France ", "is Paris."))) + over())),
    "prompt_blocked": failed("content_filter", "filter", chunked(
        event({"promptFeedback": {"blockReason": "SAFETY"}, "usageMetadata": {"promptTokenCount": 21, "totalTokenCount": 21}, "modelVersion": "wire-2026"}))),
    "safety_only": failed("content_filter", "filter", chunked(packed([{"finishReason": "SAFETY", "index": 0}], COUNTED))),
    "safety_midway": answered(chunked(said("The capital of") + over("SAFETY")), answer="The capital of"),
    "recitation": failed("content_filter|empty_answer", "filter|no content", chunked(packed([{"finishReason": "RECITATION", "index": 0}], COUNTED))),
    "too_long": answered(chunked(said() + over("MAX_TOKENS"))),
    "unknown_end": answered(chunked(said() + over("BORED"))),
    "empty_candidates": failed("empty_answer|cut_stream", "no content|finish reason", chunked(packed([], COUNTED))),
    "candidate_without_content": failed("empty_answer", "no content", chunked(packed([{"finishReason": "STOP", "index": 0}], COUNTED))),
    "tool_only": failed("empty_answer", "called a tool", chunked(candidate({"functionCall": {"name": "f", "args": {}}}, reason="STOP", usage=COUNTED))),
    "tool_malformed": failed("empty_answer", "no content|called a tool", chunked(packed([{"finishReason": "MALFORMED_FUNCTION_CALL", "index": 0}], COUNTED))),
    "thinking_only": failed("empty_answer", "reasoned but never answered", chunked(candidate({"text": "Let me think.", "thought": True}) + over("MAX_TOKENS"))),
    "no_words": failed("empty_answer", "no content", chunked(over())),
    "many_candidates": answered(chunked(
        candidate({"text": "Poison."}).replace(b'"index": 0', b'"index": 1') + said() + over())),
    "unknown_parts": answered(chunked(
        candidate({"smell": "x"}, weather="blue") + event({"weather": "blue"}) + said() + over())),
    "bad_json": failed("bad_answer", "not a model's answer", chunked(said("The capital of") + b"data: {oops\n\n" + over()), partial="The capital of"),
    "html": failed("bad_answer", "no stream|not a model's answer", plain(HTML.encode(), "text/html")),
    "html_502": failed("overloaded", "502: Sign in", sized(HTML.encode(), head(502, "text/html"))),
    "status_503": failed("overloaded", "answered 503: The model", declined(503, "UNAVAILABLE", "The model is overloaded.")),
    "status_500": failed("server", "answered 500: Oh", declined(500, "INTERNAL", "Oh")),
    "status_429": failed("rate_limit", "answered 429: Resource", declined(
        429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).", details=[RETRY]), retry_after=7),
}  # fmt: skip
