"""Every provider LiteLLM knows, through LiteLLM: one request an ask, nothing retried, dropped, cached or phoned home.

The only module that loads LiteLLM, which takes seconds and reads the environment while it is imported.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import warnings
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import wraps
from typing import Any

import msgspec

from stressdesk.errors import RunError, TargetError
from stressdesk.scenario.setting_problems import unsendable
from stressdesk.scenario.targets import LiteLLM
from stressdesk.targets.answer import Answer
from stressdesk.targets.endpoint import sent_parameters
from stressdesk.targets.litellm_chunks import take, tells_usage
from stressdesk.targets.litellm_failures import headers_of, is_never_sent, mapped
from stressdesk.targets.redaction import all_keys, shown
from stressdesk.targets.routes import split
from stressdesk.targets.target import Note, Reply, Request

# Read by LiteLLM when it is imported; each of them stops it from doing something behind the user's back.
_ENVIRONMENT: Mapping[str, str] = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",  # no download of prices
    "LITELLM_OFFLINE_MODE": "true",  # nor of anything else
    "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS": "true",
    "LITELLM_MODE": "PRODUCTION",  # no .env file is read into the environment
    "LITELLM_LOG": "ERROR",
    "LITELLM_SUPPRESS_STARTUP_OUTPUT": "1",
    "LITELLM_DROP_PARAMS": "False",
    "HF_HUB_OFFLINE": "1",  # Llama tokenizers would be looked for over 25 s
    "HF_HUB_DISABLE_TELEMETRY": "1",
}
# LiteLLM prepares each call in the loop's default executor, which has 6 threads on 2 cores.
_THREADS = 64
# Longer than our own limit, so that ours, which counts the whole answer and not the gaps in it, comes first.
_SLACK_SECONDS = 5.0
# A server that reads no further must not keep a query that is over.
_HANG_UP_SECONDS = 1.0
# A server of one's own may need no key, but the client insists on one.
_NO_KEY = "none"
# Beside the OpenAI-compatible ones, those whose streams are seen to close without a reason when they are cut; of
# Gemini's, LiteLLM says "stop" either way.
_TELL_END = frozenset({"openai", "anthropic"})


class LiteLLMTarget:
    """A Target at any provider. Raises only `TargetError`."""

    def __init__(self, library: Library, spec: LiteLLM, key: str | None) -> None:
        self._library = library
        self._spec = spec
        self._keys = all_keys(key)
        self._settings = {
            "model": spec.model,
            "base_url": spec.base_url,
            "api_key": key,
            "timeout": float(spec.timeout_seconds) + _SLACK_SECONDS,
            "stream": True,
            "stream_options": {"include_usage": True},
            # LiteLLM's and the OpenAI client's defaults would send each failing request three times.
            "max_retries": 0,
            "num_retries": 0,
        }

    async def ask(self, request: Request) -> Reply:
        """Send one request and gather its streamed answer."""
        answer = Answer(self._spec.model, self._keys)
        sent = self._sent(request)
        try:
            async with asyncio.timeout(self._spec.timeout_seconds):
                await self._exchange(sent, answer, request.note)
        except TimeoutError as error:
            words = f"No complete answer within the target's limit of {self._spec.timeout_seconds:g} s."
            raise TargetError("timeout", words, partial=answer.text) from error
        except asyncio.CancelledError:
            request.note.partial = answer.text
            raise
        finally:
            request.note.headers = answer.headers
            request.note.first_token, request.note.reasoned_tokens = answer.first_token, answer.reasoned_tokens
        return answer.reply(request)

    def _sent(self, request: Request) -> dict[str, Any]:
        optional = {**request.parameters.extra, **self._spec.options}
        unsent = next(unsendable(optional), None)
        if unsent is not None:
            raise TargetError("bad_request", f"The parameter {shown(str(unsent[-1]))} cannot be set in a scenario.")
        messages = [{"role": message.role, "content": message.content} for message in request.messages]
        return {**optional, **sent_parameters(request.parameters), **self._settings, "messages": messages}

    async def _exchange(self, sent: dict[str, Any], answer: Answer, note: Note) -> None:
        stream = None
        try:
            stream = await self._library.module.acompletion(**sent)
            answer.headers = getattr(stream, "_response_headers", None) or {}
            async for chunk in stream:
                take(chunk, answer)
        except TimeoutError:
            raise
        except self._library.failures as error:
            answer.headers = answer.headers or headers_of(error)
            note.is_sent = not is_never_sent(error)
            raise mapped(error, answer.text, self._keys) from error
        finally:
            if stream is not None:
                await _hang_up(stream, self._library.failures)
        self._ensure_whole(stream, answer)

    def _ensure_whole(self, stream: Any, answer: Answer) -> None:
        """Tell what LiteLLM smooths over: it ends every stream with "stop" and counts tokens nobody reported."""
        if not stream.chunks:
            raise TargetError("bad_answer", "What came is no stream that LiteLLM can read: is the address right?")
        has_begun = answer.text or answer.reasoned_tokens
        if self._library.tells_end and stream.received_finish_reason is None and has_begun:
            raise TargetError("cut_stream", "The answer ended without a finish reason.", partial=answer.text)
        if not tells_usage(stream.chunks):
            answer.usage = None


class Library(msgspec.Struct, frozen=True, kw_only=True):
    """LiteLLM as it was loaded: the module, what it may raise, and whether this provider's streams tell their end."""

    module: Any
    failures: tuple[type[Exception], ...]
    tells_end: bool


