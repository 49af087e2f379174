"""What became of a clean text, word by word: what is in both, what came in, and what went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

import msgspec

from stressdesk.scenario.clusters import cut

Fate = Literal["same", "added", "dropped"]

LONGEST = 6_000
"""Characters of either text that are compared; the rest of a longer one is not shown at all."""

_PART = re.compile(r"(\s*)([^\s.,!?;:…()\[\]{}\"“”]+|[.,!?;:…()\[\]{}\"“”])")


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text with one fate: same and added ones make the text, same and dropped ones the clean text."""

    text: str
    fate: Fate


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """A message for display: its pieces, and how many characters of it were cut off for being too many."""

    pieces: tuple[Piece, ...]
    cut: int = 0

    @property
    def text(self) -> str:
        """The message as it stands, as far as it is shown."""
        return "".join(piece.text for piece in self.pieces if piece.fate != "dropped")


class _Part(msgspec.Struct, frozen=True):
    """A word or mark with the white space in front of it."""

    space: str
    word: str


def differences(clean: str, text: str) -> tuple[Piece, ...]:
    """The pieces that make `text` of `clean`, words compared as wholes and white space by itself."""
    before, after = _parts(clean), _parts(text)
    matcher = SequenceMatcher(None, [part.word for part in before], [part.word for part in after], autojunk=False)
    pieces: list[Piece] = []
    for change, start, end, other_start, other_end in matcher.get_opcodes():
        if change == "equal":
            for one, other in zip(before[start:end], after[other_start:other_end], strict=True):
                pieces += _spaced(one.space, other)
        else:
            pieces.append(Piece(_joined(before[start:end]), "dropped"))
            pieces.append(Piece(_joined(after[other_start:other_end]), "added"))
    return tuple(_merged(pieces))


def marked(clean: str, text: str, limit: int) -> Marked:
    """The pieces of a message, cut for display after `limit` characters of it and as many that were dropped."""
    kept: list[Piece] = []
    left = {"text": limit, "dropped": limit}
    for piece in differences(cut(clean, LONGEST), cut(text, LONGEST)):
        purse = "dropped" if piece.fate == "dropped" else "text"
        shown = cut(piece.text, left[purse])
        left[purse] = left[purse] - len(shown) if shown == piece.text else 0
        if shown:
            kept.append(Piece(shown, piece.fate))
        if left["text"] == 0:
            break
    told = sum(len(piece.text) for piece in kept if piece.fate != "dropped")
    return Marked(pieces=tuple(kept), cut=len(text) - told)


def _parts(text: str) -> list[_Part]:
    found = [_Part(*match.groups()) for match in _PART.finditer(text)]
    rest = text[len(text.rstrip()) :]
    return [*found, _Part(rest, "")] if rest else found


def _spaced(space: str, part: _Part) -> Iterator[Piece]:
    """A word that stayed, after white space that perhaps did not."""
    if space == part.space:
        yield Piece(part.space + part.word, "same")
        return
    yield Piece(space, "dropped")
    yield Piece(part.space, "added")
    yield Piece(part.word, "same")


def _joined(parts: Sequence[_Part]) -> str:
    return "".join(part.space + part.word for part in parts)


def _merged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours of one fate as one piece, none of them empty."""
    for fate, group in groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.fate):
        yield Piece("".join(piece.text for piece in group), fate)
