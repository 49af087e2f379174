"""Numbers as people write them, and the fields they are typed into."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox

from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.parts.fields import Binding, TypedLine
from stressdesk.gui.parts.undo import leave_undo
from stressdesk.scenario.places import Path as Place

_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_HALF_GROUPED = re.compile(r"[1-9]\d{0,2}(,\d{3})*,\d{0,2}")
_FIGURES = 12
"""As many as are shown: a share times 100 must not end in the 000000001 of binary fractions."""
_UNTOLD = 1e12
"""Bounds beyond this are the computer's own, and longer than a field is wide."""
State = QValidator.State


def bare(text: str) -> str:
    """A number without the commas that group its thousands, and with a point for a comma that is one: 2,50 is 2.50.

    Raises ValueError where the commas could be either.
    """
    if _GROUPED.fullmatch(text):
        return text.replace(",", "")
    if text.count(",") > 1 or ("," in text and "." in text):
        raise ValueError(text)
    return text.replace(",", ".")


class Writing(msgspec.Struct, frozen=True, kw_only=True):
    """How a number stands on screen; limits are as shown, and `factor` is what one in the scenario is there."""

    limits: tuple[float, float]
    is_whole: bool = False
    suffix: str = ""
    factor: float = 1.0

    def text(self, value: float | None) -> str:
        """The number with all its digits; "" for none."""
        if value is None:
            return ""
        return f"{_exact(value if self.factor == 1 else value * self.factor):,f}{self.suffix}"

    def value(self, text: str) -> float | None:
        """What was typed, as it is in the scenario. Raises ValueError with words for the user."""
        typed = "".join(text.replace(self.suffix.strip(), "").replace("$", "").split())
        if not typed:
            return None
        low, high = map(_exact, self.limits)
        try:
            number = Decimal(bare(typed))
            is_fit = low <= number <= high and not (self.is_whole and number % 1)
        except (ValueError, InvalidOperation):
            is_fit = False
        if not is_fit:
            kind = "a whole number" if self.is_whole else "a number"
            bounds = "" if high > _UNTOLD else f" from {low:,f} to {high:,f}"
            raise ValueError(f"Write {kind}{bounds}, or leave this empty.")
        return int(number) if self.is_whole else float(number / _exact(self.factor))

    def doubt(self, text: str) -> str:
        """What is wrong with a text that is still being typed; "" where more figures may yet mend it."""
        try:
            self.value(text)
        except ValueError as error:
            return "" if self._may_become_right("".join(text.split())) else str(error)
        return ""

    def _may_become_right(self, typed: str) -> bool:
        if typed == "-":
            return self.limits[0] < 0
        if self.is_whole:
            # Not int(), which raises ValueError for more than 4,300 figures.
            is_small = typed.isdecimal() and 0 < Decimal(typed) < self.limits[0]
            return is_small or _HALF_GROUPED.fullmatch(typed) is not None
        try:
            return typed in (".", ",") or 0 <= Decimal(bare(typed)) < _exact(self.limits[0])
        except (ValueError, InvalidOperation):
            return False


def _exact(number: float) -> Decimal:
    return Decimal(number) if isinstance(number, int) else Decimal(f"{number:.{_FIGURES}g}")


