"""Personal data that is told by the words around it: names, addresses, dates of birth, numbers of documents, secrets.

For masking a log before it is taken in, so it goes by cues and rather masks a number too many than one too few.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, Literal

import msgspec

from stressdesk.scenario.importing.names import CAPITAL, NAME, WORD, names
from stressdesk.scenario.keys import KEY

Told = Literal["email", "name", "address", "birth date", "document number", "key", "password"]

_STREET = (
    r"(?:street|st|road|rd|lane|ln|avenue|ave|drive|dr|court|ct|way|boulevard|blvd|place|pl|square|sq|terrace|close"
    r"|crescent|highway|hwy|parkway|pkwy)"
)
_AFTER_STREET = (
    r"(?:[,\s]+(?:apt|apartment|unit|suite|ste|flat|floor|#)\.?[ ]?[\w-]{1,6})?"
    rf"(?:,?[ \t\n]+{NAME}(?:[ ]{NAME}){{0,2}})?(?:,?[ ](?-i:[A-Z]{{2}})\b)?(?:,?[ \t\n]+\d{{5}}(?:-\d{{4}})?\b"
    r"|,?[ \t\n]+(?-i:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b)?"
)
_AFTER_HOUSE = rf"(?:,?[ \t\n]+\d{{4,5}}[ ]{NAME}(?:[ ]{NAME}){{0,2}})?"
_OF_STREET = r"(?:(?:de|du|des|la|le|les|del|da|das|do|dos|las?|los|el|della|dei|l['\u2019])[ ]?){0,3}"
_NAME_OF_STREET = rf"{_OF_STREET}{NAME}(?:[ ]{NAME}){{0,2}}"
_ADDRESSES: Final = (
    re.compile(
        r"(?<![\w.])\d{1,5}[a-z]?[ ](?:(?:[nsew]\.?|north|south|east|west)[ ])?"
        rf"(?:(?:{NAME}[ ]){{1,3}}?{_STREET}|(?:{WORD}[ ]){{1,2}}?(?:street|road|avenue|lane))\b\.?{_AFTER_STREET}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w'\u2019-])(?:{NAME}[ ]){{0,2}}{CAPITAL}[\w\u00df-]*"
        rf"(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ring|damm|ufer)[ ]\d{{1,4}}[ ]?[a-z]?\b{_AFTER_HOUSE}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b\d{1,4}(?:[ ]?(?:bis|ter))?,?[ ](?:rue|avenue|boulevard|place|chemin|allée|impasse|quai)[ ]"
        rf"{_NAME_OF_STREET}{_AFTER_HOUSE}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:calle|avenida|avda\.?|plaza|paseo|rua|travessa|praça|via|viale|piazza)[ ]"
        rf"{_NAME_OF_STREET},?[ ](?:n[º°.]?[ ]?)?\d{{1,4}}\b{_AFTER_HOUSE}",
        re.IGNORECASE,
    ),
    # Whatever the street is called, a house's number, a post code and a town after it tell it.
    re.compile(
        rf"(?<![\w'\u2019-])(?:(?:am|an der|im|in der|auf dem|zum|zur)[ ])?{NAME}(?:[ ]{NAME}){{0,3}}[ ]\d{{1,4}}"
        rf"[ ]?[a-z]?,[ \n](?:[A-Z]{{1,2}}-)?\d{{4,5}}[ ]?(?:(?-i:[A-Z]{{2}})[ ])?{NAME}(?:[ ]{NAME}){{0,2}}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\bp\.?[ ]?o\.?[ ]?box[ ]\d{{1,6}}\b(?:,?[ ]{NAME}(?:[ ]{NAME}){{0,2}})?{_AFTER_STREET}"
        r"|\bpostfach[ ]\d[\d ]{1,8}\d\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:(?<=[在是到：:，,\s])|^)(?![住我在寄送家地])(?:[\u4e00-\u9fff]{2,8}?[省市区县]){1,4}[\u4e00-\u9fff\d]{1,20}?[路街道巷里村镇]"
        r"[\u4e00-\u9fff]{0,3}\d{1,5}号?(?:[\u4e00-\u9fff]{0,6}\d{1,4}[号楼栋单元室层])*"
    ),
    re.compile(
        r"(?:東京都|北海道|大阪府|京都府|[\u4e00-\u9fff]{2,3}県)[\u3040-\u30ff\u4e00-\u9fff]{2,14}"
        r"\d{1,4}(?:(?:[-\u2212\u30fc]|丁目|番地?|号)\d{0,4}){0,3}"
    ),
)
_BIRTH: Final = re.compile(
    r"\b(?:born(?: on| in)?|d\.?o\.?b\.?|date of birth|birth ?date|birthday|geboren(?: am)?|geburtsdatum|née? le"
    r"|date de naissance"
    r"|nacid[oa] el|fecha de nacimiento|nascid[oa] em|data de nascimento)\b[^\d\n]{0,14}"
    r"(?P<told>\d{1,4}[-./ ]\d{1,2}[-./ ]\d{1,4}|\d{1,2}(?:st|nd|rd|th|\.)?[ ](?:of )?[^\W\d_]{3,10},?[ ]\d{4})"
    r"|\b(?:born(?: on)?|d\.?o\.?b\.?|date of birth"
    r"|birthday)\b[^\w\n]{0,6}(?:is )?(?P<month>[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?,? \d{4})",
    re.IGNORECASE,
)
_DOCUMENT: Final = re.compile(
    r"\b(?:passport|driv(?:er|ing)['\u2019]?s? licen[cs]e|licen[cs]e plate|social security|ssn|national insurance"
    r"|nhs|medicare|aadha?ar|pesel|pan card|n[°º]\s*(?:de )?sécurité sociale|pasaporte|passaporto|paszport"
    r"|tax(?:payer)? id|identity card|id card|national id|ein|cpf|cnpj|rg|dni|nie|nif|nir|curp|personalausweis"
    r"|reisepass"
    r"|steuer-?id|steuernummer|sozialversicherungs?nummer|krankenversichertennummer|numéro de sécurité sociale"
    r"|carte d['\u2019]identité"
    r"|(?:bank )?account|sort code|routing|konto(?:nummer)?|cvv|cvc|pin|vin|policy|patient|member(?:ship)?)"
    r"(?:[ ]?(?:number|no|num|nr|id|code|#|is|n[º°]|(?:ist|lautet|es|est|é|è)(?=[ :])))*[ ]?\.?[:#]?[ ]*(?:is[ ])?"
    r"(?P<told>(?=[\w ./-]{4})[A-Z]{0,3}[ -]?\d\w{0,20}(?:[ ./-]\d\w{0,8}){0,6})(?!\w)",
    re.IGNORECASE,
)
# Numbers that tell by their own form, or by a word beside which Chinese and Arabic leave no space.
_NUMBERS_ELSEWHERE: Final = re.compile(
    r"(?<![A-Za-z0-9])(?P<fiscal>[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z])(?![A-Za-z0-9])"
    r"|(?:身份证号?码?|护照号?码?|银行卡号?|卡号|账号|マイナンバー|आधार(?: नंबर| संख्या)?|رقم (?:الهوية|الجواز|الحساب))"
    r"[^\dA-Za-z\n]{0,6}(?P<told>[A-Z]{0,2}\d(?:[ -]?[\dXx]){5,19})(?!\d)"
)
_SPELLED_EMAIL: Final = re.compile(
    r"(?<![\w.])[\w.+-]{2,40}(?:[ ]dot[ ][\w-]{1,30}){0,3}[ ]?"
    r"(?:[(\[]at[)\]][ ]?[\w-]{1,40}(?:[ ]?(?:\.|[(\[]dot[)\]]|dot)[ ]?[a-z]{2,10}){1,3}"
    r"|(?<=[ ])at[ ](?:[\w-]{1,40}(?:[ ]dot[ ][a-z]{2,10}){0,2}[ ]dot[ ](?:com|org|net|edu|info|io|[a-z]{2})"
    r"|(?:gmail|outlook|hotmail|yahoo|icloud|gmx|web)\.[a-z]{2,3}))\b",
    re.IGNORECASE,
)
_JWT: Final = re.compile(r"(?<![\w-])eyJ[\w-]{6,}\.[\w-]{4,}(?:\.[\w-]+)?")
_MORE_KEYS: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:sk|pk|rk|whsec)[-_][A-Za-z0-9_-]{16,}|xox[abposr]-[A-Za-z0-9-]{10,}|glpat-[\w-]{16,}"
    r"|AIza[\w-]{30,}"
    r"|SG\.[\w-]{16,}\.[\w-]{16,}|npm_[A-Za-z0-9]{30,}|(?:live|test)_[A-Za-z0-9]{20,})"
    r"|(?<=-----BEGIN )[A-Z ]*PRIVATE KEY-----[\s\S]*?(?=-----END|\Z)|(?<=\bBearer )[\w.~+/-]{12,}=*"
)
_SECRET: Final = re.compile(
    r"(?:\b|_)(?:password|passwd|passwort|pwd|passphrase|mot de passe|contraseña|senha|secret|api[_ -]?key"
    r"|access[_ -]?token|token)"
    r"(?:[ ]?(?:is|was|ist|est|es|é))?[ ]*[:=\"'\u2018\u2019\u201c\u201d ]{1,4}"
    r"(?P<told>(?=\S*[\d!@#$%^&*])[^\s\"'\u2019\u201d,;<>]{4,})",
    re.IGNORECASE,
)
_LOGIN: Final = re.compile(r"(?<=://)(?P<told>[^\s/@:]+(?::[^\s/@]*)?)(?=@)")
_QUERY_SECRET: Final = re.compile(
    r"(?<=[?&])(?:token|key|api_?key|auth|sig(?:nature)?|session(?:id)?|password|code|email"
    r"|user)=(?P<told>[^\s&#]{3,})",
    re.IGNORECASE,
)


class Cue(msgspec.Struct, frozen=True):
    """One piece of personal data that its surroundings tell: what it is and where it stands."""

    kind: Told
    start: int
    end: int


def told(text: str) -> Iterator[Cue]:
    """Everything in a text that its surroundings show to be personal; may overlap."""
    for find in _FINDERS:
        yield from find(text)


def _names(text: str) -> Iterator[Cue]:
    yield from (Cue("name", start, end) for start, end in names(text))


def _addresses(text: str) -> Iterator[Cue]:
    for pattern in _ADDRESSES:
        yield from (Cue("address", *match.span()) for match in pattern.finditer(text))


def _births(text: str) -> Iterator[Cue]:
    for match in _BIRTH.finditer(text):
        yield Cue("birth date", *match.span("told" if match["told"] else "month"))


def _documents(text: str) -> Iterator[Cue]:
    yield from (Cue("document number", *match.span("told")) for match in _DOCUMENT.finditer(text))
    for match in _NUMBERS_ELSEWHERE.finditer(text):
        yield Cue("document number", *match.span("told" if match["told"] else "fiscal"))


def _emails(text: str) -> Iterator[Cue]:
    yield from (Cue("email", *match.span()) for match in _SPELLED_EMAIL.finditer(text))


def _keys(text: str) -> Iterator[Cue]:
    for pattern in (KEY, _JWT, _MORE_KEYS):
        yield from (Cue("key", *match.span()) for match in pattern.finditer(text))


def _passwords(text: str) -> Iterator[Cue]:
    for pattern in (_SECRET, _LOGIN, _QUERY_SECRET):
        yield from (Cue("password", *match.span("told")) for match in pattern.finditer(text))


_FINDERS: Final[tuple[Callable[[str], Iterator[Cue]], ...]] = (
    _keys, _passwords, _emails, _names, _addresses, _births, _documents
)  # fmt: skip
