"""A slider with its number beside it: rough by mouse and arrow keys, exact by typing, and never moved by the wheel."""

from __future__ import annotations

import math

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from stressdesk.gui.parts.layouts import row
from stressdesk.gui.parts.numbers import Number
from stressdesk.gui.parts.words import words

STEPS = 1_000
NUMBER_WIDTH = 84


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """How values are shown: the number's limits and look, and what the slider's right end stands for.

    `factor` is what one is on screen: 100 for shares in %. With `bend` 3 the slider is fine near 0 and coarse at its
    right end: position^3. `top` and the limits are values, not what is shown of them.
    """

    low: float = 0.0
    high: float = 1.0
    top: float = 1.0
    bend: float = 1.0
    digits: int = 1
    suffix: str = ""
    factor: float = 1.0

    def value(self, position: int) -> float:
        """What the slider stands for, to about three figures."""
        exact = self.low + (self.top - self.low) * math.pow(position / STEPS, self.bend)
        return float(f"{exact:.3g}") if position not in (0, STEPS) else exact

    def position(self, value: float) -> int:
        """Where the slider stands for a value; at its ends for those beyond them."""
        share = min(1.0, max(0.0, (value - self.low) / (self.top - self.low)))
        return round(STEPS * math.pow(share, 1 / self.bend))


SHARE = Scale(digits=1, suffix=" %", factor=100.0)
SMALL_SHARE = Scale(digits=2, suffix=" %", factor=100.0, bend=3.0)


class Slider(QSlider):
    """Lies flat and leaves the wheel to the page; `settled` when the mouse lets go or the keys go elsewhere."""

    settled = Signal()

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, STEPS)
        self.setSingleStep(STEPS // 100)
        self.setPageStep(STEPS // 20)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(70)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: leave the wheel to the page."""
        event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a drag is over."""
        super().mouseReleaseEvent(event)
        self.settled.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: the arrow keys are used elsewhere."""
        super().focusOutEvent(event)
        self.settled.emit()


class Dial(QWidget):
    """A lead (its name, unless another widget is given), a slider and a number, for one value.

    `moved` carries each new value on the way, `settled` says that the last one stays.
    """

    moved = Signal(float)
    settled = Signal()

    def __init__(self, name: str, scale: Scale, lead: QWidget | None = None, *, lead_width: int = 0) -> None:
        super().__init__()
        self.scale = scale
        self._value: float | None = None
        self.slider = Slider()
        self.slider.setAccessibleName(name)
        self.number = Number()
        self.number.setAccessibleName(f"{name}, as a number")
        self.number.setDecimals(scale.digits)
        self.number.setSuffix(scale.suffix)
        self.number.setRange(scale.low * scale.factor, scale.high * scale.factor)
        self.number.setFixedWidth(NUMBER_WIDTH)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.lead = lead or words(name)
        if lead_width:
            self.lead.setFixedWidth(lead_width)
        self.line = row(self.lead, gap=12)
        self.line.addWidget(self.slider, 1)
        self.line.addWidget(self.number)
        self.setLayout(self.line)
        self.slider.valueChanged.connect(self._slide)
        self.number.valueChanged.connect(self._type)
        self.slider.settled.connect(self.settled)
        self.number.editingFinished.connect(self.settled)

    @property
    def value(self) -> float | None:
        """The value shown; None before there is one."""
        return self._value

    def show_value(self, value: float) -> None:
        """Show a value from elsewhere, without telling it back."""
        if value != self._value:
            self._value = value
            self._show_slider(value)
            self._show_number(value)

    def _slide(self, position: int) -> None:
        value = self.scale.value(position)
        self._value = value
        self._show_number(value)
        self.moved.emit(value)

    def _type(self, shown: float) -> None:
        value = round(shown / self.scale.factor, 10)
        self._value = value
        self._show_slider(value)
        self.moved.emit(value)

    def _show_slider(self, value: float) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(self.scale.position(value))
        self._describe()

    def _show_number(self, value: float) -> None:
        with QSignalBlocker(self.number):
            self.number.setValue(value * self.scale.factor)
        self._describe()

    def _describe(self) -> None:
        """Screen readers would read the slider's position, which means nothing."""
        self.slider.setAccessibleDescription(self.number.text())
