"""Why runs end, in the sentences their files hold; whoever reads a file tells by these what became of its run."""

from __future__ import annotations

import re

WINDOW = "the window"
ORPHANED = "stopped because the program that started the run has ended"
"""Its window died, or whatever else began it."""

_NO_ROOM = "the spend limit of {} leaves no room for another query"
_REQUESTS = "the limit of {} requests was reached"
_MINUTES = "the limit of {} minutes was reached"
_BY_USER = "stopped by the user"
_USED_UP = re.compile("|".join(re.escape(words).replace(r"\{\}", r"\S+") for words in (_NO_ROOM, _REQUESTS, _MINUTES)))


def no_room(limit: float) -> str:
    """The spend limit, in US dollars, is used up."""
    dollars = f"${limit:,.2f}" if limit == round(limit, 2) else f"${limit:,.12f}".rstrip("0")
    return _NO_ROOM.format(dollars)


def requests_reached(limit: int) -> str:
    """As many requests as the run may send were sent."""
    return _REQUESTS.format(f"{limit:,}")


def minutes_reached(limit: float) -> str:
    """The run's time is over."""
    return _MINUTES.format(f"{limit:g}")


def by_user(how: str) -> str:
    """A person stopped the run, by `how`: "Ctrl-C", or WINDOW."""
    return f"{_BY_USER} ({how})"


def is_by_user(reason: str) -> bool:
    """Whether a person stopped the run, in whatever way."""
    return reason.startswith(_BY_USER)


def is_used_up(reason: str) -> bool:
    """Whether the run ended by a limit on all its sittings together: gone on with, it would end at once."""
    return _USED_UP.fullmatch(reason) is not None
