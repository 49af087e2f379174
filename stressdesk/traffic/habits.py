"""Habits of wording: please, chat slang, dictation, words mixed up, articles dropped, two languages in one message."""

from __future__ import annotations

import random
import re

from stressdesk.traffic import languages
from stressdesk.traffic.kinds import Situation, ends_kept, outside, places_outside
from stressdesk.traffic.phrasing import decapitalised
from stressdesk.traffic.reading import is_command, is_question

_SLANG = {
    "you": "u",
    "your": "ur",
    "are": "r",
    "please": "pls",
    "thanks": "thx",
    "thank you": "ty",
    "because": "cuz",
    "what": "wat",
    "people": "ppl",
    "right now": "rn",
    "to be honest": "tbh",
    "i don't know": "idk",
    "i do not know": "idk",
    "going to": "gonna",
    "want to": "wanna",
    "got to": "gotta",
    "message": "msg",
    "password": "pw",
    "account": "acct",
    "tomorrow": "tmrw",
    "before": "b4",
    "though": "tho",
    "something": "smth",
    "about": "abt",
    "really": "rly",
}
_SLANG_WORDS = re.compile(r"\b(?:" + "|".join(sorted(_SLANG, key=len, reverse=True)) + r")\b", re.IGNORECASE)
_SLANG_ENDS = ("pls", "plz", "thx", "ty", "asap", "lol")
_MIXED_UP = {
    "your": "you're",
    "you're": "your",
    "their": "there",
    "there": "their",
    "they're": "there",
    "its": "it's",
    "it's": "its",
    "to": "too",
    "too": "to",
    "then": "than",
    "than": "then",
    "were": "where",
    "where": "were",
    "hear": "here",
    "lose": "loose",
    "of": "off",
    "affect": "effect",
    "accept": "except",
    "buy": "by",
    "weather": "whether",
    "whether": "weather",
    "know": "no",
    "right": "write",
    "receipt": "recipe",
    "quite": "quiet",
}
_MIXABLE = re.compile(
    r"\b(?:" + "|".join(sorted(_MIXED_UP, key=len, reverse=True)) + r")\b(?!['\u2019])", re.IGNORECASE
)
_ASKS_YOU = re.compile(r"(?:(?<=^)|(?<=[.,!?:] ))([Cc]an|[Cc]ould|[Ww]ould) you (?!be\b)")
_MAY_PLEASE = re.compile(r"(?:can|could|may|where|how|what|which|when)\b(?! do you (?:think|know))", re.IGNORECASE)
_FILLERS = ("um", "um", "uh", "uh", "like", "like", "you know", "er")
_STARTERS = ("okay so", "um", "hey so", "yeah so", "uh hi", "so", "right so", "um okay")
_MARKS = re.compile(r"[,.;:!?…]+(?=\s|$)|[\"“”()]")


def please(text: str, rng: random.Random, situation: Situation) -> str:
    """A please where the sentence has a place for one."""
    if "please" in text.lower() or not text.strip() or ends_kept(text, situation.kept):
        return text
    asked = _ASKS_YOU.sub(r"\1 you please ", text, count=1)
    if asked != text:
        return asked
    if is_command(text):
        return f"{text.rstrip('.!')} please" if rng.random() < 0.4 else f"Please {text[:1].lower()}{text[1:]}"  # noqa: PLR2004 assumed
    last = re.split(r"(?<=[.?!])\s+", text.strip())[-1]
    if is_question(last) and _MAY_PLEASE.match(last):
        bare = text.rstrip(" ?")
        return f"{bare}, please?" if rng.random() < 0.5 else f"{bare} please?"  # noqa: PLR2004 assumed
    return text


def chat_slang(text: str, rng: random.Random, situation: Situation) -> str:
    """Short forms for some of the words that have one; a word like lol at the end where there are none."""
    shortened = outside(text, situation.kept, lambda part: _SLANG_WORDS.sub(lambda word: _slang(word, rng), part))
    if (shortened == text or rng.random() < 0.25) and text.strip() and not ends_kept(text, situation.kept):  # noqa: PLR2004
        return f"{shortened.rstrip(' .')} {rng.choice(_SLANG_ENDS)}"
    return shortened


def _slang(word: re.Match[str], rng: random.Random) -> str:
    return _SLANG[word.group().lower()] if rng.random() < 0.8 else word.group()  # noqa: PLR2004 assumed: not every word


def mixed_up_words(text: str, rng: random.Random, situation: Situation) -> str:
    """One word written as another that sounds or looks like it: their for there, loose for lose."""
    places = places_outside(_MIXABLE, text, situation.kept)
    if not places:
        return text
    at = rng.choice(places)
    found = _MIXABLE.match(text, at)
    if not found:
        return text
    word = found.group()
    other = _MIXED_UP[word.lower()]
    return text[:at] + (other.capitalize() if word[0].isupper() else other) + text[found.end() :]


def dropped_articles(text: str, rng: random.Random, situation: Situation) -> str:
    """Some or all of the articles left out, as by people whose first language has none."""
    share = rng.choice((0.5, 1.0))

    def without(part: str) -> str:
        return re.sub(r"\b(?:the|an?) (?=[a-z])", lambda found: "" if rng.random() < share else found.group(), part)

    return outside(text, situation.kept, without)


def dictated(text: str, rng: random.Random, situation: Situation) -> str:
    """As a voice transcript: no punctuation, no capitals, fillers, words said twice."""
    if len(text.split()) > 60:  # noqa: PLR2004 nobody dictates a document
        return text

    def spoken(part: str) -> str:
        plain = _MARKS.sub("", re.sub(r"\s*\n+\s*", " ", part)).lower()
        return " ".join(_said(word, rng) for word in plain.split(" "))

    start = f"{rng.choice(_STARTERS)} " if rng.random() < 0.5 else ""  # noqa: PLR2004 assumed
    return start + outside(text, situation.kept, spoken)


def _said(word: str, rng: random.Random) -> str:
    """The word; in one of twenty places after a filler, in one of thirty said twice. Shares assumed."""
    chance = rng.random()
    if not word.isalpha() or chance >= 0.08:  # noqa: PLR2004
        return word
    return f"{rng.choice(_FILLERS)} {word}" if chance < 0.05 else f"{word} {word}"  # noqa: PLR2004


def code_switching(text: str, rng: random.Random, situation: Situation) -> str:
    """A few words of another language in an English message."""
    if not text.strip() or ends_kept(text, situation.kept):
        return text
    return languages.switched(text, rng, going_on=decapitalised(text))


def other_language(text: str, rng: random.Random, situation: Situation) -> str:
    """The request as it stands, with an opening and a closing in the language the user writes in."""
    return text if not text.strip() else languages.framed(text, situation.writes, rng)
