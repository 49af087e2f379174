"""Invented names, addresses and the like from Faker, the same for the same seed on every machine and day."""

from __future__ import annotations

import datetime as dt
import decimal
import inspect
import random
import re
from collections.abc import Callable
from typing import Any

from faker import Faker
from faker.config import AVAILABLE_LOCALES

from stressdesk.errors import Problem, ScenarioError

_NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")
_LONGEST = 10_000

# Faker's calendar ends today, which would make the same seed give other words tomorrow.
_LAST_MOMENT = int(dt.datetime(2026, 1, 1, tzinfo=dt.UTC).timestamp())

# Ends today too, but takes no other end.
_DEPENDS_ON_TODAY = ("credit_card_expire", "credit_card_full", "passport_dates", "passport_full")

_HINT = "Choose one such as name, email, phone_number, city, company, street_address or word, or list `values:`."


def invented(provider: str, locale: str, field: str) -> Callable[[random.Random], str]:
    """A function that invents one text; raises ScenarioError for an unknown provider or locale."""
    if locale not in AVAILABLE_LOCALES:
        near = [known for known in sorted(AVAILABLE_LOCALES) if known[:2] == locale[:2].lower()]
        hint = f"Write one such as {', '.join(near[:8] or ['en_US', 'de_DE', 'fr_FR', 'ja_JP'])}."
        raise ScenarioError([Problem(f"there is no locale {locale[:40]}", hint=hint, field=f"{field}.locale")])
    fake = Faker(locale)
    method = _method(fake, provider)
    arguments = _arguments(method) if method is not None else {}
    if method is None or arguments is None or not _is_short_text(fake, method, arguments):
        message = f"Faker has no texts called {provider[:60]}"
        raise ScenarioError([Problem(message, hint=_HINT, field=f"{field}.faker")])

    def draw(rng: random.Random) -> str:
        fake.seed_instance(rng.getrandbits(64))
        return str(method(**arguments))

    return draw


def _method(fake: Faker, provider: str) -> Callable[..., Any] | None:
    """The provider's method, found among the providers' own so that nothing else of Faker can be reached by name."""
    if not _NAME.fullmatch(provider) or provider in _DEPENDS_ON_TODAY:
        return None
    for owner in fake.get_providers():
        method = getattr(type(owner), provider, None)
        if inspect.isfunction(method):
            bound: Callable[..., Any] = getattr(fake, provider)
            return bound
    return None


def _arguments(method: Callable[..., Any]) -> dict[str, Any] | None:
    """What the method must be told to be the same every day; None if it cannot be, or needs more than that."""
    parameters = inspect.signature(method).parameters
    required = [
        one for one in parameters.values() if one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD
    ]
    if required:
        return None
    if "end_datetime" in parameters:
        return {"end_datetime": _LAST_MOMENT}
    is_calendar = method.__module__ == "faker.providers.date_time"
    return None if is_calendar and method.__name__ not in ("timezone", "day_of_week", "month_name") else {}


def _is_short_text(fake: Faker, method: Callable[..., Any], arguments: dict[str, Any]) -> bool:
    fake.seed_instance(1)
    try:
        value = method(**arguments)
    except (TypeError, ValueError, LookupError, AttributeError, ImportError, OSError):
        return False
    kinds = (str, int, float, decimal.Decimal, dt.date, dt.time)
    return isinstance(value, kinds) and len(str(value)) <= _LONGEST
