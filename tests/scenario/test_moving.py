"""A scenario saved in another folder still finds the files it names."""

from pathlib import Path

from stressdesk.scenario.file import parse
from stressdesk.scenario.moving import moved, reference
from stressdesk.scenario.traffic import Chat, Trace

TEXT = """
stressdesk: 1
name: Files
prompt: {file: prompt.txt}
demo: [{text: Hello}]
targets: {own: {kind: simulated}}
target: own
"""


def scenario(folder: Path, arrivals: str):
    (folder / "prompt.txt").write_text("Answer: {{message}}")
    return parse(f"{TEXT}load: {{arrivals: {arrivals}}}\n", folder / "files.stress.yaml")


def test_prompt_and_trace_are_named_as_seen_from_the_new_folder(tmp_path: Path):
    after = tmp_path / "team" / "scenarios"
    found = moved(scenario(tmp_path, "{kind: trace, file: peak.csv}"), tmp_path, after)
    assert found.load.arrivals == Trace(file="../../peak.csv")
    assert found.prompt.file == "../../prompt.txt"
    assert (after / "../../peak.csv").resolve() == tmp_path / "peak.csv"


def test_a_full_path_and_other_arrivals_stay(tmp_path: Path):
    whole = str(tmp_path / "peak.csv")
    traced = scenario(tmp_path, f"{{kind: trace, file: '{whole}'}}")
    assert moved(traced, tmp_path, tmp_path / "other").load.arrivals == Trace(file=whole)
    assert moved(scenario(tmp_path, "{kind: chat}"), tmp_path, tmp_path / "other").load.arrivals == Chat()


def test_a_file_in_the_folder_itself_is_its_name(tmp_path: Path):
    assert reference(tmp_path / "peak.csv", tmp_path) == "peak.csv"
