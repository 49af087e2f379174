"""The numbers of each pattern of arrivals, each with its field; a pattern without numbers has none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.mess import TIMES
from stressdesk.gui.parts.fields import Field, choice_field, line_field
from stressdesk.gui.parts.layouts import column, evenly, holding, row
from stressdesk.gui.parts.lists import ParsedText
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.numbers import number_field
from stressdesk.gui.parts.rates import days_of, hours_of, hours_or_none_of, rates_text
from stressdesk.scenario.moving import reference
from stressdesk.scenario.places import Path as Place
from stressdesk.scenario.traffic import Assistant, Chat, Clients, Day, FlashCrowd, Office, Ramp, Spike, Trace

LOAD: Place = ("load", "arrivals")
WEEKDAYS = tuple(
    (day, day.capitalize()) for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
)
IN_A_ROW = 3


class Number(msgspec.Struct, frozen=True):
    """The field of one number: its name in the scenario, its label, limits as shown, and what to know of it."""

    name: str
    label: str
    limits: tuple[float, float]
    hint: str = ""
    suffix: str = ""
    factor: float = 1.0
    digits: int = 2


def _share(name: str, label: str, hint: str, least: float = 0.0) -> Number:
    return Number(name, label, (least, 100), hint, " %", 100.0, 1)


def _hour(name: str, label: str, hint: str, most: float = 24.0) -> Number:
    return Number(name, label, (0, most), hint, " h")


_WANDERING = (
    Number("sigma", "How much it wanders", (0, 3), "0 not at all; 0.18 was measured"),
    Number("correlation_seconds", "Changes after", (1, 86_400), "Time until a busy spell is forgotten", " s", digits=0),
)
_STARTS_AT = _hour("starts_at", "Begins at hour", "Of that day, 0 to 23.99", 23.99)

NUMBERS: dict[type[Any], tuple[Number, ...]] = {
    Chat: _WANDERING,
    Ramp: (
        Number("start", "At the start", (0, 100), "Times the average", f" {TIMES}"),
        Number("end", "At the end", (0, 100), "Times the average", f" {TIMES}"),
    ),
    Spike: (
        _share("share", "Users in the rush", "Of all users"),
        _share("at", "Middle of the rush", "Of the window"),
        _share("width", "Length of the rush", "Of the window", 0.1),
    ),
    Day: (_STARTS_AT, *_WANDERING),
    Office: (
        _STARTS_AT,
        _hour("opens", "Opens at hour", "8 is 8 in the morning"),
        _hour("closes", "Closes at hour", "18 is 6 in the evening"),
        _share("noon", "From 12 to 13", "Of a working hour's rate"),
        _share("outside", "Outside these hours", "Of a working hour's rate"),
        _share("weekend", "At weekends", "Of a working hour's rate"),
    ),
    FlashCrowd: (
        _share("at", "Link appears", "Of the window"),
        Number("peak", "Climbs to", (1, 1_000), "Times the usual rate", f" {TIMES}"),
        _share("rise", "Climbs over", "Of the window", 0.1),
        _share("decay", "Dies away over", "Of the window, to a third", 0.1),
    ),
    Clients: (
        Number("clients", "Clients", (1, 10_000), "Programs that call", digits=0),
        Number("zipf", "How unequal", (0, 5), "0 all send alike; 1.1 a few send most"),
        Number("gamma_shape", "Shape of most gaps", (0.01, 100), "Below 1 they come in bursts"),
        Number("weibull_shape", "Shape of other gaps", (0.01, 100), "Of one client in four"),
    ),
    Assistant: (
        Number("burst_requests", "Requests in a burst", (1, 10_000), "On average"),
        Number("gap_seconds", "Time between them", (0.01, 3_600), "Half come sooner", " s"),
    ),
}


def arrival_numbers(desk: Desk, kind: type[Any]) -> QWidget:
    """The fields of one pattern; their places exist only while the scenario has that pattern."""
    fields: list[QWidget] = [_number(desk, number) for number in NUMBERS.get(kind, ())]
    if kind in (Day, Office):
        place = (*LOAD, "starts_on")
        days = choice_field(desk.scenario, place, WEEKDAYS)
        fields.insert(0, Field(desk.scenario, "Begins on", days, place))
    whole = column(gap=10)
    across = IN_A_ROW if len(fields) != IN_A_ROW + 1 else 2
    if len(fields) > across:
        # A last row that is not full has its fields under those above.
        fields += [QWidget() for _ in range(-len(fields) % across)]
    for first in range(0, len(fields), across):
        whole.addLayout(evenly(*fields[first : first + across]))
    if kind is Day:
        for one in _day_rates(desk):
            whole.addWidget(one)
    if kind is Trace:
        whole.addWidget(TraceFile(desk))
    return holding(whole)


class TraceFile(Field):
    """The name of the recording, and a button to choose one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.line = line_field(desk.scenario, (*LOAD, "file"), placeholder="trace.csv")
        holder = holding(row(self.line, button("Choose…", self._ask)))
        holder.setFocusProxy(self.line)
        super().__init__(
            desk.scenario,
            "Recording",
            holder,
            (*LOAD, "file"),
            "CSV or JSON lines with a column of times; a name is looked up beside the scenario.",
        )

    def _ask(self) -> None:
        folder = str(self._desk.scenario.folder.absolute())
        dialog = QFileDialog(
            self, "Choose a recording", folder, "Logs and traces (*.csv *.jsonl *.json);;All files (*)"
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.use)
        dialog.open()

    def use(self, path: str) -> None:
        """Name this file in the scenario, as seen from the scenario's folder."""
        named = reference(Path(path), self._desk.scenario.folder)
        self._desk.scenario.edit((*LOAD, "file"), named, "choice of recording")


def _number(desk: Desk, number: Number) -> Field:
    place = (*LOAD, number.name)
    control = number_field(
        desk.scenario, place, number.limits, digits=number.digits, suffix=number.suffix, factor=number.factor
    )
    return Field(desk.scenario, number.label, control, place, number.hint)


def _day_rates(desk: Desk) -> list[Field]:
    """Rates beside each other: only how they compare matters, not how large they are."""
    rows = (
        ("hours", "Hours of a day", hours_of, 2, "How busy each hour is beside the others, from 0 to 23 o'clock."),
        ("weekend_hours", "Hours at weekends", hours_or_none_of, 2, "Empty: the same hours on Saturday and Sunday."),
        ("days", "Days of a week", days_of, 1, "What each day is multiplied by, from Monday on."),
    )
    fields = []
    for name, label, read, lines, hint in rows:
        place = (*LOAD, name)
        text = ParsedText(desk.scenario, place, read, rates_text, lines)
        fields.append(Field(desk.scenario, label, text, place, hint))
    return fields
