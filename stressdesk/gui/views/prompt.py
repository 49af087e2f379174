"""The prompt under test, the inputs shown on stage, and what is sent for one of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout

from stressdesk.gui.models import replacing
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.navigation import Place
from stressdesk.gui.models.rendered import Rendered
from stressdesk.gui.parts.dropping import Dropped, dropped, take
from stressdesk.gui.parts.fields import Field, line_field
from stressdesk.gui.parts.layouts import Card, added, column, holding, row, scrolling
from stressdesk.gui.parts.words import line
from stressdesk.gui.views.demo_table import DemoCard
from stressdesk.gui.views.messages import MessagesCard
from stressdesk.gui.views.panel import Panel, Source
from stressdesk.gui.views.parameters import ParametersCard
from stressdesk.gui.views.rendered import RenderedCard
from stressdesk.gui.views.variables import VariablesCard
from stressdesk.journal import naming
from stressdesk.scenario.samples import SUFFIX

WIDE = 950
"""Pixels from which there is room for two columns: a window of 1,200 less its sidebar."""
HIGH = 760
SPLIT_AS = "prompt_split"
NOT_PROMPTS = (naming.SUFFIX, SUFFIX)


class PromptPanel(Panel):
    """Two columns where there is room: to write on the left, to try on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.rendered = Rendered(desk.scenario, desk.thinking, self)
        self.name = line_field(desk.scenario, ("name",))
        self.description = line_field(desk.scenario, ("description",), placeholder="what it is for")
        self.menu = QMenu(self)
        self._is_wide: bool | None = None
        self._right = QSplitter(Qt.Orientation.Vertical)
        self._right.setHandleWidth(16)
        self._right.setChildrenCollapsible(False)
        self._arrange()
        self.setAcceptDrops(True)
        desk.navigation.pointed.connect(self._point)

    def source(self) -> Source:
        """Nothing here comes from a run."""
        return "plan"

    def _grow(self) -> Iterator[None]:
        desk, parts = self.desk, self._parts
        parts.addWidget(self._named())
        yield
        self.messages = MessagesCard(desk, self.rendered)
        yield
        parts.addWidget(self.messages)
        yield
        yield from self.messages.rest()
        self.variables = added(parts, VariablesCard(desk, self.rendered))
        yield
        self.parameters = added(parts, ParametersCard(desk, self.rendered))
        yield
        self.demo = added(self._right, DemoCard(desk, self.rendered))
        yield
        self.example = added(self._right, RenderedCard(desk, self.rendered))
        self._right.setSizes([1_000, 1_000])
        self._right.restoreState(desk.settings.octets(SPLIT_AS))
        self._right.splitterMoved.connect(self._keep_split)
        yield
        yield from self.example.rest()
        desk.scenario.file_changed.connect(self._show_first)
        self._show_first()

    def _keep_split(self, *_: object) -> None:
        self.desk.settings.put(SPLIT_AS, bytes(self._right.saveState().data()))

    def _named(self) -> Card:
        named = Card()
        line_ = row(gap=12)
        top = Qt.AlignmentFlag.AlignTop
        line_.addWidget(Field(self.desk.scenario, "Name", self.name, ("name",)), 2, top)
        line_.addWidget(Field(self.desk.scenario, "Description", self.description, ("description",)), 3, top)
        named.body.addLayout(line_)
        return named

    def _arrange(self) -> None:
        self._parts = column(gap=16)
        self._below = QVBoxLayout()
        left = column(self._parts, self._below, None, gap=16)
        left.setContentsMargins(24, 12, 8, 24)
        self._beside = QVBoxLayout()
        self._beside.setContentsMargins(8, 12, 24, 24)
        whole = row(gap=0)
        self.area = scrolling(holding(left))
        whole.addWidget(self.area, 11)
        whole.addLayout(self._beside, 10)
        self.setLayout(whole)
        self._left, self._whole = left, whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: two columns, or one under the other."""
        super().resizeEvent(event)
        is_wide = self.width() >= WIDE
        if is_wide == self._is_wide:
            return
        self._is_wide = is_wide
        (self._beside if is_wide else self._below).addWidget(self._right)
        self._beside.setContentsMargins(*((8, 12, 24, 24) if is_wide else (0, 0, 0, 0)))
        self._left.setContentsMargins(24, 12, 8 if is_wide else 16, 24)
        self._whole.setStretch(1, 10 if is_wide else 0)
        self._right.setMinimumHeight(0 if is_wide else HIGH)

    def _show_first(self) -> None:
        self.description.setCursorPosition(0)
        if not self.demo.rows() and self.demo.table.rowCount():
            self.demo.choose(0)

    def _point(self, place: Place) -> None:
        self.whole()
        match place:
            case ("demo", int(at)) if at < self.demo.table.rowCount():
                self.demo.choose(at)
                self.demo.view.setFocus()
                self.area.ensureWidgetVisible(self.demo)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt: a prompt's file or its text may be dropped here; other files go on to the window."""
        take(event, _prompt(event))

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: ask what the file or text is to become."""
        found = _prompt(event)
        take(event, found)
        if found is None:
            return
        self.menu.clear()
        path, text = found.path, found.text
        if path is not None:
            name = line(path.name, 60).replace("&", "&&")
            self.menu.addAction(f"Replace this prompt by {name}", partial(self._replace, path))
            self.menu.addAction("Open it as a new scenario", partial(self.desk.navigation.open, path))
        else:
            self.menu.addAction("Replace this prompt by the text", partial(self._paste, text))
        self.menu.addSeparator()
        self.menu.addAction("Cancel")
        self.menu.popup(self.mapToGlobal(event.position().toPoint()))

    def _paste(self, text: str) -> None:
        self.desk.troubles.start(replacing.paste(self.desk, text), "The prompt was not replaced")

    def _replace(self, path: Path) -> None:
        self.desk.troubles.start(replacing.take_file(self.desk, path), f"{path.name} cannot be read")


def _prompt(event: QDropEvent) -> Dropped | None:
    found = dropped(event)
    if found is None or found.path is None:
        return found
    return None if found.path.name.endswith(NOT_PROMPTS) or found.path.is_dir() else found
