"""A lean client for servers that speak OpenAI's chat completions: one request an ask, streamed, never repeated."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import Any

import aiohttp
import msgspec
from yarl import URL

from stressdesk.errors import RunError, TargetError
from stressdesk.journal.events import Usage
from stressdesk.scenario.model import Parameters
from stressdesk.targets.answer import Answer
from stressdesk.targets.endpoint import Endpoint
from stressdesk.targets.failures import broken, complaint, complaint_in, failure
from stressdesk.targets.redaction import all_keys, shown
from stressdesk.targets.stream import END, Chunk, Events, MalformedStream, Piece, TokenCounts, chunk
from stressdesk.targets.target import Reply, Request

CONNECT_SECONDS = 15.0
_ERROR_BODY_BYTES = 20_000
_PLAIN_BODY_BYTES = 20_000_000
_OK = 200


class OpenAITarget:
    """A Target at an OpenAI-protocol address. Raises only `TargetError`."""

    def __init__(self, endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
        self._endpoint = endpoint
        self._session = session
        self._url = URL(endpoint.url)
        self._keys = all_keys(endpoint.key)
        self._headers = {"Content-Type": "application/json", "Accept-Encoding": "identity", **endpoint.headers}
        if endpoint.key:
            is_bearer = endpoint.key_header == "Authorization"
            self._headers[endpoint.key_header] = f"Bearer {endpoint.key}" if is_bearer else endpoint.key

    async def ask(self, request: Request) -> Reply:
        """Send one request and gather its streamed answer."""
        answer = Answer(self._endpoint.model, self._keys)
        try:
            async with asyncio.timeout(self._endpoint.timeout_seconds):
                await self._exchange(self._body(request), answer)
        except TimeoutError as error:
            raise TargetError("timeout", self._patience_ended(), partial=answer.text) from error
        return answer.reply(request.messages)

    def _patience_ended(self) -> str:
        return f"No complete answer within the target's limit of {self._endpoint.timeout_seconds:g} s."

    def _body(self, request: Request) -> bytes:
        renamed = self._endpoint.renamed
        body = {
            **request.parameters.extra,
            **self._endpoint.options,
            **{renamed.get(name, name): value for name, value in sent_parameters(request.parameters).items()},
            "model": self._endpoint.model,
            "messages": [{"role": message.role, "content": message.content} for message in request.messages],
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        try:
            return msgspec.json.encode(body)
        except (UnicodeEncodeError, TypeError) as error:
            raise TargetError("bad_request", f"The request cannot be written as JSON: {shown(str(error))}") from error

    async def _exchange(self, body: bytes, answer: Answer) -> None:
        """Send the body and fill the answer, mapping whatever the connection does on the way."""
        has_begun = False
        try:
            async with self._session.post(
                self._url, data=body, headers=self._headers, allow_redirects=False
            ) as response:
                has_begun = True
                await self._read(response, answer)
        except MalformedStream as error:
            raise self._error("bad_answer", f"The answer is not the protocol's: {error}", answer) from error
        except aiohttp.ConnectionTimeoutError as error:
            raise self._error("connection", f"No connection within {CONNECT_SECONDS:g} s.", answer) from error
        except aiohttp.ClientResponseError as error:
            raise self._error("bad_answer", f"The answer is not HTTP: {error.message}", answer) from error
        except (aiohttp.ClientError, OSError) as error:
            if has_begun:
                raise self._error("cut_stream", f"The answer broke off: {error}", answer) from error
            raise self._error("connection", f"The connection failed: {error}", answer) from error

    def _error(self, kind: Any, message: str, answer: Answer) -> TargetError:
        return TargetError(kind, shown(message, self._keys), partial=answer.text)

    async def _read(self, response: aiohttp.ClientResponse, answer: Answer) -> None:
        if response.status != _OK:
            text = await _beginning(response, _ERROR_BODY_BYTES)
            raise failure(response.status, complaint(text.decode("utf-8", "replace")), response.headers, self._keys)
        if response.content_type == "application/json":
            self._take(chunk(await _beginning(response, _PLAIN_BODY_BYTES)), answer)
        elif not await self._read_stream(response, answer) and not answer.finish_reason:
            raise self._error("cut_stream", "The answer ended without a finish reason.", answer)

    async def _read_stream(self, response: aiohttp.ClientResponse, answer: Answer) -> bool:
        """Take events until the closing `[DONE]`; false if the stream ended without it."""
        parser = Events()
        async for piece in response.content.iter_any():
            for event in parser.feed(piece):
                if event == END:
                    return True
                self._take(chunk(event), answer)
        for event in parser.close():
            if event == END:
                return True
            self._take(_last(event), answer)
        return False

    def _take(self, part: Chunk, answer: Answer) -> None:
        if part.error is not None:
            raise broken(complaint_in(part.error), answer.text, self._keys)
        answer.model = part.model or answer.model
        if part.usage is not None:
            answer.usage = _usage(part.usage)
        for choice in part.choices or ():
            if choice.index == 0:
                answer.finish_reason = choice.finish_reason or answer.finish_reason
                _take_piece(choice.delta or choice.message or Piece(), answer)


def sent_parameters(parameters: Parameters) -> dict[str, Any]:
    """The parameters that are set, under the protocol's names, without the extra ones."""
    values = {
        "temperature": parameters.temperature,
        "top_p": parameters.top_p,
        "max_tokens": parameters.max_tokens,
        "stop": list(parameters.stop) or None,
        "seed": parameters.seed,
    }
    return {name: value for name, value in values.items() if value is not None}


