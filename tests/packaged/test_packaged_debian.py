"""The Debian package brings, or depends on, every library it needs, and its commands work where it puts them."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from stressdesk import __version__

pytestmark = [
    pytest.mark.packaged,
    pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="this system has no Debian packages"),
]
# Qt loads it only on a desktop that has GTK, and does without it elsewhere.
OPTIONAL = {"libqgtk3.so"}


@pytest.fixture(scope="module")
def package(built: Path) -> Path:
    (path,) = built.parent.glob(f"stressdesk_{__version__}_*.deb")
    return path


def test_every_library_is_inside_or_in_a_package_it_depends_on(built: Path, package: Path) -> None:
    needed = needed_libraries(built)
    brought = {path.name for path in built.rglob("*")}
    depends = subprocess.run(["dpkg-deb", "--field", package, "Depends"], capture_output=True, text=True, check=True)
    promised = closure(names(depends.stdout))
    missing = {library: owner(library) for library in sorted(needed - brought)}
    assert {library: package for library, package in missing.items() if package not in promised} == {}


def test_its_commands_and_its_menu_entry_work_where_it_puts_them(package: Path, tmp_path: Path) -> None:
    subprocess.run(["dpkg-deb", "--extract", package, tmp_path], check=True)
    commands = {path.name for path in (tmp_path / "usr" / "bin").iterdir()}
    assert commands == {"stressdesk", "stressdesk-window"}
    done = subprocess.run(
        [tmp_path / "usr" / "bin" / "stressdesk", "--version"], capture_output=True, text=True, check=True
    )
    assert __version__ in done.stdout
    share = tmp_path / "usr" / "share"
    entry = (share / "applications" / "stressdesk.desktop").read_text(encoding="utf-8")
    assert re.findall(r"^Exec=(\S+)", entry, flags=re.MULTILINE) == ["stressdesk-window"]
    assert (share / "mime" / "packages" / "stressdesk.xml").is_file()
    assert (share / "icons" / "hicolor" / "48x48" / "apps" / "stressdesk.png").is_file()
    assert (share / "icons" / "hicolor" / "scalable" / "mimetypes" / "stressdesk-scenario.svg").is_file()


def needed_libraries(folder: Path) -> set[str]:
    """What the programs and libraries in a folder ask the system's linker for."""
    found: set[str] = set()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink() and path.name not in OPTIONAL and is_binary(path):
            words = subprocess.run(["objdump", "-p", path], capture_output=True, text=True, check=True).stdout
            found.update(re.findall(r"^\s+NEEDED\s+(\S+)", words, flags=re.MULTILINE))
    return found


def is_binary(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


@cache
def linked() -> dict[str, str]:
    """Where the system's linker finds each library."""
    listing = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    return dict(re.findall(r"^\s+(\S+) \(.*?\) => (\S+)", listing, flags=re.MULTILINE))


def owner(library: str) -> str:
    """The Debian package that brings a library."""
    path = Path(linked().get(library, f"/lib64/{library}"))
    for one in (path, path.resolve(), Path("/usr") / path.relative_to("/")):
        done = subprocess.run(["dpkg", "-S", one], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return done.stdout.partition(":")[0]
    return f"nobody knows {library}"


@cache
def dependencies() -> dict[str, str]:
    """The packages that are installed, with what they depend on."""
    fields = "${Package}\t${Depends}, ${Pre-Depends}\n"
    done = subprocess.run(["dpkg-query", "-W", "-f", fields], capture_output=True, text=True, check=True)
    return dict(line.split("\t", 1) for line in done.stdout.splitlines())


def names(depends: str) -> set[str]:
    return {re.split(r"[ (:]", one.strip())[0] for one in re.split(r"[,|]", depends) if one.strip()}


def closure(packages: set[str]) -> set[str]:
    """These packages and all that come with them."""
    known: set[str] = set()
    coming = set(packages)
    while coming:
        one = coming.pop()
        if one not in known:
            known.add(one)
            coming |= names(dependencies().get(one, ""))
    return known
