"""A real message as its author would show it on stage, so that the mess can be put back at a known rate."""

from __future__ import annotations

import re

from stressdesk.traffic.reading import is_question

_MOST_WORDS = 60
_SMALL_I = re.compile(r"(?<![\w.'\u2019-])i(?=$|[\s,!?;:]|['\u2019][a-z])")
_EMOJI_END = re.compile("(?:\\s*[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f\u200d\U0001f3fb-\U0001f3ff])+\\s*$")
_REPEATED = re.compile(r"([!?])[!?]+|\.{3,}(?=\s*$)")
_ENDS = ".?!:…)\"'\u201d。？！؟।"
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


def tidied(text: str, language: str) -> str:
    """The message without white space at its edges; a short one in one line also with capital, final mark and I."""
    text = text.strip()
    if "\n" in text or len(text.split()) > _MOST_WORDS:
        return text
    text = _EMOJI_END.sub("", re.sub(r"[ \t\u00a0]+", " ", text))
    text = _REPEATED.sub(lambda found: found.group(1) or ".", text)
    if not text or not _LATIN.match(text[:1]):
        return text
    if language == "en":
        text = _SMALL_I.sub("I", text)
    end = "" if text[-1] in _ENDS else "?" if language == "en" and is_question(text) else "."
    return text[0].upper() + text[1:] + end
