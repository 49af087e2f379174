"""What else is in the way of a run, or should make one think twice: a key that is missing, texts never written."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from stressdesk.gui.models.background import Background, Latest
from stressdesk.gui.models.keys import Keys
from stressdesk.gui.models.keystore import Store
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.gui.models.sheet import Remark, page_of
from stressdesk.scenario.doubts import doubts
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.targets import LiteLLM, TargetSpec

KEY = "_API_KEY"
"""Other variables, such as those of AWS, need not be set: there are other ways to sign in."""


class Obstacles(QObject):
    """`blocking` keeps a run from being started, `doubtful` does not; `changed` when either may be another.

    `is_looking`: it is not known yet whether there is a key for the target.
    """

    changed = Signal()

    def __init__(self, scenario: ScenarioModel, keys: Keys, thinking: Background) -> None:
        super().__init__(scenario)
        self._keys = keys
        self._target: TargetSpec | None = None
        self._variables: tuple[str, ...] = ()
        self._is_naming = False
        self._doubts: tuple[Remark, ...] = ()
        self._unwritten: tuple[Remark, ...] = ()
        self._naming = Latest(thinking, 0, self)
        self._naming.done.connect(self._take)
        scenario.changed.connect(self._look)
        keys.changed.connect(self.changed)

    @property
    def blocking(self) -> tuple[Remark, ...]:
        """What has to be mended first."""
        missing = [one for one in self._variables if one in self._keys.needed and self._keys.where(one) == "nowhere"]
        store = self._keys.store
        remarks = [_without_key(one) if store is None or not store.is_refusing else _unread(store) for one in missing]
        return (*remarks, *self._unwritten)

    @property
    def doubtful(self) -> tuple[Remark, ...]:
        """What was perhaps forgotten."""
        return self._doubts

    @property
    def is_looking(self) -> bool:
        """Is a key still being looked for?"""
        known = self._keys.needed
        return self._is_naming or any(one not in known or self._keys.where(one) == "looking" for one in self._variables)

    @property
    def is_clear(self) -> bool:
        """Is it known that nothing here is in the way?"""
        return not self.blocking and not self.is_looking

    def _look(self, _before: Scenario | None, after: Scenario) -> None:
        target = after.targets.get(after.target)
        if target is not self._target:
            self._target = target
            self._variables = ()
            self._is_naming = isinstance(target, LiteLLM)
            if isinstance(target, LiteLLM):
                self._naming.ask(required_by, target)
            else:
                self._naming.forget()
        found = doubts(after)
        self._unwritten = tuple(Remark(words=one.words, page=page_of(one.field)) for one in found if one.is_placeholder)
        self._doubts = tuple(
            Remark(words=one.words, page=page_of(one.field)) for one in found if not one.is_placeholder
        )
        self.changed.emit()

    def _take(self, variables: tuple[str, ...]) -> None:
        self._variables, self._is_naming = variables, False
        self.changed.emit()


def required_by(spec: LiteLLM) -> tuple[str, ...]:
    """The variables without which a target cannot be asked."""
    from stressdesk.targets.key_names import key_variables  # noqa: PLC0415 - may read the price table

    return tuple(one for one in key_variables(spec) if one == spec.key_env or one.endswith(KEY))


def _without_key(variable: str) -> Remark:
    return Remark(
        words="The key of the target is missing.",
        hint=f"Enter it on its page, or set {variable} and start StressDesk again.",
        page=page_of("target"),
    )


def _unread(store: Store) -> Remark:
    return Remark(
        words=f"The key of the target is not known. {store.words}",
        hint="Unlock it and look again on the page of the target, or enter the key there.",
        page=page_of("target"),
    )
