"""The bundled scenarios: they load without a problem, explain themselves, and hold nothing secret."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rules.sources import ROOT

from stressdesk.journal.naming import slug
from stressdesk.scenario.file import load
from stressdesk.scenario.problems import problems
from stressdesk.targets.prices import find

FOLDER = ROOT / "resources" / "samples"
SAMPLES = sorted(FOLDER.glob("*.stress.yaml"))
SECTIONS = ("prompt:", "demo:", "checks:", "target:", "traffic:", "load:", "goals:", "seed:")
SECRETS = re.compile(r"\b(sk-|pk-|ghp_|xox[bp]-|AKIA|AIza|eyJ)[A-Za-z0-9_-]{8,}|(?i:api[_-]?key|secret|token)\s*:\s*\S")

every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name.removesuffix(".stress.yaml"))


def test_there_are_the_four_the_readme_names() -> None:
    names = {path.name.removesuffix(".stress.yaml") for path in SAMPLES}
    assert names == {"support-triage", "invoice-extraction", "handbook-answers", "capacity-plan"}


@every_sample
def test_a_sample_loads_without_a_problem(sample: Path) -> None:
    scenario = load(sample)
    assert list(problems(scenario, FOLDER)) == []
    assert slug(scenario.name) == sample.name.removesuffix(".stress.yaml")
    assert scenario.goals.failure_rate is not None


@every_sample
def test_a_sample_says_what_its_sections_are_for(sample: Path) -> None:
    lines = sample.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    for section in SECTIONS:
        number = next(number for number, line in enumerate(lines) if line.startswith(section))
        assert "#" in lines[number] or "#" in lines[number - 1], section


@every_sample
def test_the_prices_of_a_sample_are_in_the_table(sample: Path) -> None:
    names = [target.price_as for target in load(sample).targets.values() if target.price_as]
    assert names
    assert [name for name in names if find(name) is None] == []


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_no_sample_holds_a_key_or_an_address_outside(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert SECRETS.search(text) is None
    assert "://" not in text


@pytest.mark.parametrize("line", ["api_key: x", "key: sk-abcdefgh1234", "token: 12345", "AKIAABCDEFGH1234"])
def test_a_key_would_be_found(line: str) -> None:
    assert SECRETS.search(line)
