from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from stressdesk.gui.models.differences import LONGEST, Piece, differences, marked
from stressdesk.scenario.clusters import cut

WORDS = st.lists(st.sampled_from(["Where", "where", "is", "order", "?", " ", "  ", "\n", "don't", "שלום", "👍🏽"]))
TEXTS = st.one_of(WORDS.map(" ".join), WORDS.map("".join), st.text())


@given(TEXTS, TEXTS)
@example("", "  ")
@example("a \u00a0b", "a b\u3000")
def test_same_and_added_make_the_text_and_same_and_dropped_the_clean_one(clean: str, text: str) -> None:
    pieces = differences(clean, text)
    assert "".join(piece.text for piece in pieces if piece.fate != "dropped") == text
    assert "".join(piece.text for piece in pieces if piece.fate != "added") == clean
    assert all(piece.text for piece in pieces)


@given(TEXTS, TEXTS, st.integers(1, 40))
def test_what_is_shown_is_a_beginning_of_the_text(clean: str, text: str, limit: int) -> None:
    shown = marked(clean, text, limit)
    assert text.startswith(shown.text)
    assert shown.text == cut(text, limit)
    assert shown.cut == len(text) - len(shown.text)


@given(TEXTS)
def test_a_text_that_did_not_change_is_one_piece(text: str) -> None:
    assert differences(text, text) == ((Piece(text, "same"),) if text else ())


def test_words_are_marked_as_wholes_and_white_space_by_itself() -> None:
    assert differences("Where is my order?", "where is  my order") == (
        Piece("Where", "dropped"),
        Piece("where", "added"),
        Piece(" is", "same"),
        Piece(" ", "dropped"),
        Piece("  ", "added"),
        Piece("my order", "same"),
        Piece("?", "dropped"),
    )


def test_a_request_inside_a_long_story_stays_recognisable() -> None:
    story = "So it was like this and that. " * 60
    shown = marked("Where is my order?", f"{story}Where is my order?", 900)
    assert [piece.fate for piece in shown.pieces] == ["added"]
    assert shown.cut == len(story) + 18 - 900


def test_a_megabyte_is_cut_and_not_compared() -> None:
    text = "word " * 200_000 + "x" * 1_000_000
    shown = marked("word " * 200_000, text, 800)
    assert len(shown.text) == 800
    assert shown.cut == len(text) - 800
    assert len("".join(piece.text for piece in shown.pieces)) <= 2 * LONGEST
