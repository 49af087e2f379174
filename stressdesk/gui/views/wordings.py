"""Other words for the inputs: an input, a language and who says it are chosen, and their wordings stand one a line."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QWidget

from stressdesk.gui.models import wordings
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.wordings import Key, Speaker
from stressdesk.gui.parts.fields import Choice, Field
from stressdesk.gui.parts.layouts import Card, column, holding, row
from stressdesk.gui.parts.lists import LINE_BREAK
from stressdesk.gui.parts.text_edit import TextEdit
from stressdesk.gui.parts.words import explain, line, words
from stressdesk.scenario.model import Scenario
from stressdesk.traffic.tongues import home_language

PLACE = ("wordings",)
ABOUT = "How people would really put an input. Words in another language are for users who write in it."
HINT = "In braces may stand {name}, {city}, {order}, {date}, {time} or {amount}: each user has their own."
LONGEST_TITLE = 80
SECOND_LANGUAGE = ("es", "en")


class WordingsCard(Card):
    """Three choices say whose words the editor holds; what is typed is part of the scenario at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("In other words", ABOUT)
        self._model = desk.scenario
        self._shown: tuple[str, ...] = ()
        self._shown_key: Key | None = None
        self.input = _choice("Input that is put otherwise")
        self.language = _choice("Language of the words")
        self.speaker = _choice("Who says them")
        self.edit = TextEdit(4)
        self.edit.setFixedHeight(self.edit.minimumHeight())
        self.edit.setAccessibleName("Other words, one wording a line")
        self.note = words("", "tertiary", wrap=True)
        self.body.addWidget(_labelled("Input", self.input))
        across = row(gap=12)
        across.addWidget(_labelled("Language", self.language), 2)
        across.addWidget(_labelled("Said by", self.speaker), 3)
        self.body.addLayout(across)
        self.body.addWidget(Field(self._model, "One wording a line", self.edit, PLACE, HINT))
        self.body.addWidget(self.note)
        self.input.activated.connect(self._choose_input)
        for choice in (self.language, self.speaker):
            choice.activated.connect(self._choose)
        self.edit.textChanged.connect(self._typed)
        self.edit.left.append(self._model.settle)
        self._model.changed.connect(self._changed)
        if self._model.scenario is not None:
            self._changed(None, self._model.scenario)

    @property
    def key(self) -> Key:
        """Whose words are shown."""
        return Key(self.input.currentData() or "", self.language.currentData() or "", self._speaker())

    def choose(self, key: Key) -> None:
        """Show these words, as the three choices would."""
        self.input.setCurrentIndex(_row(self.input, key.of))
        self._show_speakers(self._model.now)
        self.language.setCurrentIndex(_row(self.language, key.language))
        self.speaker.setCurrentIndex(_row(self.speaker, key.speaker))
        self._choose()

    def _speaker(self) -> Speaker:
        speaker = self.speaker.currentData()
        return speaker if isinstance(speaker, Speaker) else Speaker()

    def _choose_input(self, _at: int) -> None:
        self._show_speakers(self._model.now)
        self._choose()

    def _choose(self, _at: int = 0) -> None:
        self._model.settle()
        self._show_words()

    def _changed(self, before: Scenario | None, after: Scenario) -> None:
        if (
            before is None
            or before.wordings is not after.wordings
            or before.demo is not after.demo
            or before.traffic.examples is not after.traffic.examples
        ):
            self._show(after)

    def _show(self, scenario: Scenario) -> None:
        is_first = not self.input.count()
        counts = wordings.counts(scenario)
        _fill(self.input, ((of, _titled(of, counts[of])) for of in wordings.put_inputs(scenario)))
        _fill(self.language, wordings.languages(scenario).items())
        self._show_speakers(scenario)
        if is_first:
            second = next(code for code in SECOND_LANGUAGE if code != home_language(scenario))
            self.language.setCurrentIndex(_row(self.language, second))
        self.note.setText(line(wordings.summed_up(scenario)))
        self._show_words()

    def _show_speakers(self, scenario: Scenario) -> None:
        _fill(self.speaker, ((one, one.title) for one in wordings.speakers(scenario, self.input.currentData() or "")))

    def _show_words(self) -> None:
        """Leave the editor alone where it holds these words, or a line that was just begun would be taken away."""
        key = self.key
        said = wordings.said(self._model.now, key)
        if (key, said) == (self._shown_key, self._shown):
            return
        self._shown_key, self._shown = key, said
        with QSignalBlocker(self.edit):
            self.edit.put("\n".join(one.replace("\n", LINE_BREAK) for one in said))

    def _typed(self) -> None:
        lines = self.edit.toPlainText().split("\n")
        self._shown = tuple(one.replace(LINE_BREAK, "\n") for one in lines if one.strip())
        found = wordings.with_said(self._model.now, self.key, self._shown)
        self._model.edit(PLACE, found, "change of other words", goes_on=True)


def _labelled(name: str, choice: Choice) -> QWidget:
    label = words(name, "secondary")
    label.setBuddy(choice)
    return holding(column(label, choice, gap=4))


def _choice(name: str) -> Choice:
    made = Choice([])
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(8)
    # A long input or name of a model is cut off where the box ends.
    made.currentTextChanged.connect(partial(explain, made))
    return made


def _fill(choice: Choice, rows: Iterable[tuple[Any, str]]) -> None:
    """Offer these rows; the one that is chosen stays, if it is among them."""
    wanted = [(value, line(title, 2 * LONGEST_TITLE)) for value, title in rows]
    if [(choice.itemData(at), choice.itemText(at)) for at in range(choice.count())] == wanted:
        return
    chosen = choice.currentData()
    choice.clear()
    for value, title in wanted:
        choice.addItem(title, value)
    choice.setCurrentIndex(_row(choice, chosen))


def _row(choice: Choice, value: object) -> int:
    """Where a value stands, or the first row: Qt itself would not know equal values of ours."""
    return next((at for at in range(choice.count()) if choice.itemData(at) == value), 0)


def _titled(of: str, count: int) -> str:
    return f"{line(of, LONGEST_TITLE)} ({count:,})" if count else line(of, LONGEST_TITLE)
