"""How many tokens a text will be, without a tokenizer: a cheap estimate, and a bound that holds for certain.

The estimate goes by kinds of characters. Its weights were fitted by eye to OpenAI's cl100k_base on the first article of
the Universal Declaration of Human Rights in 12 languages, and on code, JSON, a log line and a chat message, where it
is right within 35 %. Whatever is computed from it is marked *estimated* or *simulated*.
"""

from __future__ import annotations

from string import ascii_letters
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stressdesk.scenario.model import Message, Parameters

WORD_CHARACTERS_PER_TOKEN = 4.5  # unaccented Latin letters and spaces
TOKENS_PER_MARK = 0.5  # digits and punctuation
TOKENS_PER_CYRILLIC = 0.5
TOKENS_PER_TWO_BYTES = 0.85  # Greek, Hebrew, Arabic, accented Latin
TOKENS_PER_THREE_BYTES = 1.1  # Chinese, Japanese, Korean, Thai, Devanagari
TOKENS_PER_FOUR_BYTES = 3.0  # emoji

# OpenAI's cookbook: each message is wrapped in three tokens and a role, and three more open the answer.
TOKENS_PER_MESSAGE = 4
TOKENS_PER_REQUEST = 3
# No chat template we know of wraps a message in more, nor adds a longer system message of its own.
MOST_TOKENS_PER_MESSAGE = 16
MOST_TOKENS_PER_REQUEST = 64

_NOT_WORDS = bytes(set(range(256)) - set(ascii_letters.encode()) - set(b" "))
_NOT_CYRILLIC = bytes(set(range(256)) - set(range(0xD0, 0xD4)))
_NOT_TWO = bytes(set(range(256)) - set(range(0xC0, 0xE0)))
_NOT_THREE = bytes(set(range(256)) - set(range(0xE0, 0xF0)))
_NOT_FOUR = bytes(set(range(256)) - set(range(0xF0, 0x100)))


def estimated_tokens(text: str) -> int:
    """About how many tokens a text is; 0 for an empty one."""
    raw = _bytes(text)
    words = len(raw.translate(None, _NOT_WORDS))
    if len(raw) == len(text):
        return round(words / WORD_CHARACTERS_PER_TOKEN + (len(raw) - words) * TOKENS_PER_MARK)
    # The first byte of a character says how many there are.
    two, three, four = (len(raw.translate(None, unlike)) for unlike in (_NOT_TWO, _NOT_THREE, _NOT_FOUR))
    cyrillic = len(raw.translate(None, _NOT_CYRILLIC))
    marks = len(raw) - words - 2 * two - 3 * three - 4 * four
    return round(
        words / WORD_CHARACTERS_PER_TOKEN
        + marks * TOKENS_PER_MARK
        + cyrillic * TOKENS_PER_CYRILLIC
        + (two - cyrillic) * TOKENS_PER_TWO_BYTES
        + three * TOKENS_PER_THREE_BYTES
        + four * TOKENS_PER_FOUR_BYTES
    )


def estimated_input_tokens(messages: Iterable[Message]) -> int:
    """About how many tokens a request's messages are, with what wraps them."""
    return sum(TOKENS_PER_MESSAGE + estimated_tokens(message.content) for message in messages) + TOKENS_PER_REQUEST


def upper_bound_tokens(messages: Sequence[Message], parameters: Parameters | None = None) -> int:
    """More input tokens than the request can have, for reserving what it may cost.

    The tokenizers in use cut UTF-8, so no token is shorter than a byte. Tool definitions in `parameters.extra` count as
    their JSON. What a provider adds unseen beyond a short system message is not bounded.
    """
    extra = len(msgspec.json.encode(parameters.extra)) if parameters is not None and parameters.extra else 0
    texts = sum(len(_bytes(message.content)) for message in messages)
    return texts + extra + len(messages) * MOST_TOKENS_PER_MESSAGE + MOST_TOKENS_PER_REQUEST


def _bytes(text: str) -> bytes:
    # Half a surrogate pair, as in a broken paste, has no UTF-8; it counts as the three bytes it would take.
    return text.encode("utf-8", "surrogatepass")
