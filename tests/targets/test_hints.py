from typing import get_args

import pytest

from stressdesk.errors import FailureKind
from stressdesk.scenario.targets import LiteLLM, Local, Simulated
from stressdesk.targets.hints import hint, key_variable

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


@pytest.mark.parametrize(
    ("model", "variable"),
    [
        ("gpt-4o-mini", "OPENAI_API_KEY"),
        ("anthropic/claude-haiku-4-5", "ANTHROPIC_API_KEY"),
        ("gemini/gemini-2.5-flash", "GEMINI_API_KEY"),
        ("gemini-2.5-flash", "GOOGLE_APPLICATION_CREDENTIALS"),
        ("together_ai/some/model", "TOGETHERAI_API_KEY"),
        ("fireworks_ai/some-model", "FIREWORKS_AI_API_KEY"),
        ("command-a-03-2025", "COHERE_API_KEY"),
        ("nobody-knows-this", None),
    ],
)
def test_the_variable_a_providers_key_is_read_from(model, variable):
    assert key_variable(LiteLLM(model=model)) == variable
