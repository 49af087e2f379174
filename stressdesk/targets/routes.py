"""The way to a server: its address looked up, a proxy on the way where the environment names one, and TLS."""

from __future__ import annotations

import asyncio
import base64
import ssl
from ipaddress import ip_address
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import certifi

from stressdesk.errors import RunError
from stressdesk.targets.addresses import Addresses
from stressdesk.targets.redaction import shown

if TYPE_CHECKING:
    from collections.abc import Callable

PROXY_ANSWER_BYTES = 16_384
_PORTS = {"http": 80, "https": 443}

Made = TypeVar("Made", bound=asyncio.BaseProtocol)


class Route:
    """The way to one address. Raises `RunError` for an address that is none."""

    def __init__(self, url: str) -> None:
        parts = split(url)
        assert parts.hostname is not None
        self.host = parts.hostname
        self.port = parts.port or _PORTS[parts.scheme]
        self._tls = _context() if parts.scheme == "https" else None
        self._proxy = _proxy(parts)
        place = (self.host, self.port) if self._proxy is None else (self._proxy.hostname or "", self._proxy.port or 80)
        self._addresses = Addresses(*place)

    async def connect(self, make: Callable[[], Made]) -> Made:
        """A connection, ready to be written to; raises OSError where there is no way."""
        if self._proxy is not None:
            return await self._through(self._proxy, make)
        loop = asyncio.get_running_loop()
        sock = await self._addresses.connected()
        name = self.host if self._tls else None
        _, made = await loop.create_connection(make, sock=sock, ssl=self._tls, server_hostname=name)
        return made

    def close(self) -> None:
        """Ask for no address any more."""
        self._addresses.close()

    async def _through(self, proxy: SplitResult, make: Callable[[], Made]) -> Made:
        """A tunnel through an HTTP proxy (RFC 9110, CONNECT); plain requests go through one as well."""
        loop = asyncio.get_running_loop()
        transport: asyncio.Transport | None
        transport, gate = await loop.create_connection(_Gate, sock=await self._addresses.connected())
        try:
            host = f"[{self.host}]" if ":" in self.host else self.host
            lines = [f"CONNECT {host}:{self.port} HTTP/1.1", f"Host: {host}:{self.port}", *_authorization(proxy)]
            transport.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
            status = await gate.status
            if status.split(" ")[1:2] != ["200"]:
                raise OSError(f"the proxy {proxy.hostname} refused the way: {shown(status)}")  # noqa: TRY301 - undone below
            made = make()
            if self._tls is None:
                transport.set_protocol(made)
            else:
                transport = await loop.start_tls(transport, made, self._tls, server_hostname=self.host)
                assert transport is not None
        except BaseException:
            if transport is not None:
                transport.abort()
            raise
        made.connection_made(transport)
        return made


class _Gate(asyncio.Protocol):
    """Waits for a proxy's answer: the future `status` is its first line."""

    def __init__(self) -> None:
        self.status: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._answer = b""

    def data_received(self, data: bytes) -> None:
        self._answer += data
        if self.status.done():
            return
        if b"\r\n\r\n" in self._answer:
            self.status.set_result(self._answer.split(b"\r\n", 1)[0].decode("latin-1"))
        elif len(self._answer) > PROXY_ANSWER_BYTES:
            self.status.set_exception(OSError("the proxy's answer has no end"))

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.status.done():
            self.status.set_exception(OSError(f"the proxy hung up: {exc or 'without an answer'}"))


def split(url: str) -> SplitResult:
    """The parts of an address; raises `RunError` if it is none."""
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in _PORTS and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_address = False
    if not is_address:
        raise RunError(f"{shown(url)!r} is not an address.", "Write base_url like http://127.0.0.1:8080/v1.")
    return parts


def is_loopback(url: str) -> bool:
    """Whether the address lies on this machine; raises `RunError` if it is none."""
    host = split(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    # Beside the system's own: a packaged program may find no others.
    context.load_verify_locations(certifi.where())
    return context


def _proxy(parts: SplitResult) -> SplitResult | None:
    """The proxy the environment names for an address; none between two programs of one machine."""
    if is_loopback(parts.geturl()) or proxy_bypass(parts.hostname or ""):
        return None
    known = getproxies()
    proxy = known.get(parts.scheme) or known.get("all")
    if not proxy:
        return None
    found = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    if found.scheme != "http" or not found.hostname:
        raise RunError(
            f"The proxy {shown(found.scheme)}://{shown(found.hostname or '')} is of an unknown kind.",
            "Set https_proxy to an http:// address, or unset it.",
        )
    return found


def _authorization(proxy: SplitResult) -> list[str]:
    if not proxy.username:
        return []
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return [f"Proxy-Authorization: Basic {base64.b64encode(pair.encode()).decode()}"]
