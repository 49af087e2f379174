"""Hindi as it is typed with Latin letters: every day's spelling, not a scholar's transliteration."""

from __future__ import annotations

import re

_CONSONANTS = {
    "क": "k", "ख": "kh", "ग": "g", "घ": "gh", "ङ": "n", "च": "ch", "छ": "chh", "ज": "j", "झ": "jh", "ञ": "n",
    "ट": "t", "ठ": "th", "ड": "d", "ढ": "dh", "ण": "n", "त": "t", "थ": "th", "द": "d", "ध": "dh", "न": "n",
    "प": "p", "फ": "ph", "ब": "b", "भ": "bh", "म": "m", "य": "y", "र": "r", "ल": "l", "व": "v", "श": "sh",
    "ष": "sh", "स": "s", "ह": "h", "क़": "q", "ख़": "kh", "ग़": "g", "ज़": "z", "फ़": "f", "ड़": "d", "ढ़": "dh",
}  # fmt: skip
_VOWELS = {
    "अ": "a", "आ": "aa", "इ": "i", "ई": "i", "उ": "u", "ऊ": "u", "ऋ": "ri", "ए": "e", "ऐ": "ai", "ओ": "o", "औ": "au",
    "ऑ": "o", "ऍ": "e",
}  # fmt: skip
_SIGNS = {
    "ा": "a", "ि": "i", "ी": "i", "ु": "u", "ू": "u", "ृ": "ri", "े": "e", "ै": "ai", "ो": "o", "ौ": "au", "ॉ": "o",
    "ॅ": "e",
}  # fmt: skip
_DOTTED = {"क": "q", "ख": "kh", "ग": "g", "ज": "z", "फ": "f", "ड": "d", "ढ": "dh"}
# Spelt by habit, not by letters.
_HABITS = {
    "मैं": "main", "में": "mein", "है": "hai", "हैं": "hain", "नहीं": "nahi", "नही": "nahi", "क्या": "kya", "यह": "ye",
    "वह": "wo", "और": "aur", "हूँ": "hu", "हूं": "hu", "हो": "ho", "गया": "gaya", "ऑर्डर": "order", "पासवर्ड": "password",
    "रिफंड": "refund", "इनवॉइस": "invoice", "डिलीवरी": "delivery", "लैंप": "lamp", "लॉगिन": "login", "टिकट": "ticket",
    "प्लीज़": "please", "प्लीज": "pls", "ऑफिस": "office", "वाईफाई": "wifi", "होटल": "hotel", "फोन": "phone",
    "नंबर": "number", "कार": "car", "फेरी": "ferry", "पार्सल": "parcel", "बिल": "bill", "एड्रेस": "address",
    "अकाउंट": "account", "रीसेट": "reset", "ऐप": "app", "किचन": "kitchen", "कोड": "code", "गेट": "gate",
    "पार्किंग": "parking", "डॉक्टर": "doctor", "यूरो": "euro", "रुपये": "rupees", "ये": "ye", "वो": "wo",
    "पैसे": "paise", "मेरा": "mera",
    # English words, as they are in English.
    "जनवरी": "january", "फ़रवरी": "february", "मार्च": "march", "अप्रैल": "april", "मई": "may", "जून": "june",
    "जुलाई": "july", "अगस्त": "august", "सितंबर": "september", "अक्टूबर": "october", "नवंबर": "november",
    "दिसंबर": "december", "संडे": "sunday", "टाइम": "time", "मिनट": "minute", "कोर": "core", "आवर्स": "hours",
    "शिफ्ट": "shift", "एंट्री": "entry", "एक्सटेंशन": "extension", "फाइनेंस": "finance", "बैंक": "bank", "कैश": "cash",
    "रेट": "rate", "कॉपी": "copy", "डाउनलोड": "download", "साइट": "site", "यूज़": "use", "जॉइन": "join",
    "लिमिट": "limit", "रिटर्न": "return", "शेड": "shade", "फर्नीचर": "furniture", "ट्रिप": "trip", "बोर्डिंग": "boarding",
    "पास": "pass", "सूटकेस": "suitcase", "गेस्ट": "guest", "मेडिकल": "medical", "सर्टिफिकेट": "certificate",
    "थैंक्स": "thanks", "हेलो": "hello", "हाय": "hi", "मम्मी": "mummy", "लखनऊ": "lucknow", "जयपुर": "jaipur",
    "इंदौर": "indore", "वाराणसी": "varanasi",
    # And the commonest words whose letters say something else than fingers do.
    "चाहिए": "chahiye", "दीजिए": "dijiye", "कीजिए": "kijiye", "बताइए": "bataiye", "भेजिए": "bhejiye", "लिए": "liye",
    "आए": "aaye", "आएगा": "aayega", "जाएगा": "jayega", "लगाए": "lagaye", "गई": "gayi", "हुआ": "hua", "करूँ": "karu",
    "बदलूँ": "badlu", "आऊँ": "aau", "मैंने": "maine", "हमें": "hume", "काम": "kaam", "बात": "baat", "बाद": "baad",
    "याद": "yaad", "रात": "raat", "साथ": "saath", "माफ़": "maaf", "काफी": "kafi", "सिर्फ": "sirf", "ठीक": "theek",
    "वापस": "wapas", "वाली": "wali", "वाले": "wale", "वालों": "walon", "जवाब": "jawab", "सवाल": "sawal",
    "ज़रूरी": "zaroori", "आखिरी": "aakhri", "तारीख": "tareekh", "इंतज़ाम": "intezam", "पूछ": "puch", "पूछा": "pucha",
    "कुछ": "kuch", "अच्छी": "achi", "बच्चों": "bachon", "कृपया": "kripya", "महोदय": "mahoday",
}  # fmt: skip
_WORD = re.compile("[\u0900-\u0963\u0966-\u097f]+")
_NASALS = {"ं": "n", "ँ": "n", "ः": "h"}
_NUKTA, _VIRAMA = "\u093c", "\u094d"
_UNWRITTEN = "A"
"""The a that every consonant brings along, until it is known whether it is spoken."""


