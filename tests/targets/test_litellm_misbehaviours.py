"""A server that does anything at all, through LiteLLM: as on the lean path, but for what LiteLLM hides from anybody."""

import asyncio
import gc
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from servers.asking import KEY, request
from servers.misbehaviours import MISBEHAVIOURS
from servers.wire_server import ANSWER, wire_server

from stressdesk.errors import TargetError
from stressdesk.scenario.targets import LiteLLM
from stressdesk.targets.litellm import LiteLLMTarget, open_litellm
from stressdesk.targets.redaction import SHOWN_CHARACTERS
from stressdesk.targets.target import Reply

pytestmark = [
    pytest.mark.filterwarnings("ignore::pydantic.warnings.PydanticDeprecatedSince211"),
    # Of token counts that are none.
    pytest.mark.filterwarnings("ignore:Pydantic serializer warnings:UserWarning"),
]
# The target's limit where it is what ends the answer; the others must end by themselves, however busy this machine is.
SECONDS = 1.5
LONG_SECONDS = 60.0
MARGIN_SECONDS = 10.0
AT_ONCE = 8
FILES = Path("/proc/self/fd")

UNREAD = "no stream that LiteLLM can read"
LIMIT = "target's limit"
HUNG_UP = "broke off: the server hung up"
NO_END = "without a finish reason"
NOT_HTTP = "is not HTTP: "
NO_ANSWER = "not a model's answer"


@dataclass
class Apart:
    """What is told instead of what the lean path tells, as far as it differs."""

    kind: str | None
    says: str = ""
    text: str = ""


# LiteLLM drops whatever is no event of a stream, and the client below it keeps the status of a 200 to itself.
DROPPED = {
    **dict.fromkeys(("accepted", "no_content", "no_content_at_all", "no_newline"), Apart("bad_answer", UNREAD)),
    **dict.fromkeys(("html", "html_called_json", "html_called_a_stream"), Apart("bad_answer", UNREAD)),
    **dict.fromkeys(("not_streamed", "not_streamed_called_text", "not_streamed_called_a_stream"),
                    Apart("bad_answer", UNREAD)),
    **dict.fromkeys(("half_a_json", "other_json", "error_with_200"), Apart("bad_answer", UNREAD)),
    **dict.fromkeys(("compressed_half", "compressed_unknowably"), Apart("bad_answer", UNREAD)),
    # It unpacks all of it, unless there is no time for that.
    "compressed_bomb": Apart("bad_answer|timeout", f"{UNREAD}|{LIMIT}"),
    **dict.fromkeys(("error_by_event_name", "error_by_field_name"), Apart("cut_stream", NO_END, "The capital of")),
    "content_is_a_number": Apart("cut_stream", NO_END),
    "refused": Apart("empty_answer", r"no content \(finish reason: stop\)"),
    # The mark hides the first event from it, and nothing tells.
    "byte_order_mark": Apart(None, text=ANSWER.removeprefix("The")),
    # It takes an id alone on its line for an event.
    "comments_and_names": Apart("bad_answer", NO_ANSWER, "The"),
    "usage_of_words": Apart("bad_answer", NO_ANSWER, ANSWER),
}  # fmt: skip
# The HTTP client below LiteLLM is stricter, follows redirects, reads errors to their end, and words things in its way.
BELOW = {
    "chunk_size_garbage": Apart("bad_answer", NOT_HTTP),
    "chunk_size_huge": Apart("bad_answer", NOT_HTTP),
    "chunk_trailers": Apart("bad_answer", NOT_HTTP),
    "length_too_short": Apart("bad_answer", NOT_HTTP),
    "sends_garbage_with_it": Apart("bad_answer", NOT_HTTP),
    "other_protocol": Apart("bad_answer", "answered 101"),
    "header_of_large_size": Apart("bad_answer", "headers are longer than LiteLLM reads"),
    "redirect": Apart("connection", "its name has no address"),
    "error_that_breaks_off": Apart("cut_stream", HUNG_UP),
    "error_that_never_ends": Apart("timeout", LIMIT),
    "error_without_end": Apart("timeout", LIMIT),
    "error_packed_unknowably": Apart("rate_limit", "answered 429: "),
    "cut_by_reset": Apart("cut_stream", HUNG_UP, "The capital of"),
    # Whatever has no end is gathered until the time is over.
    "endless_line": Apart("timeout", LIMIT),
    "endless_event": Apart("timeout", LIMIT),
}
APART = {**DROPPED, **BELOW}
# LiteLLM makes 1 of `true` before anybody can look.
BELIEVED = {"usage_is_true"}


