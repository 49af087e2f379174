"""Messages that a model wrote for a scenario, kept beside it line by line; only what a person accepted is ever used."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from stressdesk.errors import Problem, ScenarioError
from stressdesk.scenario.model import Scenario, Wording
from stressdesk.scenario.reading import plain_text
from stressdesk.scenario.wordings import inputs

SUFFIX = ".written.jsonl"
MAX_BYTES = 20_000_000
LONGEST_TEXT = 2_000

State = Literal["new", "accepted", "rejected"]


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """One message: `of` is the input it puts, `prompt` names the instructions it was written by.

    `state` is a person's word on it, given in `stressdesk traffic review` or by hand in the file.
    """

    text: Annotated[str, Meta(min_length=1, max_length=LONGEST_TEXT)]
    of: str
    intent: str
    persona: str
    language: Annotated[str, Meta(pattern="^[a-z]{2}$")]
    model: str
    prompt: str
    date: str
    state: State = "new"


def written_path(scenario: Scenario, path: Path) -> Path:
    """Where a scenario's written messages are, or will be: the file it names, else one named after its own."""
    return path.parent / (scenario.written or f"{path.name.removesuffix('.yaml').removesuffix('.stress')}{SUFFIX}")


def read_written(path: Path) -> tuple[Written, ...]:
    """All messages of a file, in its order; none where there is no file. Raises ScenarioError for any other line."""
    if not os.path.lexists(path):
        return ()
    found: list[Written] = []
    for number, line in enumerate(plain_text(path, MAX_BYTES).split("\n"), 1):
        if not line.strip():
            continue
        try:
            found.append(msgspec.json.decode(line, type=Written))
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            hint = "Mend the line, or take it out; `state` is new, accepted or rejected."
            problem = Problem(f"this is no written message: {error!s:.200}", hint=hint, file=str(path), line=number)
            raise ScenarioError([problem]) from error
    return tuple(found)


def save_written(path: Path, messages: Sequence[Written]) -> None:
    """Put the messages into the file, whole or not at all. Raises OSError."""
    draft = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        draft.write_bytes(b"".join(msgspec.json.encode(message) + b"\n" for message in messages))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def with_written(scenario: Scenario, folder: Path) -> Scenario:
    """The scenario with the accepted messages among its wordings, and no file to look for. Raises ScenarioError.

    What was written for an input that is no longer there stays out.
    """
    if scenario.written is None:
        return scenario
    known = set(inputs(scenario))
    grouped: dict[tuple[str, str, str], dict[str, list[str]]] = {}
    for message in _required(folder / scenario.written):
        if message.state == "accepted" and message.of in known:
            texts = grouped.setdefault((message.of, message.model, message.persona), {})
            texts.setdefault(message.language, []).append(message.text)
    found = tuple(
        Wording(of=of, by=by, persona=persona, texts={language: tuple(said) for language, said in texts.items()})
        for (of, by, persona), texts in grouped.items()
    )
    return msgspec.structs.replace(scenario, wordings=(*scenario.wordings, *found), written=None)


def written_problems(scenario: Scenario, folder: Path) -> Iterator[Problem]:
    """Is the file there, and are its lines messages?"""
    if scenario.written is None:
        return
    try:
        _required(folder / scenario.written)
    except ScenarioError as error:
        for problem in error.problems:
            yield Problem(problem.message, hint=problem.hint, field="written")


def _required(path: Path) -> tuple[Written, ...]:
    if not os.path.lexists(path):
        hint = "Let `stressdesk traffic write` write it, or leave `written` out."
        raise ScenarioError([Problem(f"there is no file {path.name}", hint=hint, field="written")])
    return read_written(path)
