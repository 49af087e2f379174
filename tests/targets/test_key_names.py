import pytest

from stressdesk.scenario.targets import LiteLLM
from stressdesk.targets.key_names import key_variable, key_variables


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


def test_an_address_of_ones_own_needs_no_key_unless_one_is_named():
    own = LiteLLM(model="openai/mine", base_url="http://127.0.0.1:8000/v1")
    assert key_variables(own) == ()
    assert key_variables(LiteLLM(model="openai/mine", base_url="http://127.0.0.1:8000/v1", key_env="MINE")) == ("MINE",)


@pytest.mark.parametrize("model", ["ollama/llama3", "ollama_chat/llama3", "hosted_vllm/mine", "lm_studio/mine"])
def test_a_server_of_ones_own_needs_no_key(model):
    assert key_variables(LiteLLM(model=model)) == ()


@pytest.mark.parametrize(
    ("model", "usual", "other"),
    [
        ("openrouter/openai/gpt-4o", "OPENROUTER_API_KEY", "OR_API_KEY"),
        ("together_ai/some/model", "TOGETHERAI_API_KEY", "TOGETHER_API_KEY"),
        ("gemini/gemini-2.5-flash", "GEMINI_API_KEY", "GOOGLE_API_KEY"),
        ("anthropic/claude-haiku-4-5", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"),
    ],
)
def test_of_several_variables_the_one_that_is_set_holds_the_key(model, usual, other, monkeypatch):
    monkeypatch.delenv(usual, raising=False)
    monkeypatch.setenv(other, "held")
    assert key_variable(LiteLLM(model=model)) == other
    monkeypatch.setenv(usual, "held")
    assert key_variable(LiteLLM(model=model)) == usual


@pytest.mark.parametrize(
    "provider",
    ["azure", "bedrock", "perplexity", "sagemaker", "together_ai", "openai", "anthropic", "groq", "deepseek"],
)
def test_litellm_reads_the_same_variables(provider, monkeypatch):
    spec = LiteLLM(model=f"{provider}/some-model")
    for name in key_variables(spec):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    litellm = pytest.importorskip("litellm")
    missing = litellm.validate_environment(spec.model)["missing_keys"]
    assert set(missing) == set(key_variables(spec))
