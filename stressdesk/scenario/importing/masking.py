"""Personal data of a log replaced by invented values, the same original by the same one throughout.

Two passes: what any text of the log shows to be personal is looked for in all of them, so that a name told in one
message is masked in the next, where nothing tells it. Masking goes by patterns and misses what none of them fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from stressdesk.scenario.importing.identities import told
from stressdesk.scenario.importing.names import AFTER_TITLE, listed
from stressdesk.scenario.importing.stand_ins import cased_like, name_part, stand_in
from stressdesk.scenario.personal import NAMES, digit_runs, digits_of, places

DOUBT = (
    "Masking goes by patterns: a name or number that nothing around it tells stays. Read the texts before you share."
)

KINDS: dict[str, str] = {
    **{str(kind): name for kind, name in NAMES.items()},
    "name": "name", "address": "address", "birth date": "date of birth", "key": "key or token", "password": "password",
    "document number": "document or account number",
}  # fmt: skip
"""What each kind is called, in the singular."""

_NUMBERS = ("card", "iban", "phone", "ssn", "document number")
_OF_WORDS = ("name", "address")
_WORD = re.compile(r"\w+")
_LEAST_DIGITS = 7
_LEAST_NAME_PART, _LONGEST_TITLE = 3, 40
_LEAST_TELLING = 6
"""A shorter number, such as a card's three digits, is a number of many things elsewhere."""
_RANK = {kind: rank for rank, kind in enumerate(
    ("key", "password", "email", "iban", "card", "ssn", "ip", "address", "document number", "birth date", "phone",
     "name"))}  # fmt: skip
# Parts of names that are words as well are masked within the full name only.
_WORDS_TOO = listed(
    "will mark may grace hope faith joy rose rob bill jack art dean drew frank gene grant guy harry jean june"
    " april august summer autumn dawn iris ivy lily olive pearl ruby violet amber crystal max miles nick pat penny"
    " ray rich sandy sky sue ted tony van victor wade ward west young black brown green white gray grey king long"
    " price small stone street wood woods hill field fields baker cook cooper fisher hunter mason miller page"
    " parker porter potter shepherd smith taylor turner walker weaver love little lane bush day weeks moon rice"
    " bird fish fox wolf best bank case close cross early english french german good hall head holiday house major"
    " noble ford march marsh park power reading rush sharp short strong swift term wise the and von van der den"
    " del los las san"
)
_PARTICLES = listed("de da das do dos del della di du van von der den la le el al bin ibn zu ter ten")


class Masked(msgspec.Struct, frozen=True, kw_only=True):
    """How many different originals of a kind were replaced, and in how many places."""

    kind: str
    originals: int
    places: int


class _Spot(msgspec.Struct, frozen=True):
    kind: str
    start: int
    end: int


class _Form(msgspec.Struct, frozen=True):
    """How something remembered is written: `text` in small letters, `before` characters in front of its first word."""

    kind: str
    text: str
    before: int
    is_part: bool = False


