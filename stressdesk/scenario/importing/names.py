"""Names that the words around them tell: "my name is", "Dear", a title, a signature, the head of a mail.

For masking a log before it is taken in, so it rather masks a word too many than a name too few. A name without such a
cue is not found unless the same log tells it elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

LETTERS: Final = r"[^\W\d_]*(?:['\u2019-][^\W\d_]+)*"
WORD: Final = rf"[^\W\d_]{LETTERS}"
CAPITAL: Final = r"(?-i:[A-ZÀ-ÖØ-ÞĀŁŚŠŽČĐА-ЯΑ-Ω])"
NAME: Final = rf"{CAPITAL}{LETTERS}(?!\w)"

_INITIAL = rf"{CAPITAL}\."
_SMALL = r"(?:(?:van|von|de|del|della|da|dos|der|den|la|el|al|bin) ){0,2}"
_NAMES = rf"(?P<told>(?:{_INITIAL} ?)*{NAME}(?:[ \t]+(?:{_INITIAL}|{_SMALL}{NAME})){{0,3}})"
_SURE_CUES = (
    r"my (?:full |first |last |sur)?name(?: is|'s|\u2019s|:)|name's|i am called|ich hei(?:ß|ss)e|mein name ist"
    r"|je m['\u2019]appelle|mon nom est|me llamo|mi nombre es|meu nome é|chamo-me|me chamo|mi chiamo|il mio nome è"
    r"|меня зовут|mijn naam is|ik heet|nazywam się|mam na imię|jag heter|jeg heter|jmenuji se|jestem"
)
# The bean, not the Spanish for "I am": a menu's "Soy Milk" would make a person of all milk in a log.
_SOY_FOOD = r"(?:milk|latte|chai|sauce|beans?|protein|flour|oil|lecithin|yogh?urt|cheese|burger|wax|candles?)\b"
# No "ich bin": what follows it is as often a noun, and German writes that with a capital too.
_CUES = (
    rf"{_SURE_CUES}|call me|this is|i['\u2019]m|i am|speaking with|soy(?![ \t]+{_SOY_FOOD})|je suis|sou(?: [oa])?|sono"
)
_GREETINGS = (
    r"dear|hi|hello|hey|hallo|liebe[rs]?|lieber|sehr geehrte[rs]?|bonjour|cher|chère|hola|estimad[oa]|querid[oa]|olá"
    r"|prezad[oa]|caro|cara|gentile|beste"
)
_TITLES = (
    r"(?:(?:mr|mrs|ms|miss|mx|dr|prof|ing|dipl\.-ing|herr|frau|herrn|monsieur|madame|mme|mlle|señora?|sra?|signora?"
    r"|senhora?)\.?[ \t]+){1,3}"
)
AFTER_TITLE: Final = re.compile(rf"(?<!\w){_TITLES}\Z", re.IGNORECASE)
"""A family's name follows."""