@dataclass
class Met:
    """One misbehaviour as it was met, after an answer that was well."""

    well: Reply | TargetError
    odd: Reply | TargetError
    seconds: float
    requests: int
    is_sent: bool


class Survey:
    """Asks for all of them, several at once, so that each has other ones and good answers for neighbours."""

    def __init__(self, server, library):
        self._server = server
        self._library = library
        self._slots = asyncio.Semaphore(AT_ONCE)
        # Each misbehaviour has an address, hence a client, of its own here; a run has one.
        library.module.in_memory_llm_clients_cache.max_size_in_memory = 2 * len(MISBEHAVIOURS)

    async def all(self):
        names = list(MISBEHAVIOURS)
        return dict(zip(names, await asyncio.gather(*map(self._meet, names)), strict=True))

    async def _meet(self, name):
        async with self._slots:
            asked = request()
            well = await self._ask(name, LONG_SECONDS, request())
            began = asyncio.get_running_loop().time()
            odd = await self._ask(name, limit_seconds(name), asked)
            seconds = asyncio.get_running_loop().time() - began
        return Met(well, odd, seconds, self._server.requests[name], asked.note.is_sent)

    async def _ask(self, name, seconds, asked):
        try:
            return await LiteLLMTarget(self._library, at(self._server, name, seconds), KEY).ask(asked)
        except TargetError as error:
            return error


def limit_seconds(name):
    kind = APART[name].kind if name in APART else MISBEHAVIOURS[name].kind
    return SECONDS if kind is not None and "timeout" in kind.split("|") else LONG_SECONDS


def at(server, name, seconds):
    return LiteLLM(model="openai/wire", base_url=server.url(name), timeout_seconds=seconds)


def sockets():
    """How many files and sockets this process has open, where the system tells."""
    return len(list(FILES.iterdir())) if FILES.is_dir() else 0


@pytest.fixture(scope="module")
def survey():
    async def main(server):
        async with open_litellm(at(server, "none", 1)) as target:
            before = sockets()
            met = await Survey(server, target._library).all()
        # Each transport hears of its end in a turn of its own, the server's side of it in one of its thread's, and what
        # LiteLLM's collected clients had open is closed in tasks of their own.
        for _ in range(1_000):
            if sockets() <= before and asyncio.all_tasks() == {asyncio.current_task()}:
                break
            await asyncio.sleep(0.01)
        assert sockets() <= before
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return met

    with wire_server({name: told.raw for name, told in MISBEHAVIOURS.items()}) as server:
        met = asyncio.run(main(server))
    # Whatever was not closed warns when it is collected, and a warning is an error.
    gc.collect()
    return met


def test_only_what_there_is_can_differ():
    assert set(APART) | BELIEVED <= set(MISBEHAVIOURS)


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_a_misbehaviour_is_named_and_the_queries_beside_it_are_answered(survey, name):
    met, told = survey[name], MISBEHAVIOURS[name]
    assert isinstance(met.well, Reply), met.well
    assert met.well.text == ANSWER
    assert (met.well.usage.input, met.well.usage.output, met.well.usage.source) == (21, 7, "provider")
    # No request is sent twice behind anybody's back.
    assert met.requests == 2
    assert met.seconds < limit_seconds(name) + MARGIN_SECONDS
    # Each came to a server, which may bill it, unless it only named another that nobody reached.
    assert met.is_sent is (name != "redirect")
    apart = APART.get(name)
    kind = told.kind if apart is None else apart.kind
    if kind is None:
        check_answer(met.odd, name, told, told.answer if apart is None else apart.text)
    elif apart is None:
        check_failure(met.odd, kind, told.says, told.answer)
        assert met.odd.retry_after_seconds == told.retry_after
    else:
        check_failure(met.odd, kind, apart.says, apart.text)


def check_answer(reply, name, told, text):
    assert isinstance(reply, Reply), reply
    assert reply.text == text
    usage = reply.usage
    assert usage.source == ("provider" if name in BELIEVED else told.usage)
    assert 0 < usage.input < 1_000
    assert 0 < usage.output < 1_000_000
    assert 0 <= usage.cached <= usage.input
    assert 0 <= usage.reasoning <= usage.output


def check_failure(error, kind, says, partial):
    assert isinstance(error, TargetError), error
    assert error.kind in kind.split("|"), error
    assert re.search(says, error.message), error.message
    assert error.message.isprintable()
    assert len(error.message) <= SHOWN_CHARACTERS + 40
    assert partial is None or error.partial == partial
