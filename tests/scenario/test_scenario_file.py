"""Loading: what a file says becomes a scenario, or a message with file, line, field and what to do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from scenario.examples import FULL, MINIMAL, refused, refused_text, written

from stressdesk.errors import ScenarioError
from stressdesk.resources import resource
from stressdesk.scenario.file import load, parse, plain, restore
from stressdesk.scenario.targets import Local
from stressdesk.scenario.traffic import Poisson

SAMPLES = sorted(resource("samples").glob("*.stress.yaml"))


def test_a_minimal_scenario_loads_with_defaults(tmp_path):
    scenario = load(written(tmp_path, MINIMAL))
    assert scenario.name == "Triage"
    assert scenario.demo[0].expect == "billing"
    assert scenario.targets == {"embedded": Local()}
    assert scenario.load.scales == (10, 1_000, 10_000)


def test_a_full_scenario_loads(tmp_path):
    scenario = load(written(tmp_path, FULL))
    assert scenario.prompt.messages[0].content == "Sort the message of {{customer}}.\nAnswer with one word.\n"
    assert scenario.demo[2].text == "A folded text\n"
    assert scenario.load.arrivals == Poisson()
    assert scenario.variables["customer"].values == ("Ann", "Bob")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_bundled_samples_load(path):
    assert load(path).name


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_plain_values_survive_json_and_restore_the_scenario(path):
    scenario = load(path)
    assert restore(json.loads(json.dumps(plain(scenario)))) == scenario


def test_plain_values_name_the_version():
    assert plain(parse(MINIMAL, Path("x")))["stressdesk"] == 1


def test_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path):
    windows = b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode()
    assert load(written(tmp_path, windows)) == load(written(tmp_path, FULL, "other.stress.yaml"))


def test_json_is_yaml_too(tmp_path):
    text = '{"name": "x", "prompt": {"text": "a"}, "demo": [{"text": "\\ud83d\\ude00"}], "targets": {"embedded": %s}}'
    text %= '{"kind": "local"}'
    assert load(written(tmp_path, text)).demo[0].text == "\N{GRINNING FACE}"


@pytest.mark.parametrize("word", ["no", "off", "yes", "NO", "2024-05-01", "1_000", "12:30:45", "=", "0b1"])
def test_words_that_old_yaml_takes_for_something_else_are_texts(word, tmp_path):
    scenario = load(written(tmp_path, MINIMAL.replace("expect: billing", f"expect: {word}")))
    assert scenario.demo[0].expect == word


@pytest.mark.parametrize(
    ("written_value", "value"),
    [("42", 42), ("0o17", 15), ("0x1F", 31), ("-1.5e2", -150.0), (".5", 0.5), ("true", True), ("~", None), ("007", 7)],
)
def test_numbers_and_truth_are_read_as_such(written_value, value, tmp_path):
    scenario = load(written(tmp_path, MINIMAL.replace("expect: billing", f"expect: {written_value}")))
    assert scenario.demo[0].expect == value
    assert type(scenario.demo[0].expect) is type(value)


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "words"),
    [
        ("seed: 7", "seed: many", 56, "seed", ('a whole number belongs here, not the text "many"', "digits only")),
        ("window_minutes: 5", "windw_minutes: 5", 48, "load.windw_minutes", ("no such field", "`window_minutes`")),
        ("window_minutes: 5", "window_minutes: 0", 48, "load.window_minutes", ("0 is out of bounds", "more than 0")),
        ("kind: poisson", "kind: poison", 50, "load.arrivals.kind", ('"poison" is not a kind', "poisson")),
        ("kind: litellm", "model: a", 45, "targets.hosted.model", ("a second time", "line 44")),
        ("    kind: litellm\n", "", 43, "targets.hosted.kind", ("is missing", "simulated, local, litellm")),
        (
            '[Ann, "Bob"]',
            "[1.5, true]",
            16,
            "variables.customer.values[0]",
            ("not the number 1.5", "put quotes around it."),
        ),
        ('[Ann, "Bob"]', "[a, 7]", 16, "variables.customer.values[1]", ("not the number 7", '"7"')),
        ("expect: bug", "expct: bug", 24, "demo[1].expct", ("no such field", "`expect`")),
        ("attempts: 2", "attempts: 2.5", 52, "load.retry.attempts", ("a whole number", "")),
        ("role: system", "role: boss", 7, "prompt.messages[0].role", ('"boss" is not a choice', "system, user")),
        ("seed: 7", "temperature: 1", 56, "temperature", ("no such field", "under `prompt.parameters`")),
        ("failure_rate: 0.05", "failure_rate: 5%", 55, "goals.failure_rate", ('not the text "5%"', "0.05 for 5 %")),
        ("scales: [10, 100]", "scales: 10", 49, "load.scales", ("a list belongs here, not the number 10", "[a, b]")),
        ("scales: [10, 100]", "scales: []", 49, "load.scales", ("the list is empty", "at least 1")),
        ("'Support triage'", "''", 3, "name", ("the text is empty", "")),
    ],
)
def test_each_mistake_names_line_and_field_and_how_to_mend_it(old, new, line, field, words, tmp_path):
    problem = refused(written(tmp_path, FULL.replace(old, new, 1)))[0]
    assert problem.file.endswith("support.stress.yaml")
    assert (problem.line, problem.field or field) == (line, field)
    message, hint = words
    assert message in problem.message
    assert hint in problem.hint


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path):
    text = FULL.replace("seed: 7", "seed: x").replace("kind: poisson", "kind: p").replace("expect: bug", "expet: bug")
    assert [problem.field for problem in refused(written(tmp_path, text))] == [
        "demo[1].expet",
        "load.arrivals.kind",
        "seed",
    ]


def test_missing_parts_are_told_with_how_to_write_them(tmp_path):
    text = refused_text(tmp_path, "name: x\n")
    assert "support.stress.yaml:1: prompt: is missing" in text
    assert "demo: is missing" in text
    assert "embedded: {kind: local}" in text


def test_the_message_reads_as_file_line_field(tmp_path):
    text = refused_text(tmp_path, FULL.replace("window_minutes: 5", "window_minutes: soon"))
    assert text.startswith(
        'support.stress.yaml:48: load.window_minutes: a number belongs here, not the text "soon"\n  '
    )


def test_problems_beyond_types_have_lines_too(tmp_path):
    problem = refused(written(tmp_path, FULL.replace("target: simulated\n", "target: nobody\n")))[0]
    assert (problem.line, problem.field) == (38, "target")


def test_very_many_mistakes_are_cut_short(tmp_path):
    found = refused(written(tmp_path, MINIMAL + "".join(f"x{number}: 1\n" for number in range(500))))
    assert len(found) == 21
    assert found[-1].message == "more mistakes follow" or any(p.message == "more mistakes follow" for p in found)


def test_a_newer_file_asks_for_an_update(tmp_path):
    text = refused_text(tmp_path, MINIMAL.replace("stressdesk: 1", "stressdesk: 7"))
    assert text.startswith(
        "support.stress.yaml:1: stressdesk: written by a newer StressDesk (version 7; this one reads up to 1)"
    )
    assert "Update StressDesk" in text


def test_loading_is_light(tmp_path):
    """An ordinary scenario loads none of the slow libraries."""
    path = written(tmp_path, FULL)
    program = (
        "import sys; from pathlib import Path; from stressdesk.scenario.file import load; load(Path(sys.argv[1]));"
        "print([name for name in ('faker', 'jsonschema', 'csv', 'numpy', 'litellm', 'regex') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_parse_leaves_missing_files_to_problems():
    assert parse(MINIMAL.replace('text: "Sort this: {{message}}"', "file: nowhere.txt"), Path("x")).prompt.file


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs permissions that bind")
def test_an_unreadable_file_is_a_message(tmp_path):
    path = written(tmp_path, MINIMAL)
    path.chmod(0)
    with pytest.raises(ScenarioError, match="may not be read"):
        load(path)


def test_a_key_in_the_wrong_place_is_not_repeated(tmp_path):
    key = "sk-proj-abcdefghijklmnopqrst1234"
    text = refused_text(tmp_path, MINIMAL.replace("{kind: local}", f"{{kind: litellm, model: a, key_env: {key}}}"))
    assert "something that looks like a key cannot be used here" in text
    assert "sk-proj" not in text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.txt", "You sort messages.\nAnswer: with one word: {{message}}"),
        ("p.md", "# Sorting\n- a\n b: ["),
        ("p.json", '[{"role": "user", "content": "{{message}}"}]'),
        ("p.json", '{"model": "m", "messages": [{"role": "user", "content": "{{message}}"}]}'),
        ("p.yaml", "- role: user\n  content: hello\n"),
        ("p.yaml", "messages:\n- role: user\n  content: hello\n"),
    ],
)
def test_a_prompt_in_place_of_a_scenario_is_recognised(name, text, tmp_path):
    with pytest.raises(ScenarioError, match="make a scenario around it with `stressdesk new FILE`") as caught:
        load(written(tmp_path, text, name))
    assert len(caught.value.problems) == 1


def test_a_scenario_in_a_text_file_is_still_one(tmp_path):
    assert load(written(tmp_path, MINIMAL, "triage.txt")) == load(written(tmp_path, MINIMAL))
    with pytest.raises(ScenarioError) as caught:
        load(written(tmp_path, MINIMAL.replace("stressdesk: 1", "stressdesk: ["), "triage.txt"))
    assert "stressdesk new" not in str(caught.value)
