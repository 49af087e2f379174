"""A port on which whoever connects is met by one coroutine; in the end nothing of it is left open."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

Meet = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def listening(meet: Meet) -> AsyncIterator[int]:
    """Listen on 127.0.0.1, at the port that is given, until the context ends."""
    writers = []

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        await meet(reader, writer)

    listener = await asyncio.start_server(met, "127.0.0.1", 0)
    try:
        yield listener.sockets[0].getsockname()[1]
    finally:
        listener.close()
        for writer in writers:
            writer.transport.abort()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await listener.wait_closed()
