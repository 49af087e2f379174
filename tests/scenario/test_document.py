"""Hostile and broken YAML: a clear message in bounded time and memory, and nothing is ever run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario.examples import MINIMAL, refused_text

from stressdesk.errors import ScenarioError
from stressdesk.scenario.document import MAX_BYTES, document
from stressdesk.scenario.file import load, parse

LAUGHS = "a0: &a0 [" + ", ".join(["lol"] * 10) + "]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)  # fmt: skip
LONG_ALIASES = f'a: &a "{"x" * 1_000_000}"\nb: [{", ".join(["*a"] * 90_000)}]\n'
MERGES = "a0: &a0 {k: 1}\n" + "".join(f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LAUGHS, "more than 100,000 values, aliases counted each time"),
        (LONG_ALIASES, "more than 20,000,000 characters"),
        (MERGES, "merging with << is not supported"),
        ("a: " + "[" * 100_000, "nested more than 60 deep"),
        ("a: " + "{a: " * 1_000, "nested more than 60 deep"),
        ("- " * 1_000, "nested more than 60 deep"),
        ("a:\n" + "".join(" " * n + "- \n" for n in range(1, 500)), "nested more than 60 deep"),
        ("a: &a [*a]", "*a stands inside the value it stands for"),
        ("a: &a {b: {c: *a}}", "*a stands inside the value it stands for"),
        ("a: *nobody", "*nobody stands for nothing"),
        ("seed: 1e400", "1e400 is not a number that can be used"),
        ("seed: .inf", ".inf is not a number that can be used"),
        ("seed: -.INF", "-.INF is not a number that can be used"),
        ("seed: .nan", ".nan is not a number that can be used"),
        ("seed: " + "9" * 5_000, "is not a number that can be used"),
        ("seed: 0x" + "f" * 5_000, "is not a number that can be used"),
        ("seed: 9223372036854775808", "9223372036854775808 is not a number that can be used"),
        ("seed: 1\nseed: 2", "`seed` stands here a second time"),
        ("a: !!python/object/apply:os.system [echo]", "!!python/object/apply:os.system is not allowed"),
        ("!!python/object:os.system {a: 1}", "!!python/object:os.system is not allowed"),
        ("a: !include other.yaml", "!include is not allowed"),
        ("a: !!binary aGk=", "!!binary is not allowed"),
        ("name: x\n\tdemo: 1", "Indent with spaces, not tabs"),
        ("name: 'x", "this is not valid YAML"),
        ("name: {{message}}", "a field's name must be a plain word"),
        ("name: a: b", "Put quotes around a text that holds a colon"),
        ("name: x\n---\nname: y", "a second document begins here"),
        ("? [a, b]\n: c", "a field's name must be a plain word"),
        ("&x a: 1", "cannot be named with &"),
        (": 1", "a field has no name"),
        ('name: "\\ud800"', "half of a character"),
        ('name: "\\UFFFFFFFF"', "this is not valid YAML"),
        ("name: \x07", "is not allowed in a scenario"),
        ("", "the file is empty"),
        ("# only a comment\n", "the file is empty"),
        ("- a\n- b", "a scenario is a group of named fields, here is a list"),
        ("just words", 'here is the text "just words"'),
        ("42", "here is the number 42"),
    ],
)  # fmt: skip
def test_hostile_and_broken_text_is_a_message(text, message, tmp_path):
    found = refused_text(tmp_path, text)
    assert message in found
    assert found.startswith("support.stress.yaml")
    assert len(found) < 2_000


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"name: caf\xe9\n", "byte 10 is not UTF-8 text"),
        (b"\x00\x01\x02\x03", "not a text file"),
        (b"\x89PNG\r\n\x1a\n\x00", "not a text file"),
        (MINIMAL.encode("utf-16"), "stored as UTF-16"),
        (b"# " + b"x" * MAX_BYTES, "too long: at most 2 MB are read here"),
    ],
)
def test_files_that_are_no_text_are_a_message(raw, message, tmp_path):
    assert message in refused_text(tmp_path, raw)


def test_a_duplicate_names_both_lines(tmp_path):
    found = refused_text(tmp_path, "name: a\nseed: 1\nname: b\n")
    assert "support.stress.yaml:3: `name` stands here a second time" in found
    assert "line 1" in found


def test_aliases_within_bounds_are_read():
    root = document("a: &x [1, 2]\nb: *x\nc: &x three\nd: *x\n", "x")
    assert root.value == {"a": [1, 2], "b": [1, 2], "c": "three", "d": "three"}
    assert root.entries["b"].node.line == 2


def test_nothing_named_by_a_tag_is_run(tmp_path):
    evidence = tmp_path / "evidence"
    text = f"a: !!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path [{evidence}]]"
    with pytest.raises(ScenarioError):
        parse(text, Path("x"))
    assert not evidence.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="limits of memory are set the POSIX way")
def test_bombs_stay_within_memory(tmp_path):
    """Each bomb would need gigabytes if it were written out; all together get 400 MB of address space."""
    for number, text in enumerate((LAUGHS, LONG_ALIASES, MERGES, "a: " + "[" * 1_900_000, "a: " + "9" * 1_900_000)):
        (tmp_path / f"{number}.stress.yaml").write_text(text)
    program = """
import resource, sys
from pathlib import Path
from stressdesk.errors import ScenarioError
from stressdesk.scenario.file import load
resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))
for path in sorted(Path(sys.argv[1]).glob("*.stress.yaml")):
    try:
        load(path)
    except ScenarioError as error:
        print(len(error.problems) > 0)
"""
    found = subprocess.run([sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["True"] * 5


PIECES = [*"[]{}:,-?|>&*!%#@`'\"\\ \n\ta1~.<x", "  ", "a: ", "- ", "\r\n", "&a ", "*a", "<<: ", "!!int ", "---\n",
          "...\n", "\x85", "\u2028", "\ufeff", "\\x", "0x", "1e9"]  # fmt: skip


def is_answered(text):
    """Is the text a scenario, or are there problems to tell? Any other exception fails the test."""
    try:
        return bool(parse(text, Path("x")).name)
    except ScenarioError as error:
        return bool(error.problems)


@settings(max_examples=200)
@given(st.text(max_size=300))
def test_any_text_is_a_scenario_or_a_message(text):
    assert is_answered(text)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_yaml_punctuation_is_a_scenario_or_a_message(text):
    assert is_answered(text)


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_scenario_is_a_scenario_or_a_message(data):
    start = data.draw(st.integers(0, len(MINIMAL)))
    end = data.draw(st.integers(start, min(start + 20, len(MINIMAL))))
    damage = data.draw(st.text(alphabet="ab1:-{}[]\"'\n #&*!|>,\t", max_size=10))
    assert is_answered(MINIMAL[:start] + damage + MINIMAL[end:])


@settings(max_examples=100)
@given(raw=st.binary(max_size=200))
def test_any_bytes_are_a_message(raw, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "bytes.stress.yaml"
    path.write_bytes(raw)
    with pytest.raises(ScenarioError):
        load(path)
