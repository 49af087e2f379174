from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from stressdesk.report.curl import curl
from stressdesk.scenario.model import Message, Parameters
from stressdesk.scenario.targets import LiteLLM, Local

HOSTILE = "'; touch owned; $(touch owned) `touch owned` \\ \n'\"END_OF_REQUEST\nEND_OF_REQUEST\x1b[31m\u202e<img src=x>"


def run(command: str, folder: Path) -> dict:
    """The request the command would send, as a stand-in for curl sees it: arguments as JSON, the body of its input."""
    stand_in = folder / "curl"
    stand_in.write_text(
        "#!/usr/bin/env python3\nimport json, sys\n"
        "body = sys.argv[-1] if sys.argv[-1] != '@-' else sys.stdin.read()\n"
        "print(json.dumps([sys.argv[1:-1], body]))\n"
    )
    stand_in.chmod(0o755)
    environment = {"PATH": f"{folder}:/usr/bin:/bin", "OPENAI_BASE_URL": "http://127.0.0.1:9", "OPENAI_API_KEY": "held",
                   "OTHER_KEY": "other"}  # fmt: skip
    done = subprocess.run(
        ["/bin/sh"], input=command.encode(), cwd=folder, env=environment, capture_output=True, check=True
    )
    arguments, body = json.loads(done.stdout)
    assert sorted(path.name for path in folder.iterdir()) == ["curl"]
    return {"arguments": arguments, "body": json.loads(body)}


@pytest.mark.parametrize("length", [1, 3_000])
def test_hostile_words_reach_the_server_and_nothing_else(length: int, tmp_path: Path) -> None:
    text = HOSTILE * length
    command = curl(Local(), "small", Parameters(), [Message(role="user", content=text)])
    sent = run(command, tmp_path)
    assert sent["body"]["messages"] == [{"role": "user", "content": text}]
    assert sent["body"]["model"] == "small"
    assert sent["arguments"][0] == "http://127.0.0.1:9/chat/completions"
    assert command.isascii()
    assert "\x1b" not in command


def test_the_key_is_named_and_never_written(tmp_path: Path) -> None:
    target = LiteLLM(model="openai/x", key_env="OTHER_KEY", base_url="http://127.0.0.1:8/v1/", options={"api_key": "k"})
    command = curl(target, "", Parameters(temperature=0.5, extra={"user": "me"}), [])
    sent = run(command, tmp_path)
    assert "$OTHER_KEY" in command
    assert "Authorization: Bearer other" in sent["arguments"]
    assert sent["arguments"][0] == "http://127.0.0.1:8/v1/chat/completions"
    assert sent["body"] == {"model": "x", "messages": [], "temperature": 0.5, "user": "me"}


def test_model_and_parameters_are_named_as_they_were_sent(tmp_path: Path) -> None:
    asked = Parameters(max_tokens=9)
    bodies = [run(curl(LiteLLM(model=model), "", asked, []), tmp_path)["body"] for model in ("gpt-5-mini", "groq/x/y")]
    assert bodies[0] == {"model": "gpt-5-mini", "messages": [], "max_completion_tokens": 9}
    assert bodies[1] == {"model": "x/y", "messages": [], "max_tokens": 9}
