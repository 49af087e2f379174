"""Who may import whom, as pyproject.toml has it: the contracts hold, and each of them can be broken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from rules.sources import PACKAGE, ROOT

DOWNWARDS = "Import only downwards"
LITELLM = "LiteLLM is loaded in one module only"
SHOWN = "What is shown never reaches the engine or LiteLLM"
QT = "Qt and qasync stay in the window"
WINDOW = "In the window, panels stand on parts and parts on models"
MATPLOTLIB = "matplotlib draws in charts and is saved by report"

# The contract, the module that offends, and what it should not import. One line at least for every contract.
OFFENCES = (
    (DOWNWARDS, "scenario/model.py", "stressdesk.engine.run"),
    (DOWNWARDS, "errors.py", "stressdesk.scenario.model"),
    (DOWNWARDS, "traffic/seeds.py", "stressdesk.targets.target"),
    (DOWNWARDS, "engine/limits.py", "stressdesk.analysis.summary"),
    (DOWNWARDS, "utilities/__init__.py", "stressdesk.errors"),
    (LITELLM, "cli/main.py", "litellm"),
    (LITELLM, "targets/prices.py", "litellm"),
    (SHOWN, "charts/look.py", "stressdesk.engine.limits"),
    (SHOWN, "report/__init__.py", "litellm"),
    (SHOWN, "analysis/summary.py", "stressdesk.engine.clock"),
    (QT, "cli/main.py", "PySide6.QtWidgets"),
    (QT, "engine/clock.py", "qasync"),
    (DOWNWARDS, "gui/window.py", "stressdesk.cli.main"),
    (SHOWN, "gui/models/run.py", "stressdesk.engine.clock"),
    (WINDOW, "gui/models/run.py", "stressdesk.gui.parts.words"),
    (WINDOW, "gui/parts/words.py", "stressdesk.gui.views.header"),
    (MATPLOTLIB, "gui/parts/chart.py", "matplotlib.figure"),
    (MATPLOTLIB, "analysis/summary.py", "matplotlib.figure"),
    (MATPLOTLIB, "engine/run.py", "matplotlib"),
)


def contracts() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


def broken(folder: Path) -> list[str]:
    """Names of the contracts that do not hold for the package in `folder`."""
    program = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run(
        [program, "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line.strip() for line in result.stdout.splitlines()]
    kept = [name for name in contracts() if any(line.startswith(f"{name} KEPT") for line in lines)]
    failed = [name for name in contracts() if any(line.startswith(f"{name} BROKEN") for line in lines)]
    assert sorted(kept + failed) == sorted(contracts()), result.stdout + result.stderr
    assert (result.returncode == 0) == (not failed)
    return failed


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(PACKAGE, tmp_path / "stressdesk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_holds(copied: Path) -> None:
    assert broken(copied) == []


@pytest.mark.parametrize(("contract", "module", "imported"), OFFENCES)
def test_an_offending_import_breaks_its_contract(copied: Path, contract: str, module: str, imported: str) -> None:
    offender = copied / "stressdesk" / module
    offender.parent.mkdir(exist_ok=True)
    with offender.open("a", encoding="utf-8") as file:
        file.write(f"\nimport {imported}\n")
    assert contract in broken(copied)


def test_every_contract_has_an_offence_that_proves_it() -> None:
    assert {contract for contract, _, _ in OFFENCES} == set(contracts())
