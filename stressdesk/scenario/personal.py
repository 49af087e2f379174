"""Finds personal data in a text: e-mail addresses, phone and card numbers, IBANs, social security numbers, IPs.

Made for finding out what is repeated, so it rather misses a number than take an order number for a phone.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator
from typing import Final, Literal

import msgspec

# What people and models write is far shorter; a pasted book is searched for half a second, not for half a minute.
MOST_CHARACTERS: Final = 200_000

Kind = Literal["email", "phone", "card", "iban", "ssn", "ip"]

NAMES: Final[dict[Kind, str]] = {
    "email": "e-mail address", "phone": "phone number", "card": "card number", "iban": "IBAN",
    "ssn": "social security number", "ip": "IP address",
}  # fmt: skip

# The length of an IBAN by country, from the registry that SWIFT keeps for ISO 13616.
_IBAN_LENGTHS: Final = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28,
    "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
    "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
    "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15,
    "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24, "SI": 19,
    "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ -]?[A-Za-z0-9])")
_SSN = re.compile(r"(?<![\d-])(\d{3})([- ])(\d{2})\2(\d{4})(?![\d-])", re.ASCII)
_IPV4 = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)", re.ASCII)
_IPV6 = re.compile(r"(?<![\w:])(?=[0-9A-Fa-f:]{0,39}:)[0-9A-Fa-f:]{3,39}(?![\w:])")
_CARD = re.compile(
    r"(?<![\w.-])(?:\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|3\d{3}([ -])\d{6}\2\d{4,5}|\d{13,19})(?![\w-])", re.ASCII
)
_RUN = re.compile(r"\d(?:[ .()/\u2010-\u2013-]{0,3}\d){6,29}", re.ASCII)
_DATE = re.compile(r"\d{4}[-./ ]\d{1,2}[-./ ]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}", re.ASCII)
_PHONE = re.compile(
    r"(?<![\w.+-])(?<!\d )(?:"
    r"\+\d(?:[ .()/-]{0,3}\d){7,14}"  # +44 (0)20 7946 0958
    r"|(?:(?:001|1)[-. ])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-. ])\d{3}[-. ]\d{4}"  # 1-555-123-4567, (555) 123-4567
    r"|\(0\d{1,4}\) ?\d{2,8}(?:[ ./-]\d{2,8}){0,4}"  # (030) 123 456
    r"|00?[1-9]\d{0,4}(?:[ ./-]\d{2,8}){1,5}"  # 030 1234567, 06 12 34 56 78, 0044 20 7946 0958
    r")(?:x\d{1,5})?(?!\w)",
    re.ASCII,
)
_TOLD_PHONE = re.compile(
    r"\b(?:phone|call|tel|mobile|cell|whatsapp|text|reach me|fax|handy"
    r"|telefon\w{0,8}|tél\w{0,8}|teléfono|móvil|celular)"
    r"\b"
    r"[^\d+(\n]{0,25}([+(]?\d(?:[ .()/-]{0,3}\d){6,14})(?!\w)",
    re.IGNORECASE,
)
# Chinese writes no spaces, and \b knows no border between its characters and a digit.
_TOLD_PHONE_ELSEWHERE = re.compile(
    "(?:电话|手机|联系方式|फ़ोन|फोन|मोबाइल|هاتف|جوال|موبايل)"
    r"[^\d+(\n]{0,25}([+(]?\d(?:[ .()/-]{0,3}\d){6,14})(?!\d)"
)
_LEAST_PHONE_DIGITS: Final = 8
_LEAST_CARD_DIGITS: Final = 13


class Place(msgspec.Struct, frozen=True):
    """One piece of personal data: its kind, a key that is the same however it is written, and where it stands."""

    kind: Kind
    key: str
    start: int
    end: int


def places(text: str, kinds: tuple[Kind, ...] = tuple(NAMES)) -> Iterator[Place]:
    """All personal data of these kinds in the first MOST_CHARACTERS, in order of kinds and places."""
    text = text[:MOST_CHARACTERS]
    if "@" in text or any(character.isdigit() for character in text):
        for kind in kinds:
            yield from _FINDERS[kind](text)


def digit_runs(text: str) -> Iterator[tuple[str, int, int]]:
    """The runs of digits in a text: without their separators, and where they stand."""
    for match in _RUN.finditer(text[:MOST_CHARACTERS]):
        yield digits_of(match.group()), match.start(), match.end()


def digits_of(text: str) -> str:
    """The digits of a text."""
    return re.sub(r"[^0-9]", "", text)


def luhn_sum(digits: str) -> int:
    """The sum of Luhn's check (ISO/IEC 7812-1, annex B), modulo 10: 0 for a number whose check digit is right."""
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(map(int, digits[-1::-2]))) % 10


