"""The keys of hosted targets: from the environment, the system's key store, or typed in for this window only.

A key leaves this module in one way: into the environment of a child that asks a target which needs it.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from queue import SimpleQueue
from typing import Any, Literal

import msgspec
from PySide6.QtCore import QObject, Signal

from stressdesk.errors import StressDeskError
from stressdesk.gui.models import keystore
from stressdesk.gui.models.background import Background, Latest
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.models.settings import Settings
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.targets import LiteLLM

Where = Literal["environment", "key store", "this window", "looking", "nowhere"]
STORE_PATIENCE_SECONDS = 10.0
DELAY_MS = 200
"""So long a variable's name must rest before the store is asked for it."""
REMEMBERED = "key_names"
"""The setting that holds for which variables the key store has keys: names, never keys."""


class Keys(QObject):
    """Which keys the open scenario's targets need, and where each is. `changed` when any of this is new.

    `entered` counts how often a key was entered.
    """

    changed = Signal()
    failed = Signal(object)
    _returned = Signal(object)

    def __init__(
        self, scenario: ScenarioModel, settings: Settings, thinking: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._work: SimpleQueue[Callable[[], Finding] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._needing = Latest(thinking, DELAY_MS, self)
        self._needing.done.connect(self._take_needed)
        self._typed: dict[str, str] = {}
        self._stored: dict[str, str] = {}
        self._looking: set[str] = set()
        self._targets: Mapping[str, Any] | None = None
        self.store: keystore.Store | None = None
        self.needed: tuple[str, ...] = ()
        self.entered = 0
        self._returned.connect(self._take)
        scenario.changed.connect(self._look)
        self.given: Mapping[str, str] = Given(self)
        """What children get: the keys needed and not in the environment already."""

    @property
    def names(self) -> tuple[str, ...]:
        """All variables there is something to say of: those needed, and those with a key that is kept."""
        return tuple(dict.fromkeys([*self.needed, *sorted(self._typed), *sorted(self._remembered)]))

    def where(self, variable: str) -> Where:
        """Where the key for a variable is. The environment goes before what is kept here, as on the command line."""
        if os.environ.get(variable, "").strip():
            return "environment"
        if variable in self._typed:
            return "this window"
        if self._stored.get(variable):
            return "key store"
        return "looking" if variable in self._looking else "nowhere"

    def key(self, variable: str) -> str:
        """The key itself, for the environment of a child; "" where there is none."""
        return self._typed.get(variable) or self._stored.get(variable, "")

    def enter(self, variable: str, key: str) -> None:
        """Keep a key: in the key store, or where there is none, for this window. It is in use at once."""
        if not key.strip():
            return
        self._typed[variable] = key.strip()
        self.entered += 1
        self.changed.emit()
        self._do(lambda: _kept(variable, key.strip()))

    def remove(self, variable: str) -> None:
        """Forget a key, in the key store too; one that the store does not let go is still there, and in use."""
        self._typed.pop(variable, None)
        kept = self._stored.pop(variable, "")
        self._remember(variable, is_kept=False)
        self.changed.emit()
        self._do(lambda: _removed(variable, kept))

    def look(self, variables: Iterable[str]) -> None:
        """Find out which of these the key store has, in a thread: it may ask its owner for a password."""
        unknown = tuple(one for one in variables if self._is_unknown(one))
        if unknown or self.store is None:
            self._looking.update(unknown)
            self._do(lambda: _looked_up(unknown))
            self.changed.emit()

    def _is_unknown(self, variable: str) -> bool:
        # A store that refuses now may have been given a key by its owner since it last said that it has none.
        is_refusing = self.store is not None and self.store.is_refusing
        found = self._stored.get(variable)
        return variable not in self._looking and (found is None or (is_refusing and not found))

    async def looked_up(self, variables: tuple[str, ...]) -> None:
        """Wait until it is known whether there are keys for these, though not for ever: the store may ask its owner."""
        if not set(variables) <= set(self.needed):
            self._take_needed(tuple(dict.fromkeys([*self.needed, *variables])))
        self.look(variables)
        while any(self.where(one) == "looking" for one in variables):
            news = asyncio.get_running_loop().create_future()
            connection = self.changed.connect(lambda news=news: news.done() or news.set_result(None))
            try:
                async with asyncio.timeout(STORE_PATIENCE_SECONDS):
                    await news
            except TimeoutError:
                return
            finally:
                self.changed.disconnect(connection)

    @property
    def _remembered(self) -> set[str]:
        return {one for one in self._settings.text(REMEMBERED).split() if one}

    def _remember(self, variable: str, *, is_kept: bool) -> None:
        before = self._remembered
        after = before | {variable} if is_kept else before - {variable}
        if after != before:
            self._settings.put(REMEMBERED, " ".join(sorted(after)))

    def _look(self, _before: Scenario | None, after: Scenario) -> None:
        if after.targets is self._targets:
            return
        self._targets = after.targets
        self._needing.ask(needed_by, after)

    def _take_needed(self, names: tuple[str, ...]) -> None:
        if names == self.needed:
            return
        self.needed = names
        self.look(names)
        self.changed.emit()

    def close(self) -> None:
        """Forget every key, and let the thread end once the store has answered."""
        self._typed.clear()
        self._stored.clear()
        self._work.put(None)

    def _do(self, work: Callable[[], Finding]) -> None:
        # One after the other, so that a slow answer never overtakes a newer one; and the window's end does not wait
        # for the thread: a store that asks for its password and gets no answer would hold the window open.
        self._work.put(work)
        if self._thread is None:
            self._thread = threading.Thread(target=self._go_on, name="keys", daemon=True)
            self._thread.start()

    def _go_on(self) -> None:
        while (work := self._work.get()) is not None:
            found = work()
            try:
                self._returned.emit(found)
            except RuntimeError:
                return  # the window has closed meanwhile

    def _take(self, found: Finding) -> None:
        self.store = found.store or self.store
        self._looking -= set(found.looked)
        for variable, key in found.keys.items():
            if key and variable not in found.looked and self._typed.get(variable) != key:
                continue  # removed again, or another typed, while the store was busy
            if self._typed.get(variable) == key:
                del self._typed[variable]
            self._stored[variable] = key
            self._remember(variable, is_kept=bool(key))
        self.changed.emit()
        if found.error is not None:
            self.failed.emit(found.error)


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What the thread found out: what was looked for, keys by variable ("" for none), the store, or an error."""

    looked: tuple[str, ...] = ()
    keys: dict[str, str] = {}
    store: keystore.Store | None = None
    error: StressDeskError | None = None

    def __repr__(self) -> str:
        return f"Finding({', '.join(self.keys)})"


class Given(Mapping[str, str]):
    """The variables a child is given beside the environment, as they are at the moment it is started."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def __getitem__(self, variable: str) -> str:
        if variable not in self._keys.needed or self._keys.where(variable) not in ("this window", "key store"):
            raise KeyError(variable)
        return self._keys.key(variable)

    def __iter__(self) -> Iterator[str]:
        return (one for one in self._keys.needed if self._keys.where(one) in ("this window", "key store"))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return f"Given({', '.join(self)})"


def _looked_up(variables: tuple[str, ...]) -> Finding:
    found = keystore.store()
    if not found.is_there:
        return Finding(looked=variables, store=found)
    try:
        return Finding(looked=variables, keys={one: keystore.read(one) for one in variables}, store=found)
    except StressDeskError as error:
        return Finding(looked=variables, store=_refusing(error))


def _kept(variable: str, key: str) -> Finding:
    found = keystore.store()
    if not found.is_there:
        return Finding(store=found)
    try:
        keystore.write(variable, key)
    except StressDeskError as error:
        return Finding(store=_refusing(error), error=error)
    return Finding(keys={variable: key}, store=found)


def _removed(variable: str, key: str) -> Finding:
    found = keystore.store()
    if not found.is_there:
        return Finding(keys={variable: ""}, store=found)
    try:
        keystore.remove(variable)
    except StressDeskError as error:
        # Of a key that never was in the store there is nothing to tell.
        return Finding(looked=(variable,), keys={variable: key}, store=_refusing(error), error=error if key else None)
    return Finding(keys={variable: ""}, store=found)


def _refusing(error: StressDeskError) -> keystore.Store:
    return keystore.Store(is_there=False, words=error.message, is_refusing=True)


def needed_by(scenario: Scenario) -> tuple[str, ...]:
    """The variables that hold the keys of a scenario's targets."""
    from stressdesk.targets.key_names import key_variables  # noqa: PLC0415 - may read the price table

    hosted = [spec for spec in scenario.targets.values() if isinstance(spec, LiteLLM)]
    return tuple(dict.fromkeys(name for spec in hosted for name in key_variables(spec)))
