"""The reader of the backbone's topic, where no broker is needed."""

import asyncio

from adapters.kafka.connection import Connection
from gateway.backbone.reader import Reader


async def test_whatever_ends_the_reading_is_told_and_close_ends_the_waiting() -> None:
    """An address that the client cannot even read is trouble that readiness shows, not a silence without end."""
    reader = Reader(Connection(("127.0.0.1:no-port",), "test"), "topic", "group")
    reading = asyncio.ensure_future(anext(reader.batches(), None))

    for _ in range(1000):
        if reader.trouble:
            break
        await asyncio.sleep(0.01)
    await reader.close()

    assert await asyncio.wait_for(reading, 10) is None
    assert reader.trouble is not None
    assert reader.trouble.startswith("brings nothing")
