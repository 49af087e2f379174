"""What a user says after an answer: a new request, thanks, a correction, the same again."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import msgspec


class FollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of later turn and its share among them.

    `phrases` with `{request}` put a request, `restates` says that it is the one before; without, nobody can say
    beforehand what a right answer is.
    """

    name: str
    about: str
    share: float
    phrases: tuple[str, ...] = ()
    restates: bool = False


RESEND = "resend"
FRESH_START = "fresh-start"
CORRECTION = "correction"

FOLLOW_UPS: tuple[FollowUp, ...] = (
    FollowUp(
        name=RESEND, about="The same message again. Measured: .0574 (campus question answering, RAGPulse).", share=0.06
    ),
    FollowUp(name=FRESH_START, about="A new request out of the blue. Measured: about .27 of follow-ups.", share=0.27),
    FollowUp(
        name="changed-mind",
        about="Takes the request back and makes another. Share assumed.",
        share=0.04,
        phrases=(
            "Actually, forget that. {request}",
            "Never mind. {request}",
            "I changed my mind. {request}",
            "No, leave it. {request}",
            "Ok, different question: {request}",
            "Scrap that. {request}",
        ),
    ),
    FollowUp(
        name="one-more-thing",
        about="Thanks, and a new request. Share assumed.",
        share=0.13,
        phrases=(
            "Thanks! One more thing: {request}",
            "Ok, thank you. {request}",
            "Great, thanks. And another question: {request}",
            "Got it. {request}",
            "Thanks, that helps. Something else: {request}",
            "Okay. Next: {request}",
        ),
    ),
    FollowUp(
        name="said-again",
        about="The same request in other words. Share assumed.",
        share=0.10,
        phrases=(
            "Let me say it differently. {request}",
            "No, what I mean is this: {request}",
            "Once more: {request}",
            "That's not what I asked. {request}",
            "I don't think you understood. {request}",
        ),
        restates=True,
    ),
    FollowUp(
        name="not-what-i-asked",
        about="Says that the answer missed the question. Share assumed.",
        share=0.08,
        phrases=(
            "That's not what I asked.",
            "No, that's not what I meant.",
            "You didn't answer my question.",
            "Did you even read what I wrote?",
            "That has nothing to do with my question.",
            "Not helpful.",
        ),
    ),
    FollowUp(
        name="clarification",
        about="Wants the answer explained. Share assumed.",
        share=0.12,
        phrases=(
            "What do you mean by that?",
            "Can you explain that in simpler words?",
            "I don't understand.",
            "Can you be more specific?",
            "Could you give me an example?",
            "And what does that mean for me?",
            "Why?",
            "Can you say that again, shorter?",
        ),
    ),
    FollowUp(
        name=CORRECTION,
        about="Corrects a number or word of the message before. Share assumed.",
        share=0.06,
        phrases=(
            "Sorry, I wrote that in a hurry. I meant: {request}",
            "Correction: {request}",
            "Sorry, that came out wrong. {request}",
        ),
        restates=True,
    ),
    FollowUp(
        name="doubt",
        about="Doubts the answer. Share assumed.",
        share=0.05,
        phrases=(
            "Are you sure?",
            "Are you sure about that?",
            "Really?",
            "How do you know?",
            "That doesn't sound right.",
        ),
    ),
    FollowUp(
        name="thanks",
        about="Says thanks, wants nothing. Share assumed.",
        share=0.09,
        phrases=(
            "Thanks!",
            "Thank you, that helped.",
            "Ok thanks.",
            "Great, thank you.",
            "Perfect, thanks a lot.",
            "Ok.",
            "Alright, I'll try that.",
        ),
    ),
)

