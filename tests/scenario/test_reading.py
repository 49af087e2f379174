"""Reading files that may be anything: what is no ordinary text file is a message, never a hang."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from scenario.examples import MINIMAL, refused_text, written

from stressdesk.errors import ScenarioError
from stressdesk.scenario.file import load
from stressdesk.scenario.reading import plain_text, read_text

posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes, devices and links are POSIX")


def message(path: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return str(caught.value)


def test_a_missing_file(tmp_path):
    assert "there is no such file" in message(tmp_path / "nowhere.stress.yaml")
    assert "there is no such file" in message(written(tmp_path, MINIMAL) / "inside")


def test_only_a_name_in_the_scenario_is_looked_up_beside_it(tmp_path):
    assert "beside the scenario" not in message(tmp_path / "nowhere.stress.yaml")
    named = MINIMAL.replace('text: "Sort this: {{message}}"', "file: nowhere.txt")
    assert "a relative name is looked up beside the scenario" in refused_text(tmp_path, named)
    column = MINIMAL.replace("demo:", "variables: {city: {csv: nowhere.csv, column: city}}\ndemo:")
    assert "a relative name is looked up beside the scenario" in refused_text(tmp_path, column)


def test_a_folder(tmp_path):
    assert "this is a folder, not a file" in message(tmp_path)


def test_names_that_are_none(tmp_path):
    assert "not a file's name" in message(Path("a\0b"))
    assert "too long for a file" in message(tmp_path / ("x" * 5_000))


@posix
def test_a_pipe_does_not_wait(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "not an ordinary file" in message(tmp_path / "pipe")


@posix
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty", "/dev/stdin"])
def test_a_device_is_not_read(device):
    assert load.__doc__
    with pytest.raises(ScenarioError):
        load(Path(device))


@posix
def test_links_that_lead_back_to_themselves(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert "leads back to itself" in message(tmp_path / "a")


@posix
def test_a_link_to_an_ordinary_file_is_followed(tmp_path):
    (tmp_path / "link.stress.yaml").symlink_to(written(tmp_path, MINIMAL))
    assert load(tmp_path / "link.stress.yaml").name == "Triage"


def test_a_file_of_100_megabytes_is_refused_unread(tmp_path):
    path = tmp_path / "huge.stress.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    assert "at most 2 MB are read here, it is 100.0 MB" in message(path)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs a file that hides its size")
def test_a_file_that_hides_its_size_is_still_bounded():
    with pytest.raises(ScenarioError, match="too long"):
        read_text(Path("/proc/self/maps"), 10)


def test_line_ends_become_line_feeds_where_only_the_text_matters(tmp_path):
    assert plain_text(written(tmp_path, b"\xef\xbb\xbfa\r\nb\rc\n"), 100) == "a\nb\nc\n"


@posix
def test_a_prompt_may_not_be_a_pipe_or_the_scenario_itself(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name, words in {
        "pipe": "pipe: prompt.file: this is not an ordinary file",
        ".": "this is a folder",
        "support.stress.yaml": "this is a scenario, not a prompt",
        "nowhere.txt": "nowhere.txt: prompt.file: there is no such file",
        "/dev/zero": "this is not an ordinary file",
    }.items():
        assert words in refused_text(tmp_path, MINIMAL.replace('text: "Sort this: {{message}}"', f"file: {name}"))
