"""Light or dark as the desktop's settings portal has it: a portal of the test's own answers on a bus of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import ClassInfo, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusServer, QDBusVariant

from stressdesk.gui.app import follow_system
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.system_look import DARK, LIGHT, PLACE, SETTING, SystemLook
from tests.gui.conftest import Patient

NO_WISH = 0


@ClassInfo({"D-Bus Interface": PLACE[2]})
class Portal(QObject):
    """What a desktop says of its settings; one of one guest."""

    def __init__(self, scheme: int) -> None:
        super().__init__()
        self.scheme = scheme
        self._server = QDBusServer("unix:tmpdir=/tmp", self)
        self._server.setAnonymousAuthenticationAllowed(True)
        self._server.newConnection.connect(self._greet)
        self._guests: list[QDBusConnection] = []
        self.guest = QDBusConnection.connectToPeer(self._server.address(), "window")

    @Slot(str, str, result=QDBusVariant)
    def Read(self, group: str, key: str) -> QDBusVariant:  # noqa: N802 - as the portal names it
        return QDBusVariant(QDBusVariant(self.scheme if [group, key] == SETTING else NO_WISH))

    def change(self, scheme: int, setting: list[str] = SETTING) -> None:
        for guest in self._guests:
            signal = QDBusMessage.createSignal(*PLACE[1:], "SettingChanged")
            signal.setArguments([*setting, QDBusVariant(scheme)])
            guest.send(signal)

    def close(self) -> None:
        QDBusConnection.disconnectFromPeer("window")

    def _greet(self, guest: QDBusConnection) -> None:
        guest.registerObject(PLACE[1], self, QDBusConnection.RegisterOption.ExportAllSlots)
        self._guests.append(guest)


@pytest.fixture
def portal(qtbot: Patient) -> Iterator[Portal]:
    made = Portal(DARK)
    yield made
    made.close()


@pytest.fixture
def system(portal: Portal) -> SystemLook:
    made = SystemLook(portal)
    made.ask(portal.guest, service="")
    return made


def test_the_window_is_dark_from_the_start_on_a_desktop_that_is(system: SystemLook, desk: Desk, qtbot: Patient) -> None:
    follow_system(system, desk)
    qtbot.waitUntil(lambda: desk.appearance.look.name == "dark")


def test_the_window_changes_with_the_desktop_while_it_is_open(
    portal: Portal, system: SystemLook, desk: Desk, qtbot: Patient
) -> None:
    follow_system(system, desk)
    qtbot.waitUntil(lambda: desk.appearance.look.name == "dark")
    portal.change(LIGHT)
    qtbot.waitUntil(lambda: desk.appearance.look.name == "light")
    portal.change(DARK)
    qtbot.waitUntil(lambda: desk.appearance.look.name == "dark")


def test_other_settings_and_a_desktop_without_a_wish_do_not_make_it_dark(
    portal: Portal, system: SystemLook, desk: Desk, qtbot: Patient
) -> None:
    follow_system(system, desk)
    qtbot.waitUntil(lambda: system.is_dark)
    portal.change(LIGHT, ["org.freedesktop.appearance", "contrast"])
    portal.change(NO_WISH)
    qtbot.waitUntil(lambda: not system.is_dark)
    assert desk.appearance.look.name == "light"


def test_a_choice_of_the_user_goes_before_the_desktop(system: SystemLook, desk: Desk, qtbot: Patient) -> None:
    desk.appearance.choose("light")
    follow_system(system, desk)
    qtbot.waitUntil(lambda: system.is_dark)
    assert desk.appearance.look.name == "light"
