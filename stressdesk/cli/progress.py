"""Progress of a run on standard error: one line rewritten on a terminal, a line now and then in a log."""

from __future__ import annotations

import asyncio
import signal
from functools import partial
from typing import TYPE_CHECKING

from stressdesk.analysis.words import counted, money, seconds
from stressdesk.cli.terminal import is_terminal, say, terminal_columns
from stressdesk.engine.clock import wall_seconds
from stressdesk.journal import reasons
from stressdesk.journal.stages import DEMO, PRODUCTION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stressdesk.cli.orders import Order, Orders
    from stressdesk.engine.job import Job
    from stressdesk.engine.limits import Stop
    from stressdesk.journal.events import Record, StagePlan
    from stressdesk.journal.reader import Standing

TERMINAL_SECONDS = 0.2
LOG_SECONDS = 10.0
STAGE_WORDS = {DEMO: "Demo", PRODUCTION: "Production"}


class Progress:
    """A watcher that shows stage, queries done of planned, failures so far, spend against its limit and time left.

    `recorded` is what a resumed run holds already, stage by stage; `orders` come from a parent program. `was_stopped`
    once somebody has ended the run, a program or a terminal that is gone included, before anything else did.
    """

    def __init__(self, job: Job, recorded: Mapping[str, Standing], orders: Orders | None = None) -> None:
        self.was_stopped = False
        self._recorded = recorded
        self._orders = orders
        self._limit_usd = job.scenario.limits.spend_usd
        self._left_after = _left_after(job)
        self._is_virtual = job.is_virtual
        self._plan: StagePlan | None = None
        self._stage_began = self._shown = wall_seconds()
        self._done = self._failed = 0
        spent = [stage.usd for stage in recorded.values() if stage.usd is not None]
        self._usd: float | None = sum(spent) if spent else None
        self._line_shown = ""
        self._rewrites = is_terminal()

    def began(self, stop: Stop) -> None:
        """Let orders, Ctrl-C, SIGTERM and a closed terminal end the run gently; a second one ends the grace."""
        if self._orders is not None:
            self._orders.obey(partial(self._ordered, stop))
        loop = asyncio.get_running_loop()
        for number, words in ((signal.SIGINT, "Ctrl-C"), (signal.SIGTERM, "SIGTERM")):
            # Windows loops know no signal handlers: there Ctrl-C ends the run as any other exception does.
            try:
                loop.add_signal_handler(number, self._stopping, stop, words)
            except NotImplementedError:
                return
        if signal.getsignal(signal.SIGHUP) == signal.default_int_handler:
            signal.signal(signal.SIGHUP, partial(self._hung_up, loop, stop))

    def stage_began(self, plan: StagePlan) -> None:
        """A stage begins."""
        self._finish_line()
        self._plan = plan
        known = self._recorded.get(plan.name)
        self._done, self._failed = (known.records, known.failed) if known else (0, 0)
        self._stage_began = wall_seconds()
        self._show()

    def recorded(self, record: Record) -> None:
        """A query has its record."""
        self._done += 1
        self._failed += record.failure is not None
        if record.cost_usd is not None:
            self._usd = (self._usd or 0.0) + record.cost_usd
        pause = TERMINAL_SECONDS if self._rewrites else LOG_SECONDS
        if wall_seconds() - self._shown >= pause:
            self._show()

    def ended(self) -> None:
        """Leave the last line standing."""
        self._finish_line()

    def _ordered(self, stop: Stop, order: Order) -> None:
        if order == "stop":
            self._stopping(stop, reasons.WINDOW)
        else:
            # Not by the user: a window that closes after it has ordered a stop is no second order.
            self._end(stop, reasons.ORPHANED)

    def _stopping(self, stop: Stop, words: str) -> None:
        first = not stop.is_in_haste
        self._end(stop, reasons.by_user(words), by_user=True)
        again = "finishing what is under way (at most 5 s); once more stops at once"
        say(f"\n  Stopping: {again}." if first else "\n  Stopping at once.", error=True)

    def _hung_up(self, loop: asyncio.AbstractEventLoop, stop: Stop, *_: object) -> None:
        # A loop takes its own handlers along when it ends, and the report is written after that. Not by the user: the
        # shell and the system may both tell of one closed terminal.
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._end, stop, "stopped because its terminal was closed")

    def _end(self, stop: Stop, reason: str, *, by_user: bool = False) -> None:
        self.was_stopped = self.was_stopped or stop.reason is None
        stop.request(reason, by_user=by_user)

    def _finish_line(self) -> None:
        if self._plan is not None:
            self._show()
            if self._rewrites:
                say(error=True)

    def _show(self) -> None:
        if self._plan is None:
            return
        self._shown = wall_seconds()
        line = self._line(self._plan)
        if self._rewrites:
            room = terminal_columns() - 1
            say(f"\r{line[:room]:<{room}}", error=True, end=False)
        elif line != self._line_shown:
            say(line, error=True)
        self._line_shown = line

    def _line(self, plan: StagePlan) -> str:
        stage = STAGE_WORDS.get(plan.name, f"All {plan.queries:,}")
        parts = [f"{self._done:,} of {counted(plan.queries, 'query')}", f"{self._failed:,} failed"]
        if self._usd is not None:
            limit = f" of {money(self._limit_usd)}" if self._limit_usd is not None else ""
            parts.append(f"{money(self._usd)}{limit}")
        left = self._seconds_left(plan)
        if left is not None and self._done < plan.queries:
            parts.append(f"about {seconds(max(1.0, left))} left")
        return f"  {stage:<12} " + " · ".join(parts)

    def _seconds_left(self, plan: StagePlan) -> float | None:
        if self._is_virtual:
            return None
        passed = wall_seconds() - self._stage_began
        windows, queries = self._left_after.get(plan.name, (0.0, 0))
        if plan.window_seconds:
            return None if queries else max(0.0, plan.window_seconds - passed) + windows
        # Users who wait for answers set the pace themselves; the demo, one at a time, says nothing of theirs.
        before = self._recorded[plan.name].records if plan.name in self._recorded else 0
        if self._done <= before or (queries and plan.name == DEMO):
            return None
        return passed / (self._done - before) * (plan.queries - self._done + queries) + windows


def _left_after(job: Job) -> dict[str, tuple[float, int]]:
    """For each stage, of the stages after it: the seconds of their windows, and the queries of those without one."""
    seconds, queries, after = 0.0, 0, {}
    for plan in reversed(job.stages.plans):
        after[plan.name] = (seconds, queries)
        seconds += plan.window_seconds
        queries += 0 if plan.window_seconds else plan.queries
    return after
