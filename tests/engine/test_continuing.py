import msgspec
import pytest
from engine.scripted import scenario

from stressdesk.engine import continuing
from stressdesk.engine import job as jobs
from stressdesk.errors import RunError
from stressdesk.journal.events import Header
from stressdesk.scenario.model import Prompt, Variable
from stressdesk.scenario.traffic import Load, Replay, Trace, Traffic

USES = {
    "log.csv": {"traffic": Traffic(replay=Replay(file="log.csv"))},
    "times.csv": {"load": Load(arrivals=Trace(file="times.csv"))},
    "cities.csv": {
        "prompt": Prompt(text="From {{city}}: which desk?"),
        "variables": {"city": Variable(csv="cities.csv", column="city")},
    },
}


def begun(tmp_path, **changes):
    """The header of a run as its file gives it back."""
    job = jobs.prepare(scenario(**changes), tmp_path / "x.stress.yaml", jobs.Wishes())
    return msgspec.json.decode(msgspec.json.encode(job.header("2026-11-27T12:00:00")), type=Header)


def going_on(header):
    continuing.require_same_files(header, jobs.again(header))


@pytest.mark.parametrize("name", USES)
def test_a_run_does_not_go_on_with_another_file_than_it_began_with(tmp_path, name):
    file = tmp_path / name
    file.write_text("city\nParis\nRome\n")
    header = begun(tmp_path, **USES[name])
    going_on(header)
    file.write_text("city\nRome\nParis\n")
    with pytest.raises(RunError, match=rf"{name} has changed since the run began[\s\S]*Put it back"):
        going_on(header)
    file.unlink()
    with pytest.raises(RunError, match="cannot be read"):
        going_on(header)
    file.write_text("city\nParis\nRome\n")
    going_on(header)


def test_a_run_file_of_old_that_does_not_know_its_files_can_be_gone_on_with(tmp_path):
    (tmp_path / "log.csv").write_text("text\nHello\n")
    header = begun(tmp_path, **USES["log.csv"])
    going_on(msgspec.structs.replace(header, files={}))


def test_another_version_than_the_run_began_with_is_told_but_not_that_of_prices(tmp_path):
    header = begun(tmp_path)
    assert continuing.other_versions(header) == ""
    now = header.versions["faker"]
    older = {**header.versions, "faker": "1.0", "prices": "of old"}
    assert continuing.other_versions(msgspec.structs.replace(header, versions=older)) == f"faker 1.0 (now {now})"