@asynccontextmanager
async def open_litellm(spec: LiteLLM) -> AsyncIterator[LiteLLMTarget]:
    """Load LiteLLM, and close its connections at the end; raises `RunError` with what to do if it cannot be asked.

    Without `key_env`, a provider's own variable is used, but never sent to a `base_url` of one's own: a scenario from
    someone else could otherwise name its author's server and collect the key.
    """
    if spec.base_url is not None:
        split(spec.base_url)  # raises if it is no address
    loop = asyncio.get_running_loop()
    executor = ThreadPoolExecutor(_THREADS, "litellm")
    loop.set_default_executor(executor)
    try:
        library = await asyncio.to_thread(_load, spec)
        target = LiteLLMTarget(library, spec, _key(library.module, spec))
        try:
            await _warm_up(library)
            yield target
        finally:
            await _close(library.module)
    finally:
        loop.set_default_executor(ThreadPoolExecutor())
        executor.shutdown(wait=False, cancel_futures=True)


def _load(spec: LiteLLM) -> Library:
    os.environ.update(_ENVIRONMENT)
    for name in ("LITELLM_TELEMETRY_GROUPS", "DEFAULT_MAX_RETRIES", *_blank_keys()):
        os.environ.pop(name, None)
    import aiohttp  # noqa: PLC0415 - with LiteLLM, whose exceptions these are
    import httpx  # noqa: PLC0415 - as above
    import litellm  # noqa: PLC0415 - takes seconds, and must follow the environment
    import openai  # noqa: PLC0415 - as above

    _follow_nothing(httpx.AsyncClient, httpx.Client)
    # Of odd answers, on the terminal; what becomes of such a query is told by its outcome.
    warnings.filterwarnings("ignore", "Pydantic serializer warnings", UserWarning)
    litellm.suppress_debug_info = True
    litellm.disable_hf_tokenizer_download = True
    litellm.turn_off_message_logging = True
    litellm.redact_messages_in_exceptions = True
    litellm.drop_params = False
    litellm.num_retries = None
    litellm.cache = None
    # A model that repeats itself is for the checks to find; LiteLLM would end its answer as an error of the server.
    litellm.REPEATED_STREAMING_CHUNK_LIMIT = sys.maxsize
    for callbacks in (litellm.callbacks, litellm.success_callback, litellm.failure_callback, litellm.service_callback):
        callbacks.clear()
    try:
        _, provider, *_ = litellm.get_llm_provider(spec.model, api_base=spec.base_url)
    except litellm.BadRequestError as error:
        raise RunError(
            f"LiteLLM does not know which provider the model {shown(spec.model)!r} belongs to.",
            "Write it as PROVIDER/MODEL, such as openai/gpt-5-mini, or openai/NAME with a base_url of your own.",
        ) from error
    return Library(
        module=litellm,
        failures=(openai.OpenAIError, httpx.HTTPError, aiohttp.ClientError, OSError, ValueError),
        tells_end=provider in _TELL_END or provider in litellm.openai_compatible_providers,
    )


