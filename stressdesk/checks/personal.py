"""Each piece of personal data in a text once, with a mask under which a reason may name it."""

from __future__ import annotations

import msgspec

from stressdesk.scenario.personal import Kind, Place, digits_of, places


class Found(msgspec.Struct, frozen=True):
    """One piece of personal data: its kind, a key that is the same however it is written, and a mask for reasons."""

    kind: Kind
    key: str
    mask: str


def find(text: str, kinds: tuple[Kind, ...]) -> list[Found]:
    """All personal data of these kinds, each once, in order of kinds and places."""
    found = (Found(place.kind, place.key, _mask(place, text[place.start : place.end])) for place in places(text, kinds))
    return list(dict.fromkeys(found))


def _mask(place: Place, written: str) -> str:
    """The little of it that lets a person find it again."""
    key = place.key
    match place.kind:
        case "email":
            return f"{key[0]}***{key[key.index('@') :]}"
        case "phone":
            return f"***{digits_of(written.partition('x')[0])[-3:]}"
        case "card":
            return f"**** {key[-4:]}"
        case "iban":
            return f"{key[:2]}** **** {key[-4:]}"
        case "ssn":
            return f"***-**-{key[-4:]}"
        case _:
            return f"{written[:3]}***"
