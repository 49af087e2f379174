"""How a persona puts a clean request: another sentence shape, perhaps a greeting, a reason, thanks. Not mess: it stays
correct, and what is asked for stays the same.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import lru_cache

from stressdesk.traffic import small_talk
from stressdesk.traffic.languages import word_set
from stressdesk.traffic.personas import Persona, Voice
from stressdesk.traffic.reading import Reading, is_command, is_question
from stressdesk.traffic.shapes import Shape, Wording, rewordings, sentence_start

_CONTRACTIONS: tuple[tuple[str, str], ...] = (
    ("I am", "I'm"),
    ("I have been", "I've been"),
    ("do not", "don't"),
    ("does not", "doesn't"),
    ("did not", "didn't"),
    ("cannot", "can't"),
    ("is not", "isn't"),
    ("are not", "aren't"),
    ("was not", "wasn't"),
    ("has not", "hasn't"),
    ("have not", "haven't"),
    ("will not", "won't"),
    ("would not", "wouldn't"),
    ("it is", "it's"),
    ("I would like", "I'd like"),
)
_SHORT = {**dict(_CONTRACTIONS), **{sentence_start(long): sentence_start(short) for long, short in _CONTRACTIONS}}
_LONG = {short: long for long, short in _SHORT.items()}
_LONG_FORMS, _SHORT_FORMS = (
    re.compile(rf"(?<![\w'])(?:{'|'.join(sorted(forms, key=len, reverse=True))})(?![\w'])") for forms in (_SHORT, _LONG)
)
# Only these may lose their capital inside a sentence: any other first word may be a name.
_SMALL_WORDS = word_set(
    "the a an my your our this that these those it he she we you they there how what what's where when why who "
    "which is are was were do does did can could will would should have has had please tell show give explain let "
    "need want looking help if in on at for with after before since because and but not no yes cancel send quick "
    "one question"
)


def voiced(reading: Reading, persona: Persona, rng: random.Random, *, stands_alone: bool = True) -> str:
    """The request as this persona would put it; text that is no person's own request is at most framed.

    One that does not stand alone follows other words of the user's, so it brings no greeting, reason or thanks.
    """
    if stands_alone and reading.form == "document" and reading.language == "en":
        return _framed_document(reading, persona.voice, rng)
    if not reading.is_spoken or not reading.sentences:
        return reading.text
    sentences = _reworded(reading, persona.voice, rng, _choices(reading))
    typed = _contracted(_joined(sentences, reading, persona.voice, rng), persona.voice, reading.kept)
    if stands_alone:
        typed = _accompanied(typed, reading, persona, rng)
    if not reading.payload:
        return typed
    return f"{typed}\n{reading.payload}" if "\n" in reading.text else f"{typed} {reading.payload}"


def decapitalised(text: str) -> str:
    """The text as it goes on after a comma: a small first letter, unless the first word may be a name."""
    first = re.split(r"[\s,.?!]", text, maxsplit=1)[0]
    return text[:1].lower() + text[1:] if first.lower() in _SMALL_WORDS or is_command(text) else text


def _framed_document(reading: Reading, voice: Voice, rng: random.Random) -> str:
    if rng.random() < voice.greeting + voice.backstory:
        return f"{rng.choice(small_talk.DOCUMENT_LEADS)}\n\n{reading.text}"
    return reading.text


def _reworded(reading: Reading, voice: Voice, rng: random.Random, choices: Sequence[Wording]) -> list[str]:
    """The sentences, the last in the shape that the persona's taste and chance choose."""
    tastes: dict[Shape, float] = {
        "question": voice.question,
        "command": voice.command,
        "fragment": voice.fragment,
        "statement": voice.statement,
    }
    shapes = sorted({wording.shape for wording in choices})
    shape = rng.choices([None, *shapes], [voice.as_is, *(tastes[shape] for shape in shapes)])[0]
    before = list(reading.sentences[:-1])
    if shape is None:
        return [*before, reading.sentences[-1]]
    fitting = [wording.text for wording in choices if wording.shape == shape]
    # Few people say please: a wording that has one is a quarter as likely as one without.
    wording = rng.choices(fitting, [0.25 if "please" in text.lower() else 1.0 for text in fitting])[0]
    if reading.payload:
        wording = wording.rstrip(".?!") + (
            ":" if reading.sentences[-1].endswith(":") else wording[len(wording.rstrip(".?!")) :]
        )
    return [*before, wording]


