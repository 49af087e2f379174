"""An invented value in place of a person's own: of the same kind, layout and about the same length.

What it is depends on the seed, the kind and the original alone, so the same original always becomes the same.
"""

from __future__ import annotations

import ipaddress
import random
import re
from collections.abc import Callable
from functools import lru_cache

from faker import Faker

from stressdesk.scenario.personal import digits_of, iban_remainder, luhn_sum
from stressdesk.scenario.seeds import rng

LOCALES = {
    "en": "en_US", "de": "de_DE", "fr": "fr_FR", "es": "es_ES", "pt": "pt_BR", "it": "it_IT", "nl": "nl_NL",
    "zh": "zh_CN", "ja": "ja_JP", "ko": "ko_KR", "ru": "ru_RU", "ar": "ar_SA", "hi": "hi_IN", "pl": "pl_PL",
    "tr": "tr_TR", "sv": "sv_SE", "vi": "vi_VN", "cs": "cs_CZ", "el": "el_GR", "uk": "uk_UA",
}  # fmt: skip
"""Faker's locale for a language; English for any other."""

_IN_LATIN = {"hi": "en_IN", "zh": "en_US", "ja": "en_US", "ko": "en_US", "ru": "en_US", "ar": "en_US", "uk": "en_US"}
_TRIES = 12
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]{2,}")
_IBAN_START, _IBAN_CHECK, _IBAN_REST = 2, 98, 4
_PREFIX = re.compile(r"^(?:[A-Za-z]{1,8}[-_.]){1,3}|^(?:AKIA|ASIA|AIza|eyJ)")
_KEPT_OF_PHONE = re.compile(r"\+\d{1,2}|00\d{2}|0")


def stand_in(kind: str, key: str, original: str, language: str, seed: int) -> str:
    """The invented value for the original that `key` stands for, however written; never the original itself."""
    draw = rng(seed, "stand-in", kind, key)
    invent = _INVENTED.get(kind, _characters)
    for _ in range(_TRIES):
        invented = invent(original, language, draw)
        if invented.casefold() != original.casefold():
            return invented
    return re.sub(r"\w", "x", original)


def name_part(original: str, language: str, seed: int, *, is_later: bool) -> str:
    """An invented first or, where `is_later`, family name in place of a part of a name."""
    draw = rng(seed, "stand-in", "name", original.casefold())
    # Who writes Hindi, Arabic or Chinese in Latin letters has the name in them too.
    locales = {**LOCALES, **_IN_LATIN} if original.isascii() else LOCALES
    fake = _faker(locales.get(language, "en_US"))
    is_whole = _UNSPACED.fullmatch(original) is not None
    invented = original
    for _ in range(_TRIES):
        fake.seed_instance(draw.getrandbits(64))
        if is_whole:
            # Chinese and Japanese write a name without a space, the family's first.
            invented = f"{fake.last_name()}{fake.first_name()}"
        else:
            invented = str(fake.last_name() if is_later else fake.first_name()).split()[-1]
        if invented.casefold() != original.casefold():
            break
    return invented


def cased_like(original: str, invented: str) -> str:
    """The invented word in the case of the original: all small, all capitals, or as it is."""
    if original == original.lower():
        return invented.lower()
    return invented.upper() if original == original.upper() and len(original) > 1 else invented


@lru_cache(maxsize=8)
def _faker(locale: str) -> Faker:
    return Faker(locale)


def _email(original: str, _language: str, draw: random.Random) -> str:
    """A user name of about the length, under a domain set aside for examples."""
    fake = _faker("en_US")
    wanted = original.find("@")
    names = []
    for _ in range(4):
        fake.seed_instance(draw.getrandbits(64))
        names.append(fake.user_name())
    name = min(names, key=lambda one: abs(len(one) - wanted))
    return f"{name}@example.{draw.choice(('com', 'org', 'net'))}"


def _phone(original: str, _language: str, draw: random.Random) -> str:
    """Other digits in the same layout; the country's code or leading 0 stays."""
    kept = _KEPT_OF_PHONE.match(original)
    start = kept.end() if kept else 0
    return original[:start] + _digits(original[start:], draw)


