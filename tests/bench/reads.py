"""Consent-checked reads a second over HTTP, each with its audit on disk; against a route that checks nothing."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter

import aiohttp
import jwt
import orjson
import uvloop
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from tests.bench.measure import percentiles
from tests.bench.served import served
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
    """Print reads and bare answers a second for 1, 8 and 32 connections."""
    uvloop.run(_main())


async def _main() -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    async with receiving() as hooks, served(hooks.port, ["cafe"], more=_CLIENT, beside=public) as rig:
        reference = await _referred(rig, hooks)
        headers = f"authorization: Bearer {await _token(rig, private)}\r\n"
        for lines in _LINES:
            await _compare(rig.ports["http"], lines, f"/fhir/{reference}", headers)


async def _compare(url: str, lines: int, path: str, headers: str) -> None:
    speeds: dict[str, list[float]] = {path: [], "/livez": []}
    took: list[float] = []
    for _ in range(_ROUNDS):
        for one, found in speeds.items():
            found.append(await _speed(url, one, headers, lines, took if one == path else []))
    mine, bare = (sorted(found)[_ROUNDS // 2] for found in speeds.values())
    told = f"{lines:>2} connections"
    print(f"  {told:<16} {mine:>8,.0f} reads/s ({percentiles(took)})   bare {bare:>8,.0f}/s   x{mine / bare:.2f}")


async def _speed(url: str, path: str, headers: str, lines: int, took: list[float]) -> float:
    request = f"GET {path} HTTP/1.1\r\nhost: bench\r\n{headers}\r\n".encode()
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
