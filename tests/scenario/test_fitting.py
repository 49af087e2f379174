"""The explanation of what does not fit says exactly as often no as msgspec does."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario.examples import FULL, MINIMAL
from scenario.strategies import plain_values

from stressdesk.errors import ScenarioError
from stressdesk.scenario.document import document
from stressdesk.scenario.file import restore
from stressdesk.scenario.fitting import misfits
from stressdesk.scenario.model import Scenario

VALUES = [0, 1, -1, 2.0, 2.5, 1e6, 10**12, "", "a", "en", "x" * 300, True, None, [], [1], ["a"], {}, {"kind": "local"},
          {"a": 1}, {"kind": 3}, {"kind": "chat", "sigma": 9}, 3, 10, "user", 2**63 - 1, -(2**63), "1"]  # fmt: skip


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of all parts of a plain value."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(inner for name, part in parts for inner in places(part, (*path, name)))]


def with_part(value: Any, path: tuple[str | int, ...], part: Any) -> Any:
    """The value with another part at `path`."""
    if not path:
        return part
    if isinstance(value, dict):
        return {**value, path[0]: with_part(value[path[0]], path[1:], part)}
    return [*value[: path[0]], with_part(value[path[0]], path[1:], part), *value[path[0] + 1 :]]


PLAIN = document(FULL, "x").value
PLACES = places(PLAIN)


def converts(plain: Any) -> bool:
    try:
        msgspec.convert(plain, Scenario)
    except msgspec.ValidationError:
        return False
    return True


def agrees(plain: Any) -> None:
    assert (misfits(plain) == []) == converts(plain)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_wrong_values_everywhere_are_explained(value):
    for path in PLACES:
        agrees(with_part(PLAIN, path, value))


def test_unknown_and_missing_fields_everywhere_are_explained():
    for path in PLACES:
        part = PLAIN
        for step in path:
            part = part[step]
        if isinstance(part, dict):
            agrees(with_part(PLAIN, path, {**part, "colour": 1}))
            for name in part:
                agrees(with_part(PLAIN, path, {other: inner for other, inner in part.items() if other != name}))


@settings(max_examples=150)
@given(path=st.sampled_from(PLACES), value=plain_values)
def test_any_value_anywhere_fits_or_is_explained(path, value):
    agrees(with_part(PLAIN, path, value))


def test_restoring_names_every_field_that_does_not_fit():
    plain = document(MINIMAL, "x").value | {"seed": "one", "load": {"lives": 3}}
    with pytest.raises(ScenarioError) as caught:
        restore(plain)
    assert {problem.field for problem in caught.value.problems} == {"seed", "load.lives"}


@pytest.mark.parametrize("version", ["1", True, 1.0, 0, -1, None, []])
def test_a_version_that_is_no_number_is_refused(version):
    with pytest.raises(ScenarioError, match="whole number"):
        restore(document(MINIMAL, "x").value | {"stressdesk": version})


def test_no_message_speaks_of_types_of_the_program():
    for value in VALUES:
        for path in PLACES:
            for misfit in misfits(with_part(PLAIN, path, value)):
                words = f"{misfit.message} {misfit.hint}"
                assert not any(word in words for word in ("`int`", "`str`", "`object`", "Struct", "$.", "NoneType"))


def test_a_file_that_only_says_its_name_stays_small():
    assert len(misfits(document("name: x", "x").value)) == 3


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        (5, "at least 0 and at most 1, such as 0.05 for 5 %."),
        (7.5, "such as 0.075 for 7.5 %."),
        ("5%", "Write 0.05 for 5 %."),
        ("12.5 %", "Write 0.125 for 12.5 %."),
        ("0.5", "Remove the quotes: 0.5."),
        ("about half", "Write digits only"),
        ("9" * 200, "Write digits only"),
    ],
)
def test_a_share_written_otherwise_is_shown_as_it_should_be(written, hint):
    (misfit,) = misfits(with_part(PLAIN, ("goals",), {"failure_rate": written}))
    assert hint in misfit.hint


def test_numbers_that_are_no_share_are_not_taken_for_percent():
    (large,) = misfits(with_part(PLAIN, ("goals",), {"failure_rate": 101}))
    assert "%" not in large.hint
    (quoted,) = misfits(with_part(PLAIN, ("seed",), "7"))
    assert quoted.hint == "Remove the quotes: 7."
    (fraction,) = misfits(with_part(PLAIN, ("seed",), "7.5"))
    assert "quotes:" not in fraction.hint


@pytest.mark.parametrize("name", ["name", "prompt", "demo", "targets"])
def test_a_required_field_left_blank_is_missing(name):
    blank = misfits(with_part(PLAIN, (name,), None))
    assert blank == misfits({other: part for other, part in PLAIN.items() if other != name})
    assert [misfit.message for misfit in blank] == ["is missing"]
