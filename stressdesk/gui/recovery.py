"""Work that would be lost: drafts of windows that did not close, and a file that somebody else changed."""

from __future__ import annotations

import contextlib
from functools import partial

from stressdesk.gui.files import Files
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.drafts import Found, left_behind
from stressdesk.gui.parts.words import line
from stressdesk.gui.views.questions import Answer, Questions
from stressdesk.scenario.model import Scenario

RESTORE = "restore"
DISK = "disk"


class Recovery:
    """Asks what becomes of them, under the header of the window; nothing is taken over unasked."""

    def __init__(self, desk: Desk, files: Files, questions: Questions) -> None:
        self._desk = desk
        self._files = files
        self._questions = questions
        desk.disk.changed_outside.connect(self._ask_reload)
        desk.disk.same_again.connect(lambda: questions.drop(DISK))
        desk.scenario.file_changed.connect(lambda: questions.drop(DISK))
        desk.disk.gone.connect(self._tell_gone)
        desk.drafts.failed.connect(lambda error: desk.troubles.tell(error, "Unsaved work is not being kept"))

    async def look(self) -> None:
        """Find what earlier windows left behind."""
        found = await self._desk.thinking.do(left_behind, self._desk.settings.folder / "drafts")
        if found:
            self._ask_restore(found[0])

    def _ask_restore(self, found: Found) -> None:
        name = line(found.scenario.name, 60)
        words = ("Unsaved work was found.", f"“{name}” was being edited when StressDesk ended unexpectedly.")
        self._questions.ask(
            RESTORE,
            "accent",
            words,
            [("Restore", partial(self._restore, found)), ("Delete it", partial(self._delete, found))],
        )

    def _delete(self, found: Found) -> None:
        """Delete a draft; that can be taken back for some seconds, as one key too many may be hours of work."""
        try:
            kept = found.file.read_bytes()
            found.file.unlink()
        except OSError:  # another window was faster, or it stays and is offered again
            return
        words = f"The unsaved work on “{line(found.scenario.name, 60)}” was deleted"
        self._desk.notices.say(words, "Undo", partial(self._put_back, found, kept))

    def _put_back(self, found: Found, kept: bytes) -> None:
        with contextlib.suppress(OSError):
            found.file.write_bytes(kept)
        self._ask_restore(found)

    def _restore(self, found: Found) -> None:
        self._desk.troubles.start(self._restored(found), "The unsaved work was not restored")

    async def _restored(self, found: Found) -> None:
        if not await self._files.may_leave():
            self._ask_restore(found)
            return
        self._desk.scenario.open(found.scenario, found.path, found.folder, is_saved=False)
        self._desk.scenario.knows(found.held)
        self._desk.navigation.go("Prompt")
        await self._desk.thinking.do(self._desk.drafts.take_over, found)

    def _ask_reload(self, scenario: Scenario) -> None:
        path = self._desk.scenario.path
        if path is None:
            return
        sentence = (
            "Reloading takes your unsaved changes away; it can be undone."
            if self._desk.scenario.is_dirty
            else "Reload it, or keep what is shown here."
        )
        answers: list[Answer] = [
            ("Reload", partial(self._desk.scenario.reload, scenario)),
            ("Keep mine", partial(self._desk.scenario.differs, scenario)),
        ]
        self._questions.ask(DISK, "warn", (f"{path.name} was changed by another program.", sentence), answers)

    def _tell_gone(self) -> None:
        path = self._desk.scenario.path
        if path is not None:
            self._desk.scenario.differs()
            words = (f"{path.name} is gone.", "It was moved or deleted; what is shown here is not lost. Save it again.")
            self._questions.ask(DISK, "warn", words, [("Understood", lambda: None)])
