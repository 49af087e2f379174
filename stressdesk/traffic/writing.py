"""The words of a conversation: each turn from its own stream, so that none depends on how many follow."""

from __future__ import annotations

import random
from typing import Any

import msgspec

from stressdesk.scenario.model import Scenario
from stressdesk.traffic import entities, followups, offtopic, worded
from stressdesk.traffic.degenerate import degenerate
from stressdesk.traffic.followups import CORRECTION, FRESH_START, RESEND, FollowUp
from stressdesk.traffic.foreign_talk import accompanied
from stressdesk.traffic.hostile import attack
from stressdesk.traffic.kinds import Situation
from stressdesk.traffic.languages import OPENINGS
from stressdesk.traffic.mess import OTHER_LANGUAGE
from stressdesk.traffic.messing import Messing, Place
from stressdesk.traffic.offtopic import off_topic
from stressdesk.traffic.personas import Persona
from stressdesk.traffic.phrasing import voiced
from stressdesk.traffic.requests import Request, Requests
from stressdesk.traffic.seeds import Coins, Streams
from stressdesk.traffic.tongues import language_shares


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What one turn says; `request` is the demo's request it puts, if any."""

    intent: str
    clean: str
    text: str
    language: str
    mess: tuple[str, ...] = ()
    expect: Any = None
    request: Request | None = None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One of the scenario's wordings, names and numbers filled in; `is_home`: in the language of the input it puts."""

    text: str
    language: str
    is_home: bool
    is_by_model: bool

    @property
    def marks(self) -> tuple[str, ...]:
        """What a record carries among its mess: where the words are from."""
        own = () if self.is_home else (worded.OWN_LANGUAGE,)
        return (*own, worded.MODEL_WRITTEN) if self.is_by_model else own


class _User(msgspec.Struct, frozen=True, kw_only=True):
    """What stays the same over a conversation; `language` is None for a user who writes in that of the request."""

    home: Request
    language: str | None

    @property
    def tongue(self) -> str:
        """The language this user writes in."""
        return self.language or self.home.reading.language


