"""Opening and saving: scenarios, prompts, samples and run files, wherever they come from.

Reading and writing wait in a thread and questions wait for their answer, so the window never stands still.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QMessageBox, QWidget

from stressdesk.errors import StressDeskError
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.disk import held
from stressdesk.gui.parts.asking import answered, message_box
from stressdesk.gui.parts.focus import finish_typing
from stressdesk.gui.parts.words import line
from stressdesk.journal import naming
from stressdesk.resources import resource
from stressdesk.scenario.samples import SUFFIX, sample_names

if TYPE_CHECKING:
    from stressdesk.gui.models.opening import Opened

SAMPLE = "support-triage"
OPEN_FILTER = (
    "All StressDesk can open (*.stress.yaml *.stressrun *.txt *.md *.json *.yaml *.yml);;"
    "Scenarios (*.stress.yaml);;Run files (*.stressrun);;Prompts (*.txt *.md *.json *.yaml *.yml);;All files (*)"
)
Buttons = QMessageBox.StandardButton


class Files:
    """Puts files onto the desk and back. Everything that goes wrong is told in the window, and nothing is half done."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        self._desk = desk
        self._window = window

    def open(self, path: Path) -> None:
        """Open whatever this is: a run file, a scenario, or a prompt to make a scenario around."""
        if path.name.endswith(naming.SUFFIX):
            self._open_run(path)
        else:
            self._start(self._open_file(path), f"{line(path.name, 80)} cannot be opened")

    def ask_open(self) -> None:
        """Let the user choose a file to open."""
        dialog = QFileDialog(self._window, "Open", self._start_folder(), OPEN_FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._show(dialog, self.open)

    def open_sample(self, name: str = SAMPLE) -> None:
        """Open one of the bundled samples, ready to be run."""
        self._start(self._open_sample(name), "The sample cannot be opened")

    def open_blank(self) -> None:
        """Begin a scenario with a prompt of one sentence, to be written over."""
        self._start(self._open_blank(), "A new scenario cannot be begun")

    def open_clipboard(self) -> None:
        """Make a scenario around the prompt on the clipboard."""
        self.open_pasted(QGuiApplication.clipboard().text())

    def open_pasted(self, text: str) -> None:
        """Make a scenario around a prompt that was copied from somewhere."""
        if text.strip():
            self._start(self._open_pasted(text), "The clipboard holds no prompt")
        else:
            self._desk.notices.say("There is no text on the clipboard: copy a prompt first")

    def open_scenario_of_run(self) -> None:
        """Work on the scenario that the run shown was made from."""
        self._start(self._open_scenario_of_run(), "The run's scenario cannot be opened")

    def fill_recent(self, menu: QMenu) -> None:
        """Fill a menu with the files of before."""
        recent = self._desk.settings.recent
        for path in recent:
            menu.addAction(str(path).replace("&", "&&"), partial(self.open, path))
        if not recent:
            menu.addAction("None yet").setEnabled(False)

    def fill_samples(self, menu: QMenu) -> None:
        """Fill a menu with the bundled samples."""
        for name in sample_names():
            menu.addAction(name.replace("-", " ").capitalize(), partial(self.open_sample, name))

    def save(self) -> None:
        """Save to the scenario's file, or ask for one."""
        self._start(self.saved(), "The scenario was not saved")

    def ask_save_as(self) -> None:
        """Let the user choose where the scenario is saved."""
        self._start(self._saved_elsewhere(), "The scenario was not saved")

    async def saved(self) -> bool:
        """Save; False where the user chose no place, another's work stays, or another scenario was opened meanwhile.

        Raises StressDeskError.
        """
        path = self._desk.scenario.path
        if path is None:
            return await self._saved_elsewhere()
        return await self._may_replace(path) and await self.save_to(path)

    async def _may_replace(self, path: Path) -> bool:
        """Ask before something is written over that was never seen here."""
        opening = self._desk.scenario.opening
        found = await self._desk.thinking.do(held, path)
        if not self._is_still(opening):
            return False
        if self._desk.scenario.may_replace(found):
            return True
        asked = message_box(
            self._window,
            QMessageBox.Icon.Warning,
            f"Write over what is in {line(path.name, 80)}?",
            "The file holds something else than what was last opened or saved here: another program changed it. "
            "Cancel, and “Save as” keeps both.",
        )
        asked.setStandardButtons(Buttons.Save | Buttons.Cancel)
        asked.button(Buttons.Save).setText("Write over it")
        asked.setDefaultButton(Buttons.Cancel)
        return await answered(asked) == Buttons.Save and self._is_still(opening)

    def _is_still(self, opening: int) -> bool:
        """Is the scenario the one that was to be saved? What was opened since has nothing to do with that file."""
        if self._desk.scenario.opening == opening:
            return True
        self._desk.notices.say("Nothing was saved: another scenario was opened meanwhile")
        return False

    async def save_to(self, path: Path) -> bool:
        """Save to this file. Raises StressDeskError."""
        from stressdesk.gui.models import opening  # noqa: PLC0415 - loads YAML

        finish_typing(self._window)
        desk = self._desk
        scenario, folder, opening_ = desk.scenario.now, desk.scenario.folder, desk.scenario.opening
        is_sample = desk.scenario.path is None and folder == resource("samples")
        while True:
            written = await desk.thinking.do(partial(opening.saved, scenario, folder, path, is_sample=is_sample))
            is_other = desk.scenario.opening != opening_
            if is_other or written == scenario or desk.scenario.scenario is scenario:
                break
            # What was typed meanwhile names its files as seen from the old place.
            scenario = desk.scenario.now
        if not is_other:
            if written != scenario:
                desk.scenario.edit((), written, "saving elsewhere")
            desk.scenario.saved(path, written)
        desk.settings.add_recent(path)
        desk.notices.say(f"Saved {path.name}")
        return True

    async def may_leave(self) -> bool:
        """Ask what becomes of unsaved work; False where the user wants to stay."""
        finish_typing(self._window)
        if not self._desk.scenario.is_dirty:
            return True
        name = line(self._desk.scenario.now.name, 80)
        text = f"Save the changes to “{name}”?"
        asked = message_box(self._window, QMessageBox.Icon.Question, text, "Otherwise they are lost.")
        asked.setStandardButtons(Buttons.Save | Buttons.Discard | Buttons.Cancel)
        asked.setDefaultButton(Buttons.Save)
        answer = await answered(asked)
        return answer == Buttons.Discard or (answer == Buttons.Save and await self.saved())

    async def _open_file(self, path: Path) -> None:
        from stressdesk.gui.models import opening  # noqa: PLC0415 - loads YAML

        shown = self._desk.navigation.current
        try:
            with self._desk.notices.meanwhile(f"Opening {line(path.name, 80)}…"):
                found = await self._desk.thinking.do(opening.opened, path)
        except OSError as error:
            raise StressDeskError(*_unread(path, error)) from error
        except UnicodeError as error:
            raise StressDeskError(f"{path} is not a text file: {error}.", "Name a plain text file.") from error
        # Whoever went to another page meanwhile stays there.
        panel = "Prompt" if self._desk.navigation.current == shown else self._desk.navigation.current
        if await self._take(found, panel):
            self._desk.settings.add_recent(path)

    async def _open_sample(self, name: str) -> None:
        from stressdesk.gui.models import opening  # noqa: PLC0415 - loads YAML

        await self._take(await self._desk.thinking.do(opening.sample, name), "Run")

    async def _open_blank(self) -> None:
        from stressdesk.gui.models import opening  # noqa: PLC0415 - loads YAML

        await self._take(await self._desk.thinking.do(opening.blank), "Prompt")

    async def _open_pasted(self, text: str) -> None:
        from stressdesk.gui.models import opening  # noqa: PLC0415 - loads YAML

        await self._take(await self._desk.thinking.do(opening.pasted, text), "Prompt")

    async def _open_scenario_of_run(self) -> None:
        from stressdesk.gui.models import opening  # noqa: PLC0415 - loads YAML

        if (header := self._desk.run.header) is not None:
            await self._take(await self._desk.thinking.do(opening.of_run, header), "Prompt")

    async def _take(self, found: Opened, panel: str) -> bool:
        if not await self.may_leave():
            return False
        self._desk.scenario.open(found.scenario, found.path, found.folder, is_saved=found.is_saved)
        self._desk.navigation.go(panel)
        return True

    def _open_run(self, path: Path) -> None:
        self._desk.run.open(path)
        self._desk.settings.add_recent(path)
        self._desk.navigation.go("Overview")

    async def _saved_elsewhere(self) -> bool:
        opening = self._desk.scenario.opening
        name = naming.slug(self._desk.scenario.now.name) + SUFFIX
        dialog = QFileDialog(self._window, "Save scenario", self._start_folder(), "Scenarios (*.stress.yaml)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(name)
        if await answered(dialog) != QDialog.DialogCode.Accepted or not dialog.selectedFiles():
            return False
        if not self._is_still(opening):
            return False
        path = Path(dialog.selectedFiles()[0])
        is_yaml = path.name.endswith((".yaml", ".yml"))
        return await self.save_to(path if is_yaml else path.with_name(path.name + SUFFIX))

    def _show(self, dialog: QFileDialog, then: Callable[[Path], object]) -> None:
        dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _start(self, work: Coroutine[Any, Any, object], title: str) -> None:
        self._desk.troubles.start(work, title)

    def _start_folder(self) -> str:
        recent = self._desk.settings.recent
        return str(recent[0].parent if recent else Path.home())


def _unread(path: Path, error: OSError) -> tuple[str, str]:
    """Why a file cannot be read, and what to do."""
    match error:
        case FileNotFoundError():
            return f"There is no {path}.", "Was it moved or renamed? Open… looks for it."
        case IsADirectoryError():
            return f"{path} is a folder.", "Open a file that lies in it."
        case PermissionError():
            return f"You may not read {path}.", "Let its owner allow that, or open a copy of your own."
        case _:
            return f"{path} cannot be read: {error.strerror or error}.", "Check the name and the disk."
