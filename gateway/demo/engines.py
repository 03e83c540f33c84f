"""The real engines that the demo may be played on: a PostgreSQL and an Apache Kafka that somebody has running."""

import contextlib
import os
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from adapters.kafka.connection import Connection
from gateway.settings.outside import NotReady
from gateway.topics.cluster import admin, make
from gateway.topics.wanted import Topic

_POSTGRES = """
no PostgreSQL to play on; give one with --postgres postgresql://... or NWD_POSTGRES, for example
  docker run -d -p 5432:5432 -e POSTGRES_HOST_AUTH_METHOD=trust postgres:16
  nwd demo --store postgres --postgres postgresql://postgres@127.0.0.1:5432/postgres"""
_KAFKA = """
no Apache Kafka to play on; give one with --kafka-servers host:port or NWD_KAFKA, for example
  docker run -d -p 9092:9092 apache/kafka:4.1.0
  nwd demo --backbone kafka --kafka-servers 127.0.0.1:9092"""


@dataclass(frozen=True, slots=True)
class Engines:
    """Which engines are asked for, and where they are."""

    store: str = "sqlite"
    backbone: str = "outbox"
    postgres: str | None = None
    servers: str | None = None


@dataclass(slots=True)
class Played:
    """What the demo's gateway needs in order to use them: tables for its settings, and its environment."""

    tables: str = ""
    environment: dict[str, str] = field(default_factory=dict)


@contextlib.asynccontextmanager
async def played_on(engines: Engines) -> AsyncIterator[Played]:
    """Places of the demo's own on the engines, gone at the end. Raises `NotReady` with how to get an engine."""
    played = Played()
    async with contextlib.AsyncExitStack() as stack:
        if engines.store == "postgres":
            data, keys = await stack.enter_async_context(_schemas(_given(engines.postgres, "NWD_POSTGRES", _POSTGRES)))
            played.tables += '\n[store]\nkind = "postgres"\n'
            played.environment |= {"NWD_POSTGRES": data, "NWD_POSTGRES_KEYS": keys}
        if engines.backbone == "kafka":
            servers = _given(engines.servers, "NWD_KAFKA", _KAFKA)
            topic = await stack.enter_async_context(_topic(servers))
            played.tables += f'\n[backbone]\nkind = "kafka"\ntopic = "{topic}"\n'
            played.environment["NWD_KAFKA"] = servers
        yield played


def _given(value: str | None, variable: str, how: str) -> str:
    found = value or os.environ.get(variable)
    if not found:
        raise NotReady(how.strip())
    return found


@contextlib.asynccontextmanager
async def _schemas(dsn: str) -> AsyncIterator[tuple[str, str]]:
    names = [f"nwd_demo_{secrets.token_hex(4)}" for _ in range(2)]
    try:
        line: Any = await asyncpg.connect(dsn)
    except (OSError, asyncpg.PostgresError, ValueError) as error:
        raise NotReady(f"PostgreSQL does not answer ({type(error).__name__})\n{_POSTGRES.strip()}") from error
    try:
        for name in names:
            await line.execute(f"CREATE SCHEMA {name}")
        joined = "&" if "?" in dsn else "?"
        yield f"{dsn}{joined}search_path={names[0]}", f"{dsn}{joined}search_path={names[1]}"
    finally:
        for name in names:
            await line.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
        await line.close()


@contextlib.asynccontextmanager
async def _topic(servers: str) -> AsyncIterator[str]:
    name = f"nwd-demo-{secrets.token_hex(4)}"
    connection = Connection(tuple(servers.split(",")), "nwd-demo")
    async with admin(connection) as client:
        await make(client, [Topic(name, 3, 1)])
    try:
        yield name
    finally:
        async with admin(connection) as client:
            await client.delete_topics([name])
