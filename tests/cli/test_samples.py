"""The samples that come with StressDesk stay as they are; a person's own file goes before one of the same name."""

import pytest
from click.testing import CliRunner

from stressdesk.cli.main import program
from stressdesk.cli.scenario import is_sample
from stressdesk.errors import StressDeskError
from stressdesk.scenario.samples import sample_path

NAME = "support-triage"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "log.jsonl").write_text('{"text": "Where is my parcel?"}\n', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("words", [("learn", "log.jsonl", NAME), ("write", NAME), ("review", NAME)])
def test_nothing_is_written_into_a_sample_or_beside_it(here, words):
    before = sample_path(NAME).read_bytes()
    result = CliRunner().invoke(program, ["traffic", *words], standalone_mode=False)
    assert isinstance(result.exception, StressDeskError)
    assert f"{NAME} is a" in result.exception.message
    assert sample_path(NAME).read_bytes() == before


@pytest.mark.parametrize("own", [NAME, f"{NAME}.stress.yaml"])
def test_a_file_of_ones_own_with_the_name_of_a_sample_is_no_sample(here, own):
    assert is_sample(NAME)
    (here / own).write_bytes(sample_path(NAME).read_bytes())
    assert not is_sample(NAME)
    assert not is_sample("log.jsonl")
