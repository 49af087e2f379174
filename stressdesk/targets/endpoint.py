"""Where an OpenAI-protocol server is asked, and what is said to it beside the query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stressdesk.scenario.model import Parameters

_AS_NAMED: Mapping[str, str] = {}


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """Where to ask and as whom. `keeps_connections` is false for servers that close one after each answer.

    `key_header` carries the key, as a bearer's where it is `Authorization`; `renamed` maps the protocol's parameter
    names to those of this server; `options` are sent as they are. `path` follows `base_url`, its query included.
    """

    base_url: str
    model: str
    key: str | None = None
    timeout_seconds: float = 120.0
    keeps_connections: bool = True
    options: dict[str, Any] = {}
    path: str = "/chat/completions"
    key_header: str = "Authorization"
    headers: Mapping[str, str] = {}
    renamed: Mapping[str, str] = {}

    @property
    def url(self) -> str:
        """The whole address that queries are posted to."""
        return self.base_url.rstrip("/") + self.path


def sent_parameters(parameters: Parameters, renamed: Mapping[str, str] = _AS_NAMED) -> dict[str, Any]:
    """The parameters that are set, but for the extra ones, by the protocol's names or what these are `renamed` to."""
    values = {
        "temperature": parameters.temperature,
        "top_p": parameters.top_p,
        "max_tokens": parameters.max_tokens,
        "stop": list(parameters.stop) or None,
        "seed": parameters.seed,
    }
    return {renamed.get(name, name): value for name, value in values.items() if value is not None}
