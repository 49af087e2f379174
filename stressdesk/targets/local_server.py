"""The program that serves the local model: a child process that ends when its standard input closes.

It reads its settings from the first line of standard input, and writes one line when it can answer, or why it cannot.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import msgspec

# The hidden command of the console program that runs `main` below.
COMMAND = "local-server"
_ERRORS_ONLY = 1


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What the child needs to know. `context_tokens` is per slot; `key` keeps other programs and web pages out."""

    path: str
    name: str
    key: str
    slots: int
    context_tokens: int
    threads: int


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """What the child says once: its address, or the trouble and what to do about it."""

    address: str = ""
    trouble: str = ""
    hint: str = ""


def main() -> None:
    """Serve until standard input ends, which it also does when the parent is killed."""
    # Ctrl-C in a terminal and its closing reach the child too; it is the parent that decides when to stop.
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    announce = _announcer()
    settings = msgspec.json.decode(sys.stdin.buffer.readline(), type=Settings)
    try:
        server = _serve(settings)
    except ImportError as error:
        announce(Ready(trouble=f"The local model cannot run without xllamacpp: {error}", hint=_missing(str(error))))
    except RuntimeError as error:
        announce(Ready(trouble=f"The model {settings.path} cannot be loaded: {error}"))
    else:
        announce(Ready(address=server.listening_address))
        sys.stdin.buffer.read()
    # Not a return: the native threads would first finish answers that nobody waits for any more.
    os._exit(0)


def _announcer() -> Callable[[Ready], None]:
    """Keep standard output for the one line, and send whatever native code prints there to standard error."""
    line = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def announce(ready: Ready) -> None:
        line.write(msgspec.json.encode(ready) + b"\n")
        line.flush()

    return announce


def _serve(settings: Settings) -> Any:
    import xllamacpp  # noqa: PLC0415 - its absence is reported, not raised

    parameters = xllamacpp.CommonParams()
    parameters.model.path = settings.path
    parameters.model_alias = {settings.name}
    parameters.api_keys = [settings.key]
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0  # the system gives a free one, so there is nothing to race for
    parameters.n_parallel = settings.slots
    parameters.n_ctx = settings.slots * settings.context_tokens
    _make_predictable(parameters)
    _make_quiet(parameters)
    for threads in (parameters.cpuparams, parameters.cpuparams_batch):
        threads.n_threads = settings.threads
    return xllamacpp.Server(parameters)


def _make_predictable(parameters: Any) -> None:
    """Each slot has its own whole context, and what does not fit is an error, not a silent cut."""
    parameters.kv_unified = False
    parameters.ctx_shift = False
    parameters.fit_params = False  # would shrink the context to the memory that is free at the moment
    parameters.cache_ram_mib = 0  # would keep old conversations in up to 8 GB of memory
    parameters.cache_idle_slots = False


def _make_quiet(parameters: Any) -> None:
    parameters.verbosity = _ERRORS_ONLY
    parameters.ui = False
    parameters.endpoint_slots = False
    parameters.offline = True
    parameters.cors_origins = ""


def _missing(reason: str) -> str:
    if "libgomp" in reason:
        return "Install the system package libgomp1: apt-get install libgomp1"
    return "Install it: pip install xllamacpp"
