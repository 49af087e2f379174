"""The cards of one record: verdicts, changed words, requests, tokens and money."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from stressdesk.analysis import words as numbers
from stressdesk.gui.models.appearance import Appearance
from stressdesk.gui.models.differences import Fate
from stressdesk.gui.models.disturbance import injected_words
from stressdesk.gui.models.record_columns import NOTHING, moment_words, seconds_words
from stressdesk.gui.models.record_detail import Detail
from stressdesk.gui.parts.layouts import Card, clear, row
from stressdesk.gui.parts.text_block import Stretch, TextBlock
from stressdesk.gui.parts.words import Kind, Tone, plain, words
from stressdesk.journal.events import Attempt, Usage, Verdict
from stressdesk.journal.kinds import KIND_WORDS
from stressdesk.targets.simulated_answers import as_text

JUDGEMENTS: dict[str, tuple[str, Tone]] = {
    "pass": ("Pass", "good"),
    "fail": ("Fail", "bad"),
    "unsure": ("Unsure", "warn"),
}
SOURCES = {"provider": "counted by the provider", "estimated": "estimated here", "simulated": "simulated"}
MOST_ATTEMPTS = 20
LONGEST = 600


class VerdictsCard(Card):
    """What each check said and why, and what should have come back."""

    def __init__(self) -> None:
        super().__init__("Verdicts")
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.body.addLayout(self._list)

    def show_detail(self, detail: Detail) -> None:
        """Show the verdicts on a record."""
        clear(self._list)
        expected = detail.record.expect
        self.set_subtitle("" if expected is None else f"Expected: {plain(as_text(expected), LONGEST)}")
        for verdict in detail.record.verdicts:
            self._list.addLayout(_verdict(verdict))
        if not detail.record.verdicts:
            nothing = "No answer came, so nothing was checked."
            checked = "The scenario has no checks." if detail.record.outcome == "answered" else nothing
            self._list.addWidget(words(checked, "tertiary", wrap=True))


class ChangesCard(Card):
    """The clean text against the messy one, what went struck through, what came in marked."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__("What the mess did")
        self._appearance = appearance
        self._detail: Detail | None = None
        self.block = TextBlock("Clean and messy text compared")
        self.body.addWidget(self.block)

    def show_detail(self, detail: Detail) -> None:
        """Show how the words of a record changed."""
        self._detail = detail
        record = detail.record
        self.block.show()
        if record.clean == record.text:
            self.set_subtitle("Nothing: the message was sent as it is.")
            self.block.hide()
        elif detail.changes is None:
            self.set_subtitle("The message is too long to be compared word by word. Clean, it begins:")
            self.block.show_text(record.clean)
        else:
            self.set_subtitle("Struck through: only in the clean text. Marked: only in the message sent.")
            self.dress()

    def dress(self) -> None:
        """Show it in the colours of the look in use."""
        detail, look = self._detail, self._appearance.look
        if detail is None or detail.changes is None or detail.record.clean == detail.record.text:
            return
        looks: dict[Fate, tuple[str, str]] = {
            "same": ("", ""), "added": (look.accent, look.accent_tint), "dropped": (look.bad, look.bad_tint),
        }  # fmt: skip
        stretches = [
            Stretch(piece.text, *looks[piece.fate], is_struck=piece.fate == "dropped") for piece in detail.changes
        ]
        self.block.show_stretches(stretches, f"{detail.record.clean}\n\n{detail.record.text}")


