from __future__ import annotations

from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from stressdesk.charts.look import Look
from stressdesk.charts.picture import Picture
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.picture import PictureView


def plain(shade: int, asked: list[Look]):
    def draw(look: Look, scale: float) -> Picture:
        asked.append(look)
        width, height = round(look.width * scale), round(look.height * scale)
        return Picture(width, height, bytes([shade, shade, shade, 255]) * (width * height))

    return draw


def test_a_drawing_is_made_for_the_size_it_is_shown_at(desk: Desk, qtbot: QtBot) -> None:
    view = PictureView(desk.appearance, desk.drawing)
    qtbot.addWidget(view)
    asked: list[Look] = []
    view.show_drawing(plain(7, asked))
    assert view.image is None
    view.resize(300, 200)
    view.show()
    qtbot.waitUntil(lambda: view.image is not None)
    assert (asked[-1].width, asked[-1].height) == (300, 200)
    assert view.grab().toImage().pixelColor(150, 100).red() == 7
    view.resize(330, 210)
    qtbot.waitUntil(lambda: view.image.deviceIndependentSize().toSize() == QSize(330, 210))


def test_nothing_is_drawn_while_nobody_sees_it_and_another_look_draws_anew(desk: Desk, qtbot: QtBot) -> None:
    view = PictureView(desk.appearance, desk.drawing)
    qtbot.addWidget(view)
    asked: list[Look] = []
    view.resize(300, 200)
    view.show_drawing(plain(7, asked))
    qtbot.wait(120)
    assert asked == []
    view.show()
    qtbot.waitUntil(lambda: len(asked) == 1)
    desk.appearance.choose("dark")
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked[-1].name == "dark"
    view.show_drawing(None)
    assert view.image is None
