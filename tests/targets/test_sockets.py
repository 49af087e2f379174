"""What a person is told when there is no way to a server."""

import errno
import socket
import ssl

import pytest

from stressdesk.targets.sockets import words


def distrust(reason):
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = reason
    return error


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "x"), "nothing listens there"),
        (ConnectionResetError(errno.ECONNRESET, "x"), "the server reset the connection"),
        (OSError(errno.EMFILE, "Too many open files"), "ulimit -n"),
        (OSError(errno.EADDRNOTAVAIL, "x"), "no free port"),
        (OSError(errno.EHOSTUNREACH, "x"), "no way to the server"),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "its name has no address"),
        (distrust("self-signed certificate"), r"not trusted (self-signed certificate)"),
        (distrust("self-signed certificate"), "SSL_CERT_FILE"),
        (OSError("no connection within 15 s"), "no connection within 15 s"),
        (OSError(), "the server hung up"),
    ],
)
def test_a_failed_connection_says_why_in_words_a_person_understands(error, says):
    assert says in words(error)
