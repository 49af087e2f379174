"""Connections are kept, warmed and let go; whatever a server does in HTTP is an answer or one kind of failure."""

import asyncio
import contextlib
import gzip
import socket
import ssl
import subprocess
import sys

import pytest
from servers.asking import request
from servers.openai_server import ANSWER, serve

from stressdesk.errors import RunError, TargetError
from stressdesk.targets import connections, incoming, pool
from stressdesk.targets.endpoint import Endpoint
from stressdesk.targets.openai import open_openai
from stressdesk.targets.sockets import has_news, is_untouched

FIRST = b'data: {"choices":[{"index":0,"delta":{"content":"Par"}}]}\n\n'
EVENTS = FIRST + b'data: {"choices":[{"index":0,"delta":{"content":"is"},"finish_reason":"stop"}]}\n\n'
DONE = b"data: [DONE]\n\n"
STREAM = b"Content-Type: text/event-stream\r\n"
OK = b"HTTP/1.1 200 OK\r\n" + STREAM


def sized(body, head=OK):
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def chunked(*bodies, end=b"0\r\n\r\n"):
    return OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"".join(b"%x\r\n%s\r\n" % (len(b), b) for b in bodies) + end


@contextlib.asynccontextmanager
async def answering(*raws, hang_up=False, at_the_next=0):
    """A server that answers its first request with raws[0] and so on; yields its address and a list of connections.

    The first connections `at_the_next` end, without having said it, when another request begins to come on them.
    """
    left, met = list(raws), []

    async def connect(reader, writer):
        met.append(writer)
        is_hasty = len(met) <= at_the_next
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while left:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
                await reader.readexactly(int(length.split(b":")[1]))
                writer.write(left.pop(0))
                if is_hasty:
                    await reader.read(1)
                if hang_up or is_hasty:
                    break
            if not (hang_up or is_hasty):
                await reader.read()
        writer.close()

    server = await asyncio.start_server(connect, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", met
    finally:
        server.close()
        for writer in met:
            writer.transport.abort()
        await asyncio.sleep(0)
        await server.wait_closed()


async def asked(*raws, **more):
    async with answering(*raws, **more) as (url, met), open_openai(Endpoint(base_url=url, model="m")) as target:
        answers = []
        for _ in raws:
            try:
                answers.append(await target.ask(request()))
            except TargetError as error:
                answers.append(error)
        return answers, len(met)


@pytest.mark.parametrize(
    ("raw", "more"),
    [
        (sized(EVENTS + DONE), {}),
        (chunked(EVENTS, DONE), {}),
        (chunked(EVENTS, DONE, end=b"0\r\nX-Took: 3 ms\r\n\r\n"), {}),
        (chunked(*(bytes([byte]) for byte in EVENTS + DONE)), {}),
        (b"HTTP/1.0 200 OK\r\n" + STREAM + b"\r\n" + EVENTS, {"hang_up": True}),
        (b"HTTP/1.1 200 OK\r\n" + STREAM + b"Connection: close\r\n\r\n" + EVENTS + DONE, {"hang_up": True}),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + sized(EVENTS + DONE), {}),
        (sized(gzip.compress(EVENTS + DONE), OK + b"Content-Encoding: gzip\r\n"), {}),
        (sized(EVENTS.replace(b"\n", b"\r\n") + DONE), {}),
    ],
)
def test_every_way_http_has_to_send_an_answer_is_read(raw, more):
    (reply,), _ = asyncio.run(asked(raw, **more))
    assert getattr(reply, "text", reply) == "Paris"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"HTTP/1.1 200 OK\r\n" + STREAM + b"Content-Length: 900\r\n\r\n" + EVENTS[:80], "cut_stream"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "cut_stream"),
        (b"", "connection"),
        (b"HTTP/1.1 200", "connection"),
        (b"\x16\x03\x01 no HTTP", "bad_answer"),
        (sized(b"\x1f\x8bnot really", OK + b"Content-Encoding: gzip\r\n"), "bad_answer"),
        (sized(b"?", OK + b"Content-Encoding: br\r\n"), "bad_answer"),
        (b"HTTP/1.1 503 Busy\r\nContent-Length: 900\r\n\r\nbusy", "overloaded"),
        (sized(b"", b"HTTP/1.1 204 No Content\r\n"), "bad_answer"),
    ],
)
def test_whatever_else_comes_has_a_kind(raw, kind):
    (error,), _ = asyncio.run(asked(raw, hang_up=True))
    assert getattr(error, "kind", error) == kind


