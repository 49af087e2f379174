"""Mails as offices write them, for long threads to paste: they name no product, no trouble and no wish."""

from __future__ import annotations

import random

_BODIES: tuple[str, ...] = (
    "The meeting has been moved to Thursday afternoon because several participants are travelling this week.",
    "Please find the minutes of the last meeting below, together with the list of open questions.",
    "As mentioned before, the department is currently collecting suggestions for the annual report.",
    "We would appreciate it if everybody could review the attached document before the end of the month.",
    "The new office will be available from September, and the old building will be closed at the same time.",
    "Several colleagues have asked whether the training can be repeated in the second half of the year.",
    "Additional information about the programme will be published on the internal website next week.",
    "Could somebody from the finance department confirm that the budget for next year has been approved?",
    "The management has decided to continue the project with the same people and the same schedule.",
    "There was some discussion about the responsibility for the translation of the documents.",
    "According to the plan, the first results should be presented to the whole team in November.",
    "I have spoken with the people in the other department, and they generally agree with the proposal.",
    "The conference takes place in the large room on the second floor, and lunch will be provided.",
    "Everybody who wants to participate should send a short message to the organisation team in advance.",
    "The questionnaire was answered by more than half of the employees, which is better than last year.",
    "In my opinion we should wait for the final version before we inform everybody else.",
    "The following people were present at the beginning of the discussion and agreed with the summary.",
    "Unfortunately the previous version of the document contained a mistake in the third paragraph.",
    "The guidelines for business travel have been simplified, and the new rules apply immediately.",
    "Please remember that the building is closed on public holidays and between Christmas and New Year.",
    "Many thanks to everybody who helped with the preparation of the exhibition last weekend.",
    "The next step would be a meeting with the architects, probably at the beginning of next month.",
    "It was suggested that every team should write a short description of its current activities.",
    "The library has received a large number of new books about history, economics and education.",
    "We are looking for volunteers who would like to support the summer festival in the afternoon.",
    "The parking area behind the main entrance cannot be used while the construction work continues.",
    "For further questions please contact the person responsible, whose name is at the end of this message.",
    "The presentation was well received, although some participants would have liked more examples.",
    "An overview of the most important changes can be found in the second chapter of the document.",
    "The agreement between both organisations was signed on Wednesday and is valid for three years.",
    "Most of the proposals that were made during the workshop can be realised without additional cost.",
    "Because of the weather the excursion was cancelled, and a new date will be announced soon.",
)
_HEADS = ("Dear colleagues,", "Hello everybody,", "Good morning,", "Dear all,", "Hi,")
_ENDS = ("Kind regards", "Best wishes", "Many thanks", "Best regards", "Thank you")
_NAMES = ("Dana", "Marcus", "Tom", "Elena", "Sarah", "Jonas", "Hannah", "Grace", "Ivan", "Martin", "Julia", "Peter")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def mail_day(day: int) -> str:
    """A day of March 2024, which began on a Friday, as mails name it."""
    return f"{_DAYS[(day + 3) % 7]}, {day} Mar 2024"


def mail(rng: random.Random) -> list[str]:
    """The lines of one mail of a thread, quoted or not."""
    writer = rng.choice(_NAMES)
    address = f"{writer.lower()}{rng.randint(1, 99)}@example.com"
    day, time = mail_day(rng.randint(1, 28)), f"{rng.randint(7, 19)}:{rng.randint(10, 59)}"
    bodies = rng.sample(_BODIES, rng.randint(1, 3))
    mark = rng.choice(("", "> ", "> ", ">> "))
    signed = (rng.choice(_ENDS), writer, f"Tel. 555-01{rng.randint(10, 99)}, ext. {rng.randint(100, 999)}")
    lines = (f"On {day} at {time}, {writer} <{address}> wrote:", rng.choice(_HEADS), *bodies, *signed)
    return [mark + line for line in lines]
