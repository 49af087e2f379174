"""A number on the sheet, the course or the end of a run is seen whole."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from stressdesk.gui.parts.quantity import SMALLEST, Quantity

RANGE = "$0.00021\N{EN DASH}$0.00085"


def test_a_number_is_written_smaller_rather_than_cut(qtbot: QtBot) -> None:
    quantity = Quantity("Spend")
    qtbot.addWidget(quantity)
    quantity.say(RANGE)
    label = quantity.figure
    wide = label.fontMetrics().horizontalAdvance(RANGE)
    assert label.font_within(wide) == label.font()
    narrow = label.font_within(int(wide * 0.8))
    assert QFontMetrics(narrow).horizontalAdvance(RANGE) <= int(wide * 0.8)
    least = label.font_within(1)
    assert least.pixelSize() >= int(label.fontInfo().pixelSize() * SMALLEST)


def test_what_is_said_below_is_seen_whole_on_the_sheet(qtbot: QtBot) -> None:
    quantity = Quantity("Spend", wraps=True)
    qtbot.addWidget(quantity)
    quantity.say("$0.07", "projected, nothing is billed · no limit set")
    quantity.resize(150, 200)
    quantity.show()
    qtbot.waitUntil(lambda: quantity.detail.height() >= 2 * quantity.detail.fontMetrics().lineSpacing())
    assert quantity.detail.y() < quantity.figure.geometry().bottom() + 10
