"""Which languages a log's messages are in: by script and frequent words; where these say nothing, by py3langid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache

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


def languages(texts: Iterable[tuple[str, str | None]]) -> tuple[list[str], Counter[str]]:
    """The language of each text, as the log says or by its words, and how many there are of each.

    One too short to tell is taken for the commonest, and is not counted.
    """
    found = [said or spoken(text) for text, said in texts]
    counts = Counter(code for code in found if code)
    commonest = counts.most_common(1)[0][0] if counts else "en"
    return [code or commonest for code in found], counts


@cache
def _identify() -> Callable[[str], tuple[str, float]]:
    # Loading takes a second and 90 MB, so only a log with such texts pays.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - see above

    identify: Callable[[str], tuple[str, float]] = LanguageIdentifier.from_model_file(
        MODEL_FILE, norm_probs=True
    ).classify
    return identify
