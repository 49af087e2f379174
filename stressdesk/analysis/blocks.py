"""Rows of numbers that take little memory: kept by column, in blocks, each as narrow as its values allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# The rows of the last block are still tuples, ten times as large: 0.7 MB of them at most.
ROWS = 1_024
NARROW = (np.int8, np.int16, np.int32, np.int64)


class Blocks:
    """Rows in the order they came, each of numbers and then of codes, which are whole.

    A column that is the same all through a block takes one value there. Nothing is rounded: a number that varies has
    all of its 64 bits.
    """

    def __init__(self, numbers: Sequence[str], codes: Sequence[str]) -> None:
        self._types = {**dict.fromkeys(numbers, np.float64), **dict.fromkeys(codes, np.int64)}
        self._places = {name: place for place, name in enumerate(self._types)}
        self._packed: dict[str, list[NDArray[Any]]] = {name: [] for name in self._types}
        self._full = 0
        self._rows: list[tuple[float, ...]] = []

    def __len__(self) -> int:
        return self._full + len(self._rows)

    def add(self, row: tuple[float, ...]) -> None:
        """Take in one row, its values in the order of the names."""
        self._rows.append(row)
        if len(self._rows) == ROWS:
            for (name, blocks), values in zip(self._packed.items(), zip(*self._rows, strict=True), strict=True):
                blocks.append(_packed(np.array(values, dtype=self._types[name])))
            self._full += ROWS
            self._rows.clear()

    def column(self, name: str) -> NDArray[Any]:
        """One column as a new array of 64-bit numbers."""
        column = np.empty(len(self), dtype=self._types[name])
        for number, block in enumerate(self._packed[name]):
            column[number * ROWS : (number + 1) * ROWS] = block
        place = self._places[name]
        column[self._full :] = [row[place] for row in self._rows]
        return column


def _packed(values: NDArray[Any]) -> NDArray[Any]:
    if (values == values[0]).all() or np.isnan(values).all():
        return values[:1].copy()
    if values.dtype != np.int64:
        return values
    least, most = values.min(), values.max()
    return values.astype(next(kind for kind in NARROW if np.iinfo(kind).min <= least and most <= np.iinfo(kind).max))
