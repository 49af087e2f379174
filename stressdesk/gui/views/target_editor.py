"""The fields of one target, in plain words, by its kind."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from stressdesk.gui.models import target
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.facts import TargetFacts
from stressdesk.gui.parts.fields import Binding, Field, line_field
from stressdesk.gui.parts.folds import Fold
from stressdesk.gui.parts.layouts import column, evenly, holding, row
from stressdesk.gui.parts.lists import ParsedText, json_object, json_text
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.numbers import number_field, optional_number_field
from stressdesk.gui.parts.undo import leave_undo
from stressdesk.gui.parts.words import words
from stressdesk.gui.views.key_rows import KeyRows
from stressdesk.gui.views.key_variable import KeyVariable
from stressdesk.gui.views.model_search import ModelDialog
from stressdesk.gui.views.price_editor import PriceEditor
from stressdesk.gui.views.simulated_editor import LOOK_HERE, SimulatedEditor
from stressdesk.scenario.places import Path as Place
from stressdesk.scenario.targets import LiteLLM, Local, TargetSpec

FOLDED = ("key_env", "options", "timeout_seconds", "requests_per_minute", "tokens_per_minute")
TOGETHER = "Prompt and answer; 100 tokens are about 75 words."
MOST_A_MINUTE = 1_000_000_000


class TargetEditor(QWidget):
    """Shows all fields of the target called `name`; made anew for another target or kind."""

    def __init__(self, desk: Desk, name: str, facts: TargetFacts) -> None:
        super().__init__()
        self._desk = desk
        self._scenario = desk.scenario
        self._name = name
        self._place: Place = ("targets", name)
        self.fields: dict[str, QWidget] = {}
        self.keys: KeyRows | None = None
        spec: TargetSpec = desk.scenario.value(self._place)
        whole = column(words(target.sort_of(spec).sentence, "secondary", wrap=True), gap=10)
        if isinstance(spec, Local):
            whole.addWidget(self._local())
        elif isinstance(spec, LiteLLM):
            whole.addWidget(self._hosted() if spec.base_url is None else self._address())
            self.keys = KeyRows(desk, name, facts, self.fields["model"])
            whole.addWidget(self.keys)
        else:
            self.simulated = SimulatedEditor(desk, self._place)
            whole.addWidget(self.simulated)
        self.price = PriceEditor(desk, name, facts)
        whole.addWidget(self.price)
        if isinstance(spec, LiteLLM):
            self.more = Fold("More", self._more_of_hosted, desk.appearance)
            whole.addWidget(self.more)
            self._scenario.problems_changed.connect(self._show_problems)
        self.setLayout(whole)

    def _show_problems(self) -> None:
        """Say that something is wrong that is folded away."""
        found = [self._scenario.problem_at((*self._place, name)) for name in FOLDED]
        self.more.sum_up(LOOK_HERE if any(found) else "")

    def _local(self) -> QWidget:
        model = line_field(self._scenario, (*self._place, "model"), empty=None, placeholder=target.EMBEDDED_MODEL)
        holder = holding(row(model, button("Choose…", self._ask_weights)))
        holder.setFocusProxy(model)
        return holding(
            column(
                self._field("Model file", holder, "model", "In llama.cpp's format, GGUF; empty: the embedded model."),
                evenly(
                    self._number("Answers at a time", "slots", (1, 64)),
                    self._number("Context, tokens", "context_tokens", (256, 131_072), TOGETHER),
                ),
            )
        )

    def _ask_weights(self) -> None:
        dialog = QFileDialog(self, "Choose a model file", "", "Models (*.gguf);;All files (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._use_weights)
        dialog.open()

    def _use_weights(self, path: str) -> None:
        self._scenario.edit((*self._place, "model"), path, "choice of model file")

    def _hosted(self) -> QWidget:
        model = line_field(self._scenario, (*self._place, "model"), placeholder="provider/model")
        search = button("Search…", self._search)
        holder = holding(row(model, search))
        holder.setFocusProxy(model)
        hint = "LiteLLM's name, provider first, such as anthropic/claude-haiku-4-5."
        return self._field("Model", holder, "model", hint)

    def _search(self) -> None:
        def choose(name: str) -> None:
            self._scenario.edit((*self._place, "model"), name, f"choice of model {name}")

        ModelDialog(self._desk, choose, self).open()

    def _address(self) -> QWidget:
        address = line_field(self._scenario, (*self._place, "base_url"), placeholder=target.LOCAL_ADDRESS)
        return holding(
            column(
                self._field("Address", address, "base_url", "Where the server listens; many want /v1 at its end."),
                self._field("Model", self._own_model(), "model", "As the server calls it."),
            )
        )

    def _own_model(self) -> QLineEdit:
        edit = QLineEdit()
        leave_undo(edit)
        place = (*self._place, "model")
        binding = Binding(self._scenario, edit, place, lambda value: edit.setText(target.shown_model(value)))
        edit.textEdited.connect(lambda text: self._write_model(binding, text))
        edit.editingFinished.connect(self._scenario.settle)
        edit.setProperty("binding", binding)
        return edit

    def _write_model(self, binding: Binding, text: str) -> None:
        binding.edit(target.written_model(text, str(self._scenario.value(binding.place))), goes_on=True)

    def _more_of_hosted(self) -> QWidget:
        assert self.keys is not None
        variable = KeyVariable(self._desk, self._name, self.keys)
        self.fields["key_env"] = variable.line
        options = ParsedText(self._scenario, (*self._place, "options"), json_object, json_text, 4)
        hint = "Sent with every request as it stands, in JSON; never a key."
        return holding(
            column(
                variable,
                self._number("Time limit of an answer, seconds", "timeout_seconds", (0.1, 3600), digits=1),
                evenly(
                    self._limit("Requests a minute", "requests_per_minute"),
                    self._limit("Tokens a minute", "tokens_per_minute"),
                ),
                self._field("Other options", options, "options", hint),
            )
        )

    def _number(
        self, label: str, name: str, limits: tuple[float, float], hint: str = "", *, digits: int = 0
    ) -> Field:  # fmt: skip
        box = number_field(self._scenario, (*self._place, name), limits, digits=digits)
        return self._field(label, box, name, hint)

    def _limit(self, label: str, name: str) -> Field:
        box = optional_number_field(self._scenario, (*self._place, name), (1, MOST_A_MINUTE), digits=0)
        return self._field(label, box, name, "The provider's limit, if it is known.")

    def _field(self, label: str, control: QWidget, name: str, hint: str = "") -> Field:
        self.fields[name] = control.focusProxy() or control
        self.fields[name].setAccessibleName(label)
        return Field(self._scenario, label, control, (*self._place, name), hint)