class Masker:
    """Masks the texts of one log. `look` at all of them first; then `masked` gives each as it may be kept."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._invented: dict[tuple[str, str], str] = {}
        self._numbers: dict[str, str] = {}
        self._lengths: set[int] = set()
        self._forms: dict[str, dict[str, _Form]] = {}
        self._later_parts: set[str] = set()
        self._seen: dict[str, set[str]] = {}
        self._counts: dict[str, int] = {}

    def look(self, texts: Iterable[str]) -> None:
        """Remember everything personal that these texts show."""
        for text in texts:
            for spot in _spots(text):
                original = text[spot.start : spot.end]
                self._remember(spot.kind, original)
                if spot.kind == "name" and AFTER_TITLE.search(text, max(0, spot.start - _LONGEST_TITLE), spot.start):
                    self._later_parts.add(original.split()[0].strip(".,").casefold())

    def masked(self, text: str, language: str = "en") -> str:
        """The text with invented values in place of everything remembered."""
        pieces: list[str] = []
        done = 0
        for spot in _apart([*_spots(text), *self._known(text)]):
            original = text[spot.start : spot.end]
            pieces += (text[done : spot.start], self._replacement(spot.kind, original, language))
            self._counts[spot.kind] = self._counts.get(spot.kind, 0) + 1
            self._seen.setdefault(spot.kind, set()).add(_key(spot.kind, original))
            done = spot.end
        return "".join([*pieces, text[done:]])

    def counts(self) -> tuple[Masked, ...]:
        """What was masked so far, by kind."""
        return tuple(
            Masked(kind=kind, originals=len(self._seen[kind]), places=count)
            for kind, count in sorted(self._counts.items(), key=lambda pair: (-pair[1], pair[0]))
        )

    def _remember(self, kind: str, original: str) -> None:
        digits = digits_of(original)
        if kind in _NUMBERS and len(digits) >= _LEAST_DIGITS:
            known = digits[-9:] if kind == "phone" else digits
            self._numbers.setdefault(known, kind)
            self._lengths.add(len(known))
        elif kind == "name":
            self._keep(kind, original)
            for place, part in enumerate(original.split()):
                plain = part.strip(".,")
                if place:
                    self._later_parts.add(plain.casefold())
                if len(plain) >= _LEAST_NAME_PART and plain.casefold() not in _WORDS_TOO:
                    self._keep(kind, plain, is_part=True)
        elif kind != "birth date" and (kind != "document number" or len(original) >= _LEAST_TELLING):
            self._keep(kind, original)

    def _keep(self, kind: str, original: str, *, is_part: bool = False) -> None:
        text = " ".join(original.casefold().split())
        first = _WORD.search(text)
        if first is not None and len(text) >= _LEAST_NAME_PART:
            self._forms.setdefault(first.group(), {}).setdefault(text, _Form(kind, text, first.start(), is_part))

    def _known(self, text: str) -> Iterator[_Spot]:
        """Where the text repeats what is remembered, with nothing there that tells it."""
        for digits, start, end in digit_runs(text) if self._numbers else ():
            if kind := self._number_in(digits):
                yield _Spot(kind, start, end)
        plain = text.casefold()
        if len(plain) != len(text):
            plain = text.lower() if len(text.lower()) == len(text) else text
        for word in _WORD.finditer(plain) if self._forms else ():
            for form in self._forms.get(word.group(), {}).values():
                start = word.start() - form.before
                end = start + len(form.text)
                is_there = start >= 0 and plain[start:end].replace("\n", " ") == form.text
                # Part of a name only as names are written, so that a like word stays.
                is_cut = plain[end : end + 1].isalnum() or (form.is_part and text[start].islower())
                if is_there and not is_cut:
                    yield _Spot(form.kind, start, end)

    def _number_in(self, digits: str) -> str | None:
        for length in self._lengths:
            for at in range(len(digits) - length + 1):
                if kind := self._numbers.get(digits[at : at + length]):
                    return kind
        return None

    def _replacement(self, kind: str, original: str, language: str) -> str:
        if kind == "name":
            return self._named(original, language)
        key = _key(kind, original)
        known = self._invented.get((kind, key))
        if known is None:
            known = self._invented[kind, key] = stand_in(kind, key, original, language, self._seed)
        return _laid_out(known, original) if kind in _NUMBERS else known

    def _named(self, original: str, language: str) -> str:
        """Each part of a name by itself, so that Ann Lee and Ms Lee stay one person."""
        named: list[str] = []
        for place, part in enumerate(re.split(r"(\s+)", original)):
            plain = part.strip(".,")
            if len(plain) > 1 and plain.casefold() not in _PARTICLES:
                key = plain.casefold()
                if ("name", key) not in self._invented:
                    is_later = place > 0 or key in self._later_parts
                    self._invented["name", key] = name_part(plain, language, self._seed, is_later=is_later)
                part = part.replace(plain, cased_like(plain, self._invented["name", key]))  # noqa: PLW2901
            named.append(part)
        return "".join(named)


def _spots(text: str) -> Iterator[_Spot]:
    yield from (_Spot(place.kind, place.start, place.end) for place in places(text))
    yield from (_Spot(cue.kind, cue.start, cue.end) for cue in told(text))


def _apart(spots: Iterable[_Spot]) -> list[_Spot]:
    """The spots in order, none over another: the kind that says most first, of words what is left."""
    taken: list[_Spot] = []
    for spot in sorted(spots, key=lambda one: (_RANK[one.kind], one.start - one.end, one.start)):
        over = [one for one in taken if one.start < spot.end and spot.start < one.end]
        if not over:
            taken.append(spot)
        elif spot.kind in _OF_WORDS:
            start, end = spot.start, min(one.start for one in over)
            if end <= start:
                start, end = max(one.end for one in over), spot.end
            if end - start > 1 and not any(one.start < end and start < one.end for one in taken):
                taken.append(_Spot(spot.kind, start, end))
    return sorted(taken, key=lambda one: one.start)


def _key(kind: str, original: str) -> str:
    """What is the same however it is written."""
    if kind == "phone":
        return digits_of(original.casefold().partition("x")[0])[-9:]
    if kind in _NUMBERS:
        return re.sub(r"[\W_]", "", original).upper()
    return " ".join(original.casefold().split())


def _laid_out(known: str, original: str) -> str:
    """The invented number in the layout of another way to write the same."""
    signs = [character for character in known if character.isalnum()][::-1]
    places_ = [at for at, character in enumerate(original) if character.isalnum()][::-1]
    written = list(original)
    for at, sign in zip(places_, signs, strict=False):
        written[at] = sign.lower() if original[at].islower() else sign
    return "".join(written)
