"""Token counts where a server gives none: OpenAI's o200k encoding, which is an estimate for every other model."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from stressdesk.journal.events import Usage
from stressdesk.resources import encodings
from stressdesk.scenario.model import Message
from stressdesk.targets.tokens import TOKENS_PER_MESSAGE, TOKENS_PER_REQUEST

if TYPE_CHECKING:
    from tiktoken import Encoding

# The tokeniser's time grows with the square of a run without spaces; an estimate may be cut into pieces.
_PIECE_CHARACTERS = 20_000
# What is long comes again with every query: a prompt of 1 MB takes .3 s to count, in which no other answer is read.
_LONG_CHARACTERS = 2_000
# Of at most as many pieces, so 20 million characters.
_PIECES_KEPT = 1_000


def estimated_usage(messages: Sequence[Message], answer: str) -> Usage:
    """Tokens of one exchange, counted here and marked as estimated. The first call loads the encoding (.5 s)."""
    sent = sum(counted_tokens(message.content) + TOKENS_PER_MESSAGE for message in messages)
    return Usage(input=sent + TOKENS_PER_REQUEST, output=counted_tokens(answer), source="estimated")


def counted_tokens(text: str) -> int:
    """Tokens of a text in the o200k encoding: exact for OpenAI's newer models, slow for a long text at first."""
    pieces = (text[start : start + _PIECE_CHARACTERS] for start in range(0, len(text), _PIECE_CHARACTERS))
    return sum(_kept(piece) if len(piece) >= _LONG_CHARACTERS else _counted(piece) for piece in pieces)


@lru_cache(maxsize=_PIECES_KEPT)
def _kept(piece: str) -> int:
    return _counted(piece)


def _counted(piece: str) -> int:
    return len(_encoding().encode_ordinary(piece))


@cache
def _encoding() -> Encoding:
    folder = encodings()
    if folder is not None:
        # Without this, tiktoken would download them.
        os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)
    import tiktoken  # noqa: PLC0415 - takes 30 ms and is rarely needed

    return tiktoken.get_encoding("o200k_base")
