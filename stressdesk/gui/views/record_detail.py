"""One record beside the table: what was said, what became of it and why, what it took, and what to do with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from stressdesk.analysis.intents import intent_words
from stressdesk.analysis.own_names import name_words
from stressdesk.gui.icons import icon
from stressdesk.gui.models.desk import Desk
from stressdesk.gui.models.record_columns import RESULTS, mess_words, stage_words, why_words
from stressdesk.gui.models.record_detail import Detail, RecordDetail
from stressdesk.gui.models.scenario import LastEdit
from stressdesk.gui.parts.layouts import Card, column, holding, row, scrolling
from stressdesk.gui.parts.notices import button
from stressdesk.gui.parts.screen_only import screen_only
from stressdesk.gui.parts.words import Elided, explain, line, plain, set_tone, words
from stressdesk.gui.views.chat import TONES, Chat
from stressdesk.gui.views.record_cards import ChangesCard, MoneyCard, RequestsCard, VerdictsCard
from stressdesk.gui.views.timing import Timing

NARROWEST = 400
LONGEST = 600
LONGEST_WANTED = 80


class RecordPane(QFrame):
    """Shows the record that is looked at; `closed` when the user has seen enough."""

    closed = Signal()

    def __init__(self, desk: Desk, looked: RecordDetail) -> None:
        super().__init__()
        self._desk = desk
        self._looked = looked
        self.setMinimumWidth(NARROWEST)
        self._title = Elided("", "heading")
        self._result = words("", "badge")
        self._facts = words("", "secondary", wrap=True)
        self._why = words("", "body", wrap=True)
        self._close = button("", self.closed.emit, "quiet", "Close (Esc)")
        self._close.setAccessibleName("Close")
        self._make_buttons()
        self.chat = Chat(desk.appearance)
        self.changes = ChangesCard(desk.appearance)
        self.verdicts = VerdictsCard()
        self.timing = Timing(desk.appearance)
        self.requests = RequestsCard()
        self.money = MoneyCard()
        self._page = self._laid_out()
        nothing = words("Choose a query on the left to see its conversation.", "tertiary", wrap=True)
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty = nothing
        self.setLayout(column(self._page, self._empty))
        looked.changed.connect(self._show)
        desk.scenario.file_changed.connect(self._show_demo_button)
        desk.appearance.changed.connect(self._dress)
        self._dress()
        self._show()

    def _make_buttons(self) -> None:
        self.copy_message = button("Copy message", self._copy_message)
        self.copy_answer = button("Copy answer", self._copy_answer)
        self.copy_curl = button(
            "Copy as cURL", self._copy_curl, tip="A command that asks this query again; the key stays a variable"
        )
        self.add_demo = button("Add to demo inputs", self._add_demo)
        for one in (self._close, self.copy_message, self.copy_answer, self.copy_curl, self.add_demo):
            screen_only(one)

    def _laid_out(self) -> QWidget:
        head = row(self._title, self._result, gap=8)
        head.setStretch(0, 1)
        head.setAlignment(self._result, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._close)
        conversation, time = Card("Conversation"), Card("Time")
        conversation.body.addWidget(self.chat)
        time.body.addWidget(self.timing)
        cards = column(conversation, self.verdicts, self.changes, time, self.requests, self.money, None, gap=12)
        cards.setContentsMargins(0, 0, 8, 0)
        self._scroll = scrolling(holding(cards))
        whole = column(
            head, self._facts, self._why, row(self.copy_message, self.copy_answer, None, gap=6),
            row(self.copy_curl, self.add_demo, None, gap=6), 4, self._scroll, gap=6,
        )  # fmt: skip
        whole.setContentsMargins(12, 0, 0, 0)
        return holding(whole)

    def _dress(self) -> None:
        look = self._desk.appearance.look
        for one, name in ((self.copy_message, "copy"), (self.copy_answer, "copy"), (self.copy_curl, "copy"),
                          (self.add_demo, "plus"), (self._close, "x")):  # fmt: skip
            one.setIcon(icon(name, look.secondary, 14))
        self.changes.dress()

    def _show(self) -> None:
        detail = self._looked.detail
        self._page.setVisible(detail is not None)
        self._empty.setVisible(detail is None)
        if detail is None:
            return
        line = detail.row
        self._title.setText(f"Query {line.number:,}")
        self._result.setText(RESULTS[line.result])
        set_tone(self._result, TONES[line.result])
        self._facts.setText(plain(_facts(detail), LONGEST))
        self._why.setText(plain(why_words(line), LONGEST))
        self._why.setVisible(bool(why_words(line)))
        self.copy_answer.setEnabled(bool(detail.record.answer))
        self.copy_curl.setEnabled(bool(detail.curl))
        explain(self.copy_curl, detail.trouble or "A command that asks this query again; the key stays a variable")
        self._show_demo_button()
        self.chat.show_detail(detail)
        self.verdicts.show_detail(detail)
        self.changes.show_detail(detail)
        self.timing.show_spans(detail.spans, detail.provenance, detail.record.injected_seconds)
        self.requests.show_detail(detail)
        self.money.show_detail(detail)
        self._scroll.verticalScrollBar().setValue(0)

    def _show_demo_button(self) -> None:
        can = self._looked.can_be_demo_input
        self.add_demo.setEnabled(can)
        self.add_demo.setToolTip(
            "Add the message, as it was sent, to the demo inputs of the open scenario"
            if can
            else "Open a scenario first"
        )

    def _copy_message(self) -> None:
        self._copy(lambda detail: detail.record.text, "The message is copied.")

    def _copy_answer(self) -> None:
        self._copy(lambda detail: detail.record.answer, "The answer is copied.")

    def _copy_curl(self) -> None:
        self._copy(lambda detail: detail.curl, "The query is copied as a cURL command.")

    def _copy(self, text: Callable[[Detail], str], said: str) -> None:
        if self._looked.detail is not None:
            QGuiApplication.clipboard().setText(text(self._looked.detail))
            self._desk.notices.say(said)

    def _add_demo(self) -> None:
        count = self._looked.add_demo_input()
        show = partial(self._desk.navigation.point, "Prompt", ("demo", count - 1))
        last = LastEdit(self._desk.scenario)
        self._desk.notices.say(f"Added as demo input {count:,}.", "Undo", last.undo, show=show, can=last.is_last)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Escape leads back to the table."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _facts(detail: Detail) -> str:
    row_ = detail.row
    parts = (
        stage_words(row_.stage),
        f"session {row_.session:,}, turn {row_.turn + 1}",
        name_words(row_.persona) if row_.persona != row_.stage else "",
        line(detail.wanted, LONGEST_WANTED) or intent_words(row_.intent),
        mess_words(row_) or "no mess",
    )
    return " · ".join(part for part in parts if part)
