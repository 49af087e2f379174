"""What a target's traffic costs: its own price, another model's, or one typed in."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stressdesk.gui.models import target
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.facts import TargetFacts
from stressdesk.gui.parts.fields import Choice, Field, line_field
from stressdesk.gui.parts.focus import tab_after
from stressdesk.gui.parts.layouts import clear, column, evenly, holding, row
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.numbers import number_field, optional_number_field
from stressdesk.gui.parts.words import words
from stressdesk.gui.views.model_search import ModelDialog
from stressdesk.scenario.places import Path as Place
from stressdesk.scenario.targets import LiteLLM

DOLLARS = (0.0, 1e6)


class PriceEditor(QWidget):
    """Chooses where the price comes from and says what it is."""

    def __init__(self, desk: Desk, name: str, facts: TargetFacts) -> None:
        super().__init__()
        self._desk = desk
        self._facts = facts
        self._place: Place = ("targets", name)
        self._way = ""
        spec = desk.scenario.value(self._place)
        own = "The model's own, from the price table" if isinstance(spec, LiteLLM) else "None: it is free"
        if isinstance(spec, LiteLLM) and spec.base_url is not None:
            own = "The model's own, where the price table has it"
        self.choice = Choice([("own", own), ("as", "Another model's price"), ("typed", "Typed in")])
        self.choice.setAccessibleName("Price")
        self.choice.activated.connect(self._choose)
        label = words("Price", "secondary")
        label.setBuddy(self.choice)
        self.fields: dict[str, QWidget] = {}
        self._inner = column()
        self.words = words("", "tertiary", wrap=True)
        self.setLayout(column(label, self.choice, self._inner, self.words, gap=6))
        desk.scenario.changed.connect(self._show)
        facts.changed.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        try:
            spec = self._desk.scenario.value(self._place)
        except LookupError:
            return
        way = target.price_by(spec)
        self.choice.setCurrentIndex(self.choice.findData(way))
        # What was found out is about the target in use, which is the one whose fields are shown.
        self.words.setText(self._facts.known.price)
        if way != self._way:
            self._way = way
            clear(self._inner)
            self.fields = {}
            if way != "own":
                made = self._another() if way == "as" else self._typed()
                self._inner.addWidget(made)
                tab_after(self.choice, made)

    def _choose(self, at: int) -> None:
        spec = self._desk.scenario.value(self._place)
        way: target.PriceBy = self.choice.itemData(at)
        self._desk.scenario.edit(self._place, target.priced_by(spec, way), "choice of price")

    def _another(self) -> QWidget:
        place = (*self._place, "price_as")
        model = line_field(self._desk.scenario, place, placeholder="such as gpt-4o-mini")
        model.setAccessibleName("Priced as")
        self.fields["price_as"] = model
        holder = holding(row(model, button("Search…", self._search)))
        holder.setFocusProxy(model)
        return Field(self._desk.scenario, "Priced as", holder, place)

    def _search(self) -> None:
        def choose(name: str) -> None:
            self._desk.scenario.edit((*self._place, "price_as"), name, f"price as {name}")

        ModelDialog(self._desk, choose, self).open()

    def _typed(self) -> QWidget:
        model, place = self._desk.scenario, (*self._place, "prices")
        names = ("input_usd_per_million", "output_usd_per_million", "cached_usd_per_million")
        controls = (
            number_field(model, (*place, names[0]), DOLLARS, digits=4),
            number_field(model, (*place, names[1]), DOLLARS, digits=4),
            optional_number_field(model, (*place, names[2]), DOLLARS, digits=4),
        )
        labels = ("Input, $ per million tokens", "Output", "Input read from the cache")
        self.fields = dict(zip(names, controls, strict=True))
        parts = [
            Field(model, label, control, (*place, name))
            for label, control, name in zip(labels, controls, names, strict=True)
        ]
        return holding(evenly(*parts))
