"""How many tokens a request will be, without a tokenizer: a cheap estimate, and a bound that holds for certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.scenario.tokens import estimated_tokens, utf8

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stressdesk.scenario.model import Message

__all__ = ["estimated_input_tokens", "estimated_tokens", "upper_bound_tokens"]

# OpenAI's cookbook: each message is wrapped in three tokens and a role, and three more open the answer.
TOKENS_PER_MESSAGE = 4
TOKENS_PER_REQUEST = 3
# No chat template we know of wraps a message in more, nor adds a longer system message of its own.
MOST_TOKENS_PER_MESSAGE = 16
MOST_TOKENS_PER_REQUEST = 64


def estimated_input_tokens(messages: Iterable[Message]) -> int:
    """About how many tokens a request's messages are, with what wraps them."""
    return sum(TOKENS_PER_MESSAGE + estimated_tokens(message.content) for message in messages) + TOKENS_PER_REQUEST


def upper_bound_tokens(messages: Sequence[Message], settings_bytes: int = 0) -> int:
    """More input tokens than the request can have, for reserving what it may cost.

    The tokenizers in use cut UTF-8, so no token is shorter than a byte. Tool definitions and other settings count as
    their JSON. What a provider adds unseen beyond a short system message is not bounded.
    """
    texts = sum(len(utf8(message.content)) for message in messages)
    return texts + settings_bytes + len(messages) * MOST_TOKENS_PER_MESSAGE + MOST_TOKENS_PER_REQUEST
