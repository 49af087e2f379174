from typing import get_args

import pytest

from stressdesk.errors import FailureKind
from stressdesk.scenario.targets import LiteLLM, Local, Simulated
from stressdesk.targets.hints import hint

HOSTED = LiteLLM(model="openai/gpt-4o-mini")
OWN = LiteLLM(model="openai/mine", base_url="http://127.0.0.1:8000/v1")


@pytest.mark.parametrize("spec", [HOSTED, OWN, Local(), Simulated()])
@pytest.mark.parametrize("kind", get_args(FailureKind))
def test_every_failure_of_every_target_has_something_to_do(kind, spec):
    words = hint(kind, spec)
    assert words.endswith((".", "often such things happen."))
    assert len(words) > 20


@pytest.mark.parametrize(
    ("kind", "spec", "named"),
    [
        ("authentication", HOSTED, "OPENAI_API_KEY"),
        ("authentication", LiteLLM(model="openai/x", key_env="MY_KEY"), "MY_KEY"),
        ("authentication", OWN, "key_env"),
        ("not_found", OWN, OWN.base_url),
        ("not_found", HOSTED, HOSTED.model),
        ("connection", OWN, "running at http://127.0.0.1:8000/v1"),
        ("connection", HOSTED, "network"),
        ("timeout", HOSTED, "120"),
        ("server", Simulated(), "simulated"),
    ],
)
def test_the_hint_names_what_to_look_at(kind, spec, named):
    assert named in hint(kind, spec)
