"""Events that the fast decoder refuses and every other client understands: half a character, content in parts.

JavaScript cuts its text between the two halves of an emoji, and JSON can write each half alone; Mistral's reasoning
models send a list of parts instead of words. Only what has been refused comes here, so that no other answer waits.
"""

from __future__ import annotations

import json
from typing import Any


def understood(event: bytes) -> Any:
    """The event as plain objects, its content as words; raises ValueError or RecursionError where it is no JSON.

    Half a character stays what it is, a lone surrogate: its other half may stand in the next event.
    """
    value = json.loads(event.decode(), parse_constant=_refuse)
    choices = value.get("choices") if isinstance(value, dict) else None
    for choice in choices if isinstance(choices, list) else ():
        for name in ("delta", "message") if isinstance(choice, dict) else ():
            if isinstance(choice.get(name), dict) and isinstance(choice[name].get("content"), list):
                choice[name] = _joined(choice[name])
    return value


def whole_characters(text: str) -> str:
    """The text with halves of characters joined; one without its other half becomes U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _joined(piece: dict[str, Any]) -> dict[str, Any]:
    """A delta or message with the words of its parts, and its thoughts apart; parts of other kinds say nothing."""
    parts = piece["content"]
    if not all(isinstance(part, dict) for part in parts):
        return piece
    joined = {**piece, "content": "".join(_text(part.get("text")) for part in parts if part.get("type") == "text")}
    thoughts = "".join(_text(part.get("thinking")) for part in parts if part.get("type") == "thinking")
    return {**joined, "reasoning_content": thoughts} if thoughts else joined


def _text(value: Any) -> str:
    """Words, or those of a list of parts: thoughts come as either."""
    if isinstance(value, list):
        return "".join(_text(part.get("text")) for part in value if isinstance(part, dict))
    return value if isinstance(value, str) else ""


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