class Writer:
    """Writes the turns of any session of one scenario under one seed."""

    def __init__(self, scenario: Scenario, personas: tuple[Persona, ...], seed: int) -> None:
        traffic = scenario.traffic
        self._words = Streams(seed, "words")
        self._requests = Requests(scenario)
        self._messing = Messing(traffic.mess, personas, seed, self._requests.texts)
        self._odd = Coins(seed, "odd")
        self._degenerate_below = traffic.degenerate
        self._hostile_from = 1 - traffic.hostile
        # Hostile counts from the top, degenerate from the bottom, off-topic from the middle: switching one of them off
        # leaves the other two as they were, as long as all three fit.
        self._off_topic_from = max(traffic.degenerate, min(0.5, self._hostile_from - traffic.off_topic))
        self._off_topic_to = self._off_topic_from + traffic.off_topic
        self._languages = language_shares(scenario)
        self._native = {tongue for wording in scenario.wordings for tongue in wording.texts if tongue != "en"}
        self._home, self._tongue = Coins(seed, "home"), Coins(seed, "language")

    def home(self, session: int) -> Request:
        """The request a session begins with; its variables hold for the whole session."""
        return self._requests.first(self._home.at(session, 0), self._home.at(session, 1), self._language(session))

    def conversation(self, session: int, home: Request, persona: Persona, turns: int) -> tuple[Words, ...]:
        """What the user says in the first `turns` turns of a session with this `home`."""
        said: list[Words] = []
        user = _User(home=home, language=self._language(session) if self._languages else None)
        for turn in range(turns):
            place = Place(session=session, turn=turn, persona=persona)
            draws = self._words.at(session, turn)
            said.append(self._odd_words(place, draws, user) or self._next(place, draws, user, said))
        return tuple(said)

    def _language(self, session: int) -> str | None:
        """The language the scenario gives this user; None for that of the request."""
        draw = self._tongue.at(session)
        for language, share in self._languages.items():
            if draw < share:
                return language
            draw -= share
        return None

    def _odd_words(self, place: Place, draws: random.Random, user: _User) -> Words | None:
        """What no demo shows: hardly an input, an attack, another subject; None for all else."""
        draw = self._odd.at(place.session, place.turn)
        if draw < self._degenerate_below:
            odd = degenerate(draws)
            return Words(
                intent=f"degenerate:{odd.name}", clean="", text=odd.text, language=user.tongue, mess=("degenerate",)
            )
        if draw >= self._hostile_from:
            assault = attack(draws, user.home.text)
            clean = user.home.text if assault.wraps_request else assault.text
            return Words(
                intent=f"hostile:{assault.name}", clean=clean, text=assault.text, language="en", mess=("hostile",)
            )
        if self._off_topic_from <= draw < self._off_topic_to:
            tongue = user.tongue if user.tongue in offtopic.IN_LANGUAGE else "en"
            return self._aside("off-topic", off_topic(draws, tongue), place, tongue, mess=("off-topic",))
        return None

    def _next(self, place: Place, draws: random.Random, user: _User, said: list[Words]) -> Words:
        """The first request, or what follows on what was said."""
        asked = next((words.request for words in reversed(said) if words.request), None)
        if asked is None:
            return self._put(user.home, place, draws, user.language)
        follow_up = followups.chosen(draws)
        if follow_up.name == RESEND:
            return msgspec.structs.replace(said[-1], intent=f"follow-up:{RESEND}")
        tongue = user.language or asked.reading.language
        if follow_up.name == FRESH_START or tongue not in ("en", *followups.IN_LANGUAGE):
            return self._put(self._requests.beside(asked, draws.random(), user.language), place, draws, user.language)
        return self._follow_up(follow_up, asked, place, draws, user)

    def _follow_up(self, follow_up: FollowUp, asked: Request, place: Place, draws: random.Random, user: _User) -> Words:
        """A later turn that refers to what was asked before."""
        tongue = user.language or asked.reading.language
        if follow_up.name == CORRECTION and tongue == "en":
            number = followups.corrected_number(asked.text, draws)
            if number:
                return self._aside(f"follow-up:{CORRECTION}", number, place, tongue)
        phrase = followups.worded(follow_up, draws, tongue)
        if "{request}" not in phrase:
            return self._aside(f"follow-up:{follow_up.name}", phrase, place, tongue)
        request = asked if follow_up.restates else self._requests.beside(asked, draws.random(), user.language)
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
        phrase = self._phrase(request, place, draws, language)
        if phrase is not None:
            return self._put_worded(request, phrase, place, draws, frame, intent)
        reading = request.reading
        is_foreign = language is not None and language != reading.language
        said = voiced(reading, place.persona, draws, stands_alone=not intent and not is_foreign)
        text = frame.replace("{request}", said)
        another = self._requests.beside(request, draws.random())
        situation = Situation(
            is_follow_up=place.turn > 0,
            is_english=reading.language == "en" and not is_foreign,
            writes=language or reading.language,
            is_foreign=is_foreign,
            is_native=not is_foreign and reading.language != "en",
            kept=reading.kept,
            another=another.text if another is not request and another.reading.is_short else "",
        )
        messed = self._messing.messed(text, place, situation, is_structured=reading.structured)
        return Words(
            intent=intent or request.intent,
            clean=request.text,
            text=messed.text,
            language=situation.writes if OTHER_LANGUAGE in messed.names else reading.language,
            mess=messed.names,
            expect=request.expect if messed.keeps_expectation else None,
            request=request,
        )

    def _phrase(self, request: Request, place: Place, draws: random.Random, language: str | None) -> Said | None:
        """The wording this user puts the request in; None where that is the input's own text or there is none."""
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
            text=entities.filled(chosen.text, tongue, draws),
            language=tongue,
            is_home=is_home,
            is_by_model=chosen.is_by_model,
        )

    def _put_worded(
        self, request: Request, said: Said, place: Place, draws: random.Random, frame: str, intent: str
    ) -> Words:
        """A request as the user's own words have it, and with its mess."""
        expect = worded.still_expected(request.expect, said.text, request.text)
        text = said.text if intent or said.is_home else accompanied(said.text, said.language, place.persona, draws)
        situation = Situation(
            is_follow_up=place.turn > 0,
            is_english=said.language == "en",
            writes=said.language,
            is_native=said.language != "en",
            kept=worded.kept_parts(expect, said.text),
        )
        messed = self._messing.messed(
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
        is_native = tongue in self._native
        situation = Situation(is_request=False, is_english=tongue == "en", writes=tongue, is_native=is_native)
        messed = self._messing.messed(phrase, place, situation)
        own_words: tuple[str, ...] = (worded.OWN_LANGUAGE,) if is_native else ()
        if tongue != "en" and tongue in OPENINGS and not is_native:
            own_words = (OTHER_LANGUAGE,)
        return Words(
            intent=intent, clean=phrase, text=messed.text, language=tongue, mess=(*mess, *own_words, *messed.names)
        )
