"""Saving: only what changed changes, whatever the scenario holds, and the old file is never lost."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenario.examples import FULL, MINIMAL, written
from scenario.strategies import AWKWARD, plain_values, scenarios

from stressdesk.errors import ScenarioError
from stressdesk.resources import resource
from stressdesk.scenario import saving
from stressdesk.scenario.document import document
from stressdesk.scenario.file import load, parse, plain, save
from stressdesk.scenario.model import DemoInput, Goals, Scenario
from stressdesk.scenario.saving import changed
from stressdesk.scenario.traffic import Ramp
from stressdesk.scenario.writing import new_text

SAMPLES = sorted(resource("samples").glob("*.stress.yaml"))
BASE = parse(FULL, Path("x"))
replace = msgspec.structs.replace


def difference(scenario: Scenario, text: str = FULL) -> str:
    """The lines that saving `scenario` over `text` takes away (-) and adds (+)."""
    after = changed(text, scenario, Path("x"))
    assert plain(parse(after, Path("x"))) == plain(scenario)
    lines = list(difflib.unified_diff(text.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]
    return "\n".join(line for line in lines if not line.startswith("@@"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_saving_an_unchanged_sample_changes_no_byte(path, tmp_path):
    copy = written(tmp_path, path.read_bytes())
    save(parse(copy.read_text(), copy), copy)
    assert copy.read_bytes() == path.read_bytes()


def test_windows_line_ends_and_byte_order_mark_stay(tmp_path):
    raw = b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode()
    path = written(tmp_path, raw)
    save(load(path), path)
    assert path.read_bytes() == raw
    save(replace(load(path), seed=8, description="one\ntwo"), path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf# Sorts")
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
    assert load(path).description == "one\ntwo"


def test_a_number_changes_alone_and_keeps_its_comment():
    assert difference(replace(BASE, seed=8)) == "-seed: 7\n+seed: 8"


def test_a_value_in_braces_changes_alone():
    prompt = replace(BASE.prompt, parameters=replace(BASE.prompt.parameters, max_tokens=9))
    assert difference(replace(BASE, prompt=prompt)) == (
        "-  parameters: {temperature: 0, max_tokens: 8}   # short answers\n"
        "+  parameters: {temperature: 0, max_tokens: 9}   # short answers"
    )


def test_a_quoted_text_stays_quoted():
    demo = (BASE.demo[0], replace(BASE.demo[1], text="It crashes"), BASE.demo[2])
    assert difference(replace(BASE, demo=demo)) == '-  - text: "It crashes: always"\n+  - text: "It crashes"'


def test_what_follows_a_long_text_stays():
    text = MINIMAL.replace("name: Triage\n", "name: Triage\ndescription: |\n  One.\n  Two.\n\n# the prompt\n\n")
    after = difference(replace(parse(text, Path("x")), description="One.\nThree.\n"), text)
    assert after == "-  Two.\n+  Three."


def test_fractions_that_a_person_expects_stay_fractions():
    demo = (DemoInput(text="price?", expect=84.0),)
    again = parse(new_text(plain(replace(BASE, demo=demo))), Path("x")).demo[0].expect
    assert (again, type(again)) == (84.0, float)


def test_a_new_field_is_added_after_its_neighbours():
    load = replace(BASE.load, retry=replace(BASE.load.retry, backoff_seconds=2))
    assert difference(replace(BASE, load=load)) == "+    backoff_seconds: 2"


def test_an_added_and_a_removed_demo_input_are_one_change_each():
    added = DemoInput(text="Where is it?\nI wait.", expect={"label": "other"})
    assert difference(replace(BASE, demo=(*BASE.demo, added))) == (
        "+  - text: |-\n+      Where is it?\n+      I wait.\n+    expect:\n+      label: other"
    )
    assert difference(replace(BASE, demo=BASE.demo[1:])) == "-  - text: I was charged twice\n-    expect: billing"
    assert difference(replace(BASE, demo=(added, *BASE.demo))).count("\n-") == 0


def test_the_comment_before_a_removed_demo_input_stays():
    assert "# the tricky one" in changed(FULL, replace(BASE, demo=(BASE.demo[0], BASE.demo[2])), Path("x"))


def test_a_section_back_to_nothing_is_removed():
    assert difference(replace(BASE, goals=Goals())) == "-goals:\n-  failure_rate: 0.05"


def test_a_field_back_to_its_default_is_written_out_where_it_stood():
    assert difference(replace(BASE, seed=1)) == "-seed: 7\n+seed: 1"


def test_another_kind_replaces_its_fields():
    load = replace(BASE.load, arrivals=Ramp(start=0.5))
    assert difference(replace(BASE, load=load)) == "-  arrivals: {kind: poisson}\n+  arrivals: {kind: ramp, start: 0.5}"


def test_defaults_that_a_person_wrote_down_stay():
    text = FULL.replace("  window_minutes: 5\n", "  window_minutes: 5\n  live: 200  # as always\n")
    assert difference(replace(BASE, seed=9), text) == "-seed: 7\n+seed: 9"


def test_aliases_that_a_change_would_spread_are_written_out():
    text = MINIMAL.replace("billing", "&b billing\n  - text: two\n    expect: *b")
    before = parse(text, Path("x"))
    demo = (replace(before.demo[0], expect="bug"), before.demo[1])
    after = parse(changed(text, replace(before, demo=demo), Path("x")), Path("x"))
    assert [one.expect for one in after.demo] == ["bug", "billing"]


def test_a_new_file_leaves_defaults_out_and_writes_long_texts_as_blocks(tmp_path):
    path = tmp_path / "new.stress.yaml"
    save(replace(parse(MINIMAL, path), description="One.\nTwo."), path)
    text = path.read_text()
    assert text.startswith("stressdesk: 1\nname: Triage\ndescription: |-\n  One.\n  Two.\n\n# The text under test")
    assert "window_minutes" not in text
    assert (
        "# The clean inputs shown on stage, and what should come back.\ndemo:\n  - text: I was charged twice\n" in text
    )


def test_an_empty_file_is_filled(tmp_path):
    path = written(tmp_path, "")
    save(BASE, path)
    assert load(path) == BASE


@pytest.mark.parametrize("text", ["shopping list", "name: [", "name: only"])
def test_a_file_that_is_no_scenario_is_not_replaced(text, tmp_path):
    path = written(tmp_path, text)
    with pytest.raises(ScenarioError):
        save(BASE, path)
    assert path.read_text() == text


def test_the_old_file_survives_a_failure_while_writing(tmp_path, monkeypatch):
    path = written(tmp_path, FULL)

    def full_disk(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving.os, "fsync", full_disk)
    with pytest.raises(ScenarioError, match="No space left on device"):
        save(replace(BASE, seed=8), path)
    assert path.read_text() == FULL
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_a_message(tmp_path):
    with pytest.raises(ScenarioError, match="cannot be written"):
        save(BASE, tmp_path / "nowhere" / "x.stress.yaml")


@pytest.mark.skipif(os.name == "nt", reason="links and permissions are POSIX")
def test_permissions_and_links_stay(tmp_path):
    path = written(tmp_path, FULL)
    path.chmod(0o640)
    link = tmp_path / "link.stress.yaml"
    link.symlink_to(path)
    save(replace(BASE, seed=8), link)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert load(path).seed == 8


def test_a_folder_in_place_of_a_file_is_a_message(tmp_path):
    with pytest.raises(ScenarioError, match="this is a folder"):
        save(BASE, tmp_path)


@pytest.mark.parametrize("text", ["a\n\n b\n\n", "a  \n  b \n\n", "a\nb\n\n\n", "a\nb\n", "a\n \n"], ids=ascii)
@pytest.mark.parametrize("is_there", [True, False])
def test_empty_lines_at_the_end_of_a_text_stay_as_many(text, is_there, tmp_path):
    path = written(tmp_path, FULL) if is_there else tmp_path / "new.stress.yaml"
    scenario = replace(BASE, description=text, prompt=replace(BASE.prompt, messages=(), file=None, text=text))
    save(scenario, path)
    again = parse(path.read_text(), path)
    assert (again.description, again.prompt.text) == (text, text)


@pytest.mark.parametrize("value", AWKWARD, ids=ascii)
def test_every_awkward_text_is_written_so_that_it_is_read_again(value):
    written_out = {"a": value, "b": [value, {"c": value}], "d": {"e": {value or "f": [1, value]}}, "g": "end"}
    assert document(new_text(written_out), "x").value == written_out


@settings(max_examples=100)
@given(st.dictionaries(st.from_regex("[a-z]{1,4}", fullmatch=True), plain_values, min_size=1, max_size=3))
def test_any_plain_value_is_written_so_that_it_is_read_again(value):
    assert document(new_text(value), "x").value == value


@settings(max_examples=25)
@given(scenarios)
def test_any_scenario_saved_anew_is_loaded_again(scenario):
    assert parse(new_text(plain(scenario)), Path("x")) == scenario


@settings(max_examples=25)
@given(scenarios)
def test_any_change_of_a_file_reads_as_the_new_scenario(scenario):
    after = changed(FULL, scenario, Path("x"))
    assert plain(parse(after, Path("x"))) == plain(scenario)
    assert after.startswith("# Sorts what customers write.\n")


@settings(max_examples=25)
@given(st.data())
def test_changing_one_part_keeps_every_comment_of_the_others(data):
    other = data.draw(scenarios)
    name = data.draw(
        st.sampled_from(["name", "description", "demo", "checks", "limits", "seed", "goals", "load", "prompt"])
    )
    after = changed(FULL, replace(BASE, **{name: getattr(other, name)}), Path("x"))
    assert parse(after, Path("x")) == replace(BASE, **{name: getattr(other, name)})
    parts = {"# Sorts": "-", "# two of them": "-", "# what is shown": "-", "# the end": "-", "# with the exp": "checks"}
    assert [comment for comment, owner in parts.items() if owner != name and comment not in after] == []


@settings(max_examples=25)
@given(scenarios)
def test_saving_twice_changes_nothing_more(scenario):
    once = changed(FULL, scenario, Path("x"))
    assert changed(once, scenario, Path("x")) == once


def test_a_longer_list_and_a_new_field_behind_it_stay_apart():
    text = MINIMAL + "traffic:\n  examples: # real ones\n    - one\n"
    before = parse(text, Path("x"))
    traffic = replace(before.traffic, examples=("one", "two", "three"), lengths=(3, 7, 90))
    shown = difference(replace(before, traffic=traffic), text)
    assert shown.splitlines() == ["+    - two", "+    - three", "+  lengths: [3, 7, 90]"]


def test_removing_one_of_very_many_demo_inputs_is_one_change():
    demo = tuple(DemoInput(text=f"input {number}") for number in range(300))
    text = new_text(plain(replace(BASE, demo=demo)))
    assert difference(replace(BASE, demo=(*demo[:250], *demo[251:])), text) == "-  - text: input 250"
