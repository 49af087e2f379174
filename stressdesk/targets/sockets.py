"""What the system knows of a connection beside its transport, and its errors in words a person understands."""

from __future__ import annotations

import errno
import select
import socket
import ssl
import struct
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import BaseTransport

_ERRORS = {
    errno.ECONNREFUSED: "nothing listens there, so the server is not running or the port is wrong",
    errno.ECONNRESET: "the server reset the connection",
    errno.EPIPE: "the server hung up",
    errno.ETIMEDOUT: "the server did not answer in time",
    errno.EHOSTUNREACH: "there is no way to the server from this machine",
    errno.ENETUNREACH: "there is no way to the server's network from this machine",
    errno.EMFILE: "this machine allows the program no more connections; raise the limit of open files (ulimit -n)",
    errno.ENFILE: "this machine allows no more open files",
    errno.EADDRNOTAVAIL: "this machine has no free port left for another connection",
}
# Those of them that say nothing of any server; no free port may also be an address that leads nowhere.
OURS = frozenset({errno.EMFILE, errno.ENFILE})


def has_news(transport: BaseTransport) -> bool:
    """Whether something has come that was not read yet: bytes nobody asked for, or the server's end."""
    sock = transport.get_extra_info("socket")
    if sock is None or not hasattr(select, "poll"):
        return False
    # 2 us; without it, whoever asks just after the server hung up would lose the query.
    poll = select.poll()
    poll.register(sock.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def is_untouched(transport: BaseTransport, size: int) -> bool:
    """Whether the other side's system has provably taken none of the last `size` bytes. Only Linux can tell.

    Its end carries what it had received by then; if our bytes were not among that, no program there can have read them.
    """
    sock = transport.get_extra_info("socket")
    if sock is None or sys.platform != "linux":
        return False
    import fcntl  # noqa: PLC0415 - there is none on Windows
    import termios  # noqa: PLC0415

    try:
        (unacknowledged,) = struct.unpack("i", fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, bytes(4)))
    except OSError:
        return False
    return bool(unacknowledged >= size)


def no_http(start: bytes, told: str) -> str:
    """What a server speaks whose answer begins like this; `told` where that is nothing known."""
    if start[:1] in {b"\x15", b"\x16"} and start[1:2] == b"\x03":
        return "the server speaks TLS; write its address with https:// in place of http://"
    # The settings that every HTTP/2 server sends first: a frame of type 4, of the connection itself.
    if start[3:4] == b"\x04" and start[5:9] == bytes(4):
        return "the server speaks HTTP/2 alone; let it take HTTP/1.1 too, or ask it through a proxy that does"
    return told


def words(error: Exception) -> str:
    """An error of the system or of TLS, as a person would say it, with what to do where something can be done."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"its certificate is not trusted ({error.verify_message}); check the address, or name a file with the "
            "certificate of its issuer in the environment variable SSL_CERT_FILE"
        )
    if isinstance(error, ssl.SSLError):
        if error.reason in {"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG"}:
            return "the server speaks no TLS (https); write its address with http:// in place of https://"
        return f"no secure connection could be made ({(error.reason or str(error)).replace('_', ' ').lower()})"
    if isinstance(error, socket.gaierror):
        return "its name has no address; check its spelling, and this machine's network"
    known = _ERRORS.get(error.errno or 0) if isinstance(error, OSError) else None
    return known or str(error) or "the server hung up"
