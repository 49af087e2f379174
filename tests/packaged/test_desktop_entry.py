"""The menu entry, the file types and the icons of Linux desktops fit together and follow the standards."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from stressdesk import __version__

ROOT = Path(__file__).parents[2]
LINUX = ROOT / ".setup" / "packaging" / "linux"
TYPES = "{http://www.freedesktop.org/standards/shared-mime-info}"


def entry() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(LINUX / "stressdesk.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def kinds() -> dict[str, ET.Element]:
    return {kind.attrib["type"]: kind for kind in ET.parse(LINUX / "stressdesk.xml").getroot()}


def test_the_entry_opens_files_of_every_type_that_is_declared() -> None:
    assert sorted(entry()["MimeType"].strip(";").split(";")) == sorted(kinds())
    assert entry()["Exec"].endswith(" %F")


def test_scenarios_and_runs_are_known_by_their_names() -> None:
    patterns = {glob.attrib["pattern"] for kind in kinds().values() for glob in kind.iter(f"{TYPES}glob")}
    assert patterns == {"*.stress.yaml", "*.stressrun"}


def test_every_icon_that_is_named_is_drawn() -> None:
    named = {icon.attrib["name"] for kind in kinds().values() for icon in kind.iter(f"{TYPES}icon")}
    drawings = {path.stem for path in (ROOT / "resources" / "icons" / "app").glob("*.svg")}
    assert drawings == {name.removeprefix("stressdesk-") for name in named} | {entry()["Icon"]}


def test_the_window_says_the_name_of_its_entry() -> None:
    # Otherwise the desktop shows a second, nameless icon for the running window.
    assert 'setDesktopFileName("stressdesk")' in (ROOT / "stressdesk" / "gui" / "app.py").read_text(encoding="utf-8")


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
    assert "Version: @VERSION@" in (LINUX / "control").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="desktop-file-utils is not installed")
def test_the_entry_is_valid() -> None:
    subprocess.run(["desktop-file-validate", LINUX / "stressdesk.desktop"], check=True)


@pytest.mark.skipif(shutil.which("update-mime-database") is None, reason="shared-mime-info is not installed")
def test_the_file_types_are_valid(tmp_path: Path) -> None:
    (tmp_path / "packages").mkdir()
    shutil.copy(LINUX / "stressdesk.xml", tmp_path / "packages")
    done = subprocess.run(
        ["update-mime-database", tmp_path],
        env={"XDG_DATA_DIRS": str(tmp_path.parent), "XDG_DATA_HOME": str(tmp_path.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    complaints = [line for line in done.stderr.splitlines() if "stressdesk" in line.lower()]
    assert complaints == []
    assert "application/x-stressdesk-run:*.stressrun" in (tmp_path / "globs2").read_text(encoding="utf-8")
