"""The models of LiteLLM's price table, found by words in a thread; nothing is asked over the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from stressdesk.gui.models.background import Background, Latest

if TYPE_CHECKING:
    from stressdesk.targets.catalogue import Found, Model

DELAY_MS = 80
MOST = 60
HEADINGS = ("Model", "Provider", "Input", "Output", "Context")


class ModelSearch(QObject):
    """What was found for the words asked last: `rows` as HEADINGS name them, and `words` on how many there are."""

    changed = Signal()

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[tuple[str, ...]] = []
        self.words = ""
        self._latest = Latest(background, DELAY_MS, self)
        self._latest.done.connect(self._take)
        self._latest.failed.connect(self._fail)

    def look(self, text: str) -> None:
        """Find the models whose name or provider contains all words of a text."""
        self._latest.ask(_found, text.split())

    def _take(self, found: Found) -> None:
        self.rows = [_row(one) for one in found.models]
        shown = f"{len(self.rows)} of {found.count:,}" if found.count > len(self.rows) else f"{found.count:,}"
        self.words = f"{shown} models · {found.table.split(',')[0]}" if self.rows else "No model has all these words."
        self.changed.emit()

    def _fail(self, error: object) -> None:
        self.rows, self.words = [], str(error)
        self.changed.emit()


def _found(words: list[str]) -> Found:
    from stressdesk.targets.catalogue import search  # noqa: PLC0415 - reads the price table, 30 ms

    return search(words, MOST)


def _row(model: Model) -> tuple[str, ...]:
    from stressdesk.analysis.words import EN_DASH, count, money  # noqa: PLC0415 - beside the table

    prices = (model.input_usd_per_million, model.output_usd_per_million)
    written = (EN_DASH if price is None else money(price) for price in prices)
    size = EN_DASH if model.context_tokens is None else count(model.context_tokens)
    return (model.name, model.provider, *written, size)
