"""Lying bars as values: what a list of bars says, before anything is painted."""

from __future__ import annotations

import msgspec

from stressdesk.gui.models.filtering import RecordFilter


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One bar: a name, its length with the ends of its interval, all of it in words, and what a click on it asks for.

    `value` is None where it is not known; then `text` says so. `is_sure` is False where it may be chance.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    text: str = ""
    interval: str = ""
    share: str = ""
    tip: str = ""
    is_sure: bool = True
    wanted: RecordFilter | None = None


class Bars(msgspec.Struct, frozen=True, kw_only=True):
    """A list of bars under its headings; `empty` says why there are none, `origin` where all numbers came from.

    `doubt` is what a reader must know before the bars, "" for nothing.
    """

    name: str
    title: str
    subtitle: str
    doubt: str = ""
    headings: tuple[str, str, str, str]
    rows: tuple[Bar, ...]
    empty: str
    note: str = ""
    origin: str = ""
