"""Text to read is as tall as its lines, at whatever width it gets."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from stressdesk.gui.parts.text_block import TextBlock

LINES = """\
I promised my brother to have this done by Saturday, and you know how that goes.
My neighbour in Hobart told me that it only takes a minute these days.
I was charged twice this month
https://forum.example.net/threads/42266/page-1#post-42266"""


@pytest.mark.parametrize("width", range(200, 460, 10))
def test_a_text_that_becomes_narrower_hides_none_of_its_lines(qtbot: QtBot, width: int) -> None:
    block = TextBlock("Words")
    qtbot.addWidget(block)
    block.show_text(LINES)
    block.resize(width + 50, 400)
    block.show()
    block.resize(width, 400)
    view, part, needed = block.view, block.view.document().firstBlock(), 0.0
    while part.isValid():
        needed += view.blockBoundingRect(part).height()
        part = part.next()
    assert view.height() >= needed