@lru_cache(maxsize=20_000)
def _choices(reading: Reading) -> Sequence[Wording]:
    last = reading.sentences[-1]
    plain = last.rstrip(":") if reading.payload else last
    # What the expected answer quotes must be there word for word.
    found = [
        wording
        for wording in rewordings(plain)
        if all(part in wording.text or part not in last for part in reading.kept)
    ]
    whole = last if last[-1] in ".!?" else f"{last}."
    asks_already = "please" in reading.text.lower() or len(reading.sentences) > 2  # noqa: PLR2004 long enough as it is
    if reading.form == "complaint" and not reading.payload and not asks_already:
        found += [Wording("question", f"{whole} {ask}") for ask in small_talk.ASKS_FOR_HELP]
        found += [Wording("command", f"{whole} {order}") for order in small_talk.ORDERS_HELP]
    return found


def _joined(sentences: list[str], reading: Reading, voice: Voice, rng: random.Random) -> str:
    """Sentences one after the other, or run together by commas as in a chat."""
    if len(sentences) == 1 or rng.random() >= voice.run_on or any(one[-1:] in "?!:" for one in sentences[:-1]):
        return " ".join(sentences)
    asks = is_question(sentences[-1]) and not reading.payload
    stripped = [sentence.rstrip(".") for sentence in sentences[:-1]]
    run_on = ", ".join([stripped[0], *(decapitalised(sentence) for sentence in [*stripped[1:], sentences[-1]])])
    return run_on if asks or run_on[-1] in ".!:" else f"{run_on}."


def _contracted(text: str, voice: Voice, kept: Sequence[str]) -> str:
    if voice.contractions == "keep" or any(part in text for part in kept):
        return text
    others = _SHORT if voice.contractions == "contract" else _LONG
    pattern = _LONG_FORMS if voice.contractions == "contract" else _SHORT_FORMS
    return pattern.sub(lambda found: others[found.group()], text)


def _accompanied(typed: str, reading: Reading, persona: Persona, rng: random.Random) -> str:
    """With a greeting, a reason before or after, and thanks, each at the persona's share."""
    voice = persona.voice
    greets, tells, thanks, tells_first = (rng.random() for _ in range(4))
    is_asking = reading.form in ("question", "command", "complaint")
    if tells < voice.backstory and is_asking:
        story = rng.choice(small_talk.of(persona.name, small_talk.BACKSTORIES))
        typed = _beside(typed, story, reading, first=tells_first < 0.6 or bool(reading.payload))  # noqa: PLR2004 assumed
    if greets < voice.greeting:
        leads = small_talk.QUESTION_LEADS if is_question(typed) else ()
        greetings = small_talk.of(persona.name, small_talk.GREETINGS)
        typed = _greeted(typed, rng.choice((*greetings, *leads)), persona.name)
    if thanks < voice.closing and is_asking and not reading.payload:
        joint = "\n\n" if persona.name in ("professional", "older") and rng.random() < 0.5 else " "  # noqa: PLR2004 assumed
        typed = f"{_ended(typed)}{joint}{rng.choice(small_talk.of(persona.name, small_talk.CLOSINGS))}"
    return typed


def _beside(typed: str, story: str, reading: Reading, *, first: bool) -> str:
    if not first:
        return f"{_ended(typed)} {story}"
    if story[-1] in ".!":
        return f"{story} {typed}"
    return f"{story}, {decapitalised(typed)}" if not reading.payload else f"{story}. {typed}"


def _greeted(typed: str, greeting: str, persona: str) -> str:
    if greeting[-1] == ":":
        return f"{greeting} {decapitalised(typed)}"
    if persona in ("professional", "older", "second-language"):
        return (
            f"{greeting},\n\n{sentence_start(typed)}"
            if greeting.startswith("Dear")
            else f"{greeting}, {decapitalised(typed)}"
        )
    return f"{greeting}, {decapitalised(typed)}" if greeting != "yo" else f"yo {decapitalised(typed)}"


def _ended(typed: str) -> str:
    return typed if typed[-1:] in ".!?…" else f"{typed}."
