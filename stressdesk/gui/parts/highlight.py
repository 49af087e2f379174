"""Colours a prompt's variables and tags in an editor: those with a value, those without, and characters unseen."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.models.marks import Mark, marks


class Highlighter(QSyntaxHighlighter):
    """Follows the text of one document and the colours in use."""

    def __init__(self, document: QTextDocument, appearance: Appearance) -> None:
        super().__init__(document)
        self._appearance = appearance
        self._missing: frozenset[str] = frozenset()
        self._formats: dict[str, QTextCharFormat] = {}
        appearance.changed.connect(self._dress)
        self._dress()

    def set_missing(self, names: Iterable[str]) -> None:
        """These variables have no value."""
        if frozenset(names) != self._missing:
            self._missing = frozenset(names)
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Qt: colour one line."""
        for mark in marks(text):
            self.setFormat(mark.start, mark.length, self._format(mark))

    def _format(self, mark: Mark) -> QTextCharFormat:
        is_missing = mark.kind == "variable" and mark.name in self._missing
        return self._formats["missing" if is_missing else mark.kind]

    def _dress(self) -> None:
        look = self._appearance.look
        self._formats = {
            "variable": _format(look.accent, look.accent_tint),
            "missing": _format(look.bad, look.bad_tint),
            "tag": _format(look.secondary, look.grid),
            "comment": _format(look.tertiary, look.surface),
            "unseen": _format(look.surface, look.bad),
        }
        self._formats["missing"].setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        self._formats["missing"].setUnderlineColor(QColor(look.bad))
        self._formats["comment"].setFontItalic(True)
        self.rehighlight()


def _format(colour: str, ground: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(colour))
    made.setBackground(QColor(ground))
    return made