def test_one_connection_answers_one_query_after_the_other():
    answers, met = asyncio.run(asked(*[chunked(EVENTS, DONE)] * 5))
    assert [reply.text for reply in answers] == ["Paris"] * 5
    assert met == 1


def test_a_query_that_takes_over_a_connection_has_its_own_time_limit_and_the_one_before_leaves_none_behind():
    async def ask():
        loop = asyncio.get_running_loop()
        taken = []

        async def one_after_the_other(target, number):
            for at in range(20):
                # Woken by the clock, a query may take a connection in the very turn in which the last answer came.
                await asyncio.sleep((number * 7 + at) % 5 / 1000)
                await target.ask(request())
                taken.extend(one._expiry for one in target._connections._open if one._receiver is not None)

        async with serve() as base_url, open_openai(Endpoint(base_url=base_url, model="well")) as target:
            await asyncio.gather(*(one_after_the_other(target, number) for number in range(40)))
            left = [timer for timer in loop._scheduled if not timer.cancelled() and "_expire" in repr(timer)]
        return taken, left

    taken, left = asyncio.run(ask())
    assert taken
    assert None not in taken
    assert left == []


def test_a_connection_the_server_closes_between_two_queries_costs_nobody_an_answer():
    async def ask():
        async with serve() as base_url, open_openai(Endpoint(base_url=base_url, model="well")) as target:
            await target.ask(request())
            for connection in list(target._connections._open):
                connection._transport.abort()
            await asyncio.sleep(0)
            return (await target.ask(request())).text, base_url.count("well")

    assert asyncio.run(ask()) == (ANSWER, 2)


def test_a_connection_that_has_rested_long_is_not_used_again(monkeypatch):
    monkeypatch.setattr(pool, "REST_SECONDS", 0.0)
    _, met = asyncio.run(asked(*[chunked(EVENTS, DONE)] * 3))
    assert met == 4  # the one that was warmed up, and one each


def shut(writer):
    writer.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


def resting(*raws, before_the_next):
    """The answers to one query for each of `raws`; while the connection rests, the server does something to it."""

    async def ask():
        async with answering(*raws) as (url, met), open_openai(Endpoint(base_url=url, model="m")) as target:
            texts = []
            for _ in raws:
                texts.append((await target.ask(request())).text)
                before_the_next(met[-1])
                # Far less than the loop needs to hear of it: the system knows already.
                (connection,) = target._connections._resting
                assert has_news(connection._transport)
            return texts, len(met)

    return asyncio.run(ask())


def test_what_a_server_says_unasked_is_nobodys_answer():
    poison = sized(EVENTS.replace(b"Par", b"Poison") + DONE)
    answers, met = resting(*[sized(EVENTS + DONE)] * 3, before_the_next=lambda writer: writer.write(poison))
    assert answers == ["Paris"] * 3
    assert met == 3


def test_no_query_is_sent_on_a_connection_the_server_has_just_closed():
    answers, met = resting(*[sized(EVENTS + DONE)] * 3, before_the_next=shut)
    assert answers == ["Paris"] * 3
    assert met == 3


