"""How the window words what is wrong."""

from __future__ import annotations

from stressdesk.errors import Problem

IN_WINDOW = {
    "(load.live, --live)": "(“Production queries” on the page Run)",
    "put one into an environment variable, and name that as the target's `key_env`": (
        "name a variable for it under “More”, then enter the key in its field"
    ),
    "in a run, `load.retry` says": "in a run, “Waiting and trying again” says",
    "raise `max_tokens` if": "raise “Most tokens” on the page Prompt if",
    "from `prompt.parameters` or the target's `options`": (
        "from “Parameters” on the page Prompt or “Other options” of the target"
    ),
    "Raise the target's `timeout_seconds` (now": "Raise “Time limit of an answer” under “More” (now",
    "`errors` and the limits of the target say": "the target's errors and limits say",
    "`stressdesk models` lists those known": "“Search” lists those known",
    "set base_url to": "set the address to",
}
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
