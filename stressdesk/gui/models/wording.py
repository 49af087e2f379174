"""How the window words what is wrong."""

from __future__ import annotations

import re

from stressdesk.errors import Problem

IN_WINDOW = {
    r"\(load\.live, --live\)": "(“Production queries” on the page Run)",
    r"put one into an environment variable, and name that as the target's `key_env`": (
        "name a variable for it under “More”, then enter the key in its field"
    ),
    r"under the name given as `key_env:`": "and its name under “More”",
    r"under `key_env:`": "under “More”",
    r"in a run, `load\.retry` says": "in a run, “Waiting and trying again” says",
    r"raise `max_tokens` if": "raise “Most tokens” on the page Prompt if",
    r"from `prompt\.parameters` or the target's `options`": (
        "from “Parameters” on the page Prompt or “Other options” of the target"
    ),
    r"Raise the target's `timeout_seconds`": "Raise “Time limit of an answer” under “More”",
    r"`errors` and the limits of the target say": "the target's errors and limits say",
    r"`stressdesk models` lists those known": "“Search” lists those known",
    r"set base_url to": "set the address to",
    r"`off_topic`, `hostile` and `degenerate` add up to more than 1": (
        "“Off topic”, “Hostile” and “Hardly an input” add up to more than 100 %"
    ),
    r"off_topic, hostile and degenerate are shares of all queries, but add up to \S+": (
        "“Off topic”, “Hostile” and “Hardly an input” are shares of all queries, but add up to more than 100 %"
    ),
    r"until they add up to 1 or less": "until they add up to 100 % or less",
    r"Write `target:` with one of .+\.": "Choose one that there is.",
    r"Write \[([\d, ]+)\]": r"Put them in this order: \1",
    r"or set `target` to a simulated one": "or choose a simulated target",
    r"or write `share: 0`": "or set “Errors” to 0 %",
    r"Write `jitter_ms: (\S+)` or less, or a longer `delay_ms`": r"Write \1 ms or less, or a longer delay",
    r"Give `start` or `end` a": "Give the start or the end a",
    r"an hour of `hours`, and a day of `days`,": "an hour, and a day,",
    r"the (prompt's )?variable `(\w+)` has no value": r"{{\2}} has no value",
    r"Give it one under `variables: \w+:`": "Give it one under “Variables” on the page Prompt",
    r"Add `(\w+):` under `variables:` of this demo input": r"Give {{\1}} a value beside this demo input",
    r"Give it values under `variables:`, or, if it is what the user writes, write `prompt: input: \w+`": (
        "Give it a value under “Variables”, or press “The user writes this”"
    ),
    r"under `prompt: input:`": "under “User's words go into”",
    r"Add `expect:` with the expected fields to a demo input, or remove `match`": (
        "Write the expected fields beside a demo input on the page Prompt, or take the tick away"
    ),
    r"Add `expect:` to a demo input": "Write what is expected beside a demo input on the page Prompt",
    r"`match` has nothing to match with": "there are no expected values to compare with",
    r"`value` and `values` are given together": "“Words to find” and “Or one text” are both given",
    r"Write `required: \[name, \.\.\.\]` or `match: true`": (
        "Name a field, or tick “With the values the demo input expects”"
    ),
    r"Write `kinds:` or leave it out": "Tick what to look for",
    r"Write one of min_chars, max_chars, min_words and max_words": (
        "Write how many words or characters, at least or at most"
    ),
    r"use a `length` check": "use a check of the length",
    r"`--resume` goes on": "Resume goes on",
    r", for example with --out": "",
    r"Its records say why; they are in .+\.": "Records says why.",
    r"Run: export (\w+)=\.\.\.( or name another variable as the target's key_env\.)?": (
        r"Enter \1 under Settings, or set it and start StressDesk again."
    ),
    r"Give the target a base_url, such as (\S+), or run: export (\w+)=\.\.\.": (
        r"Give the target an address, such as \1, or set \2 and start StressDesk again."
    ),
    r"Write base_url like": "Write its address like",
    r"Give the target `prices`, or `price_as` with a model whose price is known, or drop limits\.spend_usd": (
        "Give the target a price on the page Load and target, or take the limit in dollars away under Checks and goals"
    ),
    r"Set prompt\.parameters\.max_tokens": "Fill in “Most tokens” on the page Prompt",
    r"so mean_turns cannot be": "so “Turns on average” cannot be",
    r"Set mean_turns to 1, or single_turn_share below 1": (
        "Set “Turns on average” to 1, or “One message only” below 100 %"
    ),
    r"begins with `type: object`": 'begins with "type": "object"',
}
"""What sentences for files and the command line call a setting, as patterns, and what it is called here."""


def in_window(sentence: str) -> str:
    """The sentence with settings under the names they have in the window."""
    for elsewhere, here in IN_WINDOW.items():
        sentence = re.sub(elsewhere, here, sentence)
    return sentence


def problem_words(problem: Problem | None) -> str:
    """What is wrong and what to do about it, as sentences; "" where nothing is."""
    if problem is None:
        return ""
    said = in_window(problem.message)
    message = f"{said[:1].upper()}{said[1:]}"
    return f"{message}{'' if message.endswith(('.', '!', '?')) else '.'} {in_window(problem.hint)}".strip()
