"""The fields of one check, by its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from stressdesk.checks.kinds import kind_of
from stressdesk.gui.models.checks import kind
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.wording import problem_words
from stressdesk.gui.parts.fields import Field, line_field, switch_field
from stressdesk.gui.parts.layouts import column, evenly
from stressdesk.gui.parts.lists import ParsedText, Ticks, json_object, json_text, lines_field
from stressdesk.gui.parts.numbers import number_field, optional_number_field
from stressdesk.gui.parts.words import words
from stressdesk.gui.theme import fixed_font
from stressdesk.scenario import checks
from stressdesk.scenario.places import Path as Place
from stressdesk.scenario.places import field_name

PERSONAL = (
    ("email", "E-mail addresses"),
    ("phone", "Phone numbers"),
    ("card", "Card numbers"),
    ("iban", "Bank accounts (IBAN)"),
    ("ssn", "US social security numbers"),
    ("ip", "IP addresses"),
)
EXPECTED = "what the demo input expects"
ONE_A_LINE = "One a line."
MOST_LENGTH = 10_000_000


class CheckEditor(QWidget):
    """Shows all fields of the check at `at`; made anew for another check or kind."""

    def __init__(self, desk: Desk, at: int) -> None:
        super().__init__()
        self._model = desk.scenario
        self._place: Place = ("checks", at)
        self.fields: dict[str, QWidget] = {}
        spec: checks.CheckSpec = self._model.value(self._place)
        about = kind(spec)
        self.problem = words("", "problem", wrap=True)
        name = line_field(self._model, (*self._place, "name"), placeholder=kind_of(spec))
        self._whole = column(
            words(about.sentence, "secondary", wrap=True),
            self._field("Name in reports", name, "name"),
            gap=10,
        )
        _FIELDS[type(spec)](self)
        self._whole.addWidget(self.problem)
        self._whole.addStretch(1)
        self.setLayout(self._whole)
        self._model.problems_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        place = field_name(self._place)
        found = next((one for one in self._model.problems if one.field == place), None)
        text = problem_words(found)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def one_of(self) -> None:
        """One of some labels."""
        self._lines("Labels", "values", f"{ONE_A_LINE} White space and a final full stop do not count.")
        self._ignore_case()

    def equals(self) -> None:
        """One value."""
        self._optional_line("Value", "value", f"Empty: {EXPECTED}.")
        self._switch("exact", "Exactly: case and a final full stop count")

    def contains(self) -> None:
        """Some words."""
        self._lines("Words to find", "values", f"{ONE_A_LINE} Leave both fields empty for {EXPECTED}.")
        self._optional_line("Or one text", "value", "In place of the list above.")
        self._switch("any", "One of them is enough")
        self._ignore_case()

    def not_contains(self) -> None:
        """None of some words."""
        self._lines("Words that must not stand in it", "values", ONE_A_LINE)
        self._ignore_case()

    def regex(self) -> None:
        """A pattern."""
        pattern = line_field(self._model, (*self._place, "pattern"), placeholder=r"\b[A-Z]{2}-\d{6}\b")
        hint = r"A regular expression: \d{6} finds six figures in a row. Read as Python's package regex does."
        self._add(self._field("Pattern", pattern, "pattern", hint))
        self._switch("absent", "It must not be found")
        self._ignore_case()

    def length(self) -> None:
        """Bounds on characters and words."""
        for unit, name in (("words", "words"), ("chars", "characters")):
            low = number_field(self._model, (*self._place, f"min_{unit}"), (0, MOST_LENGTH), digits=0)
            high = optional_number_field(self._model, (*self._place, f"max_{unit}"), (0, MOST_LENGTH), digits=0)
            fields = (
                self._field(f"At least, {name}", low, f"min_{unit}"),
                self._field(f"At most, {name}", high, f"max_{unit}"),
            )
            self._whole.addLayout(evenly(*fields))

    def json(self) -> None:
        """Nothing but JSON."""
        self._fenced()

    def json_schema(self) -> None:
        """A schema, as text."""
        editor = ParsedText(self._model, (*self._place, "schema"), json_object, json_text, 10)
        editor.edit.setFont(fixed_font())
        hint = "What the JSON must look like, as a JSON Schema (2020-12); nothing is fetched for it."
        self._add(self._field("Schema", editor, "schema", hint))
        self._fenced()

    def json_fields(self) -> None:
        """Fields of an object."""
        self._lines("Fields it must have", "required", f"{ONE_A_LINE} None of them empty.")
        self._switch("match", "With the values the demo input expects")
        self._fenced()

    def language(self) -> None:
        """A language."""
        self._optional_line("Language", "language", "Two letters, such as en or de; empty: the user's own.")

    def refusal(self) -> None:
        """To refuse or not to."""
        self._switch("expected", "The answer should refuse")

    def prompt_leak(self) -> None:
        """How many words in a row."""
        self._number("Words in a row", "words", (4, 100), "So many of the system prompt's words are a leak.", digits=0)

    def personal_data(self) -> None:
        """Kinds of personal data."""
        ticks = Ticks(self._model, (*self._place, "kinds"), PERSONAL, 2)
        self._add(self._field("Looked for", ticks, "kinds"))

    def first_token(self) -> None:
        """Seconds from sending."""
        self._number(
            "Seconds",
            "max_seconds",
            (0.001, 86_400),
            "From sending to the answer's first piece.",
            digits=3,
        )

    def latency(self) -> None:
        """Seconds from arrival."""
        self._number("Seconds", "max_seconds", (0.001, 86_400), "From arrival to the whole answer.", digits=3)

    def _ignore_case(self) -> None:
        self._switch("ignore_case", "Capital and small letters are the same")

    def _fenced(self) -> None:
        self._switch("fenced", "Allow words or a frame of ``` around the JSON")

    def _lines(self, label: str, name: str, hint: str) -> None:
        self._add(self._field(label, lines_field(self._model, (*self._place, name), 4), name, hint))

    def _optional_line(self, label: str, name: str, hint: str) -> None:
        edit = line_field(self._model, (*self._place, name), empty=None)
        self._add(self._field(label, edit, name, hint))

    def _number(self, label: str, name: str, limits: tuple[float, float], hint: str, *, digits: int) -> None:
        box = number_field(self._model, (*self._place, name), limits, digits=digits)
        self._add(self._field(label, box, name, hint))

    def _switch(self, name: str, label: str) -> None:
        box = switch_field(self._model, (*self._place, name), label)
        box.setAccessibleName(label)
        self.fields[name] = box
        self._add(box)

    def _field(self, label: str, control: Any, name: str, hint: str = "") -> Field:
        control.setAccessibleName(label)
        self.fields[name] = control
        return Field(self._model, label, control, (*self._place, name), hint)

    def _add(self, widget: QWidget) -> None:
        self._whole.addWidget(widget)


_FIELDS: Mapping[type[checks.CheckSpec], Callable[[CheckEditor], None]] = {
    checks.OneOf: CheckEditor.one_of,
    checks.Equals: CheckEditor.equals,
    checks.Contains: CheckEditor.contains,
    checks.NotContains: CheckEditor.not_contains,
    checks.Regex: CheckEditor.regex,
    checks.Length: CheckEditor.length,
    checks.Json: CheckEditor.json,
    checks.JsonSchema: CheckEditor.json_schema,
    checks.Fields: CheckEditor.json_fields,
    checks.Language: CheckEditor.language,
    checks.Refusal: CheckEditor.refusal,
    checks.PromptLeak: CheckEditor.prompt_leak,
    checks.PersonalData: CheckEditor.personal_data,
    checks.FirstToken: CheckEditor.first_token,
    checks.TotalLatency: CheckEditor.latency,
}
