"""What the README shows is true: its commands parse, its scenario loads, and its numbers are those of the program."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import get_args

import click
import pytest
from rules.sources import PACKAGE, ROOT

from stressdesk.cli.main import program
from stressdesk.gui.models import about
from stressdesk.scenario.checks import CheckSpec
from stressdesk.scenario.file import parse
from stressdesk.scenario.problems import problems
from stressdesk.traffic.mess import MESS
from stressdesk.traffic.personas import PERSONAS

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Every `stressdesk ...` of the README, in its blocks and between its words, without what the shell does."""
    lines = [line for block in blocks("sh") for line in block.splitlines()] + re.findall(
        r"`(stressdesk [^`]+)`", README
    )
    lines = [re.split(r"\s(?:#|>|\|)", line)[0].strip() for line in lines]
    return [line for line in lines if line.startswith("stressdesk ")]


@pytest.mark.parametrize("line", commands())
def test_a_command_of_the_readme_parses(line: str) -> None:
    _, name, *words = shlex.split(line)
    if name == "COMMAND":
        assert words == ["--help"]
        return
    command = program.commands[name]
    parent = click.Context(program)
    if isinstance(command, click.Group) and words != ["--help"]:
        parent = click.Context(command, parent=parent, info_name=name)
        name, *words = words
        command = command.commands[name]
    command.make_context(name, list(words), parent=parent, resilient_parsing=bool({"--help"} & {*words}) or not words)


def test_the_readme_names_every_command() -> None:
    offered = {name for name, command in program.commands.items() if not command.hidden}
    assert {line.split()[1] for line in commands()} - {"COMMAND"} == offered


def test_the_scenario_of_the_readme_is_in_order(tmp_path: Path) -> None:
    (source,) = blocks("yaml")
    scenario = parse(source, tmp_path / "readme.stress.yaml")
    assert list(problems(scenario, tmp_path)) == []


def test_the_readme_counts_personas_and_kinds_of_mess_rightly() -> None:
    assert f"{len(PERSONAS)} personas, {len(MESS)} named kinds of mess" in README


def test_the_readme_names_every_check() -> None:
    (sentence,) = re.findall(r"^- \*\*Checks\*\*: (.*?)\. A check", README, flags=re.MULTILINE | re.DOTALL)
    assert set(re.findall(r"`([a-z-]+)`", sentence)) == {kind.__struct_config__.tag for kind in get_args(CheckSpec)}


def test_the_readme_names_every_package_and_every_sample() -> None:
    (layout,) = re.findall(r"^```\nstressdesk/\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)
    packages = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert packages <= set(re.findall(r"[a-z]+", layout))
    samples = {path.name.removesuffix(".stress.yaml") for path in (ROOT / "resources/samples").glob("*.stress.yaml")}
    assert samples == set(re.findall(r"^\| `([a-z-]+)` \|", README, flags=re.MULTILINE))


def test_the_files_the_readme_points_to_exist() -> None:
    paths = [*re.findall(r"\]\(([^)#:]+)\)", README), ".setup/run", ".setup/test", ".ci/run", "tests/rules"]
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_everything_bundled_is_named_with_its_licence_here_and_in_the_window() -> None:
    bundled = {path.stem.removeprefix("LICENSE-") for path in (ROOT / "resources").rglob("LICENSE-*.txt")}
    licences = README.partition("\n## Licences")[2]
    assert bundled
    assert {name for name in bundled if name not in licences} == set()
    assert {name for name in bundled if not any(name in part.name for part in about.PARTS)} == set()
