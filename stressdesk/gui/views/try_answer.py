"""Trying the checks: a demo input, and an answer to it that is expected, typed, or asked of the target."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSignalBlocker, Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QListView, QPlainTextEdit, QRadioButton

from stressdesk.gui.icons import icon
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.facts import TargetFacts
from stressdesk.gui.models.judging import Judging, Source, Tried
from stressdesk.gui.models.snapshot import SNAPSHOTS
from stressdesk.gui.models.trial import Trials
from stressdesk.gui.parts.fields import Choice
from stressdesk.gui.parts.focus import take_turns
from stressdesk.gui.parts.layouts import Card, holding, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.words import Tone, line, plain, set_tone, words
from stressdesk.journal.events import Record
from stressdesk.scenario.model import DemoInput

SOURCES: tuple[tuple[Source, str], ...] = (
    ("expected", "What is expected"),
    ("typed", "Type an answer"),
    ("asked", "Ask the target"),
)
MOST_SHOWN = 70
ROOT = QModelIndex()
ANSWER_HEIGHT = 92
ASKING_HEIGHT = 38
"""Kept free for the button and two lines beside it, so that the page stays where it is when they come and go."""


class _Inputs(QAbstractListModel):
    """Writes a line only for the demo inputs that are looked at: for 10,000 at once the window stood still."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._demo: tuple[DemoInput, ...] = ()

    def show(self, demo: tuple[DemoInput, ...]) -> None:
        self.beginResetModel()
        self._demo = demo
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self._demo)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or not index.isValid():
            return None
        return line(f"{index.row() + 1}. {self._demo[index.row()].text}", MOST_SHOWN)


