"""Labels of one kind each; whatever they are given is shown as plain text, never as markup."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QWidget

from stressdesk.scenario.clusters import cut, runs_left

Kind = Literal["body", "title", "figure", "heading", "section", "secondary", "tertiary", "problem", "badge", "key"]
Tone = Literal["", "good", "bad", "warn", "accent"]

LONGEST = 20_000
NARROWEST = 40
LONGEST_WORD, PIECE = 32, 8
BREAK = "\N{ZERO WIDTH SPACE}"
JOIN = "\N{WORD JOINER}"
KEPT = {" %": f"\N{NO-BREAK SPACE}{JOIN}%", "+$": f"+{JOIN}$", "\N{MINUS SIGN}$": f"\N{MINUS SIGN}{JOIN}$"}
"""What no line may end inside, and how it is drawn."""


def plain(text: str, limit: int = LONGEST) -> str:
    """The text with everything that could reorder or hide what stands around it made visible, cut at `limit`."""
    shown = cut(text, limit)
    clean = shown if shown.isprintable() else "".join(map(_visible, shown))
    return f"{clean}…" if len(text) > limit else clean


def line(text: str, limit: int = 400) -> str:
    """The same on one line."""
    return " ".join(plain(text, limit).split())


def direction(text: str) -> Qt.LayoutDirection:
    """How a line of its own is read, by its first letter that says so: else the full stop of an Arabic line, in a
    window read from the left, would stand before its first word.
    """
    return Qt.LayoutDirection.RightToLeft if runs_left(text) else Qt.LayoutDirection.LeftToRight


def words(text: str = "", kind: Kind = "body", *, wrap: bool = False, tone: Tone = "") -> QLabel:
    """A label of one of the kinds that the style sheet knows."""
    label = _Wrapped(plain(text)) if wrap else QLabel(plain(text))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("kind", kind)
    label.setWordWrap(wrap)
    if wrap:
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        label.setMinimumWidth(NARROWEST)
    if tone:
        set_tone(label, tone)
    return label


class _Wrapped(QLabel):
    """Takes as many lines as its width asks for; a label of Qt's would keep the height of its narrowest state.

    A word longer than a line goes on in the next, where Qt would cut it off at the edge; a number and its sign stay
    on one.
    """

    def __init__(self, text: str) -> None:
        super().__init__(_breakable(text))

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(_breakable(text))

    def text(self) -> str:
        """The text as it was given."""
        return _given(super().text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: a path that is copied must still be one."""
        if event.matches(QKeySequence.StandardKey.Copy) and self.hasSelectedText():
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: the same by the mouse; Qt's own menu copies what is drawn."""
        if not self.hasSelectedText():
            super().contextMenuEvent(event)
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Copy", self._copy)
        menu.popup(event.globalPos())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(_given(self.selectedText()))

    def minimumSizeHint(self) -> QSize:
        """Qt: one line; a page that scrolls asks for the height at its width."""
        return QSize(NARROWEST, self.fontMetrics().height())

    def sizeHint(self) -> QSize:
        """Qt: the same, since the layout asks for the height at a width."""
        return self.minimumSizeHint()


def set_tone(widget: QWidget, tone: Tone) -> None:
    """Colour a badge or frame by what it says."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        restyle(widget)


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at the widget's properties again."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


class Elided(QLabel):
    """One line that ends in … where there is no room, and then shows all of it as a tooltip."""

    def __init__(self, text: str = "", kind: Kind = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(NARROWEST)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(line(text, 2_000))
        self._explain()

    def minimumSizeHint(self) -> QSize:
        """Qt: it may become very narrow."""
        return QSize(NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: whether all of it can be seen may have changed."""
        super().resizeEvent(event)
        self._explain()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: draw what fits."""
        painter = QPainter(self)
        inside = self.contentsRect()
        painter.setFont(self.font_within(inside.width()))
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, inside.width())
        painter.setLayoutDirection(direction(shown))
        painter.drawText(inside, int(self.alignment() | Qt.AlignmentFlag.AlignAbsolute), shown)

    def font_within(self, _width: int) -> QFont:
        """The font it is drawn with where it has so many pixels."""
        return self.font()

    def _explain(self) -> None:
        is_cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        explain(self, self.text() if is_cut else "")


def explain(widget: QWidget, text: str) -> None:
    """Give a widget a tooltip, and to those who do not see it the same in words: Qt would read its markup out."""
    widget.setToolTip(tooltip(text) if text else "")
    widget.setAccessibleDescription(line(text, 600))


def tooltip(text: str) -> str:
    """A text for a tooltip, which would take anything that looks like markup for markup."""
    escaped = html.escape(line(text, 600), quote=False)
    return f"<p style='white-space: pre-wrap'>{escaped}</p>"


def _given(drawn: str) -> str:
    """What is drawn as it was before it was made to break well."""
    text = drawn.replace(BREAK, "")
    for given, kept in KEPT.items():
        text = text.replace(kept, given)
    return text


def _breakable(text: str) -> str:
    for given, kept in KEPT.items():
        text = text.replace(given, kept)
    if max(map(len, text.split()), default=0) <= LONGEST_WORD:
        return text
    return re.sub(rf"\S{{{LONGEST_WORD + 1},}}", lambda found: _in_pieces(found.group()), text)


def _in_pieces(word: str) -> str:
    pieces = []
    while word:
        pieces.append(cut(word, PIECE))
        word = word[len(pieces[-1]) :]
    return BREAK.join(pieces)


def _visible(character: str) -> str:
    if character.isprintable() or character in "\n\t\u00a0\u200c\u200d":
        return character
    return (
        " "
        if unicodedata.category(character) in ("Zl", "Zp", "Zs") or character == "\r"
        else "\N{REPLACEMENT CHARACTER}"
    )
