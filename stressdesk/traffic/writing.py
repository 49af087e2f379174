"""The words of a conversation: each turn from its own stream, so that none depends on how many follow."""

from __future__ import annotations

import random

import msgspec

from stressdesk.scenario.model import Scenario
from stressdesk.traffic import entities, followups, foreign_attacks, offtopic, worded
from stressdesk.traffic.degenerate import degenerate
from stressdesk.traffic.followups import CORRECTION, FRESH_START, RESEND, FollowUp
from stressdesk.traffic.foreign_talk import accompanied
from stressdesk.traffic.hostile import attack
from stressdesk.traffic.kinds import Situation
from stressdesk.traffic.languages import OPENINGS
from stressdesk.traffic.lengthening import LENGTHENING
from stressdesk.traffic.lengths import Lengths
from stressdesk.traffic.mess import OTHER_LANGUAGE
from stressdesk.traffic.messing import Messed, Messing, Place
from stressdesk.traffic.offtopic import off_topic
from stressdesk.traffic.personas import Persona
from stressdesk.traffic.phrasing import voiced
from stressdesk.traffic.requests import Request, Requests, Wish
from stressdesk.traffic.seeds import Coins, Streams
from stressdesk.traffic.tongues import language_shares
from stressdesk.traffic.utterance import Said, User, Words, misses

_BRIEF_TRIES = 6


