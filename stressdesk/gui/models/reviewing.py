"""Messages a model wrote for the open scenario: read from the file beside it, accepted or rejected one by one."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from stressdesk.errors import ScenarioError
from stressdesk.gui.models.background import Background, Every, Latest
from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.scenario.written import State, Written, read_written, save_written, written_path


class Reviewing(QObject):
    """`changed` when there are other messages, or one has been judged; `trouble` is what went wrong, or ""."""

    changed = Signal()

    def __init__(self, scenario: ScenarioModel, noting: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scenario = scenario
        self._keeping = Every(noting, self)
        self._keeping.failed.connect(partial(self._fail, "A verdict could not be kept"))
        # By the same thread: what is read holds every verdict given before.
        self._reading = Latest(noting, parent=self)
        self._reading.done.connect(self._take)
        self._reading.failed.connect(partial(self._fail, "The written messages cannot be read"))
        self._skipped: set[Written] = set()
        self.messages: tuple[Written, ...] = ()
        self.trouble = ""
        scenario.file_changed.connect(self.look)

    @property
    def file(self) -> Path | None:
        """The file the messages are in, or will be; None while the scenario is in none itself."""
        model = self._scenario
        return None if model.path is None or model.scenario is None else written_path(model.scenario, model.path)

    @property
    def current(self) -> Written | None:
        """The message to judge next; those that were skipped come last."""
        waiting = [one for one in self.messages if one.state == "new"]
        return min(waiting, key=lambda one: one in self._skipped, default=None)

    @property
    def counts(self) -> Counter[str]:
        """How many messages are new, accepted and rejected."""
        return Counter(one.state for one in self.messages)

    def look(self) -> None:
        """Read the file again."""
        if self.file is not None:
            self._reading.ask(read_written, self.file)
        elif self.messages or self.trouble:
            self._take(())

    def skip(self) -> None:
        """Leave the current message for later."""
        if self.current is not None:
            waiting = {one for one in self.messages if one.state == "new"}
            self._skipped.add(self.current)
            if self._skipped >= waiting:
                self._skipped.clear()
            self.changed.emit()

    def judge(self, state: State) -> None:
        """Accept or reject the current message, in the file too; what is accepted is traffic from now on."""
        current, file = self.current, self.file
        if current is None or file is None:
            return
        self.messages = _judged(self.messages, current, state)
        self._keeping.ask(_keep, file, current, state)
        if self._reading.is_waiting:
            self.look()  # what is being read may lack this verdict
        self.changed.emit()
        if state == "accepted" and self._scenario.now.written is None:
            self._scenario.edit(("written",), file.name, "use of reviewed messages")

    def _take(self, messages: tuple[Written, ...]) -> None:
        self.messages, self.trouble = messages, ""
        self.changed.emit()

    def _fail(self, what: str, error: object) -> None:
        self.messages = ()
        told = str(error.problems[0]) if isinstance(error, ScenarioError) and error.problems else str(error)
        self.trouble = f"{what}: {told}"
        self.changed.emit()


def _judged(messages: tuple[Written, ...], which: Written, state: State) -> tuple[Written, ...]:
    return tuple(msgspec.structs.replace(one, state=state) if one == which else one for one in messages)


def _keep(file: Path, which: Written, state: State) -> None:
    """Write the one verdict into the file as it is now: a model may have added to it meanwhile."""
    save_written(file, _judged(read_written(file), which, state))
