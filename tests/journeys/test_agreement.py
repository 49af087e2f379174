"""Nothing that is billed is asked before a person, an option or a limit has agreed to it."""

import os
import subprocess
import sys

import pytest
from journeys.program import environment, finished
from journeys.serving import scenario, serving

PRICED = "prices: {input_usd_per_million: 1, output_usd_per_million: 10}"
RUN = ("run", "served.stress.yaml", "--report", "none")


@pytest.fixture(scope="module")
def base_url():
    with serving() as url:
        yield url


def written(home, base_url, model, more=PRICED, limits=""):
    text = scenario(base_url, model, live=2, more=more) + limits
    (home / "served.stress.yaml").write_text(text)


@pytest.mark.parametrize("more", [(), ("--processes", "2"), ("--obey-input",)])
def test_where_nobody_can_be_asked_a_billed_run_without_a_limit_sends_nothing(tmp_path, base_url, more):
    model = f"well={len(more)}{more[:1]}: Paris"
    written(tmp_path, base_url, model)
    done = finished(*RUN, *more, home=tmp_path)
    assert done.returncode == 2
    assert "Asks" in done.stderr  # the sheet
    assert "Add --yes, or a limit with --spend." in done.stderr
    assert base_url.count(model) == 0
    assert not list(tmp_path.glob("runs/*"))


@pytest.mark.parametrize(
    ("agreed", "limits"), [(("--yes",), ""), (("--spend", "1"), ""), ((), "limits: {spend_usd: 1}\n")]
)
def test_an_option_or_a_limit_agrees_where_nobody_can(tmp_path, base_url, agreed, limits):
    model = f"well={agreed}{len(limits)}: Paris"
    written(tmp_path, base_url, model, limits=limits)
    assert finished(*RUN, *agreed, home=tmp_path).returncode in {0, 1}
    assert base_url.count(model) == 3


def test_a_server_of_this_machine_that_costs_nothing_needs_nobody_to_agree(tmp_path, base_url):
    model = "well=free: Paris"
    written(tmp_path, base_url, model, more="")
    assert finished(*RUN, home=tmp_path).returncode in {0, 1}
    assert base_url.count(model) == 3


def test_a_hosted_model_without_a_price_can_only_be_agreed_to(tmp_path, base_url):
    written(tmp_path, base_url, "well")
    done = finished(
        *RUN, "--target", "litellm:openai/nameless", home=tmp_path, variables={"OPENAI_BASE_URL": str(base_url)}
    )
    assert done.returncode == 2
    assert "  Add --yes.\n" in done.stderr


def test_going_on_with_a_billed_run_has_to_be_agreed_to_as_well(tmp_path, base_url):
    model = "well=again: Paris"
    written(tmp_path, base_url, model, limits="limits: {requests: 1}\n")
    finished(*RUN, "--yes", home=tmp_path)
    assert base_url.count(model) == 1
    (path,) = (tmp_path / "runs").glob("*.stressrun")
    before = path.read_bytes()
    done = finished("run", "--resume", path, "--report", "none", home=tmp_path)
    assert done.returncode == 2
    assert "  Add --yes.\n" in done.stderr
    assert (base_url.count(model), path.read_bytes()) == (1, before)


def test_a_probe_is_agreed_to_like_a_run(tmp_path, base_url):
    model = "well=probed: Paris"
    written(tmp_path, base_url, model)
    probe = ("preflight", "served.stress.yaml", "--probe", "2")
    done = finished(*probe, home=tmp_path)
    assert done.returncode == 2
    assert "Add --yes, or a limit with --spend." in done.stderr
    assert base_url.count(model) == 0
    assert finished(*probe, "--spend", "1", home=tmp_path).returncode == 0
    assert base_url.count(model) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("answer", "sent", "code"), [(b"n\n", 0, {130}), (b"y\n", 3, {0, 1})])
def test_on_a_terminal_a_person_is_asked(tmp_path, base_url, answer, sent, code):
    model = f"well=asked {sent}: Paris"
    written(tmp_path, base_url, model)
    master, terminal = os.openpty()
    os.write(master, answer)
    command = [sys.executable, "-m", "stressdesk", *RUN]
    with subprocess.Popen(
        command, env=environment(tmp_path), cwd=tmp_path, stdin=terminal, stdout=subprocess.DEVNULL, stderr=terminal
    ) as process:
        os.close(terminal)
        said = b""
        while piece := read(master):
            said += piece
        process.wait(60)
    os.close(master)
    assert b"Go on?" in said
    assert process.returncode in code
    assert base_url.count(model) == sent
    assert len(list(tmp_path.glob("runs/*.stressrun"))) == bool(sent)


def read(master):
    try:
        return os.read(master, 4_096)
    except OSError:  # nobody has the terminal open any more
        return b""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_output_to_a_log_leaves_nobody_to_ask_though_there_is_a_terminal(tmp_path, base_url):
    model = "well=logged: Paris"
    written(tmp_path, base_url, model)
    master, terminal = os.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "stressdesk", *RUN],
        env=environment(tmp_path),
        cwd=tmp_path,
        stdin=terminal,
        stdout=terminal,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(terminal)
    os.close(master)
    assert done.returncode == 2
    assert "Add --yes" in done.stderr
    assert base_url.count(model) == 0
