"""What the window remembers from one start to the next, in a small file of the user's own; never a key."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QSettings, QStandardPaths, Signal

MOST_RECENT = 12


class Settings(QObject):
    """Folders, theme, recent files and window state. `changed` names what changed."""

    changed = Signal(str)

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        place = path or settings_folder() / "settings.ini"
        self.folder = place.parent
        self._stored = QSettings(str(place), QSettings.Format.IniFormat)

    def text(self, name: str, default: str = "") -> str:
        """A remembered text."""
        return str(self._stored.value(name, default))

    def put(self, name: str, value: str | bytes) -> None:
        """Remember a text or some bytes."""
        self._stored.setValue(name, QByteArray(value) if isinstance(value, bytes) else value)
        self.changed.emit(name)

    def octets(self, name: str) -> QByteArray:
        """Remembered bytes, such as the window's geometry; empty where there are none."""
        value = self._stored.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()

    @property
    def recent(self) -> list[Path]:
        """Files opened lately, the newest first; those that are gone are left out."""
        listed = self.text("recent").split("\n")
        return [Path(one) for one in listed if one and Path(one).is_file()]

    def add_recent(self, path: Path) -> None:
        """Put a file at the top of the recent ones."""
        others = [one for one in self.recent if one != path.absolute()]
        self.put("recent", "\n".join(map(str, [path.absolute(), *others[: MOST_RECENT - 1]])))

    @property
    def runs_folder(self) -> Path:
        """Where run files and reports go."""
        chosen = self.text("runs_folder")
        return Path(chosen) if chosen else documents_folder() / "StressDesk"

    def save(self) -> None:
        """Write everything to the file now."""
        self._stored.sync()


def settings_folder() -> Path:
    """The folder of this user's settings, autosaved work and log."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(place or Path.home() / ".config") / "stressdesk"


def log_file() -> Path:
    """The log of warnings and bugs."""
    return settings_folder() / "log.txt"


def documents_folder() -> Path:
    """The user's folder of documents, or their home where the desktop names none."""
    place = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
    return place if place.is_dir() else Path.home()
