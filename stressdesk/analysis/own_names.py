"""Our own names of personas, kinds of mess and settings as people read them. Loads nothing that draws."""

from __future__ import annotations

OTHERWISE = {
    "degenerate": "hardly an input",
    "own-language": "in the user's own language",
    "model-written": "written by a model",
}
"""What is called otherwise than its name says."""


def name_words(name: str) -> str:
    """One of our names as words, "missing-detail" as "missing detail"; a name of others' as it is."""
    if not (name.isascii() and name.islower()):
        return name
    return OTHERWISE.get(name) or name.replace("_", " ").replace("-", " ").replace(":", ": ")


def name_title(name: str) -> str:
    """The same where a line begins with it: "Missing detail"."""
    said = name_words(name)
    return said[:1].upper() + said[1:]
