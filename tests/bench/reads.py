"""Reads a second, each with its audit on disk; against not waiting for that, and a route that checks nothing."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from statistics import median
from time import perf_counter

import aiohttp
import jwt
import orjson
import uvloop
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from tests.bench.measure import carried, cpu_seconds, percentiles
from tests.bench.served import UNAUDITED, served
from tests.bench.store_acks import send
from tests.faults.receivers import Receiver, receiving
from tests.faults.rig import Rig
from tests.faults.senders import referral

_ROUNDS = 3
_READS = 1_500
_LINES = (1, 8, 32)
_CLIENT = """
[[client]]
id = "app"
services = ["cafe"]
roles = ["worker"]
public_key_file = "app.pem"
"""


def main() -> None:
    """Print reads a second for 1, 8 and 32 connections, without the wait for the audit, and of a bare route."""
    uvloop.run(_main())


async def _main() -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    async with (
        receiving() as hooks,
        served(hooks.port, ["cafe"], more=_CLIENT, beside=public) as rig,
        served(hooks.port, ["cafe"], more=_CLIENT, beside=public, program=UNAUDITED) as unaudited,
    ):
        url, request = rig.ports["http"], await _request(rig, hooks, private)
        bare = url, b"GET /livez HTTP/1.1\r\nhost: bench\r\n\r\n"
        sloppy = unaudited.ports["http"], await _request(unaudited, hooks, private)
        for lines in _LINES:
            await _compare({"checked": (url, request), "audit not waited for": sloppy, "bare": bare}, lines)
        assert rig.process is not None
        begun, took = cpu_seconds(rig.process.pid), list[float]()
        await _speed(url, request, 32, took)
        print(f"  the gateway: {carried(cpu_seconds(rig.process.pid) - begun, len(took))}", flush=True)


async def _compare(asked: dict[str, tuple[str, bytes]], lines: int) -> None:
    speeds: dict[str, list[float]] = {name: [] for name in asked}
    took: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(_ROUNDS):
        for name, (url, request) in asked.items():
            speeds[name].append(await _speed(url, request, lines, took[name]))
    mine, *others = ((name, median(found)) for name, found in speeds.items())
    told = "".join(f"   {name} {speed:>7,.0f}/s x{mine[1] / speed:.2f}" for name, speed in others)
    print(f"  {lines:>2} connections {mine[1]:>8,.0f} reads/s ({percentiles(took[mine[0]])}){told}", flush=True)


async def _request(rig: Rig, hooks: Receiver, key: bytes) -> bytes:
    hooks.came.clear()
    reference, token = await _referred(rig, hooks), await _token(rig, key)
    return f"GET /fhir/{reference} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\r\n".encode()


async def _speed(url: str, request: bytes, lines: int, took: list[float]) -> float:
    each = _READS // lines if lines > 1 else _READS // 3
    begun = perf_counter()
    await asyncio.gather(*(_line(url, request, each, took) for _ in range(lines)))
    return each * lines / (perf_counter() - begun)


async def _line(url: str, request: bytes, times: int, took: list[float]) -> None:
    async with _opened(url) as (reader, writer):
        for _ in range(times):
            begun = perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            await reader.readexactly(int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]))
            took.append(perf_counter() - begun)


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    host, port = url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    yield reader, writer
    writer.close()


async def _referred(rig: Rig, hooks: Receiver) -> str:
    frame = b"\x0b" + referral(1, to="CAFE").encode() + b"\x1c\r"
    await send(rig.ports["mllp.engine"], [frame], pipelined=False)
    await hooks.until(lambda: bool(hooks.came))
    return str(orjson.loads(hooks.came[0].body)["data"]["references"][0])


async def _token(rig: Rig, key: bytes) -> str:
    url = rig.ports["http"] + "/oauth2/token"
    about = {"subject_name": "Jo", "subject_role": "worker", "purpose_of_use": "TREAT"}
    claims = {
        "iss": "app", "sub": "app", "aud": url, "jti": str(uuid.uuid4()), "exp": int(time.time()) + 120,
        "nwd_user": "jo.1", "extensions": {"ihe_iua": about},
    }  # fmt: skip
    form = {
        "grant_type": "client_credentials", "scope": "service/cafe",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": jwt.encode(claims, key, algorithm="ES384"),
    }  # fmt: skip
    async with aiohttp.ClientSession() as session, session.post(url, data=form) as answer:
        return str((await answer.json())["access_token"])


if __name__ == "__main__":
    main()
