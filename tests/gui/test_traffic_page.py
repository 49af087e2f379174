"""The traffic page, used as a person would: by mouse and keys, with undo, and with what is on it read back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDoubleSpinBox,
    QLineEdit,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.mess import HOSTILE_NAMES
from stressdesk.gui.parts.dials import Slider
from stressdesk.gui.parts.fields import Binding
from stressdesk.gui.parts.lists import ParsedText
from stressdesk.gui.parts.problem_note import ProblemNote
from stressdesk.gui.parts.rates import days_of
from stressdesk.gui.views.arrival_numbers import TraceFile
from stressdesk.gui.views.arrivals import KINDS
from stressdesk.gui.views.traffic import TrafficPanel
from stressdesk.scenario.disturbance import Network
from stressdesk.scenario.traffic import HOSTILE_CLASSES, Chat, Day, Office, Spike, Trace
from stressdesk.traffic.mess import MESS
from stressdesk.traffic.personas import PERSONAS


@pytest.fixture
def page(open_desk: Desk, qtbot: QtBot) -> Iterator[TrafficPanel]:
    """The page of the sample, 1280 pixels wide, with its preview made."""
    made = TrafficPanel(open_desk).whole()
    qtbot.addWidget(made)
    made.resize(1072, 720)
    made.show()
    qtbot.waitExposed(made)
    settled(made, qtbot)
    yield made
    made.hide()


def settled(page: TrafficPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.preview.is_waiting and not page.desk.scenario.is_looking, timeout=20_000)


def test_the_network_of_a_kind_of_user_stands_beside_its_share(
    page: TrafficPanel, open_desk: Desk, qtbot: QtBot
) -> None:
    assert set(page.personas.networks) == {persona.name for persona in PERSONAS}
    choice = page.personas.networks["power-user"]
    assert (choice.accessibleName(), choice.currentText()) == ("Network of power users", "Usual network")
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert open_desk.scenario.now.disturbance.personas == {"power-user": Network(preset="broadband")}
    assert open_desk.scenario.undo_words == "change of network of power users"
    open_desk.scenario.edit(("disturbance", "personas"), {"power-user": Network(delay_ms=1, jitter_ms=5)})
    qtbot.waitUntil(lambda: any("cannot vary by 5 ms" in note.text() for note in page.findChildren(ProblemNote)))


def handle(slider: Slider) -> QPoint:
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    place = slider.style().subControlRect(
        QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, slider
    )
    return place.center()


def drag(slider: Slider, pixels: int) -> None:
    start = handle(slider)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 5):
        QTest.mouseMove(slider, start + QPoint(pixels * step // 4, 0))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=start + QPoint(pixels, 0))


def test_the_messages_stay_in_sight_beside_every_slider_in_a_small_window(page: TrafficPanel, qtbot: QtBot) -> None:
    page.resize(816, 540)
    for one in (page.personas.rows["voice"], page.conversations, page.wordings):
        page.controls.ensureWidgetVisible(one)
        shown = page.messages.list
        assert shown.visibleRegion().boundingRect().height() >= 80
        assert not page.controls.geometry().intersects(page.seen.geometry())
        assert page.controls.height() >= 240
    qtbot.waitUntil(page.arriving.isVisible)
    page.controls.ensureWidgetVisible(page.arriving)
    assert not page.arriving.visibleRegion().isEmpty()
    page.resize(1072, 720)
    assert page.seen.isAncestorOf(page.arriving)
    qtbot.waitUntil(page.arriving.isVisible)


def test_every_persona_is_there_with_its_share_of_the_usual_mix(page: TrafficPanel) -> None:
    assert list(page.personas.rows) == [persona.name for persona in PERSONAS]
    assert page.personas.rows["everyday"].dial.number.text() == "30 %"
    assert not page.personas.reset.isEnabled()


def test_a_drag_of_a_slider_is_one_step_to_undo(page: TrafficPanel, qtbot: QtBot) -> None:
    desk, row = page.desk, page.personas.rows["phone"]
    drag(row.dial.slider, 40)
    given = desk.scenario.now.traffic.personas
    assert given["phone"] > 0.2
    assert given["everyday"] == 0.3
    share = given["phone"] / sum(given.values())
    assert row.dial.number.value() == pytest.approx(100 * share, abs=0.06)
    assert page.personas.rows["everyday"].dial.value == pytest.approx(0.3 / sum(given.values()))
    drag(page.personas.rows["angry"].dial.slider, 20)
    assert desk.scenario.now.traffic.personas["angry"] > 0.04
    desk.scenario.undo()
    assert desk.scenario.now.traffic.personas == given
    desk.scenario.undo()
    assert desk.scenario.now.traffic.personas == {}
    assert row.dial.number.value() == 20
    assert not desk.scenario.undo_words
    settled(page, qtbot)


def test_a_share_that_nobody_else_can_take_shows_that_it_stays(page: TrafficPanel) -> None:
    english = page.languages.rows["en"].dial
    drag(english.slider, -80)
    drag(english.slider, -80)
    assert page.desk.scenario.now.traffic.languages in ({}, {"en": 1.0})
    assert english.number.text() == "100 %"
    assert english.slider.value() == english.slider.maximum()
    assert "another" in english.slider.toolTip()


def test_arrow_keys_move_a_slider_and_leaving_it_ends_the_step(page: TrafficPanel, qtbot: QtBot) -> None:
    desk, slider = page.desk, page.personas.rows["older"].dial.slider
    slider.setFocus()
    for _ in range(3):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    moved = desk.scenario.now.traffic.personas["older"]
    assert moved == pytest.approx(0.94 * 0.09 / 0.91, abs=0.001)
    page.personas.rows["voice"].dial.slider.setFocus()
    qtbot.keyClick(page.personas.rows["voice"].dial.slider, Qt.Key.Key_Home)
    assert desk.scenario.now.traffic.personas["voice"] == 0
    desk.scenario.undo()
    assert desk.scenario.now.traffic.personas["older"] == moved
    desk.scenario.undo()
    assert desk.scenario.now.traffic.personas == {}
    settled(page, qtbot)


def test_the_wheel_scrolls_the_page_and_moves_no_slider(page: TrafficPanel, qtbot: QtBot) -> None:
    slider = page.personas.rows["everyday"].dial.slider
    slider.setFocus()
    for widget in (slider, page.personas.rows["everyday"].dial.number):
        place = QPointF(widget.rect().center())
        event = QWheelEvent(
            place, QPointF(widget.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)
        assert not event.isAccepted()
    assert page.desk.scenario.undo_words == ""


def test_the_share_that_is_typed_is_the_one_shown(page: TrafficPanel, qtbot: QtBot) -> None:
    row = page.personas.rows["angry"]
    row.dial.number.setFocus()
    row.dial.number.selectAll()
    qtbot.keyClicks(row.dial.number, "12.5")
    qtbot.keyClick(row.dial.number, Qt.Key.Key_Return)
    given = page.desk.scenario.now.traffic.personas
    assert given["angry"] / sum(given.values()) == pytest.approx(0.125, abs=0.0002)
    assert row.dial.number.text() == "12.5 %"
    assert row.dial.slider.value() == 125
    assert row.dial.number.toolTip() == f"Weight {given['angry']:g}"
    qtbot.mouseClick(page.personas.reset, Qt.MouseButton.LeftButton)
    assert page.desk.scenario.now.traffic.personas == {}
    settled(page, qtbot)


def test_the_first_language_takes_from_that_of_the_demo(page: TrafficPanel, qtbot: QtBot) -> None:
    languages = page.languages
    assert languages.note.text().startswith("Everybody writes in the language of the demo inputs (English)")
    drag(languages.rows["es"].dial.slider, 60)
    given = page.desk.scenario.now.traffic.languages
    assert given["en"] == 1.0
    assert languages.rows["es"].dial.value + languages.rows["en"].dial.value == pytest.approx(1)
    assert languages.rows["es"].dial.value > 0.1
    assert languages.note.text().startswith("Spanish: ")
    qtbot.mouseClick(languages.reset, Qt.MouseButton.LeftButton)
    assert page.desk.scenario.now.traffic.languages == {}
    settled(page, qtbot)


def test_severity_is_one_of_three_and_the_messages_follow(page: TrafficPanel, qtbot: QtBot) -> None:
    before = page.preview.messages
    qtbot.mouseClick(page.mess.severities[10], Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert page.desk.scenario.now.traffic.mess.severity == 10
    settled(page, qtbot)
    messy = sum(len(message.mess) for message in page.preview.messages)
    assert messy > sum(len(message.mess) for message in before)
    page.desk.scenario.undo()
    assert page.mess.severities[1].isChecked()
    settled(page, qtbot)
    assert page.preview.messages == before


def test_people_can_write_with_care(page: TrafficPanel, qtbot: QtBot) -> None:
    for fold in page.mess.folds.values():
        fold.open()
    row = page.mess.rows["no-final-punctuation"]
    assert "57" in row.source.text()
    assert not page.mess.careful.isChecked()
    qtbot.mouseClick(page.mess.careful, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert page.desk.scenario.now.traffic.mess.writing == "careful"
    assert "14" in row.source.text()
    assert "Open Assistant" in row.source.text()
    settled(page, qtbot)
    page.desk.scenario.undo()
    assert not page.mess.careful.isChecked()
    assert page.desk.scenario.now.traffic.mess.writing == "web"
    settled(page, qtbot)


def test_the_severity_can_be_chosen_by_arrow_keys(page: TrafficPanel, qtbot: QtBot) -> None:
    page.mess.severities[1].setFocus()
    qtbot.keyClick(page.mess.severities[1], Qt.Key.Key_Down)
    assert page.desk.scenario.now.traffic.mess.severity == 3
    settled(page, qtbot)


def test_every_kind_of_mess_can_be_found_switched_and_rated(page: TrafficPanel, qtbot: QtBot) -> None:
    mess = page.mess
    for fold in mess.folds.values():
        fold.open()
    assert set(mess.rows) == {kind.name for kind in MESS}
    row = mess.rows["typos"]
    assert "LMArena" in row.source.text()
    row.switch.click()
    assert page.desk.scenario.now.traffic.mess.off == ("typos",)
    assert not row.dial.slider.isEnabled()
    row.switch.click()
    drag(row.dial.slider, 20)
    assert page.desk.scenario.now.traffic.mess.rates["typos"] > 0.07
    assert mess.folds["Spelling and words"].summary.text() == "9 kinds · 1 with a rate of your own"
    row.reset.click()
    assert page.desk.scenario.now.traffic.mess.rates == {}
    assert row.dial.value == 0.07
    settled(page, qtbot)


def test_words_find_kinds_and_open_their_groups(page: TrafficPanel, qtbot: QtBot) -> None:
    mess = page.mess
    qtbot.keyClicks(mess.search, "spreadsheet")
    assert [title for title, fold in mess.folds.items() if not fold.isHidden()] == ["Pasted along"]
    assert mess.folds["Pasted along"].is_open
    assert [name for name, row in mess.rows.items() if not row.isHidden()] == ["pasted-table"]
    qtbot.keyClicks(mess.search, "zzz")
    assert not mess.nothing.isHidden()
    mess.search.clear()
    assert mess.nothing.isHidden()
    assert not any(fold.isHidden() or fold.is_open for fold in mess.folds.values())


def test_a_pattern_of_arrivals_brings_its_own_numbers(page: TrafficPanel, qtbot: QtBot) -> None:
    card = page.arrivals
    at = card.kind.findData(Spike)
    card.kind.setCurrentIndex(at)
    card.kind.activated.emit(at)
    assert page.desk.scenario.now.load.arrivals == Spike()
    settled(page, qtbot)
    rush = max(page.preview.bustle.counts)
    assert rush > 5 * page.preview.bustle.queries / len(page.preview.bustle.counts)
    page.desk.scenario.edit(("load", "arrivals", "share"), 0.0)
    settled(page, qtbot)
    assert max(page.preview.bustle.counts) < rush / 3
    page.desk.scenario.edit(("load", "arrivals"), Chat())
    assert card.kind.currentData() is Chat
    settled(page, qtbot)


@pytest.mark.parametrize("kind", [kind for _, kind, _ in KINDS])
def test_every_number_of_every_pattern_has_a_field(page: TrafficPanel, kind: type) -> None:
    page.desk.scenario.edit(("load", "arrivals"), kind())
    shown = page.arrivals.numbers[kind]
    assert shown.isVisible()
    bound = {one.place[-1] for one in shown.findChildren(Binding)}
    assert bound == set(kind.__struct_fields__)
    assert [one for one in page.arrivals.numbers.values() if one.isVisible()] == [shown]


def test_fields_show_the_scenario_and_edits_can_be_undone(page: TrafficPanel) -> None:
    model = page.desk.scenario
    model.edit(("load", "arrivals"), Office(opens=7.5, noon=0.4))
    shown = page.arrivals.numbers[Office]
    opens, noon = (
        next(box for box in shown.findChildren(QDoubleSpinBox) if box.accessibleName() == name)
        for name in ("Opens at hour", "From 12 to 13")
    )
    assert (opens.text(), noon.text()) == ("7.5 h", "40 %")
    noon.setValue(25)
    assert model.now.load.arrivals == Office(opens=7.5, noon=0.25)
    model.undo()
    assert noon.text() == "40 %"


def test_rates_of_hours_are_a_line_of_numbers(page: TrafficPanel) -> None:
    model = page.desk.scenario
    model.edit(("load", "arrivals"), Day())
    lines = {one.accessibleName(): one for one in page.arrivals.numbers[Day].findChildren(ParsedText)}
    weekend = lines["Hours at weekends"]
    assert weekend.edit.toPlainText() == ""
    weekend.edit.setPlainText("1 2 3")
    assert weekend.trouble == "Write 24 numbers, one for each hour; these are 3."
    assert model.now.load.arrivals.weekend_hours is None
    weekend.edit.setPlainText(" ".join(["0.5"] * 24))
    assert weekend.trouble == ""
    assert model.now.load.arrivals.weekend_hours == (0.5,) * 24
    lines["Days of a week"].edit.setPlainText("1, 1, 1, 1, 1, 0, 0")
    assert model.now.load.arrivals.days == (1, 1, 1, 1, 1, 0, 0)
    model.undo()
    assert lines["Days of a week"].edit.toPlainText() == "1 1 1 1 1 0.75 0.75"


@pytest.mark.parametrize(
    ("text", "says"),
    [("1 2 soon 4 5 6 7", "no number: soon"), ("1 1 1 1 1 1 -1", "0 or more"), ("1 1 1 1 1 1 nan", "0 or more")],
)
def test_what_is_no_rate_is_said_at_the_field(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        days_of(text)


def test_a_trace_that_is_not_there_is_told_at_its_field_until_one_is_chosen(
    page: TrafficPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    model = page.desk.scenario
    model.edit(("load", "arrivals"), Trace(file="gone.csv"))
    (field,) = page.arrivals.numbers[Trace].findChildren(TraceFile)
    assert field.line.text() == "gone.csv"
    settled(page, qtbot)
    assert "There is no trace file" in field.note.text()
    trace = tmp_path / "peak.csv"
    trace.write_text("t_seconds\n0\n5\n60\n", encoding="utf-8")
    model.folder = tmp_path
    field.use(str(trace))
    assert model.now.load.arrivals == Trace(file="peak.csv")
    assert field.line.text() == "peak.csv"
    settled(page, qtbot)
    assert "a column of times" in field.note.text()
    assert page.preview.bustle is not None
    model.undo()
    assert field.line.text() == "gone.csv"


def test_the_chart_and_its_numbers_are_those_of_the_chosen_scale(page: TrafficPanel, qtbot: QtBot) -> None:
    card = page.arriving
    assert "1,000 queries" in card.subtitle.text()
    assert card.subtitle.text().startswith("Planned:")
    qtbot.waitUntil(lambda: card.chart.image is not None)
    at = card.scale.findData(10_000)
    card.scale.setCurrentIndex(at)
    card.scale.activated.emit(at)
    settled(page, qtbot)
    assert page.preview.bustle.queries == 10_000
    assert "10,000 queries" in card.subtitle.text()
    assert page.desk.scenario.undo_words == ""


def test_twenty_messages_stand_there_in_words_and_as_a_picture(page: TrafficPanel, qtbot: QtBot) -> None:
    rows = page.messages.list.rows
    assert rows.rowCount() == 20
    words = rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    first = page.preview.messages[0]
    assert words.startswith("1, ")
    assert " ".join(first.marked.text.split())[:40] in words
    picture = page.messages.list.viewport().grab().toImage()
    shades = {picture.pixelColor(x, y).name() for x in range(0, picture.width(), 3) for y in range(0, 200, 3)}
    assert len(shades) > 10


def test_other_twenty_leave_the_scenario_as_it_is(page: TrafficPanel, qtbot: QtBot) -> None:
    before = page.preview.messages
    qtbot.mouseClick(page.messages.others, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    assert page.preview.messages != before
    assert len(page.preview.messages) == 20
    assert not page.desk.scenario.is_dirty


def first_row(page: TrafficPanel) -> QImage:
    """The first message as it is painted, below its chips."""
    listed = page.messages.list
    place = listed.visualRect(listed.rows.index(0, 0)).adjusted(0, 30, 0, 0)
    return listed.viewport().grab(place).toImage()


def test_what_was_left_out_and_the_clean_text_are_shown_when_wanted(page: TrafficPanel, qtbot: QtBot) -> None:
    listed = page.messages.list
    heights = [listed.visualRect(listed.rows.index(at, 0)).height() for at in range(3)]
    page.messages.show_clean.click()
    qtbot.waitUntil(lambda: listed.visualRect(listed.rows.index(0, 0)).height() > heights[0])
    assert any(piece.fate == "dropped" for piece in page.preview.messages[0].marked.pieces)
    as_written = first_row(page)
    page.messages.show_dropped.click()
    qtbot.waitUntil(lambda: first_row(page) != as_written)
    page.messages.show_dropped.click()
    qtbot.waitUntil(lambda: first_row(page) == as_written)
    page.messages.show_clean.click()
    qtbot.waitUntil(lambda: [listed.visualRect(listed.rows.index(at, 0)).height() for at in range(3)] == heights)


def test_a_message_can_be_chosen_by_keys_and_copied(page: TrafficPanel, qtbot: QtBot) -> None:
    page.activateWindow()
    listed = page.messages.list
    listed.setFocus()
    qtbot.keyClick(listed, Qt.Key.Key_Home)
    qtbot.keyClick(listed, Qt.Key.Key_Down)
    assert listed.currentIndex().row() == 1
    qtbot.keyClick(listed, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == page.preview.messages[1].marked.text


def test_what_is_wrong_is_said_in_place_of_messages(page: TrafficPanel, qtbot: QtBot) -> None:
    page.desk.scenario.edit(("traffic", "personas"), {"everyday": 0.0})
    settled(page, qtbot)
    assert "All weights are 0" in page.messages.trouble.text()
    assert page.messages.trouble.isVisible()
    assert not page.messages.list.isVisible()
    page.desk.scenario.undo()
    settled(page, qtbot)
    assert page.messages.list.isVisible()
    assert page.messages.list.rows.rowCount() == 20


def test_a_class_of_attacks_is_switched_off_and_on_again(page: TrafficPanel) -> None:
    assert [name for name, _ in HOSTILE_NAMES] == list(HOSTILE_CLASSES)
    page.odd.classes.boxes["jailbreak"].click()
    scenario = page.desk.scenario.scenario
    assert scenario is not None
    assert scenario.traffic.hostile_classes == tuple(name for name in HOSTILE_CLASSES if name != "jailbreak")
    page.desk.scenario.undo()
    assert page.odd.classes.boxes["jailbreak"].isChecked()


def test_controls_have_names_and_the_page_is_dark_where_wanted(page: TrafficPanel, qtbot: QtBot) -> None:
    for dial in [row.dial for row in page.personas.rows.values()] + [one.dial for one in page.odd.dials.values()]:
        assert dial.slider.accessibleName()
        assert dial.slider.accessibleDescription() == dial.number.text() != ""
        assert dial.number.accessibleName()
    assert all(button.text() or button.accessibleName() for button in all_buttons(page))
    page.desk.appearance.choose("dark")
    settled(page, qtbot)


def test_two_columns_at_1280_and_one_where_it_is_narrow(page: TrafficPanel, qtbot: QtBot) -> None:
    left, right = page.personas, page.messages
    assert right.mapTo(page, QPoint()).x() > left.mapTo(page, QPoint()).x() + left.width()
    page.resize(816, 620)
    qtbot.waitUntil(lambda: right.mapTo(page, QPoint()).x() == left.mapTo(page, QPoint()).x())
    above, pattern, chart = right, page.arrivals, page.arriving
    qtbot.waitUntil(lambda: left.mapTo(page, QPoint()).y() >= above.mapTo(page, QPoint()).y() + above.height())
    qtbot.waitUntil(lambda: chart.mapTo(page, QPoint()).y() >= pattern.mapTo(page, QPoint()).y() + pattern.height())
    page.resize(1072, 720)
    qtbot.waitUntil(lambda: right.mapTo(page, QPoint()).x() > left.mapTo(page, QPoint()).x())
    assert right.isVisible()


def all_buttons(widget: QWidget) -> list[QAbstractButton]:
    found = widget.findChildren(QAbstractButton)
    return [one for one in found if not isinstance(one.parent(), QLineEdit)]  # Qt's own, to clear a line


def test_a_page_that_nobody_sees_plans_nothing(open_desk: Desk, qtbot: QtBot) -> None:
    page = TrafficPanel(open_desk).whole()
    qtbot.addWidget(page)
    open_desk.scenario.edit(("seed",), 99)
    assert not page.preview.is_waiting
    page.show()
    settled(page, qtbot)
    shown = page.preview.messages
    page.hide()
    open_desk.scenario.edit(("seed",), 100)
    assert not page.preview.is_waiting
    assert page.preview.messages == shown
    page.show()
    settled(page, qtbot)
    assert page.preview.messages != shown
    page.hide()
