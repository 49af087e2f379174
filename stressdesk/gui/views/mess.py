"""How messily people write: the severity, and every kind of mess with its rate and where the rate comes from."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, QSize
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QLineEdit, QRadioButton, QToolButton, QWidget

from stressdesk.analysis.own_names import name_title
from stressdesk.analysis.words import percent
from stressdesk.gui.icons import icon
from stressdesk.gui.models import mess
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.parts.dials import SMALL_SHARE, Dial
from stressdesk.gui.parts.folds import Fold
from stressdesk.gui.parts.layouts import Card, column, rule
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.problem_note import ProblemNote
from stressdesk.gui.parts.words import words
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.traffic import Mess
from stressdesk.traffic.kinds import MessKind
from stressdesk.traffic.mess import OTHER_LANGUAGE
from stressdesk.traffic.usual import rate_of, source_of, usual_rate

SEVERITIES = (
    (1, f"1{mess.TIMES}  Measured", "Each kind as often as in real messages, as far as anybody has counted."),
    (3, f"3{mess.TIMES}  Stress", "Each kind three times as often."),
    (10, f"10{mess.TIMES}  Heavy stress", "Each kind ten times as often, to see what breaks first."),
)
SEVERITY_PLACE, WRITING_PLACE = (*mess.PLACE, "severity"), (*mess.PLACE, "writing")
LEAD_WIDTH = 176
INDENT = 23


class MessCard(Card):
    """The severity, a field to find kinds by, and the kinds in groups that open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("How messily", "What people really type, compared with a demo's clean inputs.")
        self._desk = desk
        self._model = desk.scenario
        self.severities = self._make_severities()
        self.careful = self._make_careful()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a kind of mess: typos, pasted, language…")
        self.search.setAccessibleName("Find a kind of mess")
        self.search.setClearButtonEnabled(True)
        self.nothing = words("No kind of mess is described by these words.", "secondary")
        self.reset = button("Usual mess", partial(mess.reset_all, self._model), "",
                            "All kinds on, at their usual rates")  # fmt: skip
        self.corner.addWidget(self.reset)
        self.rows: dict[str, MessRow] = {}
        self.folds = {group.title: Fold(group.title, partial(self._rows, group), desk.appearance)
                      for group in mess.GROUPS}  # fmt: skip
        self.body.addSpacing(4)
        self.body.addWidget(self.search)
        for fold in self.folds.values():
            self.body.addWidget(fold)
        self.body.addWidget(self.nothing)
        self.body.addWidget(ProblemNote(self._model, mess.PLACE))
        self.nothing.hide()
        self.search.textChanged.connect(self._find)
        self._model.changed.connect(self._changed)
        if self._model.scenario is not None:
            self._show(self._model.scenario.traffic.mess)

    def _make_severities(self) -> dict[int, QRadioButton]:
        group = QButtonGroup(self)
        buttons = {}
        for severity, name, about in SEVERITIES:
            choice = QRadioButton(name)
            choice.setAccessibleDescription(about)
            group.addButton(choice)
            choice.clicked.connect(partial(self._choose, severity))
            note = words(about, "tertiary", wrap=True)
            note.setContentsMargins(INDENT, 0, 0, 2)
            self.body.addLayout(column(choice, note, gap=1))
            buttons[severity] = choice
        return buttons

    def _make_careful(self) -> QCheckBox:
        about = (
            "Capitals, marks at the end and few slips, as volunteers who write prompts for others; if not, as anybody "
            "on a public chat page."
        )
        box = QCheckBox("People write with care")
        box.setAccessibleDescription(about)
        box.clicked.connect(self._write_with_care)
        note = words(about, "tertiary", wrap=True)
        note.setContentsMargins(INDENT, 0, 0, 2)
        self.body.addLayout(column(box, note, gap=1))
        return box

    def _write_with_care(self, on: bool) -> None:
        self._model.edit(WRITING_PLACE, "careful" if on else "web", "change of care in writing")

    def _choose(self, severity: int, _checked: bool = False) -> None:
        self._model.edit(SEVERITY_PLACE, severity, "change of severity")

    def _rows(self, group: mess.MessGroup) -> QWidget:
        made = [MessRow(self._desk, kind) for kind in group.kinds]
        self.rows |= {one.kind.name: one for one in made}
        holder = QWidget()
        about = words(group.about, "tertiary", wrap=True)
        inside = column(about, gap=10)
        inside.setContentsMargins(4, 0, 0, 8)
        for one in made:
            inside.addWidget(rule())
            inside.addWidget(one)
        holder.setLayout(inside)
        for one in made:
            one.setVisible(one.kind.name in mess.found(self.search.text()))
            one.show_mess(self._model.now.traffic.mess)
        return holder

    def _find(self, text: str) -> None:
        """Show only the kinds that the words describe, with their groups open."""
        found = mess.found(text)
        for group in mess.GROUPS:
            fold = self.folds[group.title]
            matching = found.intersection(group.names)
            fold.setVisible(bool(matching))
            fold.open(opened=bool(text.strip() and matching))
        for name, one in self.rows.items():
            one.setVisible(name in found)
        self.nothing.setVisible(not found)

    def _changed(self, before: Scenario | None, after: Scenario) -> None:
        if before is None or before.traffic.mess is not after.traffic.mess:
            self._show(after.traffic.mess)

    def _show(self, now: Mess) -> None:
        if now.severity in self.severities:
            self.severities[now.severity].setChecked(True)
        self.careful.setChecked(now.writing == "careful")
        self.reset.setEnabled(bool(now.off or now.rates))
        for group in mess.GROUPS:
            self.folds[group.title].sum_up(mess.summed_up(now, group.kinds))
        for one in self.rows.values():
            one.show_mess(now)


