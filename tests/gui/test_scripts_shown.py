"""Words in any script are shown and copied as they are, and cut where a reader sees a character end."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QApplication

from stressdesk.gui import theme
from stressdesk.gui.models.differences import marked
from stressdesk.gui.parts.words import Elided, line, plain

ARABIC = "أين طلبي رقم 4417، لُغةٌ 👩‍👩‍👧؟"
HINDI = "ज़िन्दगी का ऑर्डर कहाँ है 🇧🇷?"


@pytest.mark.parametrize("text", [ARABIC, HINDI, "cafe\u0301 𠮷野家 👋🏽"])
def test_what_a_label_shows_is_the_text(qapp: QApplication, text: str) -> None:
    assert plain(text) == line(text) == text
    shown = Elided(text)
    assert shown.text() == text


def test_what_would_turn_its_neighbours_is_made_visible(qapp: QApplication) -> None:
    assert "\u202e" not in Elided("user\u202e said").text()
    assert "\N{REPLACEMENT CHARACTER}" in plain("user\u2066 said")


@pytest.mark.parametrize("cluster", ["👩‍👩‍👧", "न्दी", "لُ", "🇧🇷"])
def test_a_long_message_ends_with_a_whole_character(cluster: str) -> None:
    for limit in range(8, 30):
        found = marked("", cluster * 50, limit)
        assert found.text == cluster * (len(found.text) // len(cluster))
        assert found.cut == len(cluster) * 50 - len(found.text)
        assert plain(cluster * 50, limit).removesuffix("…") == cluster * (limit // len(cluster))


@pytest.mark.parametrize("words", ["你好，我的订单在哪里？", "मेरा ऑर्डर कहाँ है", "مرحبا، أين طلبي؟", "😀🎉👩🫠"])
@pytest.mark.usefixtures("qapp")
def test_no_script_of_the_users_is_shown_as_boxes(words: str) -> None:
    layout = QTextLayout(words, theme.font())
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    glyphs = [glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes()]
    assert glyphs
    assert all(glyphs)
