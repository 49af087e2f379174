"""Numbers are taken as they were meant, or not at all; a field that is only passed changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from pytestqt.qtbot import QtBot

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.fields import Field
from stressdesk.gui.parts.numbers import Number, Writing, bare, number_field, optional_number_field
from stressdesk.gui.views.goals import LimitsCard

SPEND = ("limits", "spend_usd")
SHARE = ("limits", "failure_rate")
WHOLE = ("limits", "requests")


@pytest.fixture
def typed(open_desk: Desk, qtbot: QtBot) -> Callable[[tuple[str, str], str], tuple[Any, str, str]]:
    """Types into the field of a place: what the scenario holds then, what the field shows, and what it says."""
    card = LimitsCard(open_desk)
    qtbot.addWidget(card)
    card.show()

    def enter(place: tuple[str, str], text: str) -> tuple[Any, str, str]:
        line = card.fields[place[1]]
        line.setFocus()
        line.selectAll()
        qtbot.keyClicks(line, text)
        qtbot.keyClick(line, Qt.Key.Key_Return)
        field = line.parentWidget()
        assert isinstance(field, Field)
        return (
            open_desk.scenario.value(place),
            line.text(),
            field.note.text() if line.property("wrong") == "true" else "",
        )

    return enter


@pytest.mark.parametrize(
    ("place", "text", "value"),
    [
        (SPEND, "2,50", 2.5), (SPEND, "0,500", 0.5), (SPEND, "$1,500", 1500.0), (SPEND, "1,234.5", 1234.5),
        (SPEND, "1 500", 1500.0), (SHARE, "0,5", 0.005), (SHARE, "0,5 %", 0.005), (WHOLE, "10,000", 10_000),
        (SHARE, "12.345", 0.12345),
    ],
)  # fmt: skip
def test_a_comma_is_a_decimal_point_unless_it_groups_thousands(
    typed: Callable[..., tuple[Any, str, str]], place: tuple[str, str], text: str, value: float
) -> None:
    found, _, trouble = typed(place, text)
    assert (found, trouble) == (value, "")
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("place", "text", "said"),
    [
        (SPEND, "nan", "Write a number from 0 to 1,000,000"), (SPEND, "inf", "Write a number"),
        (SPEND, "-1", "Write a number"), (SPEND, "1.234,5", "Write a number"), (SPEND, "1,2,3", "Write a number"),
        (WHOLE, "nan", "Write a whole number from 1 to 100,000,000"), (WHOLE, "2,5", "Write a whole number"),
        (SHARE, "200", "Write a number from 0.001 to 100"), (SPEND, "5 EUR", "Write a number"),
    ],
)  # fmt: skip
def test_what_is_no_number_or_out_of_bounds_changes_nothing_and_is_said(
    typed: Callable[..., tuple[Any, str, str]], open_desk: Desk, place: tuple[str, str], text: str, said: str
) -> None:
    typed(place, "7")
    before = open_desk.scenario.value(place)
    found, shown, trouble = typed(place, text)
    assert found == before
    assert shown.startswith("7")
    assert trouble.startswith(said)
    assert typed(place, "8")[2] == ""


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (0.00123, {"suffix": " $"}, "0.00123 $"), (0.001, {"digits": 1}, "0.001"),
        (0.12345, {"digits": 1, "suffix": " %", "factor": 100.0}, "12.345 %"), (1 / 3, {"digits": 2}, "0.333333333333"),
        (1234567.5, {}, "1,234,567.5"), (2**53, {"digits": 0}, "9,007,199,254,740,992"), (None, {}, ""),
    ],
)  # fmt: skip
def test_passing_a_field_with_the_tab_key_changes_nothing(
    open_desk: Desk, qtbot: QtBot, value: float | None, form: dict[str, Any], shown: str
) -> None:
    place = WHOLE if form.get("digits") == 0 else SPEND
    open_desk.scenario.edit(place, value)
    scenario = open_desk.scenario.now
    line = optional_number_field(open_desk.scenario, place, (0.01, 1e6), **form)
    qtbot.addWidget(line)
    line.show()
    line.setFocus()
    assert line.text() == shown
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert open_desk.scenario.scenario is scenario


@pytest.mark.parametrize("system", ["en_US", "de_DE"])
@pytest.mark.parametrize(
    ("text", "value"), [("2,5", 2.5), ("2.5", 2.5), ("1,500", 1500.0), ("1,500.5", 1500.5), ("1,2,3", 1.2)]
)
def test_a_box_of_a_number_reads_commas_the_same_way(
    open_desk: Desk, qtbot: QtBot, system: str, text: str, value: float
) -> None:
    was = QLocale()
    QLocale.setDefault(QLocale(system))
    try:
        box = number_field(open_desk.scenario, ("load", "window_minutes"), (0.05, 40_320), suffix=" min")
    finally:
        QLocale.setDefault(was)
    qtbot.addWidget(box)
    box.lineEdit().clear()
    qtbot.keyClicks(box.lineEdit(), text)
    box.interpretText()
    assert open_desk.scenario.value(("load", "window_minutes")) == value
    assert box.text() == f"{value:,.10g} min"


def test_a_whole_number_is_not_made_ten_times_larger_by_a_comma(qtbot: QtBot) -> None:
    box = Number()
    qtbot.addWidget(box)
    box.setDecimals(0)
    box.setRange(0, 100_000)
    box.setValue(7)
    box.lineEdit().clear()
    qtbot.keyClicks(box.lineEdit(), "1,500")
    box.interpretText()
    assert box.value() == 1500
    box.lineEdit().clear()
    qtbot.keyClicks(box.lineEdit(), "2,5")
    box.interpretText()
    assert box.value() == 2


def test_what_two_commas_mean_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="1,5,3"):
        bare("1,5,3")


@pytest.mark.parametrize(
    ("place", "text", "said"),
    [
        (SPEND, "abc", "Write a number from 0 to 1,000,000"), (SPEND, "2000000", "Write a number"),
        (SPEND, "-", "Write a number"), (WHOLE, "0", "Write a whole number from 1"), (WHOLE, "2.5", "Write a whole"),
        (SHARE, "0.0", ""), (SHARE, "101", "Write a number"), (WHOLE, "1,2", ""), (SPEND, "1,50", ""), (WHOLE, "", ""),
    ],
)  # fmt: skip
def test_what_cannot_become_right_is_said_while_it_is_typed(
    open_desk: Desk, qtbot: QtBot, place: tuple[str, str], text: str, said: str
) -> None:
    card = LimitsCard(open_desk)
    qtbot.addWidget(card)
    line = card.fields[place[1]]
    qtbot.keyClicks(line, text)
    assert line.trouble.startswith(said)
    assert bool(line.trouble) == bool(said)


@pytest.mark.parametrize(
    ("digits", "text", "said"),
    [(0, "x", "Write a whole number from 1 to 500 min."), (0, "0", "Write a whole"), (0, "501", "Write a whole"),
     (3, "0.0", ""), (3, "0.000", "Write a number from 1 to 500 min."), (0, "5", ""), (0, "x5", "")],
)  # fmt: skip
def test_a_box_of_a_number_says_in_words_what_it_does_not_take(
    open_desk: Desk, qtbot: QtBot, digits: int, text: str, said: str
) -> None:
    box = number_field(open_desk.scenario, ("load", "window_minutes"), (1, 500), digits=digits, suffix=" min")
    field = Field(open_desk.scenario, "Window", box, ("load", "window_minutes"), "A hint")
    qtbot.addWidget(field)
    field.show()
    box.lineEdit().clear()
    qtbot.keyClicks(box.lineEdit(), text)
    assert box.trouble.startswith(said)
    assert field.note.text() == (box.trouble or "A hint")
    assert bool(box.trouble) == bool(said)


def test_a_number_that_is_too_small_is_said_when_its_box_is_left(open_desk: Desk, qtbot: QtBot) -> None:
    box = number_field(open_desk.scenario, ("load", "window_minutes"), (50, 500), digits=0)
    qtbot.addWidget(box)
    open_desk.scenario.edit(("load", "window_minutes"), 60)
    box.lineEdit().clear()
    qtbot.keyClicks(box.lineEdit(), "5")
    assert box.trouble == ""
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.value() == 60
    assert box.trouble == "Write a whole number from 50 to 500."
    open_desk.scenario.edit(("load", "window_minutes"), 70)
    assert box.trouble == ""


@pytest.mark.parametrize("text", ["-", "-5"])
def test_a_number_below_nothing_is_not_refused_at_its_sign(text: str) -> None:
    assert Writing(limits=(-9, 9), is_whole=True).doubt(text) == ""
    assert Writing(limits=(-9, 9)).doubt(text) == ""
    assert Writing(limits=(1, 9), is_whole=True).doubt(text) == "Write a whole number from 1 to 9, or leave this empty."


def test_thousands_of_figures_are_refused_in_words() -> None:
    assert Writing(limits=(1, 9), is_whole=True).doubt("9" * 5_000).startswith("Write a whole number from 1 to 9")