class MessRow(QWidget):
    """One kind of mess: on or off, how often, what it does to a message, and where its usual rate comes from."""

    def __init__(self, desk: Desk, kind: MessKind) -> None:
        super().__init__()
        self.kind = kind
        self._desk = desk
        model = desk.scenario
        name = name_title(kind.name)
        self.switch = QCheckBox(name)
        self.switch.setAccessibleDescription(kind.about)
        self.dial = Dial(f"Rate of {name.lower()}", SMALL_SHARE, self.switch, lead_width=LEAD_WIDTH)
        self.reset = QToolButton()
        self.reset.setIconSize(QSize(14, 14))
        self.reset.setAccessibleName(f"Usual rate of {name.lower()}")
        kept = self.reset.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(kept)
        self.dial.line.addWidget(self.reset)
        self.source = words("", "tertiary", wrap=True)
        notes = column(words(kind.about, "secondary", wrap=True), self.source, gap=2)
        notes.setContentsMargins(INDENT, 0, 0, 0)
        self.setLayout(column(self.dial, notes, gap=2))
        self.switch.toggled.connect(self._switch)
        self.dial.moved.connect(self._move)
        self.dial.settled.connect(model.settle)
        self.reset.clicked.connect(self._reset)
        desk.appearance.changed.connect(self._dress)
        self._dress()

    def show_mess(self, now: Mess) -> None:
        """Show what the scenario makes of this kind."""
        is_on = mess.is_on(now, self.kind)
        with QSignalBlocker(self.switch):
            self.switch.setChecked(is_on)
        self.dial.show_value(rate_of(self.kind, now))
        # Another language comes with the user: how many write so is said by the weights of the languages.
        is_rated = self.kind.name != OTHER_LANGUAGE
        for part in (self.dial.slider, self.dial.number):
            part.setEnabled(is_on)
            part.setVisible(is_rated)
        self.reset.setVisible(is_rated and self.kind.name in now.rates)
        self.reset.setToolTip(f"Usual rate of {percent(usual_rate(self.kind, now))}")
        self.source.setText(_source(self.kind, now))

    def _switch(self, ticked: bool) -> None:
        mess.switch(self._desk.scenario, self.kind, on=ticked)

    def _move(self, share: float) -> None:
        mess.set_rate(self._desk.scenario, self.kind, share, goes_on=True)

    def _reset(self) -> None:
        mess.reset_rate(self._desk.scenario, self.kind)

    def _dress(self) -> None:
        self.reset.setIcon(icon("undo-2", self._desk.appearance.look.secondary, 14))


def _source(kind: MessKind, now: Mess) -> str:
    """The usual rate and where it comes from, and what the severity makes of the rate in use."""
    if kind.name == OTHER_LANGUAGE:
        return "How many write so is said under “In which language”."
    share = percent(usual_rate(kind, now))
    usual = f"Usually {share}{' in messages of 18 words' if kind.counts_words else ''}; {source_of(kind, now)}."
    if now.severity == 1 or not mess.is_on(now, kind):
        return usual
    stressed = min(1.0, rate_of(kind, now) * now.severity)
    return f"{usual} At {now.severity}{mess.TIMES}: {percent(stressed)}."
