"""Text of any length and origin to read: as tall as it needs, cut where it is long, and all of it in a window."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import msgspec
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QResizeEvent, QTextCharFormat, QTextCursor, QTextOption, QWheelEvent
from PySide6.QtWidgets import QDialog, QFrame, QPlainTextEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from stressdesk.gui.parts.layouts import column, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.words import plain, words

LONGEST = 1_500
LONGEST_EVER = 5_000_000
# Qt lays a line of a million characters out in two minutes, a thousand lines of a thousand in 20 ms.
LONGEST_LINE = 1_000
WINDOW = QSize(760, 560)


class Stretch(msgspec.Struct, frozen=True):
    """A stretch of text in colours of its own, struck through where it is gone."""

    text: str
    colour: str = ""
    ground: str = ""
    is_struck: bool = False


class TextBlock(QWidget):
    """Shows the first 1,500 characters of a text and offers all of it in a window; to select and copy, not to edit."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._whole = ""
        self._name = name
        self.view = _Fitting()
        self.view.setAccessibleName(name)
        self.more: QPushButton | None = None
        self._column = column(self.view, gap=2)
        self.setLayout(self._column)

    def show_text(self, text: str) -> None:
        """Show a text."""
        self.show_stretches([Stretch(text)], text)

    def show_stretches(self, stretches: Sequence[Stretch], whole: str) -> None:
        """Show a text in colours; `whole` is what the window shows of it."""
        self._whole = whole
        left = LONGEST
        self.view.clear()
        cursor = QTextCursor(self.view.document())
        for stretch in stretches:
            cursor.insertText(broken(plain(stretch.text, left)), _format(stretch))
            left -= len(stretch.text)
            if left <= 0:
                break
        self._offer_rest(is_cut=left < 0)
        self.view.fit()

    def _offer_rest(self, *, is_cut: bool) -> None:
        if self.more is None and is_cut:
            self.more = button("", self._show_all, "quiet")
            self._column.addLayout(row(self.more, None, gap=0))
        if self.more is not None:
            self.more.setVisible(is_cut)
            self.more.setText(f"Show all ({len(self._whole):,} characters)")

    def _show_all(self) -> None:
        TextWindow(self._name, self._whole, self.window()).show()


class TextWindow(QDialog):
    """A long text by itself, to scroll through and copy."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title or "Text")
        self.view = QPlainTextEdit()
        self.view.setReadOnly(True)
        self.view.setAccessibleName(title)
        self.view.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.view.setPlainText(broken(plain(text, LONGEST_EVER)))
        note = words(f"{len(text):,} characters. Lines longer than {LONGEST_LINE:,} are broken here, not when copied.",
                     "tertiary")  # fmt: skip
        clipboard = QGuiApplication.clipboard()
        self.copy = button("Copy all", partial(clipboard.setText, text))
        foot = row(note, None, self.copy, button("Close", self.close, "primary"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 12)
        whole.addWidget(self.view)
        whole.addLayout(foot)
        self.resize(WINDOW)


class _Fitting(QPlainTextEdit):
    """A reader without a frame that is exactly as tall as its text at the width it has."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setProperty("kind", "bare")
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.fit()

    def fit(self) -> None:
        """Become as tall as the text."""
        # The document's own height counts lines below the view as they were broken at the width before.
        block, height = self.document().firstBlock(), 0.0
        while block.isValid():
            height += self.blockBoundingRect(block).height()
            block = block.next()
        self.setFixedHeight(max(self.fontMetrics().lineSpacing(), round(height)) + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width breaks lines elsewhere."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: leave the wheel to the page."""
        event.ignore()


def broken(text: str) -> str:
    """The text with lines that Qt would lay out for minutes broken into shorter ones."""
    if len(text) <= LONGEST_LINE:
        return text
    parts = (one[at : at + LONGEST_LINE] for one in text.split("\n") for at in range(0, max(1, len(one)), LONGEST_LINE))
    return "\n".join(parts)


def _format(stretch: Stretch) -> QTextCharFormat:
    made = QTextCharFormat()
    if stretch.colour:
        made.setForeground(QColor(stretch.colour))
    if stretch.ground:
        made.setBackground(QColor(stretch.ground))
    made.setFontStrikeOut(stretch.is_struck)
    return made
