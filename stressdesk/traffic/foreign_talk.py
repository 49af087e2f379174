"""What people write around a request in other languages than English: greetings, reasons for asking, thanks."""

from __future__ import annotations

import random
import re

import msgspec

from stressdesk.traffic.languages import word_set
from stressdesk.traffic.personas import Persona

# Only these lose their capital after a comma: any other first word may be a name, or in German a noun.
_SMALL: dict[str, frozenset[str]] = {
    "de": word_set(
        "ab am auf bei bin bitte brauche das der die es fahre für gibt hab habe ich im in ist kann können könnt mein "
        "meine mir muss müssen möchte sag sind um wann was welche welcher wer wie wieso wir wo woher bräuchte darf"
    ),
    "es": word_set(
        "a al como con cuál cuándo cuánto cuánta cuántos cómo dame de desde devolví dime dónde el en es está estoy "
        "explícame ha hay he la las llevo los me mi necesito no nos olvidé os para perdón por puedo pueden pásame qué "
        "quiero se si sigo somos tengo tenemos un una viajo voy ya"
    ),
    "fr": word_set(
        "à c ça ce combien comment dans depuis désolé dites donnez est expliquez il j je l la le les ma mes mon nous "
        "on où peut pour pourquoi pouvez qu quand que quel quelle quelles quels qui un une vous voici y"
    ),
    "pt": word_set(
        "a as cadê coloquei com como da de desculpa devolvi do dá em esqueci estou eu gostaria já me meu minha na no "
        "não o onde os para podem por posso pra preciso quais qual quando quanta quanto que quero se segue surgiu só "
        "tem tenho tá tô um uma vou é"
    ),
}
_FIRST_WORD = re.compile(r"[¿¡]?(?P<word>[^\W\d_]+)")
_FORMAL = frozenset({"professional", "older", "second-language"})


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """The small talk of one language. `comma` stands between greeting and request, `ends` close a sentence.

    `apologies` are the stories that somebody angry does not tell.
    """

    greetings: tuple[str, ...]
    formal: tuple[str, ...]
    stories: tuple[str, ...]
    thanks: tuple[str, ...]
    apologies: tuple[str, ...] = ()
    comma: str = ", "
    stop: str = ". "
    ends: str = ".!?…"


TALK: dict[str, Talk] = {
    "es": Talk(
        greetings=("hola", "buenas", "holaa", "Hola"),
        formal=("Buenos días", "Buenas tardes", "Estimados señores"),
        stories=(
            "Es para mi madre, que no se aclara con esto.",
            "Llevo toda la mañana con esto.",
            "Ya he mirado en la web y no lo veo.",
        ),
        thanks=("Gracias", "gracias!", "Muchas gracias de antemano.", "Un saludo"),
        apologies=("Perdón si ya lo han preguntado.",),
    ),
    "de": Talk(
        greetings=("hallo", "hi", "Hallo", "moin"),
        formal=("Guten Tag", "Guten Morgen", "Sehr geehrte Damen und Herren"),
        stories=(
            "Ich frage für meine Mutter.",
            "Ich suche seit einer Stunde und finde nichts.",
            "Auf der Seite steht dazu nichts.",
        ),
        thanks=("Danke!", "danke schonmal", "Vielen Dank im Voraus.", "Viele Grüße"),
        apologies=("Sorry falls das schon mal gefragt wurde.",),
    ),
    "fr": Talk(
        greetings=("bonjour", "salut", "Bonjour", "coucou"),
        formal=("Bonjour", "Bonjour Madame, Monsieur", "Bonsoir"),
        stories=(
            "C'est pour ma mère.",
            "Ça fait une heure que je cherche.",
            "J'ai regardé sur le site mais je trouve pas.",
        ),
        thanks=("Merci", "merci d'avance", "Merci beaucoup !", "Cordialement"),
        apologies=("Désolé si la question a déjà été posée.",),
    ),
    "pt": Talk(
        greetings=("oi", "olá", "Oi", "bom dia"),
        formal=("Bom dia", "Boa tarde", "Prezados"),
        stories=(
            "É pra minha mãe.",
            "Já procurei no site e não achei.",
            "Tô tentando desde cedo.",
        ),
        thanks=("Obrigado", "obrigada!", "valeu", "Desde já agradeço."),
        apologies=("Desculpa se já perguntaram isso.",),
    ),
    "zh": Talk(
        greetings=("你好", "您好", "在吗", "hi"),
        formal=("您好", "客服您好", "早上好"),
        stories=("我找了半天没找到。", "帮我妈问的。", "第一次用，不太会。", "之前问过一次没人回。"),
        thanks=("谢谢", "谢谢啦", "麻烦了", "多谢！"),
        comma="，",
        stop="。",
        ends="。！？…~?!",
    ),
    "hi": Talk(
        greetings=("नमस्ते", "हेलो", "हाय", "भैया"),
        formal=("नमस्कार", "नमस्ते जी", "आदरणीय महोदय"),
        stories=("मैं मम्मी के लिए पूछ रहा हूँ।", "काफी देर से ढूंढ रहा हूँ, मिला नहीं।", "पहली बार यूज़ कर रहा हूँ।", "पहले भी पूछा था।"),
        thanks=("धन्यवाद", "थैंक्स", "शुक्रिया", "प्लीज़ जल्दी बताइए"),
        stop="। ",
        ends="।.!?…",
    ),
    "ar": Talk(
        greetings=("السلام عليكم", "مرحبا", "هلا", "صباح الخير"),
        formal=("السلام عليكم ورحمة الله", "تحية طيبة", "مساء الخير"),
        stories=("أسأل عشان أمي.", "دورت في الموقع وما لقيت.", "صار لي ساعة أحاول."),
        thanks=("شكرا", "شكراً جزيلاً", "مشكورين", "يعطيكم العافية"),
        apologies=("آسف إذا السؤال متكرر.",),
        comma="، ",
        ends=".!؟?…",
    ),
}


def accompanied(text: str, language: str, persona: Persona, draws: random.Random) -> str:
    """The request with a greeting, a reason before it and thanks, each at the persona's share; as it is elsewhere."""
    talk = TALK.get(language)
    greets, tells, thanks = (draws.random() for _ in range(3))
    if talk is None:
        return text
    voice = persona.voice
    if tells < voice.backstory:
        joint = "" if talk.stop == "。" else " "
        stories = talk.stories if persona.name == "angry" else (*talk.apologies, *talk.stories)
        text = f"{draws.choice(stories)}{joint}{text}"
    if greets < voice.greeting:
        greeting = draws.choice(talk.formal if persona.name in _FORMAL else talk.greetings)
        text = f"{greeting}{talk.comma}{_going_on(text, language)}"
    if thanks < voice.closing:
        ended = text if text[-1:] in talk.ends else f"{text}{talk.stop.rstrip()}"
        text = f"{ended}{'' if talk.stop == '。' else ' '}{draws.choice(talk.thanks)}"
    return text


def _going_on(text: str, language: str) -> str:
    """The text as it goes on after a greeting and a comma: with a small first letter where its first word has one."""
    found = _FIRST_WORD.match(text)
    if found is None or found["word"].lower() not in _SMALL.get(language, ()):
        return text
    at = found.start("word")
    return f"{text[:at]}{text[at].lower()}{text[at + 1 :]}"
