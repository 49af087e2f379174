"""News at the foot of the window: shown for some seconds, never in the way of anything."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from stressdesk.gui.models.notices import Notice, Notices
from stressdesk.gui.parts.layouts import row
from stressdesk.gui.parts.words import line, restyle, words

SHOWN_MS = 7_000
MARGIN, HEIGHT = 24, 44
WIDEST = 560
GAP = 12
LEFT, AROUND = 16, 8
LONGEST = 300


class Toast(QFrame):
    """A few words and at most two buttons, in the lower right corner of its parent, above its `foot` if that shows."""

    def __init__(self, notices: Notices, parent: QWidget, foot: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._foot = foot
        self.setProperty("kind", "toast")
        self._words = words("", wrap=True)
        self.button = QPushButton()
        self.button.setProperty("kind", "toast")
        self.button.clicked.connect(self._act)
        self.show_button = QPushButton("Show")
        self.show_button.setProperty("kind", "toast")
        self.show_button.clicked.connect(self._lead)
        self._notice: Notice | None = None
        layout = row(self._words, self.show_button, self.button, gap=GAP)
        layout.setStretch(0, 1)
        layout.setContentsMargins(LEFT, AROUND, AROUND, AROUND)
        self.setLayout(layout)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        notices.said.connect(self._show)
        notices.aged.connect(self._age)
        notices.over.connect(self._end)
        self.hide()

    def place(self) -> None:
        """Stand in the corner, however large the parent is now."""
        parent = self._over
        shown = [one for one in (self.show_button, self.button) if not one.isHidden()]
        beside = LEFT + AROUND + sum(one.sizeHint().width() + GAP for one in shown)
        wanted = self._words.fontMetrics().horizontalAdvance(self._words.text()) + AROUND
        width = min(WIDEST, wanted + beside, parent.width() - 2 * MARGIN)
        height = max(HEIGHT, self._words.heightForWidth(width - beside) + 2 * AROUND)
        foot = self._foot.height() if self._foot.isVisible() else 0
        self.setGeometry(parent.width() - width - MARGIN, parent.height() - foot - height - MARGIN, width, height)

    def _show(self, notice: Notice) -> None:
        self._notice = notice
        self._words.setText(line(notice.words, LONGEST))
        self.button.setText(notice.name)
        self.button.setVisible(bool(notice.name))
        self.show_button.setVisible(notice.show is not None)
        self.setAccessibleName(notice.words)
        # It takes no focus, so a screen reader would pass it over.
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, line(notice.words, LONGEST)))
        restyle(self)
        self.place()
        self.show()
        self.raise_()
        if notice.lasts:
            self._timer.stop()
        else:
            self._timer.start()

    def _end(self, notice: Notice) -> None:
        if notice is self._notice:
            self.hide()

    def _age(self) -> None:
        if self._notice is not None and self._notice.can is not None:
            self.button.setVisible(self._notice.can())
            self.place()

    def _lead(self) -> None:
        self.hide()
        if self._notice is not None and self._notice.show is not None:
            self._notice.show()

    def _act(self) -> None:
        self.hide()
        if self._notice is not None and self._notice.act is not None:
            self._notice.act()
