"""What people ask that no prompt was written for: small talk, general knowledge, the wrong product, a chat."""

from __future__ import annotations

import random

SMALL_TALK = (
    "How are you today?",
    "Are you a real person?",
    "What's your name?",
    "Do you ever sleep?",
    "Tell me a joke.",
    "Good morning :)",
    "I'm bored.",
    "Do you like football?",
    "It's my birthday today!",
    "Who made you?",
    "I had a really bad day at work.",
    "Are you married?",
    "Can we just chat for a bit?",
    "You sound like my ex.",
)
KNOWLEDGE = (
    "What's the capital of Australia?",
    "Who won the world cup in 1998?",
    "How many calories are in an avocado?",
    "What is 17% of 240?",
    "How tall is Mount Kilimanjaro?",
    "What time is it in Tokyo right now?",
    "Will it rain this weekend?",
    "Is a tomato a fruit or a vegetable?",
    "How do I get red wine out of a carpet?",
    "What does 'ubiquitous' mean?",
    "How long do you boil an egg?",
    "Who wrote Pride and Prejudice?",
    "how far is the moon",
)
ERRANDS = (
    "Write me a birthday poem for my boss, she likes sailing.",
    "Can you do my history homework? It's about the French Revolution.",
    "Give me a recipe with leeks and potatoes.",
    "Write a python script that renames all files in a folder.",
    "Suggest a name for a grey cat.",
    "Plan a weekend in Lisbon for two people.",
    "Write a cover letter for a job as a bus driver.",
    "Make me a workout plan for three days a week.",
    "What should I watch tonight? I like crime series.",
    "Recommend a good restaurant near the station.",
    "Translate 'I love you' into Japanese.",
    "Can you pick lottery numbers for me?",
    "Which phone should I buy?",
)
WRONG_PLACE = (
    "Is this the dentist's office?",
    "I'd like to book a table for four on Saturday at seven.",
    "When does the library close today?",
    "Hi, is the two-bedroom flat still available?",
    "I want to renew my gym membership.",
    "What's the bus timetable for line 12?",
    "Hello, I'm calling about the piano lessons.",
    "My boiler is making a strange noise, can somebody come over?",
    "Do you have this dress in size 12?",
    "I need to see a doctor, my knee is swollen.",
)
OPINIONS = (
    "What do you think about the election?",
    "Should I break up with my boyfriend?",
    "Is there life after death?",
    "Are you going to take my job?",
    "Which religion is the right one?",
    "Should I put my savings into bitcoin?",
    "Do you think aliens exist?",
    "My flatmate never cleans the kitchen, what would you do?",
)
_TOPICS = (SMALL_TALK, KNOWLEDGE, ERRANDS, WRONG_PLACE, OPINIONS)

IN_LANGUAGE: dict[str, tuple[str, ...]] = {
    "es": (
        "¿Qué tiempo hará mañana?",
        "¿Eres una persona de verdad?",
        "Cuéntame un chiste.",
        "¿A qué hora abre el banco?",
    ),
    "de": (
        "Wie wird das Wetter morgen?",
        "Bist du ein echter Mensch?",
        "Erzähl mir einen Witz.",
        "Wann macht die Bank auf?",
    ),
    "fr": (
        "Il fera quel temps demain ?",
        "Tu es une vraie personne ?",
        "Raconte-moi une blague.",
        "La banque ouvre à quelle heure ?",
    ),
    "pt": (
        "Como vai estar o tempo amanhã?",
        "Você é uma pessoa de verdade?",
        "Conta uma piada.",
        "A que horas abre o banco?",
    ),
    "zh": ("明天天气怎么样？", "你是真人吗？", "讲个笑话吧", "银行几点开门？"),
    "hi": ("कल मौसम कैसा रहेगा?", "क्या आप असली इंसान हैं?", "कोई चुटकुला सुनाओ", "बैंक कितने बजे खुलता है?"),
    "ar": ("كيف الجو بكرة؟", "أنت شخص حقيقي؟", "قل لي نكتة", "متى يفتح البنك؟"),
}


def off_topic(rng: random.Random, language: str = "en") -> str:
    """Something nobody wrote the prompt for, in the language where there are phrases for it."""
    if language in IN_LANGUAGE:
        return rng.choice(IN_LANGUAGE[language])
    return rng.choice(rng.choice(_TOPICS))