_SIGNATURE = (
    r"(?:(?:kind|best|warm|many)[ ]?(?:est)? (?:regards|wishes|thanks)|regards|sincerely(?: yours)?|yours \w+|cheers"
    r"|thanks|thank you|thx|best|love|mfg|lg|vg|danke"
    r"|(?:viele|liebe|beste|freundliche|mit freundlichen|schöne) grü(?:ß|ss)en?"
    r"|cordialement|bien à vous|merci|saludos(?: cordiales)?|un saludo|gracias|atentamente|atenciosamente"
    r"|obrigad[oa]|abraços|cordiali saluti|grazie|(?:met vriendelijke )?groet(?:en|jes)?)"
)
_HEADS = r"(?:from|to|cc|name|full name|customer|contact|attn|von|an|de|nombre|nom)"
_PEOPLE = (
    r"(?:customer|client|patient|colleague|boss|manager|doctor|wife|husband|son|daughter|mother|father|sister"
    r"|brother|friend)"
)
_GREETED: Final = re.compile(rf"\b(?:{_GREETINGS})[ \t]+(?:{_TITLES})?{_NAMES}", re.IGNORECASE)
_PATTERNS: Final = (
    re.compile(rf"\b(?:{_CUES})[ \t]+{_NAMES}", re.IGNORECASE),
    _GREETED,
    re.compile(rf"(?<!\w){_TITLES}{_NAMES}", re.IGNORECASE),
    re.compile(
        rf"(?:^|\n|[.!?,][ \t])[ \t>]*{_SIGNATURE}[ \t]*[,.!\u2013-]?[ \t]*(?:\n[ \t>]*){{0,3}}{_NAMES}"
        r"(?=[ \t]*(?:[.!]?[ \t]*$|\n|,))",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:^|\n)[ \t>]*{_HEADS}[ \t]*:[ \t]*{_NAMES}", re.IGNORECASE),
    re.compile(rf"(?<![\w'\u2019-]){_NAMES}[ \t]*<[^<>@\s]+@", re.IGNORECASE),
    re.compile(rf"\bon [^\n]{{0,60}}, {_NAMES}[^\n]{{0,80}} wrote:", re.IGNORECASE),
    re.compile(rf"\b{_PEOPLE}(?:,| is| named| called)? (?:named |called )?(?P<told>{NAME} {NAME})", re.IGNORECASE),
    # One name is enough of somebody who is called the user's own.
    re.compile(rf"\bmy {_PEOPLE}(?:,| is called| named| called)? (?P<told>{NAME})", re.IGNORECASE),
    re.compile(rf"\bsent from (?P<told>{NAME}(?: {NAME})?)(?=['\u2019]s )", re.IGNORECASE),
    re.compile(
        r"(?:我叫|我的名字是|我是|名前は|私は)(?P<told>[\u4e00-\u9fff]{2,4})(?=[\uff0c\u3002\u3001,.\uff01!\s]|$|です|と申)"
    ),
    re.compile(r"(?:मेरा|हमारा) नाम (?P<told>[\u0900-\u097f]+(?: [\u0900-\u097f]+){0,2}?)(?= (?:है|हैं|ह)|[,।.]|$)"),
    re.compile(r"\bmera (?:naam|nam) (?P<told>[a-z]+(?: [a-z]+){0,2}?)(?= (?:hai|h|hain)\b|[,.]|$)", re.IGNORECASE),
    re.compile(
        r"(?:اسمي|إسمي|انا اسمي)(?: هو)? (?P<told>[\u0621-\u0652]+(?: (?!و)[\u0621-\u0652]+){0,2}?)"
        r"(?= (?:و|من|عندي|أريد|ابي|ورقم)|[،,.\n]|$)"
    ),
    # After the surest cues a name may be in small letters.
    re.compile(rf"\b(?:{_SURE_CUES})[ \t]+(?P<told>{WORD}(?:[ \t]+{WORD}){{0,2}})", re.IGNORECASE),
)


def listed(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


_NO_NAME: Final = listed(
    "a an and are as at be but by can do does for from good great happy have he hello help here hey hi how i in"
    " is it its just my need new no not now of ok okay on or please she so sorry team thanks that the there they"
    " this to trying unable very want was we what when where which who why will with would yes you your everyone"
    " all sir madam support customer service guys folks friend again today still also und ich bin aber mit nicht"
    " ein eine der die das et je suis mais avec pas un une le la y yo soy pero con una el los e eu sou mas com"
    " não um uma o os damen herren english german french spanish american british looking using monday tuesday"
    " wednesday thursday friday saturday sunday january february march april may june july august september"
    " october november december let me could should dear regards sent see get got after before since because if"
    " then than our us about dr prof mr mrs ms urgent assistant bot chatbot chatgpt gpt gemini copilot open client"
    " cliente"
)
# Assistants that are called as people are: greeted alone they are the assistant, in "my name is Alexa" they are not.
_ASSISTANTS: Final = listed("claude siri alexa")
_CONTRACTED: Final = re.compile(r"(?:i|it|that|what|we|you|he|she|they|there|don|can|won)'")


def names(text: str) -> Iterator[tuple[int, int]]:
    """Where the names stand that something in the text tells; may overlap."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span("told")
            stop = _name_end(text, start, end)
            is_assistant = pattern is _GREETED and text[start:stop].lower() in _ASSISTANTS
            if stop - start > 1 and not is_assistant:
                yield start, stop


def _name_end(text: str, start: int, end: int) -> int:
    """Where a name ends, at the first word that is none: "Ann and I" is Ann."""
    stop = start
    for word in re.finditer(r"\S+", text[start:end]):
        plain = word.group().strip(".,").lower().replace("\u2019", "'")
        if plain in _NO_NAME or _CONTRACTED.match(plain):
            break
        stop = start + word.end()
    return stop