class Writer:
    """Writes the turns of any session of one scenario under one seed."""

    def __init__(self, scenario: Scenario, personas: tuple[Persona, ...], seed: int) -> None:
        traffic = scenario.traffic
        self._words, self._named = Streams(seed, "words"), Streams(seed, "named")
        self._requests = Requests(scenario)
        self._messing = Messing(traffic.mess, personas, seed, self._requests.texts)
        self._lengths = Lengths(traffic, seed) if traffic.lengths else None
        brief = msgspec.structs.replace(traffic.mess, off=(*traffic.mess.off, *sorted(LENGTHENING)))
        self._brief_messing = Messing(brief, personas, seed, self._requests.texts) if self._lengths else self._messing
        self._odd = Coins(seed, "odd")
        self._degenerate_below = traffic.degenerate
        self._hostile_from, self._hostile_classes = 1 - traffic.hostile, frozenset(traffic.hostile_classes)
        # Hostile counts from the top, degenerate from the bottom, off-topic from the middle: switching one of them off
        # leaves the other two as they were, as long as all three fit.
        self._off_topic_from = max(traffic.degenerate, min(0.5, self._hostile_from - traffic.off_topic))
        self._off_topic_to = self._off_topic_from + traffic.off_topic
        self._languages = language_shares(scenario)
        for wording in scenario.wordings:
            for tongue, texts in wording.texts.items():
                for text in texts:
                    entities.look_names_up(text, tongue)
        self._native = {tongue for wording in scenario.wordings for tongue in wording.texts if tongue != "en"}
        self._follow_ups = followups.weights(traffic.sessions.resend_share)
        self._home, self._tongue = Coins(seed, "home"), Coins(seed, "language")

    def home(self, session: int) -> Request:
        """The request a session begins with; its variables hold for the whole session."""
        return self._requests.first(self._home.at(session, 0), self._home.at(session, 1), self._wish(session, 0))

    def conversation(self, session: int, home: Request, persona: Persona, turns: int) -> tuple[Words, ...]:
        """What the user says in the first `turns` turns of a session with this `home`."""
        said: list[Words] = []
        language = self._language(session) if self._languages else None
        for turn in range(turns):
            place = Place(session=session, turn=turn, persona=persona)
            user = User(home=home, language=language, wish=self._wish(session, turn))
            words = self._turn(place, user, said)
            said.append(self._at_length(words, place, user, said) if self._lengths else words)
        return tuple(said)

    def _turn(self, place: Place, user: User, said: list[Words]) -> Words:
        draws = self._words.at(place.session, place.turn)
        return self._odd_words(place, draws, user) or self._next(place, draws, user, said)

    def _wish(self, session: int, turn: int) -> Wish:
        """What a request of this turn should be like: in the user's language, and as long as is meant."""
        language = self._language(session) if self._languages else None
        return Wish(language, self._lengths.about(session, turn) if self._lengths else None)

    def _at_length(self, words: Words, place: Place, user: User, said: list[Words]) -> Words:
        """The turn as long as it is meant to be: said more briefly, or with more around it."""
        lengths, session, turn = self._lengths, place.session, place.turn
        if lengths is None or "degenerate" in words.mess or words.intent == f"follow-up:{RESEND}":
            return words
        if lengths.is_too_long(words.text, session, turn):
            words = self._turn(msgspec.structs.replace(place, is_brief=True), user, said)
        longer = lengths.reached(words.text, session, turn, is_english=words.language == "en")
        if longer.text == words.text:
            return words
        is_certain = not longer.name or words.request is None or not words.request.reading.structured
        return msgspec.structs.replace(
            words,
            text=longer.text,
            mess=(*words.mess, *((longer.name,) if longer.name and longer.name not in words.mess else ())),
            expect=words.expect if is_certain else None,
        )

    def _language(self, session: int) -> str | None:
        """The language the scenario gives this user; None for that of the request."""
        draw = self._tongue.at(session)
        for language, share in self._languages.items():
            if draw < share:
                return language
            draw -= share
        return None

    def _odd_words(self, place: Place, draws: random.Random, user: User) -> Words | None:
        """What no demo shows: hardly an input, an attack, another subject; None for all else."""
        draw = self._odd.at(place.session, place.turn)
        if draw < self._degenerate_below:
            odd = degenerate(draws, user.tongue)
            return Words(
                intent=f"degenerate:{odd.name}", clean="", text=odd.text, language=user.tongue, mess=("degenerate",)
            )
        if draw >= self._hostile_from:
            return self._hostile(place, draws, user)
        if self._off_topic_from <= draw < self._off_topic_to:
            tongue = user.tongue if user.tongue in offtopic.IN_LANGUAGE else "en"
            return self._aside("off-topic", off_topic(draws, tongue), place, tongue, mess=("off-topic",))
        return None

    def _hostile(self, place: Place, draws: random.Random, user: User) -> Words | None:
        """An attack in the user's language, around the request where it is in that language; None for a class off."""
        tongue = user.tongue if user.tongue in foreign_attacks.IN_LANGUAGE else "en"
        request: str | None = user.home.text
        if tongue != user.home.reading.language:
            said = self._phrase(user.home, place, draws, tongue)
            request = said.text if said else None
        assaults = [attack(draws, request, tongue) for _ in range(_BRIEF_TRIES if place.is_brief else 1)]
        if assaults[0].name not in self._hostile_classes:
            return None
        assaults = [one for one in assaults if one.name in self._hostile_classes]
        assault = min(assaults, key=lambda one: len(one.text))
        return Words(
            intent=f"hostile:{assault.name}",
            clean=user.home.text if assault.wraps_request else assault.text,
            text=assault.text,
            language=tongue,
            mess=("hostile", *self._foreign_marks(tongue)),
        )

    def _next(self, place: Place, draws: random.Random, user: User, said: list[Words]) -> Words:
        """The first request, or what follows on what was said."""
        asked = next((words.request for words in reversed(said) if words.request), None)
        if asked is None:
            return self._put(user.home, place, draws, user.language)
        follow_up = followups.chosen(draws, self._follow_ups)
        if follow_up.name == RESEND:
            return msgspec.structs.replace(said[-1], intent=f"follow-up:{RESEND}")
        tongue = user.language or asked.reading.language
        wanders = follow_up.name == FRESH_START or misses(user.wish, follow_up, asked)
        if wanders or tongue not in ("en", *followups.IN_LANGUAGE):
            return self._put(self._requests.beside(asked, draws.random(), user.wish), place, draws, user.language)
        return self._follow_up(follow_up, asked, place, draws, user)

    def _follow_up(self, follow_up: FollowUp, asked: Request, place: Place, draws: random.Random, user: User) -> Words:
        """A later turn that refers to what was asked before."""
        tongue = user.language or asked.reading.language
        if follow_up.name == CORRECTION and tongue == "en":
            number = followups.corrected_number(asked.text, draws)
            if number:
                return self._aside(f"follow-up:{CORRECTION}", number, place, tongue)
        phrase = followups.worded(follow_up, draws, tongue, of_material=self._requests.are_material)
        if "{request}" not in phrase:
            return self._aside(f"follow-up:{follow_up.name}", phrase, place, tongue)
        request = asked if follow_up.restates else self._requests.beside(asked, draws.random(), user.wish)
        if tongue in request.phrases and tongue != request.reading.language:
            phrase = followups.framing(follow_up, draws, tongue)
        elif not (tongue == "en" and request.reading.language == "en"):
            # There are such phrases around a request in the same language only.
            phrase = "{request}"
        return self._put(request, place, draws, user.language, frame=phrase, intent=f"follow-up:{follow_up.name}")

    def _put(
        self,
        request: Request,
        place: Place,
        draws: random.Random,
        language: str | None,
        *,
        frame: str = "{request}",
        intent: str = "",
    ) -> Words:
        """A request in the persona's words and with its mess, or as one of the scenario's wordings has it."""
        phrase = self._phrase(request, place, draws, language, is_corrected=intent == f"follow-up:{CORRECTION}")
        if phrase is not None:
            return self._put_worded(request, phrase, place, draws, frame, intent)
        reading = request.reading
        is_foreign = language is not None and language != reading.language
        stands_alone = not intent and not is_foreign and not place.is_brief
        said = voiced(reading, place.persona, draws, stands_alone=stands_alone)
        text = frame.replace("{request}", said)
        another = self._requests.beside(request, draws.random())
        situation = Situation(
            is_material=self._requests.are_material,
            is_follow_up=place.turn > 0,
            is_english=reading.language == "en" and not is_foreign,
            writes=language or reading.language,
            is_foreign=is_foreign,
            is_native=not is_foreign and reading.language != "en",
            kept=reading.kept,
            is_copied=reading.structured or bool(reading.payload),
            another=another.text if another is not request and another.reading.is_short else "",
        )
        messed = self._messed(text, place, situation, is_structured=reading.structured)
        return Words(
            intent=intent or request.intent,
            clean=request.text,
            text=messed.text,
            language=situation.writes if OTHER_LANGUAGE in messed.names else reading.language,
            mess=messed.names,
            expect=request.expect if messed.keeps_expectation else None,
            request=request,
        )

    def _messed(self, text: str, place: Place, situation: Situation, *, is_structured: bool = False) -> Messed:
        messing = self._brief_messing if place.is_brief else self._messing
        return messing.messed(text, place, situation, is_structured=is_structured)

    def _phrase(
        self, request: Request, place: Place, draws: random.Random, language: str | None, *, is_corrected: bool = False
    ) -> Said | None:
        """The wording this user puts the request in; None where that is the input's own text or there is none.

        One user means one order throughout a conversation, and another only where that is what is corrected.
        """
        tongue = language or request.reading.language
        phrases = request.phrases.get(tongue, ())
        if not phrases:
            return None
        # In the input's own language its own text is one of the choices, and no other persona's words stand in.
        is_home = tongue == request.reading.language
        if is_home:
            phrases = tuple(one for one in phrases if one.persona in ("", place.persona.name))
            if draws.randrange(len(phrases) + 1) == len(phrases):
                return None
        chosen = worded.chosen(phrases, place.persona.name, draws)
        return Said(
            text=entities.filled(chosen.text, tongue, self._named.at(place.session, place.turn if is_corrected else 0)),
            language=tongue,
            is_home=is_home,
            is_by_model=chosen.is_by_model,
        )

    def _put_worded(
        self, request: Request, said: Said, place: Place, draws: random.Random, frame: str, intent: str
    ) -> Words:
        """A request as the user's own words have it, and with its mess."""
        expect = worded.still_expected(request.expect, said.text, request.text)
        text = (
            said.text
            if intent or said.is_home or place.is_brief
            else accompanied(said.text, said.language, place.persona, draws)
        )
        situation = Situation(
            is_follow_up=place.turn > 0,
            is_english=said.language == "en",
            writes=said.language,
            is_native=said.language != "en",
            kept=worded.kept_parts(expect, said.text),
            is_copied=isinstance(expect, dict | list),
        )
        messed = self._messed(
            frame.replace("{request}", text), place, situation, is_structured=isinstance(expect, dict | list)
        )
        return Words(
            intent=intent or request.intent,
            clean=request.text,
            text=messed.text,
            language=said.language,
            mess=(*said.marks, *messed.names),
            expect=expect if messed.keeps_expectation else None,
            request=request,
        )

    def _aside(self, intent: str, phrase: str, place: Place, tongue: str, mess: tuple[str, ...] = ()) -> Words:
        """A phrase that puts no request of the demo; nobody can say beforehand what a right answer is."""
        is_native = tongue != "en" and tongue in (*self._native, self._requests.spoken)
        situation = Situation(is_request=False, is_english=tongue == "en", writes=tongue, is_native=is_native)
        messed = self._messed(phrase, place, situation)
        marks = (*mess, *self._foreign_marks(tongue), *messed.names)
        return Words(intent=intent, clean=phrase, text=messed.text, language=tongue, mess=marks)

    def _foreign_marks(self, tongue: str) -> tuple[str, ...]:
        """What is named among the mess of words in another language than the demo's that put no request."""
        if tongue == self._requests.spoken:
            return ()
        if tongue in self._native:
            return (worded.OWN_LANGUAGE,)
        return (OTHER_LANGUAGE,) if tongue != "en" and tongue in OPENINGS else ()