IN_LANGUAGE: dict[str, dict[str, tuple[str, ...]]] = {
    "es": {
        "not-what-i-asked": ("Eso no es lo que pregunté.", "No has respondido a mi pregunta."),
        "clarification": ("No entiendo, ¿puedes explicarlo mejor?", "¿Qué quiere decir eso?"),
        "doubt": ("¿Seguro?", "¿Estás seguro de eso?"),
        "thanks": ("Gracias, me ha servido.", "Perfecto, muchas gracias."),
    },
    "de": {
        "not-what-i-asked": ("Das war nicht meine Frage.", "Das habe ich nicht gefragt."),
        "clarification": ("Das verstehe ich nicht, geht das einfacher?", "Was heißt das genau?"),
        "doubt": ("Sicher?", "Sind Sie sicher?"),
        "thanks": ("Danke, das hilft mir.", "Super, vielen Dank!"),
    },
    "fr": {
        "not-what-i-asked": ("Ce n'est pas ma question.", "Vous n'avez pas répondu à ma question."),
        "clarification": ("Je ne comprends pas, vous pouvez expliquer ?", "Ça veut dire quoi ?"),
        "doubt": ("Vous êtes sûr ?", "C'est sûr ?"),
        "thanks": ("Merci, ça m'aide.", "Parfait, merci beaucoup !"),
    },
    "pt": {
        "not-what-i-asked": ("Não foi isso que perguntei.", "Não respondeu à minha pergunta."),
        "clarification": ("Não entendi, pode explicar melhor?", "O que isso quer dizer?"),
        "doubt": ("Tem certeza?", "Certeza mesmo?"),
        "thanks": ("Obrigado, ajudou muito.", "Perfeito, obrigada!"),
    },
    "zh": {
        "not-what-i-asked": ("我问的不是这个。", "你没回答我的问题"),
        "clarification": ("没看懂，能说简单点吗？", "什么意思？"),
        "doubt": ("确定吗？", "真的假的"),
        "thanks": ("好的，谢谢！", "明白了，谢谢"),
    },
    "hi": {
        "not-what-i-asked": ("मैंने यह नहीं पूछा था।", "आपने मेरे सवाल का जवाब नहीं दिया"),
        "clarification": ("समझ नहीं आया, आसान भाषा में बताइए?", "इसका मतलब क्या है?"),
        "doubt": ("पक्का?", "क्या यह सही है?"),
        "thanks": ("धन्यवाद, काम हो गया।", "ठीक है, शुक्रिया"),
    },
    "ar": {
        "not-what-i-asked": ("مو هذا سؤالي.", "ما جاوبت على سؤالي"),
        "clarification": ("ما فهمت، ممكن توضح أكثر؟", "يعني إيش؟"),
        "doubt": ("متأكد؟", "أكيد؟"),
        "thanks": ("تمام، شكرا", "شكراً جزيلاً، أفادني الرد."),
    },
}
WITH_REQUEST: dict[str, dict[str, tuple[str, ...]]] = {
    "es": {
        "one-more-thing": ("Gracias. Otra cosa: {request}", "Vale. {request}", "Y otra pregunta: {request}"),
        "changed-mind": ("Mejor olvídalo. {request}", "Déjalo, he cambiado de idea. {request}"),
        "said-again": ("No me has entendido. {request}", "A ver, te lo digo de otra manera: {request}"),
        CORRECTION: ("Perdón, quería decir: {request}", "Corrijo: {request}"),
    },
    "de": {
        "one-more-thing": ("Danke. Noch was: {request}", "Ok. {request}", "Und noch eine Frage: {request}"),
        "changed-mind": ("Vergiss es. {request}", "Doch nicht, lieber was anderes: {request}"),
        "said-again": ("Nein, ich meine: {request}", "Nochmal anders: {request}"),
        CORRECTION: ("Sorry, ich meinte: {request}", "Korrektur: {request}"),
    },
    "fr": {
        "one-more-thing": ("Merci. Autre chose : {request}", "Ok. {request}", "Et une autre question : {request}"),
        "changed-mind": ("Non, laissez tomber. {request}", "En fait, j'ai changé d'avis. {request}"),
        "said-again": ("Non, je voulais dire : {request}", "Je reformule : {request}"),
        CORRECTION: ("Pardon, je voulais dire : {request}", "Correction : {request}"),
    },
    "pt": {
        "one-more-thing": ("Obrigado. Mais uma coisa: {request}", "Ok. {request}", "E outra dúvida: {request}"),
        "changed-mind": ("Deixa pra lá. {request}", "Mudei de ideia. {request}"),
        "said-again": ("Não, o que eu quis dizer: {request}", "Vou explicar de novo: {request}"),
        CORRECTION: ("Desculpa, eu quis dizer: {request}", "Corrigindo: {request}"),
    },
    "zh": {
        "one-more-thing": ("谢谢，还有个问题：{request}", "好的。{request}", "另外，{request}"),
        "changed-mind": ("算了，换个问题：{request}", "不用了。{request}"),
        "said-again": ("不是，我的意思是：{request}", "我再说一遍：{request}"),
        CORRECTION: ("打错了，应该是：{request}", "更正一下：{request}"),
    },
    "hi": {
        "one-more-thing": ("धन्यवाद। एक और बात: {request}", "ठीक है। {request}", "एक और सवाल: {request}"),
        "changed-mind": ("छोड़िए, वह रहने दीजिए। {request}", "नहीं, अब कुछ और: {request}"),
        "said-again": ("नहीं, मेरा मतलब है: {request}", "फिर से बता रहा हूँ: {request}"),
        CORRECTION: ("माफ़ कीजिए, मेरा मतलब था: {request}", "गलत लिख गया: {request}"),
    },
    "ar": {
        "one-more-thing": ("شكرا، وسؤال ثاني: {request}", "تمام. {request}", "وكمان: {request}"),
        "changed-mind": ("خلاص انسَ الموضوع. {request}", "غيرت رأيي. {request}"),
        "said-again": ("لا، قصدي: {request}", "خلني أعيد السؤال: {request}"),
        CORRECTION: ("عفواً، قصدي: {request}", "تصحيح: {request}"),
    },
}
"""Phrases around a request that is in the same language, by language and kind of later turn."""
AROUND_MATERIAL: dict[str, tuple[str, ...]] = {
    "one-more-thing": ("Next one: {request}", "And this one: {request}", "Thanks. Another one: {request}", "{request}"),
    "changed-mind": ("No, this one instead: {request}", "Skip that, take this: {request}"),
    "said-again": ("Once more: {request}", "Read it again: {request}", "This one again: {request}"),
    CORRECTION: ("Sorry, that was cut off: {request}", "Sorry, I meant this one: {request}"),
}
"""What is said in front of texts that are given to be read."""
# Part of a date, an amount with points or commas, or a telephone number is no number of its own.
_NUMBER = re.compile(r"(?<![\w.,])(?<!\d[-/: ])\d{3,}(?!\w|[-.,:/ ]\d)")
_FIRST_YEAR, _LAST_YEAR = 1900, 2099


