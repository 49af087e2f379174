"""The set-up commands: plain shell, no address of a package index, and a clear word when something is missing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rules.sources import ROOT

PARTS = ("run", "window", "test", "package")
SCRIPTS = (".setup/prepare", ".setup/run", ".setup/test", ".setup/package", ".ci/run")


def shell(script: str, clone: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a line of shell that has sourced .setup/prepare of `clone`, without standard input."""
    return subprocess.run(
        ["/bin/sh", "-euc", f". .setup/prepare; {script}", str(clone / ".setup" / "run")],
        cwd=clone,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with a space in its name and what setting up reads."""
    folder = tmp_path / "a clone"
    shutil.copytree(ROOT / ".setup", folder / ".setup")
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A PATH of its own: the few programs needed, a Python that lacks ensurepip, and an apt-get that only notes."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in ("dirname", "date", "cut", "tr", "sed", "cksum", "cat", "env", "rm", "touch", "uname"):
        (folder / name).symlink_to(shutil.which(name) or name)
    program(folder / "python3", f'case "$*" in *ensurepip*) test -e "{folder}/installed"; exit;; esac\n'
            f'exec "{sys.executable}" "$@"')  # fmt: skip
    program(
        folder / "apt-get", f'echo "$@" >>"{folder}/apt.log"; case "$1" in install) touch "{folder}/installed";; esac'
    )
    program(folder / "id", "echo 0")
    return folder


def program(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_is_valid_shell(script: str) -> None:
    interpreter = "bash" if script == ".ci/run" else "sh"
    subprocess.run([interpreter, "-n", ROOT / script], check=True)


@pytest.mark.parametrize("file", [*SCRIPTS, "pyproject.toml"])
def test_no_file_names_a_package_index(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert re.findall(r"https?://|file://|index-url|find-links|trusted-host", text) == []


def test_continuous_integration_runs_the_test_command_with_the_packaged_program_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]
    assert commands[0] == "set -euo pipefail"
    assert commands[-2:] == ["export STRESSDESK_PACKAGED=1", "exec sh .setup/test"]
    assert len(commands) == 4
    assert "STRESSDESK_PACKAGED" in (ROOT / ".setup" / "test").read_text(encoding="utf-8")


def test_nothing_is_installed_where_nothing_is_missing(clone: Path, tools: Path) -> None:
    (tools / "installed").touch()
    result = shell("check_system run", clone, PATH=str(tools))
    assert (result.returncode, result.stdout) == (0, "")
    assert not (tools / "apt.log").exists()


def test_a_missing_package_is_named_with_its_reason_before_it_is_installed(clone: Path, tools: Path) -> None:
    result = shell("check_system run", clone, PATH=str(tools))
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert result.returncode == 0, result.stderr
    said = result.stdout.index(f"{package}: makes the virtual environment")
    assert said < result.stdout.index("Installing")
    assert package in (tools / "apt.log").read_text(encoding="utf-8")


def lacks_a_library(tools: Path, name: str) -> None:
    """Makes the Python of `tools` one that cannot load any library whose name starts so."""
    (tools / "installed").touch()
    (tools / "lacking.py").write_text(
        "import ctypes, sys\n"
        "def load(name, real=ctypes.CDLL):\n"
        f"    if name.startswith({name!r}): raise OSError(name)\n"
        "    return real(name)\n"
        "ctypes.CDLL = load\n"
        "exec(sys.argv[1])\n",
        encoding="utf-8",
    )
    program(tools / "python3", f'case "$*" in *CDLL*) exec "{sys.executable}" "{tools}/lacking.py" "$2";; esac\n'
            f'exec "{sys.executable}" "$@"')  # fmt: skip


@pytest.mark.parametrize("part", ["window", "test", "package"])
def test_a_library_that_the_window_lacks_is_named(clone: Path, tools: Path, part: str) -> None:
    lacks_a_library(tools, "libEGL.so")
    result = shell(f"find_python; missing_packages {part}", clone, PATH=str(tools))
    assert "libegl1 lets Qt draw" in result.stdout.splitlines()
    assert "libstdc++6" not in result.stdout


def test_without_a_window_its_libraries_are_not_asked_for(clone: Path, tools: Path) -> None:
    lacks_a_library(tools, "libEGL.so")
    assert shell("find_python; missing_packages run", clone, PATH=str(tools)).stdout == ""
    lacks_a_library(tools, "libgomp.so")
    assert "libgomp1 lets" in shell("find_python; missing_packages run", clone, PATH=str(tools)).stdout


def test_the_tests_ask_for_a_screen(clone: Path, tools: Path) -> None:
    (tools / "installed").touch()
    asked = {part: shell(f"find_python; missing_packages {part}", clone, PATH=str(tools)).stdout for part in PARTS}
    assert [part for part in PARTS if "xvfb is the screen" in asked[part]] == ["test"]
    program(tools / "Xvfb", "true")
    assert "xvfb is" not in shell("find_python; missing_packages test", clone, PATH=str(tools)).stdout


def test_without_root_and_sudo_it_says_what_to_install(clone: Path, tools: Path) -> None:
    program(tools / "id", "echo 1000")
    result = shell("check_system run", clone, PATH=str(tools))
    assert result.returncode == 2
    assert "As root: apt-get install python" in result.stderr
    assert not (tools / "apt.log").exists()


def test_without_apt_it_says_what_is_missing(clone: Path, tools: Path) -> None:
    (tools / "apt-get").unlink()
    result = shell("check_system run", clone, PATH=str(tools))
    assert result.returncode == 2
    assert "-venv: makes the virtual environment" in result.stdout
    assert "your own package manager" in result.stderr


def test_a_python_that_is_too_old_is_not_taken(clone: Path, tools: Path) -> None:
    program(tools / "python3", "exit 1")
    program(tools / "apt-get", "exit 0")
    result = shell("check_system run", clone, PATH=str(tools))
    assert result.returncode == 2
    assert "Python 3.11 or newer" in result.stderr


def test_what_pip_cannot_fetch_ends_with_what_to_do(clone: Path, tools: Path) -> None:
    (clone / ".venv" / "bin").mkdir(parents=True)
    program(clone / ".venv" / "bin" / "python", "exit 1")
    result = shell("fetch something", clone, PATH=str(tools))
    assert result.returncode == 2
    assert "pip could not fetch" in result.stderr
    assert "run this again" in result.stderr


def test_an_environment_made_for_another_folder_does_not_count(clone: Path, tools: Path) -> None:
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").symlink_to(sys.executable)
    fingerprint = shell("find_python; fingerprint", clone, PATH=str(tools)).stdout
    (clone / ".venv" / "run.stamp").write_text(fingerprint, encoding="utf-8")
    result = shell("is_prepared run && echo yes || echo no", clone, PATH=str(tools))
    assert result.stdout == "no\n"


def test_a_changed_dependency_asks_for_setting_up_again(clone: Path, tools: Path) -> None:
    program(tools / "env-python", "")
    (clone / ".venv" / "bin").mkdir(parents=True)
    program(clone / ".venv" / "bin" / "python", f"echo '{clone}/.venv'")
    stamp = clone / ".venv" / "run.stamp"
    stamp.write_text(shell("find_python; fingerprint", clone, PATH=str(tools)).stdout, encoding="utf-8")
    question = "is_prepared run && echo yes || echo no"
    assert shell(question, clone, PATH=str(tools)).stdout == "yes\n"
    with (clone / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert shell(question, clone, PATH=str(tools)).stdout == "no\n"


def test_what_is_set_up_for_the_tests_stays_so_when_a_run_is_set_up_again(clone: Path, tools: Path) -> None:
    (tools / "installed").touch()
    (clone / ".venv" / "bin").mkdir(parents=True)
    program(clone / ".venv" / "bin" / "python", f"echo '{clone}/.venv'")
    for name in ("Xvfb", "xauth", "xdotool", "openbox", "import"):
        program(tools / name, "true")
    shell("prepare test '.[test]'", clone, PATH=str(tools))
    (clone / ".venv" / "run.stamp").unlink()
    result = shell("prepare run .; is_prepared test && echo yes", clone, PATH=str(tools))
    assert "Set up already" not in result.stdout
    assert "yes" in result.stdout.splitlines(), result.stderr


@pytest.mark.parametrize(
    ("screen", "words", "started"),
    [
        ({"DISPLAY": ":7"}, [], "stressdesk-window"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, [], "stressdesk-window"),
        ({}, [], "stressdesk run"),
        ({"DISPLAY": ":7", "STRESSDESK_HEADLESS": "1"}, [], "stressdesk run"),
        ({"DISPLAY": ":7"}, ["--seed", "2"], "stressdesk run"),
    ],
)
def test_running_opens_the_window_where_there_is_a_screen(
    clone: Path, tools: Path, screen: dict[str, str], words: list[str], started: str
) -> None:
    (tools / "installed").touch()
    (tools / "find").symlink_to(shutil.which("find") or "find")
    (tools / "head").symlink_to(shutil.which("head") or "head")
    programs = clone / ".venv" / "bin"
    programs.mkdir(parents=True)
    program(programs / "python", f"echo '{clone}/.venv'")
    program(programs / "stressdesk", 'echo "started stressdesk $*"')
    program(programs / "stressdesk-window", 'echo "started stressdesk-window $*"')
    result = subprocess.run(
        ["/bin/sh", ".setup/run", *words],
        cwd=clone, env={"PATH": str(tools), **screen}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("started ")]
    assert line.startswith(f"started {started}")
    assert line.endswith(" ".join(words))


def test_settings_of_another_python_do_not_reach_the_environment(clone: Path, tools: Path) -> None:
    result = shell(
        'echo "${PYTHONPATH-none} ${PYTHONHOME-none} $PIP_USER"',
        clone,
        PATH=str(tools),
        PYTHONPATH=os.sep,
        PYTHONHOME=os.sep,
        PIP_USER="1",
    )
    assert result.stdout == "none none 0\n"
