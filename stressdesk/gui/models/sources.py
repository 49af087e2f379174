"""Where the prompt's other variables get their values, one row each, and what can be done to them."""

from __future__ import annotations

from typing import Literal

import msgspec

from stressdesk.gui.models.scenario import ScenarioModel
from stressdesk.scenario.importing.prompt import guessed_variable
from stressdesk.scenario.model import Scenario, Variable
from stressdesk.scenario.updating import ABSENT

SourceKind = Literal["text", "values", "file", "csv", "faker"]
KINDS: tuple[tuple[SourceKind, str], ...] = (
    ("text", "One text"),
    ("values", "One of a list"),
    ("faker", "Invented"),
    ("file", "A file's text"),
    ("csv", "Table column"),
)
PROVIDERS = (
    "name", "first_name", "last_name", "email", "phone_number", "company", "job", "city", "country", "street_address",
    "postcode", "date", "url", "bothify", "word", "sentence", "paragraph", "color_name", "currency_code",
)  # fmt: skip
"""What Faker can invent, to choose from; others can be typed in."""


class SourceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One variable; `kind` is None where nothing gives it a value, `is_used` says whether the prompt mentions it."""

    name: str
    kind: SourceKind | None
    is_used: bool


def source_rows(scenario: Scenario, used: frozenset[str] | None, missing: frozenset[str]) -> tuple[SourceRow, ...]:
    """Those without a value first, then the others by name; `used` is None while it is not known yet."""
    lacking = [SourceRow(name=name, kind=None, is_used=True) for name in sorted(missing - set(scenario.variables))]
    given = [
        SourceRow(name=name, kind=kind_of(variable), is_used=used is None or name in used)
        for name, variable in scenario.variables.items()
    ]
    return (*lacking, *given)


def kind_of(variable: Variable) -> SourceKind:
    """Which source a variable has; the first where it has several, "text" where it has none."""
    given = [kind for kind, _ in KINDS if getattr(variable, kind) not in (None, ())]
    return given[0] if given else "text"


def give_value(model: ScenarioModel, name: str) -> None:
    """Give a variable something to begin with: what its name suggests, or one empty text."""
    guess = guessed_variable(name)
    variable = guess if guess.faker else Variable(text="")
    model.edit(("variables", name), variable, f"adding of {name[:40]}")


def choose_kind(model: ScenarioModel, name: str, kind: SourceKind) -> None:
    """Let a variable get its values from elsewhere; what it has is kept as far as it fits."""
    before: Variable = model.value(("variables", name))
    first = before.text if before.text is not None else next(iter(before.values), "")
    empty = {
        "text": Variable(text=first),
        "values": Variable(values=tuple(first.splitlines()) or ("",)),
        "faker": Variable(faker=guessed_variable(name).faker or "name"),
        "file": Variable(file=""),
        "csv": Variable(csv="", column=name),
    }
    model.edit(("variables", name), empty[kind], f"change of {name[:40]}")


def remove(model: ScenarioModel, name: str) -> None:
    """Take a variable out."""
    model.edit(("variables", name), ABSENT, f"removal of {name[:40]}")


def make_input(model: ScenarioModel, name: str) -> None:
    """Say that this variable is what the user writes."""
    prompt = msgspec.structs.replace(model.now.prompt, input=name)
    kept = {one: variable for one, variable in model.now.variables.items() if one != name}
    changed = msgspec.structs.replace(model.now, prompt=prompt, variables=kept)
    model.edit((), changed, f"choice of {name[:40]} for the user's words")


def values_written(values: tuple[str, ...]) -> str:
    """A list of values, one a line."""
    return "\n".join(values)


def values_read(text: str) -> tuple[str, ...]:
    """The lines of a text as values; one line at least."""
    return tuple(text.split("\n")) if text else ("",)
