"""A word that is longer than its line is read to its end, and stays the word it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QTextLayout
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stressdesk.gui.parts.editor import Editor
from stressdesk.gui.parts.words import words

WIDTH = 200


@pytest.mark.parametrize("word", ["x" * 300, "/a/path" * 40, "क्षि" * 60, "👩‍👩‍👧" * 30])
def test_a_word_longer_than_a_line_goes_on_in_the_next(word: str, qtbot: QtBot) -> None:
    label = words(f"Check {word}", wrap=True)
    qtbot.addWidget(label)
    letters = label.fontMetrics().horizontalAdvance(word)
    assert label.heightForWidth(WIDTH) >= letters // WIDTH * label.fontMetrics().height()
    assert label.text() == f"Check {word}"
    label.setText(word)
    assert label.text() == word


def test_what_is_copied_of_a_long_word_is_that_word(qtbot: QtBot) -> None:
    word = "/a/path" * 40
    label = words(word, wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    qtbot.addWidget(label)
    label.show()
    drawn = len(QLabel.text(label))
    assert drawn > len(word)
    label.setSelection(0, drawn)
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == word
    QGuiApplication.clipboard().clear()
    middle = label.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, label.mapToGlobal(middle))
    QApplication.sendEvent(label, event)
    (menu,) = label.findChildren(QMenu)
    menu.actions()[0].trigger()
    menu.close()
    assert QGuiApplication.clipboard().text() == word


@pytest.mark.parametrize("number", ["95 %", "+$0.000026", "\N{MINUS SIGN}$0.000025"])
def test_a_number_stays_on_one_line_with_its_sign(number: str, qtbot: QtBot) -> None:
    label = words(f"within {number} of them", wrap=True)
    qtbot.addWidget(label)
    assert label.text() == f"within {number} of them"
    # As wide as all but its end: what does not fit goes to the next line as a whole, and so do the words behind.
    metrics = label.fontMetrics()
    split = (
        metrics.horizontalAdvance(f"within {number[:-1]}")
        if number.endswith("%")
        else metrics.horizontalAdvance("within +")
    )
    layout = QTextLayout(QLabel.text(label), label.font())
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(split + 1)
    layout.endLayout()
    assert QLabel.text(label)[: line.textLength()].strip() == "within"


def test_words_of_a_usual_length_are_left_alone(qtbot: QtBot) -> None:
    label = words("Answers under way may still come", wrap=True)
    qtbot.addWidget(label)
    one, two = (label.heightForWidth(width) for width in (400, 120))
    assert two > one
    assert label.minimumSizeHint() == QSize(40, label.fontMetrics().height())


def widest_line(editor: Editor) -> float:
    blocks = (editor.document().findBlockByNumber(at) for at in range(editor.document().blockCount()))
    lines = ((block.layout().lineAt(at) for at in range(block.layout().lineCount())) for block in blocks)
    return max(line.x() + line.naturalTextWidth() for some in lines for line in some)


@pytest.mark.parametrize("width", [300, 484, 500])
def test_no_letter_stands_under_the_bar_of_an_editor(qtbot: QtBot, width: int) -> None:
    page = QWidget()
    page.setLayout(QVBoxLayout())
    editor = Editor()
    page.layout().addWidget(editor)
    qtbot.addWidget(page)
    page.resize(width, 600)
    editor.put(f"{'wonderful' * 9} " * 40)
    page.show()
    qtbot.waitUntil(lambda: editor.verticalScrollBar().isVisible() and widest_line(editor) <= editor.viewport().width())
