"""A list of misspellings as codespell has it, one a line: `recieve->receive`. Only read; none is shipped."""

from __future__ import annotations

from pathlib import Path

from stressdesk.errors import StressDeskError

MOST_LINES = 1_000_000
_SHORTEST = 4


def misspellings(path: Path) -> dict[str, str]:
    """Each misspelling and what was meant, in small letters, where that is one word. Raises StressDeskError."""
    known: dict[str, str] = {}
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            for number, line in enumerate(file, start=1):
                wrong, arrow, right = line.strip().partition("->")
                if not arrow and wrong:
                    raise StressDeskError(
                        f"{path.name}, line {number} has no arrow.", "Write wrong->right, one a line."
                    )
                meant = right.split(",")[0].strip()
                # Short ones are names and abbreviations as often as slips.
                if number <= MOST_LINES and len(wrong) >= _SHORTEST and wrong.isalpha() and meant.isalpha():
                    known[wrong.lower()] = meant.lower()
    except OSError as problem:
        raise StressDeskError(f"{path.name} cannot be read: {problem.strerror}.", "Check the path.") from problem
    return known