@pytest.mark.parametrize(("unread", "kind"), [(True, None), (False, "connection")])
def test_a_query_lost_with_its_kept_connection_is_asked_again_only_if_nobody_can_have_read_it(
    monkeypatch, unread, kind
):
    monkeypatch.setattr(pool.Connection, "is_open", property(lambda self: self._transport is not None))
    monkeypatch.setattr(connections, "is_untouched", lambda transport, size: unread)
    asked = []

    async def ask():
        async with (
            answering(*[sized(EVENTS + DONE)] * 2) as (url, met),
            open_openai(Endpoint(base_url=url, model="m")) as target,
        ):
            await target.ask(request())
            # The server's end is on its way, and the program has not heard of it.
            shut(met[-1])
            try:
                asked.append((await target.ask(request())).text)
            except TargetError as error:
                asked.append(error.kind)
            return len(met)

    assert asyncio.run(ask()) == (2 if unread else 1)
    assert asked == [kind or "Paris"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_linux_tells_whether_the_other_side_has_taken_anything():
    async def ask():
        async with answering() as (url, _):
            port = int(url.rpartition(":")[2].partition("/")[0])
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            assert is_untouched(writer.transport, 0)
            writer.write(b"taken")
            async with asyncio.timeout(5):
                while is_untouched(writer.transport, 5):  # noqa: ASYNC110 - nobody tells when it was taken
                    await asyncio.sleep(0.01)
            writer.close()

    asyncio.run(ask())


def test_connections_rest_no_longer_than_a_hasty_server_lets_them(monkeypatch):
    monkeypatch.setattr(pool, "HASTY_SECONDS", 0.001)

    async def ask():
        async with (
            answering(sized(EVENTS + DONE)) as (url, met),
            open_openai(Endpoint(base_url=url, model="m")) as target,
        ):
            await target.ask(request())
            await asyncio.sleep(0.05)
            met[-1].close()
            async with asyncio.timeout(5):
                while target._connections._open:  # noqa: ASYNC110 - nobody tells when it is gone
                    await asyncio.sleep(0.01)
            return target._connections._rest_seconds

    assert 0.02 < asyncio.run(ask()) < 2


def test_a_server_that_hangs_up_just_after_its_answers_loses_one_query_and_no_more(monkeypatch):
    monkeypatch.setattr(pool, "HASTY_SECONDS", 60.0)
    answers, met = asyncio.run(asked(*[sized(EVENTS + DONE)] * 6, at_the_next=6))
    first, lost, *others = answers
    assert first.text == "Paris"
    assert lost.kind == "connection"
    assert [reply.text for reply in others] == ["Paris"] * 4
    assert met == 5


@contextlib.asynccontextmanager
async def after_a_hang_up(monkeypatch):
    """A target whose server has hung up just after an answer, once, and the connections it has met."""
    monkeypatch.setattr(pool, "HASTY_SECONDS", 60.0)
    async with (
        answering(*[sized(EVENTS + DONE)] * 6, at_the_next=1) as (url, met),
        open_openai(Endpoint(base_url=url, model="m")) as target,
    ):
        await target.ask(request())
        with pytest.raises(TargetError):
            await target.ask(request())
        yield target, met


def test_a_server_that_hung_up_only_once_has_its_connections_kept_again(monkeypatch):
    monkeypatch.setattr(pool, "REST_SECONDS", 60.0)

    async def ask():
        async with after_a_hang_up(monkeypatch) as (target, met):
            monkeypatch.setattr(pool, "HASTY_SECONDS", 0.001)
            await target.ask(request())
            async with asyncio.timeout(5):
                while target._connections._is_hasty:  # noqa: ASYNC110 - nobody tells when it is trusted
                    await asyncio.sleep(0.001)
            for _ in range(3):
                await target.ask(request())
            return len(met)

    # The one that was lost, the witness, and one for all that come after.
    assert asyncio.run(ask()) == 3


def test_a_server_with_one_thread_is_not_kept_from_answering_by_connections_that_rest(monkeypatch):
    async def ask():
        async with after_a_hang_up(monkeypatch) as (target, _):
            for _ in range(5):
                await target.ask(request())
            return len(target._connections._open)

    # The witness and the one that is just being hung up on.
    assert asyncio.run(ask()) <= 2


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (bytes.fromhex("000006 04 00 00000000 0003 00000064 000008 07 00 00000000"), "the server speaks HTTP/2 alone"),
        (bytes.fromhex("15 0301 0002 0246"), "the server speaks TLS; write its address with https://"),
    ],
)
def test_a_server_that_speaks_another_protocol_is_told_by_its_name(raw, told):
    (error,), _ = asyncio.run(asked(raw, hang_up=True))
    assert error.kind == "bad_answer"
    assert f"The answer is not HTTP: {told}" in str(error)


def test_a_refusal_whose_reasons_never_end_is_told_by_its_status(monkeypatch):
    monkeypatch.setattr(connections, "REFUSAL_SECONDS", 0.05)
    (error,), _ = asyncio.run(asked(b"HTTP/1.1 503 Busy\r\nContent-Length: 900\r\n\r\nWe are bu"))
    assert (error.kind, str(error)) == ("overloaded", "The server answered 503: We are bu")


def test_an_answer_whose_body_never_ends_is_whole_with_its_last_event_and_its_connection_is_dropped(monkeypatch):
    monkeypatch.setattr(connections, "TAIL_SECONDS", 0.01)
    raw = chunked(EVENTS, DONE, end=b"")

    async def ask():
        async with answering(raw) as (url, _), open_openai(Endpoint(base_url=url, model="m")) as target:
            reply = await target.ask(request())
            async with asyncio.timeout(5):
                while target._connections._open:  # noqa: ASYNC110 - nobody tells when it is gone
                    await asyncio.sleep(0.01)
            return reply.text

    assert asyncio.run(ask()) == "Paris"


