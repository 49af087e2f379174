"""Traffic learnt from a log of one's own: the card that asks for the file, the sheet that shows what comes of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QFormLayout, QWidget

from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.learning import MEANINGS, NONE, LearningModel, stop_replay
from stressdesk.gui.parts.fields import Choice
from stressdesk.gui.parts.layouts import Card, column, row, scrolling
from stressdesk.gui.parts.notices import Banner, button
from stressdesk.gui.parts.words import line, words

SIZE = (860, 640)
LOGS = "Logs and traces (*.csv *.tsv *.jsonl *.ndjson *.json);;All files (*)"
RESTING = "Requests, lengths, mess, languages and times of your real users, from a file. Nothing is sent anywhere."


class LearningCard(Card):
    """Asks for a log; while a scenario replays one, says so, since then nothing else on the page counts."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("From your own log", RESTING)
        self._desk = desk
        self.learn = button("Learn from a log…", self._ask)
        self.stop = button("Stop replaying", lambda: stop_replay(desk.scenario))
        self.corner.addWidget(self.stop)
        self.corner.addWidget(self.learn)
        desk.scenario.changed.connect(self._show)
        self._show()

    def open(self, path: Path) -> LearningDialog:
        """Show what can be learnt from this log."""
        dialog = LearningDialog(self._desk, path, self.window())
        dialog.open()
        return dialog

    def _ask(self) -> None:
        dialog = QFileDialog(self, "Learn from a log", str(self._desk.scenario.folder), LOGS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.open(Path(path)))
        dialog.open()

    def _show(self, *_: object) -> None:
        scenario = self._desk.scenario.scenario
        replay = scenario.traffic.replay if scenario is not None else None
        self.learn.setEnabled(scenario is not None)
        self.stop.setVisible(replay is not None)
        masked = "personal data masked" if replay is None or replay.mask else "personal data kept"
        self.set_subtitle(
            RESTING if replay is None else f"{line(replay.file, 60)} is sent again as it is, {masked}: its words and "
            "times count, and nothing else on this page."
        )  # fmt: skip


class LearningDialog(QDialog):
    """The guessed columns with a choice for each, what was learnt, and one button that puts it into the scenario."""

    def __init__(self, desk: Desk, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.model = LearningModel(desk.scenario, desk.learning, path, self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Learn from a log")
        self.setModal(True)
        self.resize(*SIZE)
        self.state = words("", "secondary", wrap=True)
        self.trouble = Banner(desk.appearance)
        self.columns = {meaning: Choice([]) for meaning, _ in MEANINGS}
        self.masking = QCheckBox("Mask personal data in the examples")
        self.masking.setChecked(True)
        self.found = {name: words("", wrap=True) for name in ("notes", "mess", "masking", "lacks")}
        self.apply = button("Use this traffic", self._apply, "primary")
        self.apply.setDefault(True)
        self.replay = button("Replay it as it is", self._replay, "", "Send these very messages at these times")
        cancel = button("Cancel", self.reject)
        for one in (self.replay, cancel):
            one.setAutoDefault(False)
        title = words(line(f"Learn from {path.name}", 80), "title")
        self.setLayout(
            column(title, self.state, self.trouble, row(self._left(), self._right(), gap=16),
                   row(None, cancel, self.replay, self.apply), gap=12, margin=20)
        )  # fmt: skip
        self.masking.toggled.connect(lambda on: self.model.set_mask(mask=on))
        self.model.changed.connect(self._show)
        self.model.look()

    def _left(self) -> QWidget:
        """Which column means what."""
        card = Card("Columns", "Guessed. Choose others where it is wrong.")
        form = QFormLayout()
        form.setVerticalSpacing(8)
        for meaning, name in MEANINGS:
            box = self.columns[meaning]
            box.setAccessibleName(f"Column of: {name.lower()}")
            box.setMinimumWidth(150)
            box.activated.connect(partial(self._say, meaning))
            form.addRow(words(name), box)
        card.body.addLayout(form)
        card.body.addWidget(self.masking)
        card.body.addStretch(1)
        card.setFixedWidth(330)
        return card

    def _right(self) -> QWidget:
        """What was learnt and what was not."""
        inner = QWidget()
        names = {"notes": "Learnt", "mess": "Mess that is least as usual", "masking": "Personal data",
                 "lacks": "Not learnt"}  # fmt: skip
        self.headings = {name: words(title, "heading") for name, title in names.items()}
        parts = [part for name in names for part in (self.headings[name], self.found[name], 8)]
        inner.setLayout(column(*parts, None, gap=4, margin=4))
        card = Card("What the log says")
        area = scrolling(inner)
        inner.setProperty("kind", "well")  # a page's own colour would stand out on a card
        card.body.addWidget(area)
        return card

    def _say(self, meaning: str, at: int) -> None:
        self.model.say(meaning, self.columns[meaning].itemData(at))

    def _apply(self) -> None:
        self.model.apply()
        self.accept()

    def _replay(self) -> None:
        self.model.replay()
        self.accept()

    def _show(self) -> None:
        model, shown, trouble = self.model, self.model.shown, self.model.trouble
        is_known = shown is not None and not model.is_looking
        self.apply.setEnabled(is_known)
        self.replay.setEnabled(is_known and shown is not None and "text" in shown.columns)
        if model.is_looking:
            self.state.setText("Reading the log and planning traffic like it…")
        elif shown is not None:
            self.state.setText(line(shown.format, 200))
        self.state.setVisible(trouble is None or model.is_looking)
        self.trouble.setVisible(trouble is not None and not model.is_looking)
        if trouble is not None:
            self.trouble.say("bad", "Not readable so", f"{trouble.message} {trouble.hint}".strip())
            self.trouble.setVisible(not model.is_looking)
        self._show_columns(model.names, model.columns)
        texts = dict.fromkeys(self.found, "")
        if shown is not None:
            texts = {"notes": "\n".join(shown.notes), "mess": "\n".join(shown.mess), "masking": shown.masking,
                     "lacks": "\n".join(shown.lacks)}  # fmt: skip
        for name, text in texts.items():
            self.found[name].setText(text)
            self.found[name].setVisible(bool(text))
            self.headings[name].setVisible(bool(text))

    def _show_columns(self, names: tuple[str, ...], columns: dict[str, str]) -> None:
        for meaning, box in self.columns.items():
            if box.count() != len(names) + 1:
                box.clear()
                box.addItem("no column", NONE)
                for name in names:
                    box.addItem(line(name, 40), name)
            box.setCurrentIndex(max(0, box.findData(columns.get(meaning, NONE))))
