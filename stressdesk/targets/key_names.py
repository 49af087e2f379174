"""Which environment variables a hosted target's key is read from, told without loading LiteLLM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.targets.price_table import price_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stressdesk.scenario.targets import LiteLLM

_AWS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
# Where the variable is not the provider's name with _API_KEY; as LiteLLM 1.106 has it, `validate_environment`.
KEY_VARIABLES: Mapping[str, tuple[str, ...]] = {
    "azure": ("AZURE_API_KEY", "AZURE_API_BASE", "AZURE_API_VERSION"),
    "bedrock": _AWS,
    "bedrock_converse": _AWS,
    "cohere_chat": ("COHERE_API_KEY",),
    "perplexity": ("PERPLEXITYAI_API_KEY",),
    "sagemaker": _AWS,
    "text-completion-openai": ("OPENAI_API_KEY",),
    "together_ai": ("TOGETHERAI_API_KEY",),
    "watsonx": ("WATSONX_APIKEY",),
}
GOOGLE_CREDENTIALS = "GOOGLE_APPLICATION_CREDENTIALS"


def key_variables(spec: LiteLLM) -> tuple[str, ...]:
    """The variables the target reads, that of the key first; empty where an address of one's own needs none."""
    if spec.key_env is not None:
        return (spec.key_env,)
    if spec.base_url is not None:
        return ()
    provider = _provider(spec.model)
    if not provider:
        return ()
    if provider.startswith("vertex_ai"):
        return (GOOGLE_CREDENTIALS,)
    return KEY_VARIABLES.get(provider, (f"{provider.upper().replace('-', '_')}_API_KEY",))


def key_variable(spec: LiteLLM) -> str | None:
    """The variable the target's key is read from; None where an address of one's own needs none."""
    return next(iter(key_variables(spec)), None)


def _provider(model: str) -> str:
    provider, slash, _ = model.partition("/")
    if slash:
        return provider.lower()
    table = price_table()
    name = table.name(model)
    return str(table.models[name].get("litellm_provider", "")) if name else ""