class TryCard(Card):
    """Says at once, beside each check, what it makes of the answer; every edit of answer or check is judged anew."""

    def __init__(self, desk: Desk, judging: Judging) -> None:
        super().__init__("Try them on a demo answer", "Every edit, of the answer or of a check, is judged at once.")
        self._desk = desk
        self._judging = judging
        self._facts = TargetFacts(desk.scenario, desk.thinking, self)
        folder = desk.settings.folder / SNAPSHOTS
        self.trials = Trials(desk.scenario, desk.keys, desk.program, desk.thinking, folder)
        self._demo: tuple[DemoInput, ...] = ()
        self._asked: Record | None = None
        self.input = Choice([])
        self._inputs = _Inputs(self)
        self.input.setModel(self._inputs)
        self.input.setAccessibleName("Demo input")
        # Else the longest input would say how wide the page is.
        self.input.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        lines = self.input.view()
        assert isinstance(lines, QListView)
        # Else a change of look would measure each of 10,000 lines, and find each its place, in one go.
        lines.setUniformItemSizes(True)
        lines.setLayoutMode(QListView.LayoutMode.Batched)
        self.sources = {source: QRadioButton(name) for source, name in SOURCES}
        self._group = QButtonGroup(self)
        self.answer = QPlainTextEdit()
        self.answer.setAccessibleName("Answer to try")
        self.answer.setTabChangesFocus(True)
        self.answer.setFixedHeight(ANSWER_HEIGHT)
        self.ask = button("Ask", self._ask)
        self.cancel = button("Cancel", self.trials.cancel, "quiet")
        self.note = words("", "secondary", wrap=True)
        self.tally = words("", "badge")
        kept = self.tally.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.tally.setSizePolicy(kept)
        self._build()
        self.input.activated.connect(self._input_chosen)
        self.answer.textChanged.connect(self._typed)
        self.trials.changed.connect(self._trial_changed)
        judging.changed.connect(self._show)
        self._facts.changed.connect(self._show)
        desk.scenario.changed.connect(self._scenario_changed)
        desk.appearance.changed.connect(self._show)
        self.sources["expected"].setChecked(True)
        self._scenario_changed()

    @property
    def source(self) -> Source:
        """Where the answer comes from."""
        return next(source for source, box in self.sources.items() if box.isChecked())

    def _build(self) -> None:
        self.corner.addWidget(self.tally)
        label = words("Demo input", "secondary")
        label.setBuddy(self.input)
        self.body.addWidget(label)
        self.body.addWidget(self.input)
        choices = row(gap=16)
        for box in self.sources.values():
            self._group.addButton(box)
            choices.addWidget(box)
            box.clicked.connect(self._source_chosen)
        choices.addStretch(1)
        self.body.addLayout(choices)
        self.body.addWidget(self.answer)
        asking = row(self.ask, self.cancel)
        asking.addWidget(self.note, 1)
        holder = holding(asking)
        holder.setMinimumHeight(ASKING_HEIGHT)
        self.body.addWidget(holder)

    def _scenario_changed(self, *_: object) -> None:
        scenario = self._desk.scenario.scenario
        if scenario is None:
            return
        if scenario.demo is not self._demo:
            self._demo = scenario.demo
            at = min(max(self.input.currentIndex(), 0), len(self._demo) - 1)
            with QSignalBlocker(self.input):
                self._inputs.show(self._demo)
                self.input.setCurrentIndex(at)
            if self.source == "expected":
                self._put(self._judging.expected(at))
                self._judge()
        if self.source == "asked" and self._record is not self._asked:
            self._put(self._said)
            self._judge()
        self._show()

    def _input_chosen(self, at: int) -> None:
        if self.source != "typed":
            self._put(self._judging.expected(at) if self.source == "expected" else self._said)
        self._judge()

    def _source_chosen(self) -> None:
        if self.source == "expected":
            self._put(self._judging.expected(self.input.currentIndex()))
        elif self.source == "typed":
            self.answer.setFocus()
            self.answer.selectAll()
        else:
            self._put(self._said)
        self._judge()

    def _typed(self) -> None:
        self.sources["typed"].setChecked(True)
        self._judge()

    def _put(self, text: str) -> None:
        with QSignalBlocker(self.answer):
            self.answer.setPlainText(plain(text))

    @property
    def _record(self) -> Record | None:
        """What came of asking with the demo input that is chosen; that of another says nothing of this one.

        Nor does an answer of before target, prompt or demo inputs were changed.
        """
        trial = self.trials.trial
        if trial is None or self.trials.number != self._number or self.trials.is_stale:
            return None
        return trial.record

    @property
    def _number(self) -> int:
        return max(self.input.currentIndex(), 0)

    @property
    def _said(self) -> str:
        return self._record.answer if self._record is not None else ""

    def _judge(self) -> None:
        record = self._asked = self._record if self.source == "asked" else None
        if self.source == "asked" and (record is None or record.outcome != "answered"):
            self._judging.judge(None)
        else:
            number = self._number
            self._judging.judge(Tried(number, self._text(number, record), self.source, record))
        self._show()

    def _text(self, number: int, record: Record | None) -> str:
        """The answer in full; what is shown may be cut."""
        if record is not None:
            return record.answer
        return self._judging.expected(number) if self.source == "expected" else self.answer.toPlainText()

    def _ask(self) -> None:
        self.sources["asked"].setChecked(True)
        self._desk.troubles.start(self.trials.ask(self._number))

    def _trial_changed(self) -> None:
        if self.source == "asked":
            self._put(self._said)
            self._judge()
        self._show()

    def _show(self, *_: object) -> None:
        is_asking = self.trials.state == "asking"
        self.ask.setVisible(self.source == "asked")
        self.ask.setIcon(icon("send", self._desk.appearance.look.text, 16))
        take_turns(self.ask, self.cancel, is_busy=is_asking)
        self.note.setText(self._words())
        self.note.setVisible(bool(self.note.text()))
        text, tone = self._counted()
        self.tally.setText(text)
        self.tally.setVisible(bool(text))
        set_tone(self.tally, tone)

    def _words(self) -> str:
        if self._judging.trouble:
            return plain(self._judging.trouble, 400)
        if self.source != "asked":
            empty = self.source == "expected" and not self.answer.toPlainText()
            return "This demo input says nothing of what is expected: type an answer." if empty else ""
        outcome = self.trials.outcome
        if self.trials.state == "asking":
            return "Asking…"
        if outcome is None or self.trials.number != self._number or self.trials.is_stale:
            return self._facts.known.one_query or "Asks the target in use, once."
        return plain(f"{outcome.title}. {outcome.facts}. {outcome.hint}".strip(". ") + ".", 600)

    def _counted(self) -> tuple[str, Tone]:
        judgements = [one.judgement for one in self._judging.verdicts]
        if not judgements:
            return "", ""
        passed = judgements.count("pass")
        tone: Tone = "bad" if "fail" in judgements else "warn" if "unsure" in judgements else "good"
        return f"{passed} of {len(judgements)} pass", tone
