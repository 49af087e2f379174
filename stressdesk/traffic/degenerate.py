"""Inputs that are hardly inputs: nothing, a question mark, a cat on the keyboard, twenty thousand words."""

from __future__ import annotations

import random

import msgspec

LONG_WORDS = 20_000

_WEIGHTS: dict[str, float] = {
    "empty": 0.12,
    "question-mark": 0.15,
    "dot": 0.08,
    "white-space": 0.08,
    "emoji": 0.1,
    "digits": 0.1,
    "keyboard-mash": 0.12,
    "single-word": 0.14,
    "null": 0.06,
    "very-long": 0.05,
}
_REPEATED = (
    "the quick brown fox jumps over the lazy dog and runs back home again",
    "test test test",
    "please read all of this carefully before you answer",
    "lorem ipsum dolor sit amet consectetur adipiscing elit",
)
_CHOICES: dict[str, tuple[str, ...]] = {
    "empty": ("",),
    "question-mark": ("?", "?", "??", "???"),
    "dot": (".", ".", "..", "...", ","),
    "white-space": (" ", "   ", "\n", "\n\n", "\t", " \n "),
    "emoji": ("👍", "🤔", "😡", "❤️", "🙏🏽", "🤷‍♀️", "👨‍👩‍👧", "🇧🇷"),
    "single-word": ("hello", "test", "hi", "help", "ok", "no", "why", "start", "menu", "stop", "human", "agent"),
    "null": ("null", "undefined", "N/A", "[object Object]", "NaN", "{{message}}", "None"),
}


_WORDS_IN_LANGUAGE: dict[str, tuple[str, ...]] = {
    "es": ("hola", "prueba", "ayuda", "ok", "no", "por qué", "inicio", "menú", "humano", "agente"),
    "de": ("hallo", "test", "hi", "hilfe", "ok", "nein", "warum", "start", "menü", "stopp", "mensch", "mitarbeiter"),
    "fr": ("bonjour", "test", "slt", "aide", "ok", "non", "pourquoi", "menu", "stop", "humain", "conseiller"),
    "pt": ("oi", "teste", "ajuda", "ok", "não", "por quê", "início", "menu", "humano", "atendente"),
    "zh": ("你好", "测试", "在吗", "帮助", "好", "不", "为什么", "菜单", "人工", "客服"),
    "hi": ("नमस्ते", "टेस्ट", "हेलो", "मदद", "ठीक है", "नहीं", "क्यों", "मेनू", "एजेंट"),
    "ar": ("مرحبا", "تجربة", "هلا", "مساعدة", "تمام", "لا", "ليش", "القائمة", "موظف"),
}
_REPEATED_IN_LANGUAGE: dict[str, tuple[str, ...]] = {
    "es": ("prueba prueba prueba", "lee todo esto con atención antes de contestar por favor"),
    "de": ("test test test", "bitte alles genau durchlesen und dann erst antworten"),
    "fr": ("test test test", "merci de tout lire attentivement avant de répondre"),
    "pt": ("teste teste teste", "por favor leia tudo com atenção antes de responder"),
    "zh": ("测试 测试 测试", "请 全部 看完 再 回答"),
    "hi": ("टेस्ट टेस्ट टेस्ट", "जवाब देने से पहले कृपया यह सब ध्यान से पढ़ें"),
    "ar": ("تجربة تجربة تجربة", "الرجاء قراءة كل هذا قبل الرد"),
}
_MASHED_IN_LANGUAGE = {"de": "asdfghjklöä", "ar": "شسيبلاتنمك"}


class Degenerate(msgspec.Struct, frozen=True):
    """An input that is hardly one, and its class."""

    name: str
    text: str


def degenerate(rng: random.Random, language: str = "en") -> Degenerate:
    """One such input, its words in the language where there are some; one in twenty has 20,000 words."""
    name = rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
    return Degenerate(name, _text(name, rng, language))


def _text(name: str, rng: random.Random, language: str) -> str:
    match name:
        case "digits":
            return "".join(rng.choices("0123456789", k=rng.randint(1, 16)))
        case "keyboard-mash":
            keys = _MASHED_IN_LANGUAGE.get(language, "asdfghjkl;asdfjkl")
            return "".join(rng.choices(keys, k=rng.randint(4, 24)))
        case "very-long":
            words = rng.choice(_REPEATED_IN_LANGUAGE.get(language, _REPEATED)).split()
            return " ".join((words * (LONG_WORDS // len(words) + 1))[:LONG_WORDS])
        case "single-word":
            return rng.choice(_WORDS_IN_LANGUAGE.get(language, _CHOICES[name]))
        case _:
            return rng.choice(_CHOICES[name])