@asynccontextmanager
async def open_openai(endpoint: Endpoint) -> AsyncIterator[OpenAITarget]:
    """Connect to an OpenAI-protocol server for as long as the context lasts; nothing is sent yet.

    Raises `RunError` for an address or a key that cannot be one.
    """
    is_local = is_loopback(endpoint.base_url)
    if endpoint.key is not None and not (endpoint.key.isascii() and endpoint.key.isprintable()):
        raise RunError("The key for the target contains characters no key has.", "Set it again, without line breaks.")
    connector = aiohttp.TCPConnector(limit=0, force_close=not endpoint.keeps_connections)
    session = aiohttp.ClientSession(
        connector=connector,
        # A proxy between two programs of one machine would only be measured along with them.
        trust_env=not is_local,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
        cookie_jar=aiohttp.DummyCookieJar(),
    )
    async with session:
        yield OpenAITarget(endpoint, session)


def is_loopback(base_url: str) -> bool:
    """Whether the address lies on this machine; raises `RunError` if it is none."""
    try:
        host = URL(base_url).host
        scheme = URL(base_url).scheme
    except ValueError:
        host, scheme = None, ""
    if not host or scheme not in {"http", "https"}:
        raise RunError(f"{shown(base_url)!r} is not an address.", "Write base_url like http://127.0.0.1:8080/v1.")
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _take_piece(piece: Piece, answer: Answer) -> None:
    answer.has_reasoned = answer.has_reasoned or bool(piece.reasoning_content or piece.reasoning)
    answer.has_called_tools = answer.has_called_tools or bool(piece.tool_calls)
    # A refusal is what the user would read; whether it is a failure is for the checks to say.
    answer.add(piece.content or piece.refusal or "")


def _last(event: bytes) -> Chunk:
    """The last event of a stream that broke off: half a JSON object there is a cut, not garbage."""
    try:
        return chunk(event)
    except MalformedStream:
        return Chunk()


def _usage(counts: TokenCounts) -> Usage:
    inputs, outputs = counts.prompt_tokens_details, counts.completion_tokens_details
    return Usage(
        input=max(0, counts.prompt_tokens),
        output=max(0, counts.completion_tokens),
        cached=(inputs.cached_tokens if inputs else None) or 0,
        reasoning=(outputs.reasoning_tokens if outputs else None) or 0,
        source="provider",
    )


async def _beginning(response: aiohttp.ClientResponse, most_bytes: int) -> bytes:
    """Up to `most_bytes` of a body: an endless one must not fill the memory."""
    body = b""
    async for piece in response.content.iter_any():
        body += piece
        if len(body) >= most_bytes:
            break
    return body[:most_bytes]
