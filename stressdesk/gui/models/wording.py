"""How the window words what is wrong."""

from __future__ import annotations

from stressdesk.errors import Problem


def problem_words(problem: Problem | None) -> str:
    """What is wrong and what to do about it, as sentences; "" where nothing is."""
    if problem is None:
        return ""
    message = f"{problem.message[:1].upper()}{problem.message[1:]}"
    return f"{message}{'' if message.endswith(('.', '!', '?')) else '.'} {problem.hint}".strip()
