"""A filter of records in words: its parts as chips that can be taken away, and the results to choose between."""

from __future__ import annotations

import msgspec

from stressdesk.analysis.intents import intent_words
from stressdesk.analysis.own_names import name_words
from stressdesk.gui.models.record_columns import stage_words
from stressdesk.journal.choosing import RecordFilter
from stressdesk.journal.kinds import KIND_WORDS
from stressdesk.scenario.clusters import cut

QUICK = (
    (None, "All"), ("failing", "Failed"), ("prompt", "Wrong answer"), ("system", "System failure"),
    ("gave_up", "Gave up"), ("unsure", "Undecided"), ("good", "Good"),
)  # fmt: skip
LONGEST = 32


class Chip(msgspec.Struct, frozen=True):
    """One part of a filter, and the filter without it."""

    words: str
    without: RecordFilter


def chips(wanted: RecordFilter) -> list[Chip]:
    """The parts of a filter other than the result and the words, which have places of their own."""
    found = []
    if wanted.stage is not None:
        found.append(_chip(f"Stage: {stage_words(wanted.stage)}", wanted, stage=None))
    if wanted.persona is not None:
        found.append(_chip(f"Persona: {name_words(wanted.persona)}", wanted, persona=None))
    if wanted.mess is not None:
        found.append(_chip(f"Mess: {name_words(wanted.mess)}", wanted, mess=None))
    if wanted.check is not None:
        found.append(_chip(f"Failed check: {wanted.check}", wanted, check=None))
    if wanted.session is not None:
        found.append(_chip(f"Session {wanted.session:,}", wanted, session=None))
    if wanted.turn is not None:
        later = " and later" if wanted.turn_and_later else ""
        found.append(_chip(f"Turn {wanted.turn + 1}{later}", wanted, turn=None, turn_and_later=False))
    if wanted.intent is not None:
        found.append(_chip(f"Intent: {intent_words(wanted.intent)}", wanted, intent=None))
    if wanted.kind is not None:
        found.append(_chip(f"Failure: {KIND_WORDS.get(wanted.kind, wanted.kind)}", wanted, kind=None))
    if wanted.injected is not None:
        found.append(_chip("Injected" if wanted.injected else "Not injected", wanted, injected=None))
    return found


def _chip(text: str, wanted: RecordFilter, **changes: object) -> Chip:
    shown = text if len(text) <= LONGEST else f"{cut(text, LONGEST - 1)}…"
    return Chip(shown, msgspec.structs.replace(wanted, **changes))
