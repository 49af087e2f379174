"""What a month costs, on a slider from a hundred queries to a hundred million."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout

from stressdesk.gui.models.month import FEWEST, MOST, STEPS, MonthModel
from stressdesk.gui.parts.dials import Slider
from stressdesk.gui.parts.figures import Mark, put
from stressdesk.gui.parts.layouts import Card, column, row
from stressdesk.gui.parts.numbers import Number
from stressdesk.gui.parts.words import words

DECADE = STEPS // 6
MARKS = ("100", "1,000", "10,000", "100,000", "1 million", "10 million", "100 million")
NUMBER_WIDTH = 150


class MonthCard(Card):
    """Slider and number for the queries a month, and the bill beside them."""

    def __init__(self, month: MonthModel) -> None:
        super().__init__("A month", "What this traffic costs at as many queries a month as you expect")
        self._month = month
        self.slider = Slider()
        self.slider.setRange(0, STEPS)
        self.slider.setSingleStep(1)
        self.slider.setMinimumHeight(22)
        self.slider.setPageStep(DECADE)
        self.slider.setAccessibleName("Queries a month, logarithmic")
        self.number = Number()
        self.number.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
        self.number.setDecimals(0)
        self.number.setRange(FEWEST, MOST)
        self.number.setFixedWidth(NUMBER_WIDTH)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.setAccessibleName("Queries a month")
        self.number.setKeyboardTracking(False)
        self.figure = words("", "figure")
        self.interval = words("", "secondary")
        self.note = words("", "tertiary", wrap=True)
        self.mark = Mark()
        self._arrange()
        self.slider.valueChanged.connect(month.slide)
        self.number.valueChanged.connect(lambda value: month.choose(round(value)))
        month.changed.connect(self.show_month)
        self.show_month()

    def _arrange(self) -> None:
        ends = QHBoxLayout()
        ends.setSpacing(0)
        for at, mark in enumerate(MARKS):
            label = words(mark, "tertiary")
            side = Qt.AlignmentFlag.AlignLeft if at == 0 else Qt.AlignmentFlag.AlignRight
            label.setAlignment(side if at in (0, len(MARKS) - 1) else Qt.AlignmentFlag.AlignHCenter)
            ends.addWidget(label, 1 if at in (0, len(MARKS) - 1) else 2)
        asked = words("Queries a month", "secondary")
        bill = row(self.figure, self.interval, self.mark, None, gap=10)
        line = row(gap=24)
        line.addLayout(column(asked, row(self.number, None), gap=4))
        line.addLayout(column(self.slider, ends, gap=2), 1)
        self.body.addLayout(line)
        self.body.addLayout(bill)
        self.body.addWidget(self.note)

    def show_month(self) -> None:
        """Show the month that is chosen, and its bill."""
        with QSignalBlocker(self.slider), QSignalBlocker(self.number):
            self.slider.setValue(self._month.position)
            self.number.setValue(self._month.queries)
        bill = self._month.bill
        if bill is None:
            return
        put(self.figure, bill.figure)
        put(self.interval, f"95 %: {bill.interval}" if bill.interval else "")
        put(self.note, bill.note)
        self.mark.say(bill.origin)
        self.setAccessibleDescription(f"{bill.figure} a month, {bill.interval}. {bill.note}")
