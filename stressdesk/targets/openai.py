"""A lean client for servers that speak OpenAI's chat completions: one request an ask, streamed, never repeated."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import msgspec

from stressdesk.errors import NoConnectionsError, RunError, TargetError
from stressdesk.targets.answer import Answer
from stressdesk.targets.endpoint import sent_parameters
from stressdesk.targets.incoming import Incoming
from stressdesk.targets.pool import Connections
from stressdesk.targets.redaction import all_keys, shown
from stressdesk.targets.routes import Route
from stressdesk.targets.sockets import OURS, words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from stressdesk.targets.endpoint import Endpoint
    from stressdesk.targets.target import Reply, Request

# What an address may hold as it stands (RFC 3986), so that only what cannot be sent is escaped.
_IN_ADDRESSES = "/?#[]@!$&'()*+,;=:%-._~"


class OpenAITarget:
    """A Target at an OpenAI-protocol address. Raises only `TargetError`."""

    def __init__(self, endpoint: Endpoint, connections: Connections) -> None:
        self._endpoint = endpoint
        self._connections = connections
        self._keys = all_keys(endpoint.key)
        self._head = _head(endpoint)
        self._host = urlsplit(endpoint.url).netloc.rpartition("@")[2]

    async def ask(self, request: Request) -> Reply:
        """Send one request and gather its streamed answer."""
        answer = Answer(self._endpoint.model, self._keys)
        seconds = self._endpoint.timeout_seconds
        incoming = Incoming(answer, self._keys, seconds)
        body = self._body(request)
        try:
            await self._connections.send(b"%s%d\r\n\r\n%s" % (self._head, len(body), body), incoming, seconds)
        except OSError as error:
            told = f"The connection to {self._host} failed: {words(error)}."
            if error.errno in OURS:
                raise NoConnectionsError(shown(told, self._keys)) from error
            raise TargetError("connection", shown(told, self._keys)) from error
        except asyncio.CancelledError:
            incoming.settle()
            request.note.partial, request.note.reasoned_tokens = answer.text, answer.reasoned_tokens
            raise
        finally:
            request.note.is_sent = answer.written is not None
            request.note.first_token = answer.first_token
        incoming.settle()
        request.note.headers, request.note.reasoned_tokens = answer.headers, answer.reasoned_tokens
        if incoming.error is not None:
            raise incoming.error
        return answer.reply(request)

    def _body(self, request: Request) -> bytes:
        body = {
            **request.parameters.extra,
            **self._endpoint.options,
            **sent_parameters(request.parameters, self._endpoint.renamed),
            "model": self._endpoint.model,
            "messages": [{"role": message.role, "content": message.content} for message in request.messages],
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        try:
            return msgspec.json.encode(body)
        except (UnicodeEncodeError, TypeError) as error:
            raise TargetError("bad_request", f"The request cannot be written as JSON: {shown(str(error))}") from error


@asynccontextmanager
async def open_openai(endpoint: Endpoint) -> AsyncIterator[OpenAITarget]:
    """Reach for an OpenAI-protocol server for as long as the context lasts; no request is sent yet.

    Raises `RunError` for an address or a key that cannot be one.
    """
    connections = Connections(Route(endpoint.url), keeps=endpoint.keeps_connections)
    target = OpenAITarget(endpoint, connections)
    try:
        if endpoint.keeps_connections:
            await connections.warm_up()
        yield target
    finally:
        await connections.close()


def _head(endpoint: Endpoint) -> bytes:
    """The request's line and headers, up to the length of its body."""
    if endpoint.key is not None and not (endpoint.key.isascii() and endpoint.key.isprintable()):
        raise RunError("The key for the target contains characters no key has.", "Set it again, without line breaks.")
    parts = urlsplit(endpoint.url)
    place = f"{parts.path}?{parts.query}" if parts.query else parts.path
    headers = {
        "Host": parts.netloc.rpartition("@")[2],
        "User-Agent": "stressdesk",
        "Accept": "text/event-stream, application/json",
        "Accept-Encoding": "identity",
        "Content-Type": "application/json",
        **endpoint.headers,
    }
    if endpoint.key:
        is_bearer = endpoint.key_header == "Authorization"
        headers[endpoint.key_header] = f"Bearer {endpoint.key}" if is_bearer else endpoint.key
    lines = [
        f"POST {quote(place, safe=_IN_ADDRESSES)} HTTP/1.1",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "Content-Length: "]).encode("latin-1", "replace")
