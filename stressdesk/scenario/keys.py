"""Recognises keys and the names of settings that hold them, so that neither is kept or shown."""

from __future__ import annotations

import re

# The forms published by OpenAI and Anthropic, Google, Groq, Hugging Face, AWS, GitHub and xAI.
KEY = re.compile(
    r"(?<![A-Za-z0-9])("
    r"sk-(?=[A-Za-z_-]{0,60}[0-9])[A-Za-z0-9_-]{20,}|AIza[A-Za-z0-9_-]{35}|gsk_[A-Za-z0-9]{20,}|hf_[A-Za-z0-9]{20,}"
    r"|(AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{30,}|xai-[A-Za-z0-9]{20,})"
)
_SECRET_NAME = re.compile(
    r"(?i)(api[_-]?key|access[_-]?key|secret|passw(or)?d|authorization|credential|(^|[_-])(auth[_-]?|ad[_-]?)?token$)"
)


def looks_like_key(text: str) -> bool:
    """Does the text hold something in the form of a provider's key?"""
    return KEY.search(text) is not None


def names_a_secret(name: str) -> bool:
    """Is this what settings that hold a key or password are called?"""
    return _SECRET_NAME.search(name) is not None