def in_latin_letters(text: str) -> str:
    """The text with its Devanagari words in Latin letters and a full stop for the danda; the rest stays."""
    return _WORD.sub(lambda word: _HABITS.get(word.group()) or _spelt(word.group()), text).replace("।", ".")


def _spelt(word: str) -> str:
    """Letter by letter, without the unwritten a where it is not spoken: at the end of a word, or between syllables."""
    syllables: list[list[str]] = []
    for at, letter in enumerate(word):
        if letter in _CONSONANTS:
            is_dotted = word[at + 1 : at + 2] == _NUKTA
            syllables.append(
                [_DOTTED.get(letter, _CONSONANTS[letter]) if is_dotted else _CONSONANTS[letter], _UNWRITTEN]
            )
        elif letter in _VOWELS:
            syllables.append(["", _VOWELS[letter]])
        elif letter.isdigit():
            syllables.append([str(int(letter)), ""])
        elif syllables:
            _sign(letter, syllables[-1])
    _drop_unspoken(syllables)
    return "".join(sound + vowel for sound, vowel in syllables).replace(_UNWRITTEN, "a")


def _sign(letter: str, syllable: list[str]) -> None:
    """Let a vowel sign, a virama or a nasal change the syllable it stands on."""
    if letter == _VIRAMA:
        syllable[1] = ""
    elif letter in _SIGNS:
        syllable[1] = _SIGNS[letter]
    elif letter in _NASALS:
        syllable[1] += _NASALS[letter]


def _drop_unspoken(syllables: list[list[str]]) -> None:
    last = len(syllables) - 1
    if last > 0 and syllables[last][1] == _UNWRITTEN:
        syllables[last][1] = ""
    for at in range(last - 1, 0, -1):
        # A spoken vowel before and after: karanaa is said, and typed, karna.
        if syllables[at][1] == _UNWRITTEN and syllables[at - 1][1] and syllables[at + 1][1]:
            syllables[at][1] = ""
