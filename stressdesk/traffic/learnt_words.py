"""What was learnt from a log, in sentences and rows that the terminal and the window show alike."""

from __future__ import annotations

from stressdesk.scenario.amounts import counted
from stressdesk.scenario.importing.masking import DOUBT, KINDS
from stressdesk.traffic.learnt import Learnt

MOST_GROUPS = 8


def asked_words(found: Learnt) -> str:
    """What the requests are about, the commonest first; "" where there are none."""
    total = sum(group.count for group in found.asked)
    shown = [f"{group.words} {group.count / total:.0%}" for group in found.asked[:MOST_GROUPS]]
    more = f", and {counted(len(found.asked) - MOST_GROUPS, 'more group')}" if len(found.asked) > MOST_GROUPS else ""
    return f"Asked about: {', '.join(shown)}{more}." if shown else ""


def masking_words(found: Learnt) -> str:
    """What was masked, and that masking has limits; "" where no text was learnt."""
    if not found.traffic.examples:
        return ""
    if found.masked is None:
        return "Personal data was kept: the examples are as people wrote them."
    counts = ", ".join(
        f"{KINDS[one.kind]} {one.originals:,} (in {counted(one.places, 'place')})" for one in found.masked
    )
    return f"Masked in the texts looked at: {counts or 'nothing was found'}. {DOUBT}"
