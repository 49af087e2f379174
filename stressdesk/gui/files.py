"""Opening and saving: scenarios, prompts, samples and run files, wherever they come from."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

from stressdesk.errors import StressDeskError
from stressdesk.gui.models.desk import Desk
from stressdesk.resources import resource
from stressdesk.scenario import file as scenario_file
from stressdesk.scenario.importing.prompt import new_scenario
from stressdesk.scenario.model import Scenario
from stressdesk.scenario.moving import moved
from stressdesk.scenario.whole import whole

SCENARIO_SUFFIX = ".stress.yaml"
RUN_SUFFIX = ".stressrun"
SAMPLE = "support-triage"
OPEN_FILTER = (
    "All StressDesk can open (*.stress.yaml *.stressrun *.txt *.md *.json *.yaml *.yml);;"
    "Scenarios (*.stress.yaml);;Run files (*.stressrun);;Prompts (*.txt *.md *.json *.yaml *.yml);;All files (*)"
)


class Files:
    """Puts files onto the desk and back. Everything that goes wrong is told in the window, and nothing is half done."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        self._desk = desk
        self._window = window

    def open(self, path: Path) -> bool:
        """Open whatever this is: a run file, a scenario, or a prompt to make a scenario around."""
        try:
            if path.name.endswith(RUN_SUFFIX):
                return self._open_run(path)
            if path.name.endswith(SCENARIO_SUFFIX) or _is_scenario(path):
                return self._open_scenario(path)
            return self._open_prompt(path)
        except (StressDeskError, OSError) as error:
            self._desk.troubles.tell(error, f"{path.name} cannot be opened")
            return False

    def ask_open(self) -> None:
        """Let the user choose a file to open."""
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Open", self._start_folder(), OPEN_FILTER)
        if chosen:
            self.open(Path(chosen))

    def open_sample(self, name: str = SAMPLE) -> None:
        """Open one of the bundled samples; saving it will ask for a place of its own."""
        path = resource("samples", f"{name}{SCENARIO_SUFFIX}")
        if self._may_leave():
            self._desk.scenario.open(scenario_file.load(path), None, path.parent)
            self._desk.navigation.go("Prompt")

    def open_clipboard(self) -> None:
        """Make a scenario around the prompt on the clipboard."""
        self.open_pasted(QGuiApplication.clipboard().text())

    def open_pasted(self, text: str) -> None:
        """Make a scenario around a prompt that was copied from somewhere: plain text, or chat messages as JSON."""
        if not text.strip():
            self._desk.notices.say("There is no text on the clipboard: copy a prompt first")
            return
        ending = ".json" if text.lstrip()[:1] in ("[", "{") else ".txt"
        try:
            with TemporaryDirectory() as folder:
                path = Path(folder) / f"Pasted prompt{ending}"
                path.write_text(text, encoding="utf-8")
                scenario = whole(new_scenario(path), path.parent)
        except (StressDeskError, OSError, UnicodeError) as error:
            self._desk.troubles.tell(error, "The clipboard holds no prompt")
            return
        if self._may_leave():
            self._desk.scenario.open(scenario, None, Path.home(), is_saved=False)
            self._desk.navigation.go("Prompt")

    def fill_recent(self, menu: QMenu) -> None:
        """Fill a menu with the files of before."""
        recent = self._desk.settings.recent
        for path in recent:
            menu.addAction(str(path).replace("&", "&&"), partial(self.open, path))
        if not recent:
            menu.addAction("None yet").setEnabled(False)

    def fill_samples(self, menu: QMenu) -> None:
        """Fill a menu with the bundled samples."""
        for path in sorted(resource("samples").glob(f"*{SCENARIO_SUFFIX}")):
            name = path.name.removesuffix(SCENARIO_SUFFIX)
            menu.addAction(name.replace("-", " ").capitalize(), partial(self.open_sample, name))

    def save(self) -> bool:
        """Save to the scenario's file, or ask for one; False where nothing was saved."""
        path = self._desk.scenario.path
        return self.ask_save_as() if path is None else self._save(path)

    def ask_save_as(self) -> bool:
        """Let the user choose where the scenario is saved."""
        from stressdesk.journal.shelf import slug  # noqa: PLC0415 - sqlite is not needed before

        name = slug(self._desk.scenario.now.name) + SCENARIO_SUFFIX
        start = str(Path(self._start_folder()) / name)
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Save scenario", start, "Scenarios (*.stress.yaml)")
        if not chosen:
            return False
        path = Path(chosen)
        return self._save(
            path if path.name.endswith((".yaml", ".yml")) else path.with_name(path.name + SCENARIO_SUFFIX)
        )

    def may_close(self) -> bool:
        """Ask what becomes of unsaved work; False where the user wants to stay."""
        return self._may_leave()

    def _save(self, path: Path) -> bool:
        desk = self._desk
        try:
            scenario = self._fit_for(path.absolute().parent)
            scenario_file.save(scenario, path)
        except StressDeskError as error:
            desk.troubles.tell(error, f"{path.name} was not saved")
            return False
        if scenario != desk.scenario.now:
            desk.scenario.edit((), scenario, "saving elsewhere")
        desk.scenario.saved(path)
        desk.settings.add_recent(path)
        return True

    def _fit_for(self, folder: Path) -> Scenario:
        """The scenario as it can be saved in a folder: files it names are found from there, or their texts inside."""
        scenario, before = self._desk.scenario.now, self._desk.scenario.folder
        if self._desk.scenario.path is None and before == resource("samples"):
            return whole(scenario, before)
        return moved(scenario, before, folder)

    def _open_scenario(self, path: Path) -> bool:
        scenario = scenario_file.parse(path.read_text(encoding="utf-8-sig"), path)
        if not self._may_leave():
            return False
        self._desk.scenario.open(scenario, path, path.absolute().parent)
        self._desk.settings.add_recent(path)
        self._desk.navigation.go("Prompt")
        return True

    def _open_prompt(self, path: Path) -> bool:
        scenario = new_scenario(path)
        if not self._may_leave():
            return False
        self._desk.scenario.open(scenario, None, path.absolute().parent, is_saved=False)
        self._desk.settings.add_recent(path)
        self._desk.navigation.go("Prompt")
        return True

    def _open_run(self, path: Path) -> bool:
        self._desk.run.open(path)
        self._desk.settings.add_recent(path)
        self._desk.navigation.go("Overview")
        return True

    def _may_leave(self) -> bool:
        if not self._desk.scenario.is_dirty:
            return True
        name = self._desk.scenario.now.name
        asked = QMessageBox(self._window)
        asked.setIcon(QMessageBox.Icon.Question)
        asked.setText(f"Save the changes to “{name[:80]}”?")
        asked.setInformativeText("Otherwise they are lost.")
        buttons = QMessageBox.StandardButton
        asked.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        answer = asked.exec()
        return answer == buttons.Discard or (answer == buttons.Save and self.save())

    def _start_folder(self) -> str:
        recent = self._desk.settings.recent
        return str(recent[0].parent if recent else Path.home())


def _is_scenario(path: Path) -> bool:
    """Does a YAML file say that it is a scenario?"""
    if path.suffix not in (".yaml", ".yml"):
        return False
    beginning = path.read_bytes()[:200_000].decode(errors="replace")
    return any(line_.startswith("stressdesk:") for line_ in beginning.splitlines())