def _follow_nothing(*clients: Any) -> None:
    """Let no HTTP client of this process follow a redirect, whoever makes it and whatever it is told.

    httpx would take x-api-key, x-goog-api-key and api-key along to whatever other server the answer names, and LiteLLM
    has no setting for the clients it makes for itself.
    """
    for client in clients:
        send = client.send
        if not hasattr(send, "__wrapped__"):
            client.send = _staying(send)


def _staying(send: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(send)
    def stays(client: Any, request: Any, **more: Any) -> Any:
        return send(client, request, **{**more, "follow_redirects": False})

    return stays


def _blank_keys() -> list[str]:
    """Key variables that are set to nothing: LiteLLM would take them for keys, and every request would fail."""
    return [name for name, value in os.environ.items() if name.endswith("_API_KEY") and not value.strip()]


def _key(litellm: Any, spec: LiteLLM) -> str | None:
    """The key to send, or None where LiteLLM finds the provider's own."""
    if spec.key_env is not None:
        key = os.environ.get(spec.key_env, "").strip()
        if not key:
            raise RunError(f"The environment variable {spec.key_env} is not set.", f"Run: export {spec.key_env}=...")
        return key
    if spec.base_url is not None:
        return _NO_KEY
    missing = [name for name in litellm.validate_environment(spec.model)["missing_keys"] if name.endswith("_API_KEY")]
    if missing:
        raise RunError(
            f"{spec.model} needs a key, and {' or '.join(missing)} is not set in the environment.",
            f"Run: export {missing[-1]}=... or name another variable as the target's key_env.",
        )
    return None


async def _warm_up(library: Library) -> None:
    """Stream an invented answer, then ask where nobody can answer: the first calls load modules for half a second.

    Without this, that half second would be measured as the first answers' latency. Nothing leaves this machine.
    """
    asked: dict[str, Any] = {
        "model": "openai/warm-up",
        "messages": [{"role": "user", "content": "Ready?"}],
        "api_key": _NO_KEY,
        "timeout": _SLACK_SECONDS,
        "max_retries": 0,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    async for _ in await library.module.acompletion(**asked, mock_response="Ready."):
        pass
    with socket.socket() as deaf:
        # Bound, so that no other program can have the port, but not listening.
        deaf.bind(("127.0.0.1", 0))
        with suppress(*library.failures):
            await library.module.acompletion(**asked, base_url=f"http://127.0.0.1:{deaf.getsockname()[1]}/v1")


async def _close(litellm: Any) -> None:
    """Close all connections and the background task; what is cached of them must not be met by another loop."""
    from litellm.litellm_core_utils.logging_worker import GLOBAL_LOGGING_WORKER  # noqa: PLC0415 - loaded long ago

    await GLOBAL_LOGGING_WORKER.stop()
    await litellm.close_litellm_async_clients()
    litellm.in_memory_llm_clients_cache.flush_cache()
    # Anthropic and Gemini are asked with it: left here but in no cache, it would be used again and never closed.
    vars(litellm).pop("module_level_aclient", None)


async def _hang_up(stream: Any, failures: tuple[type[Exception], ...]) -> None:
    """Let go of the connection; what goes wrong in that is no concern of the query's, nor how long it takes."""
    with suppress(TimeoutError, *failures):
        async with asyncio.timeout(_HANG_UP_SECONDS):
            await stream.aclose()
