"""MLLP over TLS with client certificates, both ways, and HL7 v2 over HTTP, both ways."""

import asyncio
import base64
import contextlib
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from adapters.contract import Rendition, SendFate
from adapters.hl7v2.http_sink import HttpSink
from adapters.hl7v2.sink import MllpSink
from adapters.webhook.signature import headers as signed
from adapters.webhook.signature import secret
from gateway.settings.loading import SettingsInvalid, parse
from gateway.settings.model import Tls
from gateway.settings.tls import for_listening, for_sending
from tests.certificates import Authority
from tests.patience import SECONDS
from tests.town import SECRET, Town, referral, town

MESSAGE = Rendition("application/hl7-v2+er7", b"MSH|^~\\&|A|B|C|D|1||MDM^T02|77|P|2.4\r", "77")
ACK = b"MSH|^~\\&|C|D|A|B|1||ACK|9|P|2.4\rMSA|%s|%s\r"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def table(authority: Authority, names: str = "[]") -> dict[str, str]:
    """The settings of a listener that demands certificates."""
    certificate, key = authority.sign("gateway.example")
    files = f"certificate_file = '{certificate}', key_file = '{key}', ca_file = '{authority.file}'"
    return {"frame_limit = 100000": f"frame_limit = 100000\ntls = {{ {files}, names = {names} }}"}


async def exchanged(place: Town, context: ssl.SSLContext) -> str:
    """The answer to a referral sent by TLS; empty when the gateway closes."""
    host, port = place.mllp.split(":")
    with contextlib.suppress(ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
        reader, writer = await asyncio.open_connection(host, int(port), ssl=context, server_hostname="localhost")
        with contextlib.closing(writer):
            writer.write(b"\x0b" + referral(1).encode() + b"\x1c\r")
            return (await asyncio.wait_for(reader.readuntil(b"\x1c\r"), SECONDS)).decode()
    return ""


def caller(authority: Authority, name: str | None, *, signed_by: Authority | None = None) -> ssl.SSLContext:
    """A partner's side, with a certificate of this name."""
    context = ssl.create_default_context(cafile=authority.file.as_posix())
    if name is not None:
        context.load_cert_chain(*(signed_by or authority).sign(name))
    return context


async def test_a_partner_with_a_certificate_is_heard(tmp_path: Path, authority: Authority) -> None:
    """The name that the settings want, signed by whom they trust."""
    async with town(tmp_path, change=table(authority, "['engine.example']")) as place:
        assert "MSA|AA" in await exchanged(place, caller(authority, "engine.example"))


@pytest.mark.parametrize("who", ["nobody", "another-name.example", "stranger"])
async def test_whoever_cannot_prove_who_they_are_gets_no_answer(tmp_path: Path, authority: Authority, who: str) -> None:
    """No certificate, another name, or one that somebody else signed."""
    stranger = Authority(tmp_path, "stranger-authority")
    context = {
        "nobody": lambda: caller(authority, None),
        "another-name.example": lambda: caller(authority, who),
        "stranger": lambda: caller(authority, "engine.example", signed_by=stranger),
    }[who]()
    async with town(tmp_path, change=table(authority, "['engine.example']")) as place:
        assert await exchanged(place, context) == ""


@contextlib.asynccontextmanager
async def partner(authority: Authority) -> AsyncIterator[int]:
    """A partner's engine that demands a certificate of us."""
    certificate, key = authority.sign("localhost")

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            await reader.readuntil(b"\x1c\r")
            writer.write(b"\x0b" + ACK % (b"AA", b"77") + b"\x1c\r")
            await writer.drain()
        writer.close()

    tls = for_listening(Tls(certificate_file=certificate, key_file=key, ca_file=authority.file))
    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=tls)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def test_we_show_our_certificate_and_check_theirs(tmp_path: Path, authority: Authority) -> None:
    """Delivered with ours; not without it, and never to a partner whom we cannot trust."""
    certificate, key = authority.sign("gateway.example")
    ours = Tls(certificate_file=certificate, key_file=key, ca_file=authority.file)
    bare, distrustful = Tls(ca_file=authority.file), Tls(certificate_file=certificate, key_file=key)
    fates = []
    async with partner(authority) as port:
        for tls in (ours, bare, distrustful):
            sink = MllpSink("localhost", port, tls=for_sending(tls))
            fates.append((await sink.send(MESSAGE, start_seconds=SECONDS, timeout_seconds=SECONDS)).fate)
            await sink.close()

    assert fates[0] is SendFate.DELIVERED
    assert SendFate.DELIVERED not in fates[1:]


