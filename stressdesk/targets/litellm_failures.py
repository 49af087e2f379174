"""What LiteLLM's exceptions mean: the true answer of the server lies somewhere in the chain of causes.

LiteLLM reports a refused connection, a reset and a broken stream as its own "500"; only the causes tell them apart.
They are known here by the names of their classes, so that reading them does not load LiteLLM.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stressdesk.errors import FailureKind, NoConnectionsError, TargetError
from stressdesk.targets.failures import Complaint, broken, complaint, complaint_in, failure, kind_of
from stressdesk.targets.redaction import shown
from stressdesk.targets.sockets import OURS
from stressdesk.targets.sockets import words as socket_words

_DEEPEST = 12
# No connection, or none with the provider behind the proxy, came about: nobody can have read the request. By aiohttp's
# names, which has one for all its ways to fail before that, and httpx's.
_NEVER_SENT = frozenset(
    {"ClientConnectorError", "ConnectionTimeoutError", "ClientHttpProxyError", "ServerFingerprintMismatch",
     "ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "InvalidURL", "UnsupportedProtocol",
     "LocalProtocolError"}
)  # fmt: skip
_NO_CONNECTION = frozenset({"ConnectTimeout", "PoolTimeout", "ConnectionTimeoutError", "ConnectError"})
_TIMEOUT = frozenset({"ReadTimeout", "WriteTimeout", "SocketTimeoutError", "APITimeoutError", "Timeout"})
_NOT_THE_PROTOCOL = frozenset(
    {
        "JSONDecodeError",
        "UnicodeDecodeError",
        "DecodingError",
        "APIResponseValidationError",
        "ValidationError",
    }
)
_NOT_HTTP = frozenset({"BadStatusLine", "BadHttpMessage", "InvalidHeader", "LineTooLong"})
# The head of an answer had come, and then not all of its body.
_BROKEN_OFF = frozenset({"ClientPayloadError", "ContentLengthError", "TransferEncodingError"})
# Nothing at all had come.
_NO_HEAD = frozenset({"ServerDisconnectedError", "ClientOSError"})
# LiteLLM's own code fails over an answer that is odd enough.
_UNREADABLE = frozenset({"TypeError", "AttributeError", "KeyError", "IndexError"})
_BROKEN_CONNECTION = frozenset(
    {"ReadError", "WriteError", "CloseError", "RemoteProtocolError", "APIConnectionError", "ClientOSError"}
)
_BY_CLASS: Mapping[str, FailureKind] = {
    "ContextWindowExceededError": "context_overflow",
    "ContentPolicyViolationError": "content_filter",
    "UnsupportedParamsError": "bad_request",
}
_MID_STREAM = "MidStreamFallbackError"
# What the providers' own errors derive from.
_PROVIDERS = "BaseLLMException"
# "litellm.BadRequestError: OpenAIException - " and the like say nothing to a reader.
_PREFIXES = re.compile(r"^(?:(?:litellm\.)?\w+(?:Error|Exception|Timeout)\s*[:-]\s*)+")
# aiohttp's own, which no server has sent.
_STATUS = re.compile(r"^400, message:\s*")
_NO_END = "Stream ended before a finish_reason"


def mapped(error: BaseException, partial: str, keys: Sequence[str]) -> TargetError:
    """The one `TargetError` that says what happened on the wire, whatever LiteLLM has made of it."""
    causes = tuple(_causes(error))
    names = [type(cause).__name__ for cause in causes]
    # Gemini's requests are sent when the first piece is asked for: LiteLLM takes all their failures for broken streams.
    has_begun = _MID_STREAM in names and (bool(partial) or _NO_HEAD.isdisjoint(names))
    result = _answered(causes, keys) or _told_midway(causes, partial, keys, has_begun=has_begun)
    if result is None:
        kind = _kind(error, names, has_begun=has_begun)
        told = shown(_reason(kind, causes, names), keys)
        is_ours = any(isinstance(cause, OSError) and cause.errno in OURS for cause in causes)
        result = NoConnectionsError(told) if is_ours else TargetError(kind, told)
    result.partial = partial
    return result


def is_never_sent(error: BaseException) -> bool:
    """Whether it is certain that no server has been asked: anything else may have been read, and billed."""
    names = {ancestor.__name__ for cause in _causes(error) for ancestor in type(cause).__mro__}
    # What LiteLLM calls a failure to connect is at times its own cancelling, at a moment nobody knows.
    return not _NEVER_SENT.isdisjoint(names) and "CancelledError" not in names


def headers_of(error: BaseException) -> Mapping[str, str]:
    """The headers of the answer that LiteLLM took for a failure; none where none came."""
    responses = (getattr(cause, "response", None) for cause in _causes(error) if not _is_litellms(cause))
    return next((response.headers for response in responses if response is not None), {})


def _is_litellms(cause: BaseException) -> bool:
    """Is it one of LiteLLM's own exceptions? These carry invented answers, without headers or body."""
    return type(cause).__module__.startswith("litellm")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and what led to it, outermost first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen and len(seen) < _DEEPEST:
        seen.add(id(error))
        yield error
        error = getattr(error, "original_exception", None) or error.__cause__ or error.__context__


