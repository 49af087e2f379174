"""What a user's wording names, invented by language: {name}, {city}, {order}, {date}, {time}, {amount}.

Names come from Faker's locale. Places are listed here: Faker's are made up of parts in several of these locales.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import unicodedata
from functools import lru_cache

from stressdesk.scenario.seeds import rng

LOCALES = {
    "en": "en_US",
    "es": "es_ES",
    "de": "de_DE",
    "fr": "fr_FR",
    "pt": "pt_BR",
    "zh": "zh_CN",
    "hi": "hi_IN",
    "ar": "ar_AA",
}
_NAMES = 200
_PLACE = re.compile(r"\{(name|city|order|date|time|amount)\}")
_CITIES: dict[str, tuple[str, ...]] = {
    "en": ("Leeds", "Austin", "Bristol", "Denver", "Cork", "Perth", "Toronto", "Dayton"),
    "es": ("Sevilla", "Bilbao", "Gijón", "Málaga", "Córdoba", "Zaragoza", "Vigo", "Murcia"),
    "de": ("Köln", "Leipzig", "Würzburg", "Kiel", "Graz", "Münster", "Bern", "Fürth"),
    "fr": ("Nantes", "Lyon", "Saint-Étienne", "Liège", "Besançon", "Genève", "Rennes", "Orléans"),
    "pt": ("São Paulo", "Curitiba", "Belém", "Fortaleza", "Goiânia", "Manaus", "Recife", "Niterói"),
    "zh": ("杭州", "成都", "武汉", "西安", "苏州", "青岛", "长沙", "昆明"),
    "hi": ("लखनऊ", "जयपुर", "इंदौर", "पटना", "भोपाल", "कानपुर", "नागपुर", "वाराणसी"),
    "ar": ("القاهرة", "الرياض", "عمّان", "الإسكندرية", "جدة", "الدار البيضاء", "دبي", "بغداد"),
}
_MONTHS: dict[str, str] = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "hi": "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "en": "January February March April May June July August September October November December",
}
_OF = {"es": " de ", "pt": " de "}
_CURRENCY = {"en": "${}", "pt": "R$ {}", "zh": "{}元", "hi": "₹{}", "ar": "{} ريال"}
_COMMA = frozenset({"es", "de", "fr", "pt"})
_FIRST_DAY = dt.date(2025, 1, 1).toordinal()


def filled(text: str, language: str, draws: random.Random) -> str:
    """The wording with an invented entity in each place: for the same draws the same of a kind, in any wording."""
    if "{" not in text:
        return text
    seed = draws.getrandbits(64)
    return _PLACE.sub(lambda found: _entity(found[1], language, rng(seed, "entity", found[1])), text)


def look_names_up(text: str, language: str) -> None:
    """Ask Faker now where this wording has a name in it: 20 ms, and 60 the first time, in which no answer is read."""
    if "{name}" in text:
        _names(LOCALES.get(language, LOCALES["en"]))


def _entity(kind: str, language: str, draws: random.Random) -> str:
    match kind:
        case "name":
            return draws.choice(_names(LOCALES.get(language, LOCALES["en"])))
        case "city":
            return draws.choice(_CITIES.get(language, _CITIES["en"]))
        case "order":
            return f"{draws.choice(('', '', 'A-', 'L'))}{draws.randint(10_000, 999_999)}"
        case "time":
            return f"{draws.randint(8, 21)}:{draws.choice(('00', '15', '30', '45'))}"
        case "date":
            return _date(dt.date.fromordinal(_FIRST_DAY + draws.randrange(365)), language, draws)
        case _:
            return _amount(draws.randint(900, 24_900), language)


def _date(day: dt.date, language: str, draws: random.Random) -> str:
    """As people write it: the day and the month, in words or figures."""
    if language == "zh":
        return f"{day.month}月{day.day}号"
    if language == "de" or draws.random() < 0.4:  # noqa: PLR2004 assumed
        return f"{day.day}.{day.month}." if language == "de" else f"{day.day}/{day.month}"
    months = _MONTHS.get(language, _MONTHS["en"]).split()
    return f"{day.day}{_OF.get(language, ' ')}{months[day.month - 1]}"


def _amount(cents: int, language: str) -> str:
    number = f"{cents / 100:.2f}"
    return _CURRENCY.get(language, "{} €").format(number.replace(".", ",") if language in _COMMA else number)


@lru_cache(maxsize=16)
def _names(locale: str) -> tuple[str, ...]:
    """First names, the same whatever the seed, so that Faker is asked once and not for every user."""
    # Faker takes 50 ms or more to load: only for wordings with a name in them.
    from stressdesk.scenario.invented import invented  # noqa: PLC0415

    draw = invented("first_name", locale, "wordings")
    drawn = [draw(rng(0, "names", locale, number)) for number in range(_NAMES)]
    # One of Faker's Hindi names begins with a vowel sign that belongs to no letter.
    return tuple(name for name in drawn if not unicodedata.category(name[0]).startswith("M"))
