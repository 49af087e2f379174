"""Which environment variables a hosted target's key is read from, told without loading LiteLLM."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from stressdesk.targets.openai_providers import PROVIDERS
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
    "watsonx": ("WATSONX_APIKEY",),
}
# Any one of these holds the key, for providers that `PROVIDERS` does not have; as LiteLLM 1.110 has it, in that place.
_ANY_OF: Mapping[str, tuple[str, ...]] = {
    "anthropic": ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"),
    "fireworks_ai": ("FIREWORKS_AI_API_KEY", "FIREWORKS_API_KEY", "FIREWORKSAI_API_KEY", "FIREWORKS_AI_TOKEN"),
    "gemini": ("GEMINI_API_KEY", "GOOGLE_API_KEY"),
}
# Servers of one's own that LiteLLM asks without a key.
_KEYLESS = frozenset({"llamafile", "ollama", "ollama_chat"})
GOOGLE_CREDENTIALS = "GOOGLE_APPLICATION_CREDENTIALS"


def key_variables(spec: LiteLLM) -> tuple[str, ...]:
    """The variables the target reads, that of the key first; empty where a server of one's own needs none.

    Where any one of several may hold the key, it is the first that is set, or else the usual one.
    """
    if spec.key_env is not None:
        return (spec.key_env,)
    provider = "" if spec.base_url is not None else _provider(spec.model)
    known = PROVIDERS.get(provider)
    if not provider or provider in _KEYLESS or (known is not None and not known.needs_key):
        return ()
    if provider.startswith("vertex_ai"):
        return (GOOGLE_CREDENTIALS,)
    if provider in KEY_VARIABLES:
        return KEY_VARIABLES[provider]
    usual = (f"{provider.upper().replace('-', '_')}_API_KEY",)
    names = _ANY_OF.get(provider, usual) if known is None else known.key_variables
    return (next((name for name in names if os.environ.get(name, "").strip()), names[0]),)


def key_variable(spec: LiteLLM) -> str | None:
    """The variable the target's key is read from; None where a server of one's own needs none."""
    return next(iter(key_variables(spec)), None)


def _provider(model: str) -> str:
    provider, slash, _ = model.partition("/")
    if slash:
        return provider.lower()
    table = price_table()
    name = table.name(model)
    return str(table.models[name].get("litellm_provider", "")) if name else ""
