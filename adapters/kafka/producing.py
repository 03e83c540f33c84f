"""Producers as the gateway uses them: acknowledged by every copy in sync, and holding nothing for long."""

import asyncio
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, NodeNotReadyError

from adapters.kafka.connection import Connection

_BATCH_BYTES = 1_000_000
_CLOSE_SECONDS = 3.0


async def producer_of(connection: Connection, *, timeout_seconds: float, linger_ms: int = 0) -> Any:
    """A started producer. Raises `KafkaError` or `OSError`; nothing is left open then.

    It lets no record leave that has waited for `timeout_seconds`, and sends none again that was not answered. It does
    not number them for the brokers (idempotence): it would hold each for as long as they are away, and with it a
    sender and connections for every producer that was given up meanwhile.
    """
    producer = AIOKafkaProducer(
        **connection.options(), acks="all", max_batch_size=_BATCH_BYTES, linger_ms=linger_ms,
        request_timeout_ms=int(timeout_seconds * 1000),
    )  # fmt: skip
    _send_once(producer.client)
    try:
        await producer.start()
    except BaseException:
        await closed(producer)
        raise
    return producer


def _send_once(client: Any) -> None:
    """The producer sends again what a broken connection left without an answer, and has no option against that."""
    sends = client.send

    async def send(node: int, request: object, **more: Any) -> object:
        try:
            return await sends(node, request, **more)
        except NodeNotReadyError:
            raise
        except KafkaError as error:
            raise KafkaError("no answer, which is no reason to try again") from error

    client.send = send


async def closed(producer: Any) -> None:
    """Close a producer; what it holds for brokers that are away holds nobody up, and ends by itself when it is too old.

    To cancel that would leave its sender at work, with connections that nobody closes.
    """
    if late := await _not_ended(producer):
        late.add_done_callback(lambda it: it.cancelled() or it.exception())


async def stopped(client: Any) -> None:
    """Stop a client; brokers that are away do not hold it up for long, nor does a client that will not be told."""
    if late := await _not_ended(client):
        late.cancel()


async def _not_ended(client: Any) -> "asyncio.Task[None] | None":
    """The end of a client that takes its time; that brokers went away while it took its leave is nobody's trouble."""
    ending: asyncio.Task[None] = asyncio.ensure_future(client.stop())
    done, _ = await asyncio.wait({ending}, timeout=_CLOSE_SECONDS)
    if not done:
        return ending
    if not isinstance(ending.exception(), KafkaError | OSError):
        ending.result()
    return None
