"""An editor as high as its plain text, which changes no character by itself and never holds up the window."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent, QWheelEvent

from stressdesk.gui.parts.text_edit import TextEdit
from stressdesk.gui.parts.words import plain

LONGEST_LINE = 10_000
"""Characters; Qt takes 25 ms a key in a line of 10,000 and 400 ms in one of 100,000."""
LONGEST = 300_000
SHOWN_OF_LONGER = 600
TAB_WIDTH = 28
"""About four letters, in pixels: lists out of a mail have a tab behind each dot."""

# Qt ends its paragraphs with the first, and takes the others for the same.
_LINE_ENDS = str.maketrans(dict.fromkeys("\u2029\ufdd0\ufdd1", "\n"))


class Editor(TextEdit):
    """Grows from `least` to `most` lines, then scrolls. A text too long to edit is cut and read only: `is_cut`."""

    cut_changed = Signal()

    def __init__(self, least: int = 1, most: int = 16) -> None:
        super().__init__(least)
        self._least, self._most = least, most
        self._whole: str | None = None
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabStopDistance(TAB_WIDTH)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    @property
    def is_cut(self) -> bool:
        """Is only the beginning shown, because the text is too long to be edited here?"""
        return self._whole is not None

    def toPlainText(self) -> str:
        """The text as it was put, where Qt's own would turn some spaces into others."""
        return self._whole if self._whole is not None else self.document().toRawText().translate(_LINE_ENDS)

    def put(self, text: str) -> None:
        """Show another text."""
        was_cut = self.is_cut
        if is_too_long(text):
            self._whole = text
            self.setPlainText(plain(text, SHOWN_OF_LONGER))
        else:
            self._whole = None
            if was_cut:
                self.setPlainText(text)
            else:
                super().put(text)
        if was_cut != self.is_cut:
            self.setReadOnly(self.is_cut)
            self.cut_changed.emit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Qt: text, but no files: those are dropped onto the page."""
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Qt: something is pasted or dropped; only its plain text is taken."""
        text = source.text().replace("\r\n", "\n").replace("\0", "")
        if not is_too_long(text):
            self.textCursor().insertText(text)
            self.ensureCursorVisible()
            return
        cursor = self.textCursor()
        before = self.document().toRawText().translate(_LINE_ENDS)
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        self.put(before[:start] + text + before[end:])

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: a text that is shown whole leaves the wheel to the page."""
        if self.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
            event.ignore()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width breaks lines elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: only now the style sheet has been applied."""
        super().showEvent(event)
        self._fit()

    def _fit(self, *_: object) -> None:
        needed = round(self.document().size().height())
        lines = max(self._least, min(needed, self._most))
        policies = Qt.ScrollBarPolicy
        policy = policies.ScrollBarAsNeeded if needed > self._most else policies.ScrollBarAlwaysOff
        if policy != self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(policy)
            # Lines are being broken just now, for a width without the bar: its last letters would stand under it.
            QTimer.singleShot(0, self, self._break_lines)
        margins = self.contentsMargins()
        around = margins.top() + margins.bottom() + 2 * round(self.document().documentMargin())
        wanted = lines * self.fontMetrics().lineSpacing() + around
        if wanted != self.height() or self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)

    def _break_lines(self) -> None:
        super().resizeEvent(QResizeEvent(self.size(), QSize()))


def is_too_long(text: str) -> bool:
    """Would an editor hold up the window with this text?"""
    return len(text) > LONGEST or (len(text) > LONGEST_LINE and max(map(len, text.split("\n"))) > LONGEST_LINE)
