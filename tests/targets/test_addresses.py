"""The way to a server: one lookup for a burst, none to wait for later, and an address that leads nowhere only once."""

import asyncio
import contextlib
import socket
import threading

import pytest
from servers.asking import until

from stressdesk.targets import addresses
from stressdesk.targets.addresses import Addresses

DEAD, OTHER, ALIVE = "127.0.0.9", "127.0.0.8", "127.0.0.1"


class Lookups:
    """Stands in for the system's lookups: counts them, and lets each wait until it is `let` through."""

    def __init__(self, monkeypatch, *hosts):
        self.hosts = hosts
        self.asked = 0
        self.let = threading.Event()
        monkeypatch.setattr(socket, "getaddrinfo", self._look_up)

    def _look_up(self, _host, port, *_args, **_more):
        self.asked += 1
        if not self.let.wait(20):
            raise AssertionError
        if not self.hosts:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port)) for host in self.hosts]


@contextlib.asynccontextmanager
async def served():
    """The addresses of a port that something listens at."""
    server = await asyncio.start_server(_hang_up, ALIVE, 0)
    async with server:
        ways = Addresses("example", server.sockets[0].getsockname()[1])
        yield ways
        ways.close()


def _hang_up(_reader, writer):
    writer.close()


async def visit(ways):
    sock = await ways.connected()
    sock.close()


def watched(monkeypatch, tried, dead):
    """Note which addresses are tried; the dead ones never answer."""
    really = addresses._reached

    async def reached(place):
        tried.append(place.address[0])
        if place.address[0] in dead:
            await asyncio.get_running_loop().create_future()
        return await really(place)

    monkeypatch.setattr(addresses, "_reached", reached)


def test_a_burst_looks_up_once(monkeypatch):
    lookups = Lookups(monkeypatch, ALIVE)

    async def burst():
        async with served() as ways:
            visits = [asyncio.create_task(visit(ways)) for _ in range(50)]
            await until(lambda: lookups.asked)
            lookups.let.set()
            await asyncio.gather(*visits)

    asyncio.run(burst())
    assert lookups.asked == 1


def test_nobody_waits_for_a_later_lookup(monkeypatch):
    lookups = Lookups(monkeypatch, ALIVE)
    lookups.let.set()
    monkeypatch.setattr(addresses, "FRESH_SECONDS", 0.0)

    async def again():
        async with served() as ways:
            await visit(ways)
            lookups.let.clear()
            async with asyncio.timeout(10):
                await asyncio.gather(*(visit(ways) for _ in range(20)))
            await until(lambda: lookups.asked == 2)
            lookups.let.set()

    asyncio.run(again())
    assert lookups.asked == 2


def test_what_was_known_long_ago_is_looked_up_first(monkeypatch):
    lookups = Lookups(monkeypatch, ALIVE)
    lookups.let.set()
    monkeypatch.setattr(addresses, "FRESH_SECONDS", 0.0)
    monkeypatch.setattr(addresses, "STALE_SECONDS", 0.0)

    async def moved():
        async with served() as ways:
            await visit(ways)
            lookups.hosts = ()
            with pytest.raises(socket.gaierror):
                await visit(ways)

    asyncio.run(moved())


def test_whoever_leaves_does_not_end_the_lookup_of_others(monkeypatch):
    lookups = Lookups(monkeypatch, ALIVE)

    async def leave():
        async with served() as ways:
            leaving, staying = (asyncio.create_task(visit(ways)) for _ in range(2))
            await until(lambda: lookups.asked)
            leaving.cancel()
            lookups.let.set()
            await staying
            assert leaving.cancelled()

    asyncio.run(leave())
    assert lookups.asked == 1


def test_a_dead_address_is_tried_once_and_passed_over_soon(monkeypatch):
    Lookups(monkeypatch, DEAD, ALIVE).let.set()
    tried = []
    watched(monkeypatch, tried, {DEAD})

    async def three():
        loop = asyncio.get_running_loop()
        async with served() as ways:
            began = loop.time()
            for _ in range(3):
                await visit(ways)
            assert loop.time() - began < addresses.PATIENT_SECONDS

    asyncio.run(three())
    assert tried == [DEAD, ALIVE, ALIVE, ALIVE]


def test_an_address_that_worked_and_died_gives_way_to_the_other(monkeypatch):
    Lookups(monkeypatch, ALIVE, OTHER).let.set()
    monkeypatch.setattr(addresses, "PATIENT_SECONDS", 0.1)
    tried, dead = [], set()
    watched(monkeypatch, tried, dead)

    async def change():
        async with served() as ways, await asyncio.start_server(_hang_up, OTHER, ways._port):
            await visit(ways)
            dead.add(ALIVE)
            await visit(ways)
            await visit(ways)

    asyncio.run(change())
    assert tried == [ALIVE, ALIVE, OTHER, OTHER]


def test_where_no_address_leads_there_the_last_says_why(monkeypatch):
    Lookups(monkeypatch, OTHER, ALIVE).let.set()

    async def nowhere():
        async with served() as ways:
            port = ways._port
        with pytest.raises(ConnectionRefusedError):
            await visit(Addresses("example", port))

    asyncio.run(nowhere())


def test_a_name_that_cannot_be_one_has_no_address():
    async def nowhere():
        with pytest.raises(socket.gaierror):
            await visit(Addresses("a" * 80 + ".example", 80))

    asyncio.run(nowhere())