def _card(original: str, _language: str, draw: random.Random) -> str:
    """Other digits behind the first, with a right check digit."""
    written = original[0] + _digits(original[1:], draw)
    at = max(place for place, character in enumerate(written) if character.isdigit())
    return written[:at] + _check_digit(digits_of(written)) + written[at + 1 :]


def _check_digit(digits: str) -> str:
    return str((int(digits[-1]) - luhn_sum(digits)) % 10)


def _iban(original: str, _language: str, draw: random.Random) -> str:
    """Another account of the same country, with right check digits."""
    plain = re.sub(r"[^A-Za-z0-9]", "", original).upper()
    rest = _characters(plain[_IBAN_REST:], "", draw)
    check = _IBAN_CHECK - iban_remainder(f"{plain[:_IBAN_START]}00{rest}")
    signs = iter(f"{plain[:_IBAN_START]}{check:02}{rest}")
    written = "".join(next(signs) if character.isalnum() else character for character in original)
    return written.lower() if original == original.lower() else written


def _ip(original: str, _language: str, draw: random.Random) -> str:
    """An address of the ranges set aside for documentation; one of a private network stays private."""
    address = ipaddress.ip_address(original)
    if address.version == 6:  # noqa: PLR2004 IPv6
        return f"2001:db8::{draw.getrandbits(16):x}:{draw.getrandbits(16):x}"
    if address.is_private:
        return f"10.{draw.randrange(256)}.{draw.randrange(256)}.{draw.randrange(1, 255)}"
    return f"{draw.choice(('192.0.2', '198.51.100', '203.0.113'))}.{draw.randrange(1, 255)}"


def _ssn(original: str, _language: str, draw: random.Random) -> str:
    """Another number of the form that is issued."""
    separator = original[3]
    return f"{draw.randrange(100, 665)}{separator}{draw.randrange(10, 99)}{separator}{draw.randrange(1_000, 9_999)}"


def _address(original: str, language: str, draw: random.Random) -> str:
    """A street address in the language's country, with a town where the original has more than a street."""
    fake = _faker(LOCALES.get(language, "en_US"))
    fake.seed_instance(draw.getrandbits(64))
    has_town = "," in original or "\n" in original or _UNSPACED.search(original) is not None
    invented = str(fake.address() if has_town else fake.street_address())
    lines = [line.strip() for line in invented.splitlines()]
    return ("\n" if "\n" in original else ", ").join(lines)


def _birth_date(original: str, _language: str, draw: random.Random) -> str:
    """Other days and years in the same layout; a month in words stays."""

    def other(number: re.Match[str]) -> str:
        digits = number.group()
        if len(digits) == 4:  # noqa: PLR2004 a year
            return str(draw.randrange(1945, 2006))
        return str(draw.randrange(1, 13)).zfill(len(digits)) if len(digits) == 2 else str(draw.randrange(1, 10))  # noqa: PLR2004

    return re.sub(r"\d+", other, original)


def _key(original: str, language: str, draw: random.Random) -> str:
    """Other characters behind the published beginning that tells whose key it is."""
    prefix = _PREFIX.match(original)
    start = prefix.end() if prefix else 0
    return original[:start] + _characters(original[start:], language, draw)


def _characters(original: str, _language: str, draw: random.Random) -> str:
    """A digit for each digit, a letter for each letter; all else stays."""
    return "".join(_sign(character, draw) for character in original)


def _digits(written: str, draw: random.Random) -> str:
    return "".join(str(draw.randrange(10)) if character.isdigit() else character for character in written)


def _sign(character: str, draw: random.Random) -> str:
    if character.isdigit():
        return str(draw.randrange(10))
    if not character.isalpha():
        return character
    letter = draw.choice("abcdefghijklmnopqrstuvwxyz")
    return letter.upper() if character.isupper() else letter


_INVENTED: dict[str, Callable[[str, str, random.Random], str]] = {
    "email": _email, "phone": _phone, "card": _card, "iban": _iban, "ip": _ip, "ssn": _ssn, "address": _address,
    "birth date": _birth_date, "key": _key,
}  # fmt: skip
