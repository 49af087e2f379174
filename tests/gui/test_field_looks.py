from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QStyle, QStyleOptionButton, QTableWidget
from pytestqt.qtbot import QtBot

from stressdesk.charts.look import DARK, LIGHT
from stressdesk.gui import theme
from stressdesk.gui.icons import icon
from stressdesk.gui.parts.bubble import Bubble
from stressdesk.gui.parts.editor import Editor
from stressdesk.gui.parts.fields import Choice
from stressdesk.gui.parts.layouts import holding, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.numbers import Number


def test_fields_and_buttons_side_by_side_are_equally_high(qtbot: QtBot) -> None:
    controls = [QLineEdit(), Number(), Choice([(1, "One")]), button("Keep", lambda: None)]
    editor = Editor()
    editor.put("One line")
    page = holding(row(*controls, editor))
    qtbot.addWidget(page)
    page.setStyleSheet(theme.style_sheet(LIGHT))
    page.show()
    qtbot.waitUntil(lambda: editor.height() == 32)
    assert {one.height() for one in controls} == {32}
    controls[1].setFocus()
    assert controls[1].sizeHint().height() == 32


def test_the_words_of_a_box_to_tick_stay_where_they_are_when_it_has_the_keyboard(qtbot: QtBot) -> None:
    box = QCheckBox("Show what was left out")
    qtbot.addWidget(box)
    box.setStyleSheet(theme.style_sheet(LIGHT))
    option = QStyleOptionButton()
    box.initStyleOption(option)
    places = []
    for focus in (QStyle.StateFlag.State_None, QStyle.StateFlag.State_HasFocus):
        option.state |= focus
        places.append(box.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, box))
    assert places[0] == places[1]


@pytest.mark.parametrize("kind", ["", "figures"])
def test_nothing_in_a_table_covers_the_frame_that_says_it_has_the_keyboard(qtbot: QtBot, kind: str) -> None:
    table = QTableWidget(3, 2)
    table.setProperty("kind", kind)
    qtbot.addWidget(table)
    table.setStyleSheet(theme.style_sheet(LIGHT))
    table.show()
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    drawn = table.grab().toImage()
    sides = [(0, table.height() // 2), (1, table.height() // 2), (table.width() // 2, 0), (table.width() // 2, 1)]
    assert {drawn.pixelColor(*place).name() for place in sides} == {LIGHT.accent.lower()}


def test_a_picture_stands_off_the_words_of_its_button(qtbot: QtBot) -> None:
    made = button("Copy", lambda: None)
    qtbot.addWidget(made)
    made.setStyleSheet(theme.style_sheet(LIGHT))
    narrow = made.sizeHint().width()
    made.setIcon(icon("copy", "#333333", 16))
    made.setIcon(icon("copy", "#333333", 16))
    assert made.sizeHint().width() - narrow >= 16 + 3 + 4
    drawn = made.icon().pixmap(made.iconSize(), 1.0).toImage()
    dark = [x for x in range(drawn.width()) for y in range(drawn.height()) if drawn.pixelColor(x, y).alpha() > 60]
    assert max(dark) < drawn.width() - 3


def test_what_leads_to_another_page_looks_like_a_link(qtbot: QtBot) -> None:
    link, quiet = button("Elsewhere", lambda: None, "link"), button("Here", lambda: None, "quiet")
    page = holding(row(link, quiet))
    qtbot.addWidget(page)
    page.setStyleSheet(theme.style_sheet(LIGHT))
    page.show()
    assert link.font().underline()
    assert not quiet.font().underline()


def test_another_look_does_not_visit_every_widget_by_putting_the_style_in_place_again(qapp: QApplication) -> None:
    theme.apply(qapp, LIGHT)
    before = qapp.style()
    theme.apply(qapp, DARK)
    assert qapp.style() is before
    assert qapp.palette().window().color() == QColor(DARK.background)
    theme.apply(qapp, LIGHT)


def test_a_message_looks_like_its_role_whatever_stood_in_its_place_before(qtbot: QtBot) -> None:
    made = [Bubble(), Bubble()]
    page = holding(row(*made))
    qtbot.addWidget(page)
    page.setStyleSheet(theme.style_sheet(LIGHT))
    page.resize(600, 200)
    made[0].say("user", "Hello", 5)
    made[1].say("system", "Hello", 5)
    page.show()
    made[0].say("system", "Hello", 5)
    grounds = [one.grab().toImage().pixelColor(one.width() // 2, 4) for one in made]
    assert grounds[0] == grounds[1]


def test_what_is_ticked_and_cannot_be_changed_is_not_as_strong_as_what_can(qtbot: QtBot) -> None:
    box = QCheckBox("Too many requests")
    box.setChecked(True)
    qtbot.addWidget(box)
    box.setStyleSheet(theme.style_sheet(LIGHT))
    box.setEnabled(False)
    box.show()
    drawn = box.grab().toImage()
    colours = {drawn.pixelColor(x, y).name() for x in range(17) for y in range(drawn.height())}
    assert LIGHT.accent.lower() not in colours
    assert theme.faint(LIGHT).lower() in colours


def test_a_tab_in_a_list_out_of_a_mail_is_no_wider_than_some_letters(qtbot: QtBot) -> None:
    editor = Editor()
    qtbot.addWidget(editor)
    editor.put("•\tUse only the policy")
    cursor = editor.textCursor()
    cursor.setPosition(2)
    assert editor.cursorRect(cursor).left() < 4 * editor.fontMetrics().horizontalAdvance("m")


def test_an_open_list_of_many_choices_has_a_bar(qtbot: QtBot) -> None:
    choice = Choice([(at, f"Choice {at}") for at in range(40)])
    qtbot.addWidget(choice)
    choice.setStyleSheet(theme.style_sheet(LIGHT))
    choice.show()
    choice.showPopup()
    qtbot.waitUntil(choice.view().verticalScrollBar().isVisible)
    choice.hidePopup()


@pytest.mark.parametrize("chosen", [0, 4])
def test_an_open_list_shows_all_of_a_few_choices_and_no_frame_but_its_own(qtbot: QtBot, chosen: int) -> None:
    choice = Choice([(at, f"Choice {at}") for at in range(5)])
    choice.setCurrentIndex(chosen)
    qtbot.addWidget(choice)
    choice.setStyleSheet(theme.style_sheet(LIGHT))
    choice.show()
    choice.showPopup()
    view = choice.view()
    qtbot.waitUntil(view.isVisible)
    seen = view.viewport().rect()
    assert all(seen.contains(view.visualRect(view.model().index(at, 0))) for at in range(5))
    assert view.rect() == view.window().rect()
    drawn = view.grab(view.visualRect(view.model().index(chosen, 0))).toImage()
    assert drawn.pixelColor(drawn.width() // 2, drawn.height() // 2).name() == LIGHT.accent_tint.lower()
    choice.hidePopup()
