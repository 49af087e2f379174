"""Keys, theme and folders, and what StressDesk is made of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from stressdesk.errors import StressDeskError
from stressdesk.gui.models.about import About, about
from stressdesk.gui.models.appearance import CHOICES
from stressdesk.gui.models.background import Latest
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.settings import documents_folder, log_file
from stressdesk.gui.parts.fields import Choice
from stressdesk.gui.parts.folds import Fold
from stressdesk.gui.parts.layouts import Card, added, clear, column, holding, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.words import Elided, words
from stressdesk.gui.views.key_rows import BADGES, KeyRow
from stressdesk.gui.views.two_columns import TwoColumnPanel

UNMADE_HINT = "Is its disk there, and may you write to it? Or choose another folder."


class SettingsPanel(TwoColumnPanel):
    """What is this user's own and belongs to no scenario."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.theme = Choice(tuple(CHOICES.items()))
        self.folder = Elided()
        self.choose = button("Choose…", self._ask_folder)
        self.usual = button("Use the usual one", self._use_usual)
        self.log = log_file()
        self.version = words("", "body")
        self.prices = words("", "secondary", wrap=True)
        self.licences: tuple[str, ...] = ()

    def _grow(self) -> Iterator[None]:
        desk = self.desk
        added(self.left, self._looks())
        added(self.left, self._places())
        self.theme.activated.connect(lambda at: desk.appearance.choose(self.theme.itemData(at)))
        desk.settings.changed.connect(self._show)
        self._show()
        yield
        self.keys = added(self.right, KeysCard(desk))
        yield
        added(self.right, self._about())
        self._finding = Latest(desk.thinking, 0, self)
        self._finding.done.connect(self._take)
        self._finding.failed.connect(desk.troubles.tell)
        self._finding.ask(about)

    def _looks(self) -> Card:
        card = Card("Appearance")
        self.theme.setAccessibleName("Colours")
        card.body.addLayout(_labelled("Colours", self.theme))
        return card

    def _places(self) -> Card:
        card = Card("Folders", "Where StressDesk keeps things on this machine.")
        self.folder.setAccessibleName("Folder of runs and reports")
        open_runs = button("Open", lambda: self._open(self.desk.settings.runs_folder))
        card.body.addLayout(_labelled("Runs and reports", self.folder))
        card.body.addLayout(row(self.choose, self.usual, open_runs, None))
        place = Elided(str(self.log))
        card.body.addSpacing(4)
        card.body.addLayout(_labelled("Log of warnings and bugs, at most a megabyte, never with a key", place))
        card.body.addLayout(row(button("Open its folder", lambda: self._open(self.log.parent)), None))
        return card

    def _about(self) -> Card:
        card = Card("About StressDesk")
        card.body.addWidget(self.version)
        card.body.addWidget(words("Prices", "secondary"))
        card.body.addWidget(self.prices)
        licence = (
            "StressDesk is free software under the MIT licence. It sends nothing anywhere but to the target you test."
        )
        card.body.addWidget(words(licence, "secondary", wrap=True))
        self.fold = Fold("Licences of what it brings", self._licences, self.desk.appearance)
        card.body.addWidget(self.fold)
        return card

    def _licences(self) -> QWidget:
        return holding(column(*[words(one, "secondary", wrap=True) for one in self.licences], gap=4))

    def _show(self, *_: object) -> None:
        self.theme.setCurrentIndex(self.theme.findData(self.desk.appearance.choice))
        self.folder.setText(str(self.desk.settings.runs_folder))
        self.usual.setVisible(bool(self.desk.settings.text("runs_folder")))
        self.usual.setToolTip(str(documents_folder() / "StressDesk"))

    def _take(self, found: About) -> None:
        self.version.setText(f"Version {found.version}")
        self.prices.setText(found.prices)
        self.licences = found.parts

    def _ask_folder(self) -> None:
        # The window's, which gives its dialogs their look: the page itself has none, only its columns have.
        dialog = QFileDialog(self.window(), "Folder of runs and reports", str(self.desk.settings.runs_folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._use_folder)
        dialog.open()

    def _open(self, path: Path) -> None:
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            unmade = StressDeskError(f"{path} cannot be made: {error.strerror}.", UNMADE_HINT)
            self.desk.troubles.tell(unmade, "The folder cannot be opened")
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _use_folder(self, path: str) -> None:
        self.desk.settings.put("runs_folder", path)

    def _use_usual(self) -> None:
        self.desk.settings.put("runs_folder", "")


class KeysCard(Card):
    """Which keys there are and where they come from; never what they are."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Keys", "Names only: a key is never shown, and never in a scenario, a run file or a log.")
        self._desk = desk
        self._names: tuple[str, ...] = ()
        self._rows = column(gap=12)
        self.rows: dict[str, KeyRow] = {}
        self.store = words("", "secondary", wrap=True)
        self.none = words("No target of the open scenario needs a key, and none is kept.", "secondary", wrap=True)
        self.body.addWidget(self.store)
        self.body.addWidget(self.none)
        self.body.addLayout(self._rows)
        desk.keys.changed.connect(self._show)
        desk.keys.look(desk.keys.names)
        self._show()

    def _show(self) -> None:
        store = self._desk.keys.store
        if store is None:
            self.store.setText("Looking for the system's key store…")
        elif store.is_there:
            self.store.setText(f"Key store of this system: {store.words}.")
        else:
            self.store.setText(f"{store.words.rstrip('.')}: keys entered here are kept until the window closes.")
        names = self._desk.keys.names
        self.none.setVisible(not names)
        if names != self._names:
            self._names = names
            clear(self._rows)
            self.rows = {name: KeyRow(self._desk, name, explained=False) for name in names}
            for one in self.rows.values():
                self._rows.addWidget(one)

    @property
    def said(self) -> dict[str, str]:
        """What is said of each key."""
        return {name: BADGES[self._desk.keys.where(name)][0] for name in self._names}


def _labelled(text: str, control: QWidget) -> QVBoxLayout:
    label = QLabel(text)
    label.setProperty("kind", "secondary")
    label.setBuddy(control)
    return column(label, control, gap=4)