def test_words_that_arrived_after_the_first_are_in_the_partial_answer_too():
    (error,), _ = asyncio.run(asked(chunked(FIRST, FIRST, end=b""), hang_up=True))
    assert (error.kind, error.partial) == ("cut_stream", "ParPar")


def test_many_events_are_decoded_as_they_come(monkeypatch):
    monkeypatch.setattr(incoming, "MOST_WAITING_BYTES", 300)
    (reply,), _ = asyncio.run(asked(chunked(*[EVENTS] * 20, DONE)))
    assert reply.text == "Paris" * 20


@pytest.mark.parametrize("cut", [3, 8, len(DONE) - 2, len(DONE) - 1])
def test_the_last_event_ends_an_answer_wherever_it_is_cut_though_its_body_stays_open(cut):
    async def ask():
        met = []

        async def connect(reader, writer):
            met.append(writer)
            await reader.readuntil(b"\r\n\r\n")
            for piece in (FIRST, EVENTS, EVENTS + DONE[:cut], DONE[cut:]):
                writer.write((b"" if piece != FIRST else chunked(end=b"")) + b"%x\r\n%s\r\n" % (len(piece), piece))
                await writer.drain()
                await asyncio.sleep(0.02)

        server = await asyncio.start_server(connect, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        async with server, open_openai(Endpoint(base_url=url, model="m", timeout_seconds=5)) as target:
            reply = await target.ask(request())
        met[-1].transport.abort()
        return reply

    assert asyncio.run(ask()).text == "ParParisParis"


def test_a_garbled_event_in_the_middle_is_no_answer_and_what_came_before_is_kept():
    (error,), _ = asyncio.run(asked(chunked(EVENTS, b"data: {oops\n\n", EVENTS, DONE)))
    assert (error.kind, error.partial) == ("bad_answer", "Paris")


def test_a_proxy_named_by_the_environment_is_gone_through(monkeypatch):
    asked_for = []

    async def ask():
        async with serve() as base_url:
            port = int(base_url.rpartition(":")[2].partition("/")[0])

            async def tunnel(reader, writer):
                asked_for.append(await reader.readuntil(b"\r\n\r\n"))
                there, onward = await asyncio.open_connection("127.0.0.1", port)
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await asyncio.gather(pipe(reader, onward), pipe(there, writer))

            proxy = await asyncio.start_server(tunnel, "127.0.0.1", 0)
            there = proxy.sockets[0].getsockname()[1]
            monkeypatch.setenv("http_proxy", f"http://me:secret@127.0.0.1:{there}")
            async with open_openai(Endpoint(base_url="http://models.example:81/v1", model="well")) as target:
                reply = await target.ask(request())
            proxy.close()
            await asyncio.sleep(0.05)
            return reply.text

    async def pipe(reader, writer):
        with contextlib.suppress(ConnectionError):
            while piece := await reader.read(65536):
                writer.write(piece)
        writer.close()

    assert asyncio.run(ask()) == ANSWER
    assert asked_for[0].startswith(b"CONNECT models.example:81 HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic bWU6c2VjcmV0" in asked_for[0]


def test_a_proxy_of_an_unknown_kind_is_named_before_anything_is_sent(monkeypatch):
    monkeypatch.setenv("https_proxy", "socks5://127.0.0.1:9")

    async def ask():
        async with open_openai(Endpoint(base_url="https://models.example/v1", model="m")):
            pass

    with pytest.raises(RunError, match="https_proxy"):
        asyncio.run(ask())


def test_a_server_without_a_trusted_certificate_is_a_failed_connection(tmp_path):
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("no openssl")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")

    async def ask(trusted):
        async with serve(tls=context) as base_url:
            url = str(base_url).replace("http:", "https:")
            with pytest.MonkeyPatch.context() as patch:
                if trusted:
                    patch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
                async with open_openai(Endpoint(base_url=url, model="well")) as target:
                    return await target.ask(request())

    assert asyncio.run(ask(trusted=True)).text == ANSWER
    with pytest.raises(TargetError, match="certificate") as caught:
        asyncio.run(ask(trusted=False))
    assert caught.value.kind == "connection"


def test_the_first_event_may_differ_from_all_others():
    first = FIRST.replace(b'{"content"', b'{"role":"assistant","content"')
    (reply,), _ = asyncio.run(asked(chunked(first + FIRST * 20 + EVENTS, FIRST * 20, EVENTS + DONE)))
    assert reply.text == "Par" * 21 + "Paris" + "Par" * 20 + "Paris"
