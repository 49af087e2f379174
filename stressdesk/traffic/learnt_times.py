"""What a log says of conversations and of when they begin, in numbers and in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from stressdesk.scenario.amounts import three_digits
from stressdesk.scenario.traffic import Chat, Day, Load, Sessions, Traffic
from stressdesk.traffic.fitted import FEWEST_TIMES, arrivals_of, sessions_of
from stressdesk.traffic.fitted_week import (
    DAY_SECONDS,
    DAYS_FOR_EACH,
    DAYS_FOR_WEEKENDS,
    FEWEST_A_DAY,
    detail,
)
from stressdesk.traffic.hostile import hostile_share
from stressdesk.traffic.observed import Observed
from stressdesk.traffic.told import Told

FEWEST_CONVERSATIONS = 20
FEWEST_FOLLOW_UPS = 50
PRIOR_FOLLOW_UPS = 10
"""The usual share of messages sent again counts like so many: in 50 of a log, none is not taken for never."""

_SINGLE = Sessions(mean_turns=1, single_turn_share=1)
_SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def conversations(observed: Observed, traffic: Traffic) -> tuple[Sessions, Told]:
    """Turns, what is sent again, and where the log has times, those between turns."""
    usual = traffic.sessions
    if len(observed.turns) < FEWEST_CONVERSATIONS:
        few = (f"Conversations: the log tells fewer than {FEWEST_CONVERSATIONS} apart.",)
        if len(observed.times) < FEWEST_TIMES:
            return usual, Told(lacks=few)
        note = "Conversations: taken as one message each, since every time is an arrival of its own."
        return msgspec.structs.replace(_SINGLE, resend_share=usual.resend_share), Told(notes=(note,), lacks=few)
    found = sessions_of(observed, usual)
    pause = f", {found.think_median_seconds:.0f} s between turns" if any(observed.gaps) else ""
    note = (
        f"Conversations: {found.mean_turns:.2f} turns on average, {found.single_turn_share:.0%} with one only{pause}."
    )
    lacks = () if pause else ("Time between turns: the turns have no times of their own.",)
    share, again = _sent_again(observed, traffic)
    told = Told(notes=(note, *again.notes), lacks=(*lacks, *again.lacks))
    return msgspec.structs.replace(found, resend_share=share), told


def _sent_again(observed: Observed, traffic: Traffic) -> tuple[float, Told]:
    """The share of later turns that are the one before, word for word, drawn towards the usual one."""
    usual = traffic.sessions.resend_share
    if observed.repeats is None or observed.follow_ups < FEWEST_FOLLOW_UPS:
        lack = f"Messages sent again: fewer than {FEWEST_FOLLOW_UPS} follow another of the same conversation; as usual."
        return usual, Told(lacks=(lack,))
    again = round(observed.repeats * observed.follow_ups)
    aim = (again + PRIOR_FOLLOW_UPS * usual) / (observed.follow_ups + PRIOR_FOLLOW_UPS)
    free = _free(observed.turns, traffic)
    note = f"Sent again unchanged: {again:,} of {observed.follow_ups:,} later messages ({observed.repeats:.1%})."
    return round(aim / max(free, aim), 4), Told(notes=(note,))


def _free(turns: Sequence[int], traffic: Traffic) -> float:
    """The share of later turns that may be the one before: what no demo shows takes the place of some.

    And until there was a request, the next turn is the first.
    """
    odd = traffic.off_topic + hostile_share(traffic) + traffic.degenerate
    later = sum(turns) - len(turns)
    begun = sum(1 - odd**turn for count in turns for turn in range(1, count))
    return (1 - odd) * begun / later


def arrivals(observed: Observed, load: Load) -> tuple[Load, Told]:
    """When conversations start: the hours of a day and days of a week where the log has them, and how the rate wanders.

    What the times do not tell stays as the scenario has it.
    """
    times = observed.starts or observed.times
    usual = load.arrivals if isinstance(load.arrivals, Day) else Day()
    found = arrivals_of(times, observed.began, usual)
    if found is None:
        return load, Told(lacks=(f"Arrivals: fewer than {FEWEST_TIMES} times of arrival.",))
    per_minute = len(times) / max(1.0, times[-1] - times[0]) * 60
    course = _course(found, is_dated=observed.began is not None)
    notes = [f"Arrivals: {three_digits(per_minute)} a minute on average, {course}."]
    told = detail(times, observed.began)
    if isinstance(found, Day) and told != "hours":
        notes.append(_week_words(found, times, is_each=told == "days"))
    lacks = () if told == "days" else (_missing_days(times, observed.began, told == "weekends"),)
    return msgspec.structs.replace(load, arrivals=found), Told(notes=tuple(notes), lacks=lacks)


def _week_words(found: Day, times: Sequence[float], *, is_each: bool) -> str:
    days = (times[-1] - times[0]) / DAY_SECONDS
    if not is_each:
        return f"Weekends: {found.days[5]:.0%} of a working day, from {days:.0f} days."
    each = ", ".join(f"{name} {weight:.0%}" for name, weight in zip(_SHORT, found.days, strict=True))
    own = " Weekends have hours of their own." if found.weekend_hours else ""
    return f"Days of a week, beside a mean working day: {each}; from {days:.0f} days.{own}"


def _missing_days(times: Sequence[float], began: float | None, has_weekends: bool) -> str:
    if began is None:
        return "Days of a week: the log's times have no dates; weekends as usual."
    days = (times[-1] - times[0]) / DAY_SECONDS
    if has_weekends and days >= DAYS_FOR_EACH:
        return f"Each day of a week: fewer than {7 * FEWEST_A_DAY} arrivals; working days are taken as alike."
    if has_weekends:
        return f"Each day of a week: {days:.1f} days are in the log, {DAYS_FOR_EACH} are needed; working days as alike."
    if days >= DAYS_FOR_WEEKENDS:
        return f"Days of a week: fewer than {2 * FEWEST_A_DAY} arrivals; weekends as usual."
    needed = f"{DAYS_FOR_WEEKENDS} are needed to tell weekends, {DAYS_FOR_EACH} to tell each day"
    return f"Days of a week: {days:.1f} days are in the log, {needed}; weekends as usual."


def _course(found: Chat | Day, *, is_dated: bool) -> str:
    if isinstance(found, Day):
        busiest = max(range(24), key=lambda hour: found.hours[hour])
        if is_dated:
            return f"by the hour of the day in UTC; busiest from {busiest} to {busiest + 1} o'clock"
        return f"by the hour of the day, counted from the first message; busiest {busiest} h after it"
    if not found.sigma:
        return "at an even rate, as chance alone has it"
    return f"at a rate that wanders by {found.sigma:.2f} over {found.correlation_seconds:g} s"
