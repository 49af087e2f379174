"""LiteLLM's price table, read from the installed package without importing LiteLLM (which takes seconds).

Names resolve as LiteLLM 1.106 resolves them, `get_model_info` in its utils.py: the whole name, the name without the
provider in front of it, the name without a snapshot's date; never another provider's model of the same name.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha1
from typing import TYPE_CHECKING, Any

import msgspec

from stressdesk.errors import StressDeskError
from stressdesk.resources import in_package

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = "model_prices_and_context_window_backup.json"
NOT_MODELS = ("sample_spec", "fallback_generalizations")

# Providers whose models the table files under names of several kinds, or under the maker's.
FAMILIES = {
    "vertex_ai": ("vertex_ai",),
    "fireworks_ai": ("fireworks_ai",),
    "bedrock": ("bedrock",),
    "azure_ai": ("azure", "openai"),
    "litellm_proxy": ("",),
    "github": ("",),
}
VERSIONED = ("vertex_ai", "gemini", "databricks")
SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")
STABLE_VERSION = re.compile(r"-\d+$")
FINE_TUNE = re.compile(r"(:[^:]*){3}$")
BEDROCK_ROUTE = re.compile(r"^(invoke|converse|converse_like|async_invoke|openai|mantle|[a-z-]+-\d)/")
BEDROCK_REGION = re.compile(r"^(global|us|eu|apac|jp|au|us-gov)\.")


class PriceTable(msgspec.Struct, frozen=True, kw_only=True):
    """The table's entries by name, its names by their lower-case spelling, and what it is called in reports."""

    models: dict[str, dict[str, Any]]
    names: dict[str, str]
    identity: str

    def name(self, model: str) -> str | None:
        """The name of the entry that holds the price of `model`, or None where the table has none."""
        for spelling, provider in _spellings(model):
            name = spelling if spelling in self.models else self.names.get(spelling.lower())
            if name is not None and (provider is None or self._is_of(name, provider)):
                return name
        return None

    def _is_of(self, name: str, provider: str) -> bool:
        owner = str(self.models[name].get("litellm_provider") or provider)
        return owner == provider or owner.startswith(FAMILIES.get(provider, ()))


@cache
def price_table() -> PriceTable:
    """The bundled table, read once a process (about 30 ms); raises StressDeskError where it is missing or broken."""
    path = in_package("litellm", FILE)
    if path is None:
        raise StressDeskError("The price table, which comes with LiteLLM, is not there.", "Install StressDesk again.")
    try:
        content = path.read_bytes()
        models = msgspec.json.decode(content, type=dict[str, dict[str, Any]])
    except (OSError, msgspec.DecodeError) as error:
        raise StressDeskError(f"The price table {path} cannot be read: {error}", "Install StressDesk again.") from error
    for name in NOT_MODELS:
        models.pop(name, None)
    _add_aliases(models)
    names = {name.lower(): name for name in models}
    return PriceTable(models=models, names=names, identity=_identity(content, len(models)))


def _add_aliases(models: dict[str, dict[str, Any]]) -> None:
    for entry in list(models.values()):
        for alias in entry.get("aliases") or ():
            models.setdefault(alias, entry)


def _identity(content: bytes, models: int) -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - 50 ms that --help need not pay

    try:
        release = version("litellm")
    except PackageNotFoundError:
        release = "(version unknown)"
    # The name git itself gives the file, so that anyone can look it up in LiteLLM's history.
    blob = sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
    return f"LiteLLM {release} price table, {models:,} models, git blob {blob[:12]}"


def _spellings(model: str) -> Iterator[tuple[str, str | None]]:
    """The names to try, in order, each with the provider its entry must belong to (None: any)."""
    yield model, None
    provider, slash, rest = model.partition("/")
    if not slash:
        yield _undated(model, ""), None
        return
    provider = provider.lower()
    if provider == "bedrock":
        rest = BEDROCK_ROUTE.sub("", BEDROCK_ROUTE.sub("", rest))
    yield rest, provider
    yield f"{provider}/{_undated(rest, provider)}", None
    yield _undated(rest, provider), provider


def _undated(name: str, provider: str) -> str:
    if provider == "bedrock":
        return BEDROCK_REGION.sub("", name)
    if provider in VERSIONED:
        return STABLE_VERSION.sub("", name)
    return FINE_TUNE.sub("", name) if "ft:" in name else SNAPSHOT.sub("", name)
