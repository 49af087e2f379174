"""Untrusted text with parts of it marked, laid out and painted without any markup, right to left where it is so."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from stressdesk.gui.parts.words import direction, plain

LINE_SEPARATOR = "\u2028"


class Span(msgspec.Struct, frozen=True):
    """A stretch of text and how it is marked: on a ground of its own, struck through, in a colour."""

    text: str
    colour: str
    ground: str = ""
    struck: bool = False


class Paragraphs:
    """Spans laid out one after the other to a width, at most so many lines; `height` is what they take up.

    `left_out` counts the characters that did not fit.
    """

    def __init__(self, spans: Sequence[Span], font: QFont, width: float, most_lines: int = 12) -> None:
        shown = [msgspec.structs.replace(span, text=_one_paragraph(span.text)) for span in spans]
        text = "".join(span.text for span in shown)
        self._layout = QTextLayout(text, font)
        self._layout.setCacheEnabled(True)
        option = QTextOption()
        # Left to itself a layout puts the words of Hebrew or Arabic in order, but the lines at the left.
        if direction(text) is Qt.LayoutDirection.RightToLeft:
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self.ranges = _ranges(shown)
        self._layout.setFormats(self.ranges)
        self.height, end = self._lay(max(1.0, width), most_lines)
        self.left_out = max(0, _units(text) - end)

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Draw with the top left corner there."""
        self._layout.draw(painter, at)

    def _lay(self, width: float, most_lines: int) -> tuple[float, int]:
        """Height of the lines, and where in the text the last of them ends."""
        height, end = 0.0, 0
        self._layout.beginLayout()
        for _ in range(most_lines):
            line = self._layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height()
            end = line.textStart() + line.textLength()
        self._layout.endLayout()
        return height, end


def _ranges(spans: Sequence[Span]) -> list[QTextLayout.FormatRange]:
    """A format for each span, at its place in the units of UTF-16 that Qt counts in."""
    made, start = [], 0
    for span in spans:
        length = _units(span.text)
        looks = QTextCharFormat()
        looks.setForeground(QColor(span.colour))
        if span.ground:
            looks.setBackground(QColor(span.ground))
        looks.setFontStrikeOut(span.struck)
        one = QTextLayout.FormatRange()
        one.start, one.length, one.format = start, length, looks
        made.append(one)
        start += length
    return made


def _one_paragraph(text: str) -> str:
    return plain(text).replace("\n", LINE_SEPARATOR)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