def _answered(causes: Sequence[BaseException], keys: Sequence[str]) -> TargetError | None:
    """The failure in an HTTP answer."""
    for cause in causes:
        response = getattr(cause, "response", None)
        if _is_litellms(cause) or response is None:
            continue
        try:
            text = response.text
        except RuntimeError:  # httpx: the body was never read, and cannot be any more
            text = ""
        return failure(response.status_code, complaint(text), response.headers, keys)
    return None


def _told_midway(
    causes: Sequence[BaseException], partial: str, keys: Sequence[str], *, has_begun: bool
) -> TargetError | None:
    """The failure in an error object that came instead of the next piece."""
    for cause in causes if has_begun else ():
        body: Any = getattr(cause, "body", None)
        if isinstance(body, dict | str) and body:
            return broken(complaint_in(body), partial, keys)
    if has_begun and any(ancestor.__name__ == _PROVIDERS for ancestor in type(causes[-1]).__mro__):
        return broken(Complaint(words=str(causes[-1])), partial, keys)
    return None


def _kind(error: BaseException, names: Sequence[str], *, has_begun: bool) -> FailureKind:
    rules: tuple[tuple[bool, FailureKind], ...] = (
        ("UnicodeEncodeError" in names, "bad_request"),
        (not _BROKEN_OFF.isdisjoint(names), "cut_stream"),
        (not (_NOT_THE_PROTOCOL | _NOT_HTTP).isdisjoint(names), "bad_answer"),
        (not _NO_CONNECTION.isdisjoint(names), "connection"),
        (not _TIMEOUT.isdisjoint(names), "timeout"),
        (has_begun and names[-1] in _UNREADABLE, "bad_answer"),
        (has_begun, "cut_stream"),
        (not _BROKEN_CONNECTION.isdisjoint(names), "connection"),
        *((name in _BY_CLASS, _BY_CLASS.get(name, "bad_answer")) for name in names),
    )
    status = getattr(error, "status_code", None)
    by_status = kind_of(status, Complaint(words=str(error))) if isinstance(status, int) else "bad_answer"
    return next((kind for applies, kind in rules if applies), by_status)


def _reason(kind: FailureKind, causes: Sequence[BaseException], names: Sequence[str]) -> str:
    """What a person is told, in the lean client's words where it is known what happened."""
    told = _PREFIXES.sub("", _words(causes))
    rules: tuple[tuple[bool, str], ...] = (
        (kind == "bad_answer" and "LineTooLong" in names, "The answer's headers are longer than LiteLLM reads."),
        (kind == "bad_answer" and not _NOT_HTTP.isdisjoint(names), f"The answer is not HTTP: {_STATUS.sub('', told)}"),
        ("DecodingError" in names, f"The answer cannot be decompressed: {told}"),
        (kind == "bad_answer" and not _NOT_THE_PROTOCOL.isdisjoint(names),
         f"What the server sent is not a model's answer: {told}"),
        (kind == "bad_answer" and names[-1] in _UNREADABLE, f"LiteLLM cannot read the answer: {told}"),
        (kind == "connection", f"The connection failed: {_connection_words(causes, names, told)}"),
        (kind == "cut_stream" and told.startswith(_NO_END), "The answer ended without a finish reason."),
        (not _BROKEN_OFF.isdisjoint(names), "The answer broke off: the server hung up"),
        (kind == "cut_stream", f"The answer broke off: {told}"),
    )  # fmt: skip
    return next((words for applies, words in rules if applies), told)


def _connection_words(causes: Sequence[BaseException], names: Sequence[str], told: str) -> str:
    if "ServerDisconnectedError" in names:
        return "the server hung up"
    errors = [cause for cause in causes if isinstance(cause, OSError) and not isinstance(cause, TimeoutError)]
    return socket_words(errors[-1]) if errors else told


def _words(causes: Sequence[BaseException]) -> str:
    """The innermost exception that says anything: the outer ones only wrap it."""
    outermost = str(causes[0])
    if type(causes[0]).__name__ in _BY_CLASS:
        return outermost
    telling = (str(cause) for cause in reversed(causes) if not isinstance(cause, StopIteration))
    return next((text for text in telling if text.strip()), type(causes[0]).__name__)