class RequestsCard(Card):
    """Every request sent for the query."""

    TITLES = ("", "Sent at", "First token", "Took", "Tokens", "Cost")

    def __init__(self) -> None:
        super().__init__("Requests")
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)

    def show_detail(self, detail: Detail) -> None:
        """Show the requests of a record."""
        clear(self._place)
        attempts = detail.record.attempts
        self.set_subtitle("" if attempts else "None was sent.")
        if not attempts:
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(len(self.TITLES) - 1, 1)
        for at, title in enumerate(self.TITLES):
            _put(grid, 0, at, title, "tertiary")
        for line, attempt in enumerate(attempts[:MOST_ATTEMPTS], 1):
            for at, said in enumerate((str(line), *_attempt(attempt))):
                _put(grid, 2 * line - 1, at, said, "body" if at else "tertiary")
            grid.addWidget(words(_came(attempt), "secondary", wrap=True), 2 * line, 1, 1, len(self.TITLES) - 1)
        holder = QWidget()
        holder.setLayout(grid)
        grid.setContentsMargins(0, 0, 0, 0)
        self._place.addWidget(holder)
        if len(attempts) > MOST_ATTEMPTS:
            self._place.addWidget(words(f"and {len(attempts) - MOST_ATTEMPTS:,} more", "tertiary"))


class MoneyCard(Card):
    """Tokens and cost, who counted them, and how the cost came about."""

    def __init__(self) -> None:
        super().__init__("Tokens and cost")
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.body.addLayout(self._list)

    def show_detail(self, detail: Detail) -> None:
        """Show what a record took."""
        clear(self._list)
        record = detail.record
        if record.usage is None:
            self._list.addWidget(words("No tokens are known for this query.", "tertiary"))
        else:
            for name, value in _tokens(record.usage):
                self._list.addLayout(_line(name, value))
            self._list.addWidget(words(f"Tokens of the last request, {SOURCES[record.usage.source]}.", "tertiary"))
        cost = NOTHING if record.cost_usd is None else numbers.money(record.cost_usd)
        self._list.addLayout(_line("Cost of all requests", cost))
        how = "No price is known for this model." if record.cost_usd is None else f"The cost is {detail.money}."
        self._list.addWidget(words(how if record.attempts else "Nothing was sent.", "tertiary", wrap=True))


def _verdict(verdict: Verdict) -> QHBoxLayout:
    name, tone = JUDGEMENTS[verdict.judgement]
    badge = words(name, "badge", tone=tone)
    said = words(f"{verdict.check}: {verdict.reason}"[:1_000], wrap=True)
    made = row(badge, gap=8)
    made.setAlignment(badge, Qt.AlignmentFlag.AlignTop)
    made.addWidget(said, 1)
    return made


def _attempt(attempt: Attempt) -> tuple[str, ...]:
    ttft = None if attempt.first_token is None else attempt.first_token - attempt.sent
    usage = attempt.usage
    return (
        moment_words(attempt.sent),
        seconds_words(ttft),
        seconds_words(attempt.finished - attempt.sent),
        NOTHING if usage is None else numbers.count(usage.input + usage.output),
        NOTHING if attempt.cost_usd is None else numbers.money(attempt.cost_usd),
    )


def _came(attempt: Attempt) -> str:
    kinds = {"gave_up": "the user gave up", **KIND_WORDS}
    kind = "an answer came" if attempt.kind is None else kinds.get(attempt.kind, attempt.kind)
    said = f"{kind}: {attempt.reason[:300]}" if attempt.reason else kind
    said = said[:1].upper() + said[1:]
    return said if attempt.injected is None else f"{said}\n{injected_words(attempt.injected)}"


def _tokens(usage: Usage) -> list[tuple[str, str]]:
    cached = f"{numbers.count(usage.input)}, {numbers.count(usage.cached)} of them cached"
    thought = f"{numbers.count(usage.output)}, {numbers.count(usage.reasoning)} of them reasoning"
    return [
        ("Input", cached if usage.cached else numbers.count(usage.input)),
        ("Output", thought if usage.reasoning else numbers.count(usage.output)),
    ]


def _line(name: str, value: str) -> QHBoxLayout:
    return row(words(name, "secondary"), None, words(value))


def _put(grid: QGridLayout, line: int, at: int, said: str, kind: Kind) -> None:
    label = words(said, kind)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    grid.addWidget(label, line, at)
