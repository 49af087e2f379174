"""What a run will ask for, the run while it goes, and how it ended."""

from __future__ import annotations

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.starting import Face
from stressdesk.gui.parts.layouts import column
from stressdesk.gui.views.ended import Ended
from stressdesk.gui.views.panel import Panel, Source
from stressdesk.gui.views.preflight import PreflightSheet
from stressdesk.gui.views.progress import Course

SPOKEN: dict[Face, str] = {"sheet": "Before the run", "course": "The run under way", "ended": "How the run ended"}
"""What a screen reader says of each face, since it takes the focus until something in it does."""


class RunPanel(Panel):
    """Three faces of one page; which of them is shown follows from the run."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.sheet = PreflightSheet(desk)
        self.course = Course(desk)
        self.ended = Ended(desk)
        self._faces: dict[Face, QWidget] = {"sheet": self.sheet, "course": self.course, "ended": self.ended}
        self._stack = QStackedWidget()
        for name, face in self._faces.items():
            face.setAccessibleName(SPOKEN[name])
            self._stack.addWidget(face)
        self.setLayout(column(self._stack))
        desk.run.changed.connect(self._show)
        desk.starting.changed.connect(self._show)
        self._face: Face = desk.starting.face
        self._stack.setCurrentWidget(self._faces[self._face])

    def parts(self) -> tuple[QWidget, ...]:
        """Each face, the one that is shown first."""
        return tuple(sorted(self._faces.values(), key=lambda face: face is not self._faces[self._face]))

    @property
    def shown(self) -> Face:
        """The face that is shown."""
        return self._face

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: the sheet is kept up to date while somebody looks."""
        super().showEvent(event)
        self.desk.ahead.want(is_wanted=True)
        if self._face == "sheet":
            self._take_focus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: nobody looks any more."""
        super().hideEvent(event)
        self.desk.ahead.want(is_wanted=False)
        # A complete run was seen to its end; one that was stopped or cut off still waits for a word from somebody.
        if not event.spontaneous() and self._face == "ended" and self.desk.run.state == "complete":
            self.desk.starting.again()

    def _take_focus(self) -> None:
        # Not the button that Qt would choose: whoever pressed Space twice to start a run must not stop it by that.
        match self._face:
            case "sheet":
                # While it is not known what a run asks for, the sheet keeps the focus for its button.
                (self.sheet.run if self.sheet.run.isEnabled() else self.sheet).setFocus()
            case "course":
                self.course.setFocus()
            case "ended":
                self.ended.setFocus()

    def source(self) -> Source:
        """What is said before a run is no result of the one that is open."""
        return "plan" if self._face == "sheet" else "run"

    def _show(self) -> None:
        before, self._face = self._face, self.desk.starting.face
        if self._face == before:
            return
        focus = QApplication.focusWidget()
        has_focus = focus is not None and self.isAncestorOf(focus)
        self._stack.setCurrentWidget(self._faces[self._face])
        if has_focus:
            self._take_focus()
        if (before, self._face, self.desk.run.state) == ("course", "ended", "complete") and self.isVisible():
            self.desk.navigation.go("Overview")