def test_files_that_do_not_fit_are_named_in_the_settings(tmp_path: Path, authority: Authority) -> None:
    """Before anything starts, with line and place."""
    certificate, _ = authority.sign("one.example")
    _, key = authority.sign("two.example")
    text = (
        '[gateway]\nname = "x"\ndata_dir = "data"\n[keys]\nmaster_key_file = "k"\n'
        '[[organisation]]\nid = "o"\nname = "O"\n'
        '[[partner]]\nid = "p"\norganisation = "o"\nadapter = "hl7v2"\n'
        f"listen = {{ port = 0, tls = {{ certificate_file = '{certificate}', key_file = '{key}' }} }}\n"
    )
    with pytest.raises(SettingsInvalid, match=r"line 13: partner\[1\].listen.tls: these PEM files"):
        parse(text, folder=tmp_path)


async def test_a_message_over_http_is_answered_in_kind_and_known_by_its_own_id(tmp_path: Path) -> None:
    """The same MSH-10 and body twice: the same answer, one effect."""
    async with town(tmp_path) as place:
        token = await place.token("cmht", None)
        headers = {"content-type": "application/hl7-v2+er7; charset=utf-8"}
        answers = [
            await place.call("POST", "/messages/engine", token, data=referral(1).encode(), headers=headers)
            for _ in range(2)
        ]
        assert "MSA|AA" in await place.send(referral(2))
        [first, second] = [await place.hook("/cafe", "referral.received", number=number) for number in (1, 2)]

        assert first["id"] != second["id"]
        assert [one[0] for one in answers] == [201, 201] and answers[0][1] == answers[1][1]
        assert "MSA|AA|0000000000000001" in answers[0][1]
        assert answers[0][2]["content-type"].startswith("application/hl7-v2+er7")
        assert sum(where == "/cafe" for where, _, _ in place.hooks) == 2


@pytest.mark.parametrize(
    ("status", "body", "fate"),
    [
        (200, ACK % (b"AA", b"77"), SendFate.DELIVERED),
        (200, ACK % (b"AA", b"78"), SendFate.UNKNOWN),
        (500, ACK % (b"AE", b"77"), SendFate.NEVER),
        (503, b"", SendFate.LATER),
        (200, b"thank you", SendFate.UNKNOWN),
    ],
)
async def test_over_http_the_acknowledgement_decides(status: int, body: bytes, fate: SendFate) -> None:
    """An answer to another message, or none, is no delivery."""

    async def receive(request: web.Request) -> web.Response:
        assert (await request.read()) == MESSAGE.body
        return web.Response(status=status, body=body)

    app = web.Application()
    app.router.add_post("/hl7", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sink = HttpSink(f"http://127.0.0.1:{runner.addresses[0][1]}/hl7")
    try:
        assert (await sink.send(MESSAGE, start_seconds=SECONDS, timeout_seconds=SECONDS)).fate is fate
    finally:
        await sink.close()
        await runner.cleanup()


async def test_a_partner_that_is_away_is_tried_again() -> None:
    """Nothing listens there."""
    sink = HttpSink("http://127.0.0.1:9/hl7")
    assert (await sink.send(MESSAGE, start_seconds=SECONDS, timeout_seconds=SECONDS)).fate is SendFate.LATER
    await sink.close()


async def test_while_keys_change_both_secrets_verify(tmp_path: Path) -> None:
    """A receiver that knows only the old secret, and one that knows only the new, can both check the signature."""
    old = "whsec_" + base64.b64encode(bytes(32)).decode()
    (tmp_path / "old").write_text(old)
    change = {'cafe", secret_file = "': f'cafe", previous_secret_file = "{tmp_path / "old"}", secret_file = "'}
    async with town(tmp_path, change=change) as place:
        await place.referred()

    _, headers, body = place.hooks[0]
    signatures = headers["webhook-signature"].split()
    at = int(headers["webhook-timestamp"])
    for known in (SECRET, old):
        [expected] = signed((secret(known),), message_id=headers["webhook-id"], at_seconds=at, body=body)[
            "webhook-signature"
        ].split()
        assert expected in signatures
    assert len(signatures) == 2


@pytest.mark.parametrize(("networks", "is_open"), [("['10.20.0.0/16']", True), ("['10.21.0.0/16']", False)])
def test_a_private_address_is_reached_only_where_the_operator_opened_it(
    tmp_path: Path, networks: str, is_open: bool
) -> None:
    """The settings refuse a webhook into a network that nobody named."""
    text = (
        f'[gateway]\nname = "x"\ndata_dir = "data"\n[keys]\nmaster_key_file = "k"\n[egress]\nnetworks = {networks}\n'
        '[[organisation]]\nid = "o"\nname = "O"\n'
        '[[service]]\nid = "s"\norganisation = "o"\nname = "S"\nclass = "cafe"\n'
        '[[subscription]]\nid = "h"\nservice = "s"\nevents = ["referral.received"]\n'
        'webhook = { url = "https://10.20.3.4/hook", secret_env = "S" }\n'
    )
    with contextlib.nullcontext() if is_open else pytest.raises(SettingsInvalid, match="inside a private network"):
        parse(text, folder=tmp_path)
