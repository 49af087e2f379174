"""Whether this machine's limit of open files leaves room for as many connections as a run may want."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stressdesk.analysis.words import count

if TYPE_CHECKING:
    from stressdesk.journal.ahead import Preflight


def connection_words(ahead: Preflight) -> str:
    """How many connections are possible where a run may want more, and what to do; "" where they are enough."""
    if ahead.most_connections is None:
        return ""
    possible = ahead.most_connections * ahead.processes
    if ahead.most_in_flight <= possible:
        return ""
    return (
        f"this machine allows about {count(possible)} connections at once, and up to {count(ahead.most_in_flight)} "
        f"queries may be under way: with one more the run would end. Raise the limit of open files (ulimit -Hn), or "
        f"set load.max_in_flight to {count(possible)}"
    )
