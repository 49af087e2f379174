"""What users wanted, in words; the window shows them before anything that draws is loaded."""

from __future__ import annotations

import re

from stressdesk.analysis.own_names import OTHERWISE

OUR_NAME = re.compile(r"[a-z0-9-]+:[a-z0-9-]+|[a-z0-9]+(-[a-z0-9]+)+")
"""A kind and what of it, or words with dashes between them."""


def intent_words(name: str) -> str:
    """What a user wanted, as our name for it says: "Follow-up: more", "I need a copy"; a name of others' as it is."""
    if not OUR_NAME.fullmatch(name):
        return name
    kind, colon, said = name.rpartition(":")
    spoken = " ".join("I" if word == "i" else word for word in said.split("-"))
    return f"{OTHERWISE.get(kind, kind).capitalize()}: {spoken}" if colon else f"{spoken[:1].upper()}{spoken[1:]}"
