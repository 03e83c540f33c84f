"""The webhook sink against a real HTTP server on this machine."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from adapters.contract import Rendition, SendFate
from adapters.hl7v2.http_sink import HttpSink
from adapters.webhook.address import Egress, Forbidden
from adapters.webhook.signature import headers, secret
from adapters.webhook.sink import Endpoint, WebhookSink
from tests.patience import SECONDS

SECRET = secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
RENDITION = Rendition("application/cloudevents+json", b'{"id":"r1"}', "r1")
NOW = 1_790_000_000.0

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def _endpoint(handler: Handler) -> AsyncIterator[WebhookSink]:
    app = web.Application()
    app.router.add_post("/hook", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    sink = _sink(f"http://127.0.0.1:{port}/hook")
    try:
        yield sink
    finally:
        await sink.close()
        await runner.cleanup()


def _sink(url: str) -> WebhookSink:
    return WebhookSink(Endpoint(url, (SECRET,), Egress(loopback=True)), now_seconds=lambda: NOW)


async def test_receiver_gets_the_signed_bytes():
    """The receiver can check the signature over the very bytes that it got."""
    got: list[tuple[dict[str, str], bytes]] = []

    async def handler(request: web.Request) -> web.Response:
        got.append(({k.lower(): v for k, v in request.headers.items()}, await request.read()))
        return web.Response(status=204)

    async with _endpoint(handler) as sink:
        sent = await sink.send(RENDITION, start_seconds=SECONDS, timeout_seconds=SECONDS)

    seen, body = got[0]
    expected = headers((SECRET,), message_id="r1", at_seconds=int(NOW), body=body)
    assert sent.fate is SendFate.DELIVERED
    assert body == RENDITION.body
    assert {name: seen[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        (200, SendFate.DELIVERED), (202, SendFate.DELIVERED), (302, SendFate.LATER), (400, SendFate.LATER),
        (401, SendFate.LATER), (404, SendFate.LATER), (410, SendFate.NEVER), (429, SendFate.LATER),
        (500, SendFate.LATER), (503, SendFate.LATER),
    ],
)  # fmt: skip
async def test_answer_decides_the_fate(status, fate):
    """Only 2xx is delivered; only 410 is for good; a redirect is not followed."""

    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=status, headers={"location": "http://127.0.0.1:9/"} if status == 302 else {})

    async with _endpoint(handler) as sink:
        assert (await sink.send(RENDITION, start_seconds=SECONDS, timeout_seconds=SECONDS)).fate is fate


@pytest.mark.parametrize(("text", "seconds"), [("30", 30.0), ("-5", None), ("soon", None), ("9999999", 86_400.0)])
async def test_retry_after_is_heard_within_reason(text, seconds):
    """A receiver may say when to come back, for at most a day."""

    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=503, headers={"retry-after": text})

    async with _endpoint(handler) as sink:
        assert (
            await sink.send(RENDITION, start_seconds=SECONDS, timeout_seconds=SECONDS)
        ).retry_after_seconds == seconds


async def test_hanging_receiver_is_an_unknown_fate():
    """When no answer comes in time the message may have arrived, and the same goes again."""
    done = asyncio.Event()

    async def handler(request: web.Request) -> web.Response:
        await done.wait()
        return web.Response()

    async with _endpoint(handler) as sink:
        sent = await sink.send(RENDITION, start_seconds=SECONDS, timeout_seconds=1)
        done.set()

    assert sent.fate is SendFate.UNKNOWN


async def test_closed_port_is_tried_later():
    """Nobody listening is not a refusal."""
    sink = _sink("http://127.0.0.1:1/hook")

    sent = await sink.send(RENDITION, start_seconds=SECONDS, timeout_seconds=SECONDS)
    await sink.close()

    assert (sent.fate, sent.detail) == (SendFate.LATER, "unreachable")


@pytest.mark.parametrize("start_seconds", [0.0, -3.0])
@pytest.mark.parametrize("kind", ["webhook", "hl7v2"])
async def test_what_is_old_before_it_begins_does_not_leave(kind, start_seconds):
    """A process that slept between the decision and the sending sends nothing, though its connection stands."""
    got: list[bytes] = []

    async def handler(request: web.Request) -> web.Response:
        got.append(await request.read())
        return web.Response(status=204)

    async with _endpoint(handler) as webhook:
        sink = webhook if kind == "webhook" else HttpSink(webhook._endpoint.url)
        await sink.send(RENDITION, start_seconds=SECONDS, timeout_seconds=SECONDS)
        sent = await sink.send(RENDITION, start_seconds=start_seconds, timeout_seconds=5)
        await sink.close()

    assert (sent.fate, len(got)) == (SendFate.LATER, 1)


async def test_slow_handshake_lets_nothing_leave():
    """Who is not connected in time gets nothing for now: the decision to send would be old by then."""
    received = bytearray()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.extend(await reader.read(-1))
        writer.close()
        ended.set()

    ended = asyncio.Event()
    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    sink = _sink(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook")

    sent = await sink.send(RENDITION, start_seconds=1, timeout_seconds=SECONDS)

    await sink.close()
    await asyncio.wait_for(ended.wait(), SECONDS)
    server.close()
    await server.wait_closed()
    assert (sent.fate, sent.detail) == (SendFate.LATER, "unreachable")
    assert RENDITION.body not in received


async def test_host_that_leads_inside_is_never_called():
    """Outside test mode a name that resolves to this machine ends for good, unsent."""
    sink = WebhookSink(Endpoint("https://localhost:1/hook", (SECRET,), Egress()), now_seconds=lambda: NOW)

    sent = await sink.send(RENDITION, start_seconds=SECONDS, timeout_seconds=SECONDS)
    await sink.close()

    assert (sent.fate, sent.detail) == (SendFate.NEVER, "address-forbidden")


def test_forbidden_url_makes_no_sink():
    """A URL that may not be called is refused when the sink is made."""
    with pytest.raises(Forbidden):
        WebhookSink(Endpoint("http://10.0.0.1/", (SECRET,), Egress()), now_seconds=lambda: NOW)


async def test_garbage_answer_is_an_unknown_fate():
    """A receiver that does not speak HTTP may still have taken the message."""

    async def garbage(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b'"r1"}')
        writer.write(b"\x00\xff not http\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(garbage, "127.0.0.1", 0)
    sink = _sink(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook")

    sent = await sink.send(RENDITION, start_seconds=SECONDS, timeout_seconds=SECONDS)

    await sink.close()
    server.close()
    assert sent.fate is SendFate.UNKNOWN