def iban_remainder(iban: str) -> int:
    """An IBAN modulo 97 (ISO 13616), 1 for one whose check digits are right."""
    return int("".join(str(int(character, 36)) for character in iban[4:] + iban[:4])) % 97


def _emails(text: str) -> Iterator[Place]:
    if "@" in text:
        for match in _EMAIL.finditer(text):
            address = match.group().rstrip("-.")
            yield Place("email", address.casefold(), match.start(), match.start() + len(address))


def _cards(text: str) -> Iterator[Place]:
    for match in _CARD.finditer(text):
        digits = digits_of(match.group())
        if len(digits) >= _LEAST_CARD_DIGITS and digits[0] in "23456" and luhn_sum(digits) == 0:
            yield Place("card", digits, match.start(), match.end())


def _phones(text: str) -> Iterator[Place]:
    written = [match.span() for match in _PHONE.finditer(text)]
    told = [match.span(1) for cue in (_TOLD_PHONE, _TOLD_PHONE_ELSEWHERE) for match in cue.finditer(text)]
    for start, end in (*written, *told):
        number = text[start:end]
        digits = digits_of(number.partition("x")[0])
        is_date = _DATE.fullmatch(number) is not None
        is_card = len(digits) >= _LEAST_CARD_DIGITS and luhn_sum(digits) == 0
        if len(digits) >= _LEAST_PHONE_DIGITS and not is_date and not is_card:
            # The last nine digits are the same with and without the country's code or a leading 0.
            yield Place("phone", digits[-9:], start, end)


def _ibans(text: str) -> Iterator[Place]:
    for match in _IBAN_START.finditer(text):
        length = _IBAN_LENGTHS.get(match.group()[:2].upper())
        end = None if length is None else _end_of(text, match.start(), length)
        if end is None:
            continue
        iban = re.sub(r"[^A-Z0-9]", "", text[match.start() : end].upper())
        if iban_remainder(iban) == 1:
            yield Place("iban", iban, match.start(), end)


def _end_of(text: str, start: int, length: int) -> int | None:
    """Where the next `length` letters and digits end, spaces and dashes not counted; None if more follow."""
    count = 0
    for position in range(start, min(len(text), start + 2 * length)):
        character = text[position]
        if character.isascii() and character.isalnum():
            count += 1
            if count == length:
                follows = text[position + 1 : position + 2]
                return None if follows.isascii() and follows.isalnum() else position + 1
        elif character not in " -\u00a0":
            return None
    return None


def _ssns(text: str) -> Iterator[Place]:
    for match in _SSN.finditer(text):
        area, group, serial = match[1], match[3], match[4]
        # Never issued: Social Security Administration, "Social Security Number Randomization".
        if area not in {"000", "666"} and area < "900" and group != "00" and serial != "0000":
            yield Place("ssn", area + group + serial, match.start(), match.end())


def _ips(text: str) -> Iterator[Place]:
    for match in [*_IPV4.finditer(text), *_IPV6.finditer(text)]:
        try:
            address = ipaddress.ip_address(match.group())
        except ValueError:
            continue
        yield Place("ip", address.compressed, match.start(), match.end())


_FINDERS: Final[dict[Kind, Callable[[str], Iterator[Place]]]] = {
    "email": _emails, "phone": _phones, "card": _cards, "iban": _ibans, "ssn": _ssns, "ip": _ips,
}  # fmt: skip
