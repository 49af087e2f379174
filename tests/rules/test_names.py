"""Names say what a thing is: words that could mean anything stand in none of them."""

from __future__ import annotations

import re

import pytest
from rules.sources import MODULES, definitions, short, tree

EMPTY_WORDS = frozenset(
    [
        "manager",
        "service",
        "handler",
        "helper",
        "processor",
        "controller",
        "util",
        "utility",
        "base",
        "common",
        "core",
        "data",
        "info",
        "item",
        "misc",
    ]
)
# Names whose word is the domain's own and not ours to choose.
ALLOWED = {
    **dict.fromkeys(("data", "setData", "headerData", "mimeData"), "Qt calls it so"),
    **dict.fromkeys(("setEditorData", "setModelData"), "Qt calls it so"),
    **dict.fromkeys(("insertFromMimeData", "canInsertFromMimeData"), "Qt calls it so"),
    "data_received": "asyncio calls it so",
    "PersonalData": "personal data is what the law calls it",
    "personal_data": "personal data is what the law calls it",
    "service": "service time is what queueing theory calls it",
}


def words(name: str) -> list[str]:
    """The words of a snake_case or CamelCase name, singular and in lower case."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
    return [re.sub(r"(?<=..)ies$", "y", part.lower()).removesuffix("s") for part in parts]


def empty(name: str) -> bool:
    return not EMPTY_WORDS.isdisjoint(words(name))


def test_no_module_folder_class_or_function_has_an_empty_name() -> None:
    offenders = [short(path) for path in MODULES if any(empty(part) for part in short(path).split("/"))]
    for path in MODULES:
        names = [(name, node.name) for name, node in definitions(tree(path)) if not node.name.startswith("__")]
        offenders += [f"{short(path)}: {full}" for full, last in names if empty(last) and last not in ALLOWED]
    assert offenders == []


@pytest.mark.parametrize(
    "name", ["RunManager", "utils", "load_data", "HTTPHandler", "BaseTarget", "item_count", "Infos", "utilities"]
)
def test_an_empty_word_is_found_in_any_spelling(name: str) -> None:
    assert empty(name)


@pytest.mark.parametrize("name", ["database", "metadata", "Summary", "score", "dataclass", "informed", "serviceable"])
def test_a_word_inside_a_word_does_not_count(name: str) -> None:
    assert not empty(name)