class Number(QDoubleSpinBox):
    """A number with as many digits as it has; the wheel scrolls the page and never changes a number by accident.

    What it does not take, `trouble` says in words, until something else is typed.
    """

    trouble_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.trouble = ""
        # As all other numbers of the window are written, whatever the system's own way is.
        self.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGroupSeparatorShown(True)
        # The padding of the style sheet does not reach the line inside.
        self.lineEdit().setTextMargins(8, 0, 8, 0)
        leave_undo(self)
        self.lineEdit().textEdited.connect(self._look)
        self.lineEdit().inputRejected.connect(self._refuse)

    def say(self, trouble: str) -> None:
        """Say what was wrong with what was typed, or "" that nothing is."""
        if trouble != self.trouble:
            self.trouble = trouble
            self.trouble_changed.emit()

    def _look(self, text: str) -> None:
        """A nought where the least is 1, or 0.000 of three digits, is not the beginning of anything larger."""
        typed = text.removesuffix(self.suffix()).strip()
        is_full = self.decimals() == 0 or len(typed.partition(".")[2]) >= self.decimals()
        is_nought = bool(typed) and is_full and not typed.strip("0.")
        self.say("") if self.minimum() <= 0 or not is_nought else self._refuse()

    def _refuse(self) -> None:
        low, high = (self.textFromValue(limit) for limit in (self.minimum(), self.maximum()))
        kind = "a number" if self.decimals() else "a whole number"
        self.say(f"Write {kind} from {low} to {high}{self.suffix()}.")

    def textFromValue(self, value: float) -> str:
        """Qt: no zeros at the end."""
        written = self.locale().toString(value, "f", self.decimals())
        point = self.locale().decimalPoint()
        return written.rstrip("0").removesuffix(point) if point in written else written

    def valueFromText(self, text: str) -> float:
        """Qt: what was typed; Qt itself would take every comma away, and make 25 of 2,5."""
        return super().valueFromText(self._bare(text))

    def validate(self, text: str, at: int) -> tuple[QValidator.State, str, int]:
        """Qt: may this be typed? A comma may still become one that groups thousands."""
        try:
            state, *_ = super().validate(self._bare(text), at)
        except ValueError:
            state = State.Intermediate
        if state == State.Invalid and "," in text:
            state = State.Intermediate
        return state, text, at

    def fixup(self, text: str) -> str:
        """Qt: what cannot be read is not mended by taking commas away; the number of before comes back."""
        self._refuse()
        return text

    def _bare(self, text: str) -> str:
        return bare(text.removesuffix(self.suffix()).strip()) + self.suffix()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: leave the wheel to the page."""
        event.ignore()


def number_field(
    model: ScenarioModel, place: Place, limits: tuple[float, float], *, digits: int = 2, suffix: str = "",
    factor: float = 1.0,
) -> QDoubleSpinBox:  # fmt: skip
    """A number between limits (as shown); `factor` is what one in the scenario is on screen: 100 for shares in %.

    With `digits` 0 and factor 1 the scenario gets a whole number.
    """
    box = Number()
    box.setDecimals(digits)
    box.setSuffix(suffix)
    is_whole = digits == 0 and factor == 1.0

    def show(value: Any) -> None:
        shown = float(value or 0) * factor
        # What a file holds out of bounds is shown as it is, beside the words that say so.
        box.setRange(min(limits[0], shown), max(limits[1], shown))
        box.setValue(shown)
        box.say("")

    binding = Binding(model, box, place, show)
    box.valueChanged.connect(
        lambda value: binding.edit(round(value) if is_whole else round(value / factor, 10), goes_on=True)
    )
    box.editingFinished.connect(model.settle)
    box.setProperty("binding", binding)
    return box


def optional_number_field(
    model: ScenarioModel, place: Place, limits: tuple[float, float], *, digits: int = 2, suffix: str = "",
    factor: float = 1.0,
) -> TypedLine:  # fmt: skip
    """A number that may be left empty, which is None in the scenario; whole with `digits` 0 and factor 1.

    What cannot be taken is said below, and the number of before stays.
    """
    edit = TypedLine()
    leave_undo(edit)
    edit.setPlaceholderText("none")
    writing = Writing(limits=limits, is_whole=digits == 0 and factor == 1.0, suffix=suffix, factor=factor)
    edit.textEdited.connect(lambda text: edit.say(writing.doubt(text)))

    def show(value: Any) -> None:
        edit.setText(writing.text(value))
        edit.say("")

    binding = Binding(model, edit, place, show)

    def entered() -> None:
        if not binding.is_there:
            return
        before = model.value(binding.place)
        if edit.text() == writing.text(before):
            # Only passed with the tab key: what is shown may be fewer digits than the file has.
            return
        try:
            value = writing.value(edit.text())
        except ValueError as error:
            show(before)
            edit.say(str(error))
            return
        binding.edit(value)
        show(value)

    edit.editingFinished.connect(entered)
    edit.setProperty("binding", binding)
    return edit
