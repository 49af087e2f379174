"""How the window words what is wrong."""

from __future__ import annotations

from stressdesk.errors import Problem

IN_WINDOW = {"(load.live, --live)": "(“Production queries” on the page Run)"}
"""What sentences for files and the command line call a setting, and what it is called here."""


def in_window(sentence: str) -> str:
    """The sentence with settings under the names they have in the window."""
    for elsewhere, here in IN_WINDOW.items():
        sentence = sentence.replace(elsewhere, here)
    return sentence


def problem_words(problem: Problem | None) -> str:
    """What is wrong and what to do about it, as sentences; "" where nothing is."""
    if problem is None:
        return ""
    message = f"{problem.message[:1].upper()}{problem.message[1:]}"
    return f"{message}{'' if message.endswith(('.', '!', '?')) else '.'} {problem.hint}".strip()
