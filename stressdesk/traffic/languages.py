"""Which language a text is in, as far as small lists of frequent words and scripts can tell, and phrases in others.

The phrases frame a request from the demo, which stays as it is: how people write who ask in their own language about a
text in another. They are not translations, and the kind of mess says so.
"""

from __future__ import annotations

import random
import re


def word_set(text: str) -> frozenset[str]:
    """The words of a text written as one line."""
    return frozenset(text.split())


_FREQUENT: dict[str, frozenset[str]] = {
    "en": word_set(
        "the a an and or is are was were i my me you your we our it this that of to in on for with not do does did "
        "how what when where why who can could please have has from by if will be at as"
    ),
    "es": word_set("el la los las un una y que es en de por para con mi su no se lo como qué cómo dónde puedo está"),
    "de": word_set("der die das ein eine und ist sind ich mein meine nicht wie was wo kann mit für zu von auf den dem"),
    "fr": word_set("le la les un une et est je mon ma mes pas que qui dans de du des pour avec comment où vous ne ce"),
    "pt": word_set("o os as um uma e é em de do da para com meu minha não como que onde posso por você está no na"),
    "it": word_set("il lo gli un una e è in di per con mio mia non come che dove posso sono del della si"),
    "nl": word_set("de het een en is zijn ik mijn niet hoe wat waar kan met voor van op te dat"),
}
_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("ja", "[\u3040-\u30ff]"),
    ("ko", "[\uac00-\ud7af]"),
    ("zh", "[\u4e00-\u9fff]"),
    ("ru", "[\u0400-\u04ff]"),
    ("ar", "[\u0600-\u06ff]"),
    ("he", "[\u0590-\u05ff]"),
    ("hi", "[\u0900-\u097f]"),
    ("el", "[\u0370-\u03ff]"),
)
_LETTERS = re.compile(r"[^\W\d_]+")

OPENINGS: dict[str, tuple[str, ...]] = {
    "es": (
        "Hola, necesito ayuda con esto:",
        "Buenas, no entiendo bien el inglés. Mi pregunta es esta:",
        "Por favor, ¿me pueden ayudar?",
        "Hola, una consulta:",
    ),
    "de": (
        "Hallo, ich brauche Hilfe dabei:",
        "Guten Tag, mein Englisch ist nicht so gut. Es geht um Folgendes:",
        "Können Sie mir bitte weiterhelfen?",
        "Kurze Frage:",
    ),
    "fr": (
        "Bonjour, j'ai besoin d'aide pour ceci :",
        "Bonjour, je ne parle pas bien anglais. Voici ma demande :",
        "Pouvez-vous m'aider s'il vous plaît ?",
        "Petite question :",
    ),
    "pt": (
        "Olá, preciso de ajuda com isto:",
        "Bom dia, não falo bem inglês. A minha dúvida é esta:",
        "Por favor, podem me ajudar?",
        "Oi, uma dúvida:",
    ),
    "zh": ("你好，麻烦帮我看一下这个：", "我英文不好，想问的是：", "请问一下：", "帮忙看下："),
    "hi": (
        "नमस्ते, इसमें मदद चाहिए:",
        "मेरी अंग्रेज़ी अच्छी नहीं है, मेरा सवाल यह है:",
        "कृपया मदद कीजिए:",
        "एक सवाल था:",
    ),
    "ar": ("السلام عليكم، أحتاج مساعدة في هذا:", "لغتي الإنجليزية ضعيفة، سؤالي هو:", "ممكن تساعدوني؟", "عندي سؤال:"),
}
FRAMED_BY_RATE = ("es", "de", "fr", "pt")
"""The languages of a scenario that gives a rate of messages in other languages, and does not say which."""
CLOSINGS: dict[str, tuple[str, ...]] = {
    "es": ("Gracias de antemano.", "¿Me pueden responder en español?", "Muchas gracias", ""),
    "de": ("Vielen Dank im Voraus.", "Bitte auf Deutsch antworten.", "Danke!", ""),
    "fr": ("Merci d'avance.", "Répondez en français si possible.", "Merci", ""),
    "pt": ("Obrigado desde já.", "Podem responder em português?", "Obrigada!", ""),
    "zh": ("谢谢！", "请用中文回复。", "麻烦了", ""),
    "hi": ("धन्यवाद।", "कृपया हिंदी में जवाब दें।", "शुक्रिया", ""),
    "ar": ("شكراً مقدماً.", "ممكن الرد بالعربي؟", "شكرا", ""),
}
SWITCHES: dict[str, tuple[str, ...]] = {
    "es": ("por favor", "gracias", "no entiendo", "es urgente"),
    "de": ("bitte", "danke", "keine Ahnung warum", "ist dringend"),
    "fr": ("s'il vous plaît", "merci", "je comprends pas", "c'est urgent"),
    "pt": ("por favor", "obrigado", "não entendo", "é urgente"),
}


def known_languages() -> tuple[str, ...]:
    """The ISO 639-1 codes a scenario can weigh: English and those with phrases."""
    return ("en", *OPENINGS)


def language_of(text: str, assumed: str = "en") -> str:
    """The ISO 639-1 code of the text's language; `assumed` where too little speaks for any."""
    for code, script in _SCRIPTS:
        if re.search(script, text):
            return code
    words = [word.lower() for word in _LETTERS.findall(text[:2_000])]
    hits = {code: sum(word in frequent for word in words) for code, frequent in _FREQUENT.items()}
    best = max(hits, key=lambda code: (hits[code], code == assumed))
    return best if hits[best] >= 2 and hits[best] > hits.get(assumed, 0) else assumed  # noqa: PLR2004 one word is no language


def framed(text: str, language: str, rng: random.Random) -> str:
    """The request as it stands, between an opening and perhaps a closing in the language; unchanged without phrases."""
    if language not in OPENINGS:
        return text
    opening, closing = rng.choice(OPENINGS[language]), rng.choice(CLOSINGS[language])
    joint = "\n" if "\n" in text else " "
    return joint.join(part for part in (opening, text, closing) if part)


def switched(text: str, rng: random.Random, *, going_on: str) -> str:
    """The text with a few words of another language after it, or before it, where it reads `going_on`."""
    words = rng.choice(SWITCHES[rng.choice(sorted(SWITCHES))])
    bare = text.rstrip(".!")
    return f"{words}, {going_on}" if rng.random() < 0.3 else f"{bare} {words}"  # noqa: PLR2004 assumed share
