"""Marks on untrusted text stand where the text is, in whatever script, and never become markup."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from stressdesk.gui import theme
from stressdesk.gui.models.differences import marked
from stressdesk.gui.parts.spans import Paragraphs, Span

pytestmark = pytest.mark.usefixtures("qapp")
GROUND = "#ff0000"


def drawn(spans: list[Span], width: int = 300) -> QImage:
    image = QImage(width, 120, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    Paragraphs(spans, theme.font(), width).paint(painter, QPointF(0, 0))
    painter.end()
    return image


def columns(image: QImage, colour: str = GROUND) -> list[int]:
    wanted = QColor(colour)
    return [x for x in range(image.width()) if any(image.pixelColor(x, y) == wanted for y in range(image.height()))]


@given(st.lists(st.text(max_size=20), max_size=8))
@settings(max_examples=60)
def test_spans_cover_the_text_from_end_to_end(qapp: QApplication, texts: list[str]) -> None:
    laid = Paragraphs([Span(text, "#000000") for text in texts], theme.font(), 200)
    end = 0
    for one in laid.ranges:
        assert one.start == end
        end += one.length
    assert end == len(laid._layout.text().encode("utf-16-le")) // 2
    assert laid.left_out >= 0


def test_what_is_marked_after_emoji_stands_where_it_is_marked() -> None:
    plain = columns(drawn([Span("abc ", "#000000"), Span("def", "#000000", GROUND)]))
    shifted = columns(drawn([Span("👍🏽👍🏽 ", "#000000"), Span("def", "#000000", GROUND)]))
    assert plain
    assert shifted
    assert len(shifted) == pytest.approx(len(plain), abs=2)


def test_right_to_left_text_begins_at_the_right() -> None:
    left = columns(drawn([Span("first", "#000000", GROUND), Span(" second", "#000000")]))
    right = columns(drawn([Span("ראשון", "#000000", GROUND), Span(" שני", "#000000")]))
    assert max(left) < 100
    assert min(right) > 200


def test_markup_is_shown_as_it_was_written() -> None:
    laid = Paragraphs([Span("<b>bold</b> &amp; <img src=x>", "#000000")], theme.font(), 600)
    assert laid._layout.text() == "<b>bold</b> &amp; <img src=x>"


def test_what_would_turn_text_around_is_made_visible() -> None:
    laid = Paragraphs([Span("a\u202eb\u200bc", "#000000")], theme.font(), 600)
    assert laid._layout.text() == "a\ufffdb\ufffdc"


@pytest.mark.parametrize("text", ["word " * 20_000, "x" * 1_000_000, "\n" * 5_000])
def test_a_huge_text_takes_a_dozen_lines(text: str) -> None:
    shown = marked("", text, 700)
    laid = Paragraphs([Span(piece.text, "#000000") for piece in shown.pieces], theme.font(), 300, most_lines=12)
    assert laid.height < 12 * 24
    assert laid.left_out + shown.cut > 4_000


def test_struck_text_has_a_line_through_it() -> None:
    plain = drawn([Span("iiiiiiii", "#000000")])
    struck = drawn([Span("iiiiiiii", "#000000", struck=True)])
    dark = Qt.GlobalColor.white

    def count(image: QImage) -> int:
        return sum(image.pixelColor(x, y) != QColor(dark) for x in range(60) for y in range(24))

    assert count(struck) > count(plain)
