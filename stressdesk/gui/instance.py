"""One window a user: a second start hands its files over to the first and ends."""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS = 1_000
LONGEST_BYTES = 1_000_000


class Instance(QObject):
    """`asked` carries the files a later start was given, or none: then the window only comes to the front."""

    asked = Signal(list)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name(folder)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)

    def hand_over(self, paths: Sequence[Path]) -> bool:
        """Give the files to a window that is open already; False where there is none."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(PATIENCE_MS):
            return False
        line = json.dumps([str(path.absolute()) for path in paths]) + "\n"
        socket.write(QByteArray(line.encode()))
        sent = socket.waitForBytesWritten(PATIENCE_MS)
        socket.disconnectFromServer()
        return sent

    def listen(self) -> None:
        """Be the window that later starts hand their files to."""
        if not self._server.listen(self._name):
            # What a window that crashed has left behind.
            QLocalServer.removeServer(self._name)
            self._server.listen(self._name)

    def close(self) -> None:
        """Be no longer."""
        self._server.close()

    def _greet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            guest = _Guest(socket, self)
            guest.said.connect(self.asked)
            guest.listen()


class _Guest(QObject):
    """One later start, until it has said a whole line."""

    said = Signal(list)

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = socket
        socket.setParent(self)
        socket.readyRead.connect(self.listen)
        socket.disconnected.connect(self.deleteLater)

    def listen(self) -> None:
        """Take the line if it is there by now."""
        if not self._socket.canReadLine():
            return
        words = bytes(self._socket.readLine(LONGEST_BYTES).data())
        try:
            named = json.loads(words)
        except ValueError:
            return
        if isinstance(named, list):
            self.said.emit([Path(one) for one in named if isinstance(one, str)])


def name(folder: Path) -> str:
    """The name of the meeting place: one for each user and folder of settings."""
    return "stressdesk-" + hashlib.sha256(f"{getpass.getuser()}\0{folder.absolute()}".encode()).hexdigest()[:24]
