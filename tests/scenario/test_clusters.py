from __future__ import annotations

from unicodedata import normalize

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from stressdesk.charts.typesetting import Type, elided, wrapped
from stressdesk.checks.wording import shown as quoted
from stressdesk.cli.terminal import harmless
from stressdesk.report.contents import one_line, shown
from stressdesk.scenario.clusters import cut, is_visible, without_start
from stressdesk.scenario.scalars import shortened

CLUSTERS = ("👩‍👩‍👧", "🙏🏽", "🤷🏻‍♂️", "e\u0301", "न्दी", "क्षि", "🇧🇷", "لُ", "ب", "文", "a", " ", "ß", "กำ")
TEXTS = st.lists(st.sampled_from(CLUSTERS), max_size=60).map("".join)


def _characters(text: str) -> list[str]:
    return regex.findall(r"\X", text)


@given(TEXTS, st.integers(0, 120))
def test_a_cut_text_is_whole_characters_of_the_beginning(text: str, most: int):
    kept = cut(text, most)
    characters = _characters(text)
    assert text.startswith(kept)
    assert len(kept) <= most
    if kept and not (len(characters[0]) > most):
        assert _characters(kept) == characters[: len(_characters(kept))]
        # As much as fits: the next character would have been too much.
        rest = characters[len(_characters(kept)) :]
        assert not rest or len(kept) + len(rest[0]) > most


@given(st.text(max_size=200), st.integers(0, 200))
def test_any_text_can_be_cut_and_put_together_again(text: str, most: int):
    assert len(cut(text, most)) <= most
    assert cut(text, most) + without_start(text, most) == text or most > len(text)


def test_a_letter_under_a_thousand_marks_is_cut_all_the_same():
    assert len(cut("a" + "\u0301" * 1_000, 50)) == 50
    assert cut("x\r\ny", 2) == "x"


@pytest.mark.parametrize("cluster", ["👩‍👩‍👧", "🙏🏽", "e\u0301", "न्दी", "🇧🇷", "لُ"])
@pytest.mark.parametrize(
    "shorten",
    [
        harmless,
        one_line,
        shortened,
        lambda text, most: quoted(text, most)[1:-1],
        lambda text, most: shown(text, most).partition(" … (")[0],
        lambda text, most: elided(text, most, Type(size=1, colour="black")),
    ],
    ids=["terminal", "report line", "scenario", "reason", "report text", "chart"],
)
def test_whatever_shortens_a_text_leaves_no_half_character(shorten, cluster: str):
    for most in range(6, 40):
        short = shorten(cluster * 200, most)
        bare = short.removesuffix("…").strip()
        # Charts draw a letter and its accent as the one letter they are.
        assert any(bare == one * (len(bare) // len(one)) for one in (cluster, normalize("NFC", cluster))), (most, short)


def test_long_words_break_between_characters_in_charts():
    lines = wrapped("न्दी" * 40, 20, Type(size=1, colour="black"))
    assert len(lines) > 1
    assert "".join(lines) == "न्दी" * 40
    assert all(len(line) % len("न्दी") == 0 for line in lines)


@pytest.mark.parametrize("character", ["a", " ", "\u00a0", "\u3000", "\u200c", "\u200d", "\u0301", "文", "🙏"])
def test_what_is_spelt_with_is_seen(character: str):
    assert is_visible(character)


@pytest.mark.parametrize(
    "character", ["\x1b", "\n", "\u202e", "\u200b", "\ufeff", "\ud800", "\ue000", "\u2028", "\uffff"]
)
def test_what_steers_or_says_nothing_is_not_seen(character: str):
    assert not is_visible(character)
