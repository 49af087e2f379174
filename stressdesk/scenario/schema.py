"""The JSON Schema of the scenario file, for editors that complete and check YAML while it is typed."""

from __future__ import annotations

from typing import Any

import msgspec

from stressdesk.scenario.model import Scenario

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TITLE = "StressDesk scenario"


def schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of a scenario file; descriptions are those of the declaration."""
    definitions = {name: _on_one_line(part) for name, part in msgspec.json.schema(Scenario)["$defs"].items()}
    whole = definitions.pop(Scenario.__name__)
    return {"$schema": DIALECT, **whole, "title": _TITLE, "$defs": definitions}


def _on_one_line(part: dict[str, Any]) -> dict[str, Any]:
    """The part with its description, which is wrapped in the declaration, on one line."""
    return {**part, "description": " ".join(part["description"].split())} if "description" in part else part
