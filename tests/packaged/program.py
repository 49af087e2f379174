"""The packaged program as somebody else has it: no Python, no settings, a folder they cannot write, a name we did not
choose, and, where the system allows, another user and no network."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NOBODY = 65534


def is_root() -> bool:
    return os.geteuid() == 0


def can_cut_off() -> bool:
    """May we start programs that see no network but their own loopback?"""
    words = ["unshare", "--net", "ip", "link", "set", "lo", "up"]
    if not all(map(shutil.which, ("unshare", "ip"))):
        return False
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


@dataclass(frozen=True, kw_only=True)
class Installed:
    """A copy of the program in `folder`; `home` is the empty home of the user who starts it."""

    folder: Path
    home: Path

    def command(self, program: str, *arguments: object, offline: bool = False) -> list[str]:
        words = [str(self.folder / program), *map(str, arguments)]
        if is_root():
            words = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *words]
        if offline:
            words = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", *words]
        return words

    def environment(self, **more: str) -> dict[str, str]:
        """What is left when everything else is taken away; no program can be found by its name."""
        return {"HOME": str(self.home), "PATH": "/nowhere", "LANG": "C.UTF-8", **more}

    def start(self, program: str, *arguments: object, offline: bool = False, **more: str) -> subprocess.Popen[str]:
        words = self.command(program, *arguments, offline=offline)
        options: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        # `env` sets the environment last: those that come before it must be found by name.
        cleared = ["env", "-i", *(f"{name}={value}" for name, value in self.environment(**more).items())]
        at = words.index(str(self.folder / program))
        return subprocess.Popen([*words[:at], *cleared, *words[at:]], text=True, cwd=self.home, **options)

    def finished(self, *arguments: object, seconds: float = 120, **options: Any) -> subprocess.CompletedProcess[str]:
        """The console program, run to its end."""
        with self.start("stressdesk-cli", *arguments, **options) as process:
            try:
                out, err = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def installed(built: Path, place: Path) -> Installed:
    """A copy of `built` below `place`, which nobody may write, and a home beside it."""
    folder = place / "Ünser Ordner, 日本 1" / "StressDesk"
    home = place / "zu Hause"
    home.mkdir(parents=True)
    shutil.copytree(built, folder, copy_function=_linked, symlinks=True)
    for one in (folder.parent, *folder.rglob("*")):
        if one.is_dir() and not one.is_symlink():
            one.chmod(0o555)
    folder.chmod(0o555)
    place.chmod(0o755)
    if is_root():
        os.chown(home, NOBODY, NOBODY)
    return Installed(folder=folder, home=home)


def removed(place: Path) -> None:
    """Remove what `installed` made, folders that may not be written included."""
    for one in place.rglob("*"):
        if one.is_dir() and not one.is_symlink():
            one.chmod(0o755)
    shutil.rmtree(place)


def contents(folder: Path) -> set[tuple[str, int]]:
    """Every path in a folder with its time of change, which differ when anything was written there."""
    return {(str(one.relative_to(folder)), one.lstat().st_mtime_ns) for one in folder.rglob("*")}


def _linked(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target
