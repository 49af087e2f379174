"""Whether the desktop is dark: by its settings portal, which Qt reads on few desktops, else by what Qt itself knows."""

from __future__ import annotations

import sys

from PySide6.QtCore import SLOT, QObject, Qt, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusVariant
from PySide6.QtGui import QGuiApplication

PLACE = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings")
SETTING = ["org.freedesktop.appearance", "color-scheme"]
DARK, LIGHT = 1, 2
"""As the portal has it; anything else is no wish."""


class SystemLook(QObject):
    """`changed` when the desktop has gone dark, or light again. The portal is asked once and answers in its own time.

    Measured with Qt 6.11: its GTK theme hears of changes but starts light on a GNOME that is dark, and on desktops it
    has no theme for (Sway, i3 and others) it never asks.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wish = 0
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.changed)

    @classmethod
    def of_session(cls, parent: QObject | None = None) -> SystemLook:
        """The desktop's this program was started on."""
        made = cls(parent)
        if sys.platform == "linux":
            made.ask(QDBusConnection.sessionBus())
        return made

    @property
    def is_dark(self) -> bool:
        """Is the desktop dark, as far as is known by now?"""
        if self._wish in {DARK, LIGHT}:
            return self._wish == DARK
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark

    def ask(self, bus: QDBusConnection, service: str = PLACE[0]) -> None:
        """Ask the portal on this bus, and hear of changes. On a bus of two, services have no names."""
        # Its types say bytes, but it takes only the text that SLOT makes.
        bus.connect(service, *PLACE[1:], "SettingChanged", self, SLOT("heard(QDBusMessage)"))  # type: ignore[call-overload]
        question = QDBusMessage.createMethodCall(service, *PLACE[1:], "Read")
        question.setArguments(SETTING)
        self._answer = QDBusPendingCallWatcher(bus.asyncCall(question), self)
        self._answer.finished.connect(self._answered)

    def _answered(self) -> None:
        self._take(self._answer.reply().arguments())

    @Slot(QDBusMessage)
    def heard(self, message: QDBusMessage) -> None:
        """Some setting of the desktop has changed."""
        if message.arguments()[:2] == SETTING:
            self._take(message.arguments()[2:])

    def _take(self, told: list[object]) -> None:
        wish = told[0] if told else None
        while isinstance(wish, QDBusVariant):
            wish = wish.variant()
        if isinstance(wish, int) and wish != self._wish:
            self._wish = wish
            self.changed.emit()