def weights(resend_share: float) -> list[float]:
    """How often each kind of later turn comes; those that are no message sent again share what that leaves."""
    usual = next(one.share for one in FOLLOW_UPS if one.name == RESEND)
    left = (1 - resend_share) / (1 - usual)
    return [resend_share if one.name == RESEND else one.share * left for one in FOLLOW_UPS]


def chosen(rng: random.Random, shares: Sequence[float]) -> FollowUp:
    """One kind of later turn, by the shares of all of them."""
    return rng.choices(FOLLOW_UPS, shares)[0]


def worded(follow_up: FollowUp, rng: random.Random, language: str, *, of_material: bool = False) -> str:
    """A phrase of this kind, perhaps with a place for a request, in the language where there are phrases.

    `of_material`: what it is put around is a text to be read, such as a review, and no request.
    """
    if of_material and language == "en" and follow_up.name in AROUND_MATERIAL:
        return rng.choice(AROUND_MATERIAL[follow_up.name])
    return rng.choice(IN_LANGUAGE.get(language, {}).get(follow_up.name, follow_up.phrases))


def framing(follow_up: FollowUp, rng: random.Random, language: str) -> str:
    """A phrase of this kind around a request in the same language; the request alone where there are none."""
    return rng.choice(WITH_REQUEST.get(language, {}).get(follow_up.name, ("{request}",)))


def corrected_number(text: str, rng: random.Random) -> str | None:
    """A correction such as "I meant 4417, not 4471.", or None where the text has no long number to mistake."""
    numbers = _NUMBER.findall(text)
    if not numbers:
        return None
    number = rng.choice(numbers)
    other = _mistaken(number, rng.randrange(len(number) - 1))
    if other is None:
        return None
    return rng.choice((f"Sorry, I meant {other}, not {number}.", f"{other}*", f"Typo: it's {other}, not {number}."))


def _mistaken(number: str, at: int) -> str | None:
    """Two neighbouring digits transposed, of a year the one beside it; None where nothing else comes of it."""
    if len(number) == 4 and _FIRST_YEAR <= int(number) <= _LAST_YEAR:  # noqa: PLR2004 digits of a year
        return str(int(number) + (1 if at % 2 else -1))
    other = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    is_number = other[0] != "0" or number[0] == "0"
    return other if other != number and is_number else None
