"""What people write around a request: greetings, reasons for asking, thanks. It names no subject."""

from __future__ import annotations

GREETINGS: dict[str, tuple[str, ...]] = {
    "": ("Hi", "Hello", "Hey", "Hi there"),
    "professional": ("Hello", "Good morning", "Good afternoon", "Dear team", "Hi team"),
    "second-language": ("Hello", "Good day", "Dear sir or madam", "Hi"),
    "teenager": ("hey", "yo", "heyy", "hi"),
    "older": ("Good morning", "Hello", "Good afternoon", "Dear Sir or Madam", "Good evening"),
    "voice": ("hey", "hi", "okay so hi", "hello"),
    "phone": ("hi", "hey", "Hi"),
}
BACKSTORIES: dict[str, tuple[str, ...]] = {
    "": (
        "Sorry if this has been asked before.",
        "I tried to find this out myself but got nowhere.",
        "I'm asking for my mother, she isn't good with this.",
        "I've been going round in circles with this.",
        "I don't have much time today.",
        "This is my first time here.",
        "A friend told me to ask here.",
        "I looked around for an answer but couldn't find one.",
    ),
    "professional": (
        "I'm asking on behalf of a colleague.",
        "We have a meeting about this this afternoon.",
        "I'm preparing a short summary for my manager.",
        "This came up in our team meeting today.",
        "I'm filling in for a colleague this week.",
    ),
    "second-language": (
        "Sorry for my English.",
        "I am new in this country.",
        "I hope you understand me.",
        "English is not my first language.",
        "I ask for my family.",
    ),
    "older": (
        "I'm not very good with computers, so please bear with me.",
        "My grandson set this up for me.",
        "I usually do this by telephone.",
        "I have read it twice and I still don't follow.",
        "I hope this is the right place to ask.",
        "My daughter said I should try writing here.",
    ),
    "teenager": ("my mum said to ask here", "sorry kinda new to this", "its for school", "my friend said this works"),
    "angry": (
        "This is the third time I'm asking.",
        "I've been waiting for an answer all day.",
        "Nobody has been able to tell me so far.",
        "I already asked this yesterday and got nonsense.",
    ),
    "power-user": (
        "I already read the docs.",
        "Checked the FAQ, nothing there.",
        "Same result in two browsers.",
        "I've already tried the obvious things.",
    ),
    "voice": (
        "so I'm in the car right now",
        "I'm walking so I can't really type",
        "sorry I'm talking to my phone here",
    ),
    "phone": ("On the bus so quick one.", "Quick one.", "In a hurry.", "Typing this on my phone."),
}
CLOSINGS: dict[str, tuple[str, ...]] = {
    "": ("Thanks!", "Thank you.", "Thanks in advance.", "Thx"),
    "professional": ("Thank you.", "Many thanks.", "Kind regards", "Thanks in advance.", "Best regards"),
    "second-language": (
        "Thank you very much.",
        "Thanks for your help.",
        "Thank you in advance.",
        "I wait for your answer.",
    ),
    "older": ("Thank you very much for your help.", "Thank you kindly.", "Yours sincerely", "With kind regards"),
    "teenager": ("thx", "ty", "thankss"),
    "voice": ("okay thanks", "thank you", "thanks bye"),
    "phone": ("thanks", "Thanks!", "thx"),
}
SHORT_REASONS: tuple[str, ...] = (
    "Just curious.",
    "It's for work.",
    "Asking for a friend.",
    "I'm new to this.",
    "I need this today.",
    "It's for a course I'm taking.",
    "I keep forgetting this.",
    "I couldn't find it anywhere.",
    "Somebody asked me and I didn't know.",
)
ASKS_FOR_HELP: tuple[str, ...] = (
    "Can you help?",
    "What can I do?",
    "What should I do now?",
    "Can you help me with this?",
)
ORDERS_HELP: tuple[str, ...] = (
    "Please help.",
    "Please look into this.",
    "Help me with this please.",
    "Please sort this out.",
)
QUESTION_LEADS: tuple[str, ...] = ("Quick question:", "I have a question:", "Question:", "One question:")
DOCUMENT_LEADS: tuple[str, ...] = ("Here it is:", "See below.", "Here you go:", "This one please:", "Next one:")


def of(persona: str, phrases: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The persona's own phrases, or everybody's."""
    return phrases.get(persona, phrases[""])
