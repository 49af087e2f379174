"""Which languages a log's messages are in: by script and frequent words; where these say nothing, by py3langid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

from stressdesk.scenario.importing.log import Entry
from stressdesk.traffic.languages import language_of

_OTHER = "nl"
_MOST_CHARACTERS = 500
_FEWEST_LETTERS = 20
_SURE = 0.9
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def spoken(text: str) -> str | None:
    """The ISO 639-1 code of a message's language; None where it is too short or too mixed to tell."""
    start = text.strip()[:_MOST_CHARACTERS]
    told = language_of(start)
    # Where little speaks for any language, the answer is the one assumed.
    if told == language_of(start, _OTHER):
        return told
    if len(_NOT_LETTERS.sub("", start)) < _FEWEST_LETTERS:
        return None
    code, probability = _identify()(start)
    return code if probability >= _SURE else None


def languages(messages: Sequence[Entry]) -> tuple[list[str], Counter[str]]:
    """The language of each message, as the log says or by its words, and how many there are of each.

    One too short to tell is taken for that of its conversation, else for the commonest, and is not counted.
    """
    found = [one.language or spoken(one.text or "") for one in messages]
    counts = Counter(code for code in found if code)
    commonest = counts.most_common(1)[0][0] if counts else "en"
    around = of_conversations(messages, found)
    return [code or there or commonest for code, there in zip(found, around, strict=True)], counts


def of_conversations(messages: Sequence[Entry], codes: Sequence[str | None]) -> list[str | None]:
    """For each message the language that most of its conversation is in, going by the codes of all messages."""
    by_session: dict[str, Counter[str]] = {}
    for one, code in zip(messages, codes, strict=True):
        if one.session is not None and code:
            by_session.setdefault(one.session, Counter())[code] += 1
    commonest = {session: counts.most_common(1)[0][0] for session, counts in by_session.items()}
    return [
        code if one.session is None else commonest.get(one.session) for one, code in zip(messages, codes, strict=True)
    ]


@cache
def _identify() -> Callable[[str], tuple[str, float]]:
    # Loading takes a second and 90 MB, so only a log with such texts pays.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - see above

    identify: Callable[[str], tuple[str, float]] = LanguageIdentifier.from_model_file(
        MODEL_FILE, norm_probs=True
    ).classify
    return identify
