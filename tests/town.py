"""A small town for integration tests: a real gateway in this process, a trust, a café, and ways to speak to it."""

import asyncio
import base64
import contextlib
import json
import time
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from gateway.serve import Role, running
from gateway.settings.loading import parse
from tests.patience import SECONDS, eventually

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
PERSON = (
    "0700001^^^RXX01^MRN~9991234500^^^^NHS||EXAMPLE^SAM^^^MX||19900417|9|||1 MADE UP ROAD^^TESTTOWN^^ZZ99 9ZZ^^HOME"
    "||07700900001"
)
OTHER = (
    "0700002^^^RXX01^MRN~9991234519^^^^NHS||SPECIMEN^KIM^^^MS||19851130|9|||2 MADE UP ROAD^^TESTTOWN^^ZZ99 9ZZ^^HOME"
    "||07700900002"
)
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_SETTINGS = """
[gateway]
name = "town"
data_dir = "data"
mode = "test"
[keys]
master_key_file = "master.key"
[http]
port = 0
[operations]
owner = "ops"
[[organisation]]
id = "trust"
name = "Town Trust"
ods_code = "RXX01"
[[organisation]]
id = "haven"
name = "Haven"
[[service]]
id = "cmht"
organisation = "trust"
name = "Town CMHT"
phone = "01632 960001"
class = "cmht"
[[service]]
id = "cafe"
organisation = "haven"
name = "Haven Crisis Café"
class = "cafe"
addresses = ["HAVEN"]
[[service]]
id = "club"
organisation = "haven"
name = "Haven Day Club"
class = "social-prescribing"
[[agreement]]
id = "sharing"
parties = ["trust", "haven"]
since = 2026-01-01
[[partner]]
id = "engine"
organisation = "trust"
service = "cmht"
adapter = "hl7v2"
[partner.listen]
port = 0
frame_limit = 100000
[[partner]]
id = "cafe-fhir"
organisation = "haven"
service = "cafe"
adapter = "fhir_r4"
[[subscription]]
id = "cafe-hook"
service = "cafe"
events = ["referral.received", "referral.updated", "referral.cancelled", "sharing.stopped"]
opened_within_seconds = 3600
webhook = { url = "http://127.0.0.1:HOOK/cafe", secret_file = "SECRET_FILE" }
[[subscription]]
id = "cmht-hook"
service = "cmht"
events = ["referral.opened", "referral.accepted", "referral.declined", "delivery.withheld", "contact.recorded"]
webhook = { url = "http://127.0.0.1:HOOK/cmht", secret_file = "SECRET_FILE" }
[[client]]
id = "app"
services = ["cafe", "club", "cmht"]
purposes = ["TREAT", "HRESCH"]
roles = ["volunteer", "worker", "manager", "registered-professional", "privacy-officer", "operator"]
partners = ["engine", "cafe-fhir"]
public_key_file = "app.pem"
"""

_AGREEMENT = '[[agreement]]\nid = "sharing"'
_ALL_ROUTED = 'nwd_count{kind="event",state="unrouted"} 0\n'
_UNDER_WAY = frozenset({"queued", "sending", "retrying"})


@dataclass(slots=True)
class Town:
    """What a test speaks to."""

    http: str
    mllp: str
    private_key: bytes
    session: aiohttp.ClientSession
    hooks: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)
    settings: str = ""
    """The text of the settings file that the gateway began with."""
    answers: dict[str, int] = field(default_factory=dict)
    """Status that the webhook of a path answers with; 204 where none is set."""
    ports: Mapping[str, str] = field(default_factory=dict)
    """Where the gateway listens, by name."""

    async def send(self, message: str) -> str:
        """Send one HL7 v2 message; empty when the gateway closed without a reply."""
        host, port = self.mllp.split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"\x0b" + message.encode() + b"\x1c\r")
        await writer.drain()
        with contextlib.closing(writer), contextlib.suppress(asyncio.IncompleteReadError):
            reply = await asyncio.wait_for(reader.readuntil(b"\x1c\r"), SECONDS)
            return reply.decode().strip("\x0b\x1c\r")
        return ""

    def assertion(self, **claims: Any) -> str:
        """A client assertion; a claim given as None is left out."""
        body = {
            "iss": "app", "sub": "app", "aud": f"{self.http}/oauth2/token", "jti": str(uuid.uuid4()),
            "exp": int(time.time()) + 120,
        } | claims  # fmt: skip
        return jwt.encode({k: v for k, v in body.items() if v is not None}, self.private_key, algorithm="ES384")

    async def token(self, service: str = "cafe", role: str | None = "volunteer", purpose: str = "TREAT") -> str:
        """An access token for a service and, with a role, a named person."""
        about = {"subject_name": "Jo", "subject_role": role, "purpose_of_use": purpose}
        who = {"nwd_user": "jo.1", "extensions": {"ihe_iua": about}} if role else {}
        answer = await self.ask_token(self.assertion(**who), f"service/{service}")
        return str(answer["access_token"])

    async def ask_token(self, assertion: str, scope: str) -> dict[str, Any]:
        """The answer to a token request."""
        form = {
            "grant_type": "client_credentials", "client_assertion_type": ASSERTION, "scope": scope,
            "client_assertion": assertion,
        }  # fmt: skip
        async with self.session.post(f"{self.http}/oauth2/token", data=form) as answer:
            found: dict[str, Any] = await answer.json()
            return found

    async def call(self, method: str, path: str, token: str, **more: Any) -> tuple[int, Any, Mapping[str, str]]:
        """Status, body and headers of one call."""
        headers = {"authorization": f"Bearer {token}"} | more.pop("headers", {})
        async with self.session.request(method, self.http + path, headers=headers, **more) as answer:
            body = (
                await answer.json(content_type=None)
                if answer.headers.get("content-type", "").endswith(("+json", "/json"))
                else await answer.text()
            )
            return answer.status, body, answer.headers

    async def until(self, path: str, token: str) -> Any:
        """The body at a path once it is no longer empty."""

        async def look() -> Any:
            return (await self.call("GET", path, token))[1]

        return await eventually(look, told=lambda: f"{path} stays empty")

    async def hook(self, path: str, kind: str, *, number: int = 1) -> dict[str, Any]:
        """The body of the `number`-th webhook of this type at this path."""

        async def look() -> list[dict[str, Any]]:
            found = [json.loads(body) for where, _, body in self.hooks if where == path]
            return [body for body in found if body["type"] == kind][number - 1 :]

        [body, *_] = await eventually(look, told=lambda: f"no {kind} came to {path}; came: {self._came()}")
        return body

    async def hl7(self) -> str:
        """The first message that came to the partner of `told_by_hl7`."""

        async def look() -> list[bytes]:
            return [body for path, _, body in self.hooks if path == "/hl7"]

        [body, *_] = await eventually(look, told=lambda: f"no message came over HL7; came: {self._came()}")
        return body.decode()

    async def settled(self) -> None:
        """Return once every event is fanned out and no delivery is on its way: all have ended or wait for a person."""
        operator = await self.token("cmht", "operator")

        async def look() -> bool:
            async with self.session.get(f"{self.http}/metrics") as answer:
                all_routed = _ALL_ROUTED in await answer.text()
            _, ledger, _ = await self.call("GET", "/ops/ledger", operator)
            found = [it for line in ledger.splitlines() for it in json.loads(line)["deliveries"]]
            stands = {it["recipient"] for it in found if it["state"] == "parked"}
            under_way = [it for it in found if it["state"] in _UNDER_WAY]
            return all_routed and all(it["state"] == "queued" and it["recipient"] in stands for it in under_way)

        await eventually(look, told=lambda: "something stays on its way")

    def _came(self) -> list[str]:
        return [f"{path} {body[:80]!r}" for path, _, body in self.hooks]

    async def referred(self, number: int = 1, person: str = PERSON) -> str:
        """Send a referral to the café; returns its reference."""
        assert "MSA|AA" in await self.send(referral(number, person))
        body = await self.hook("/cafe", "referral.received", number=number)
        return str(body["data"]["references"][0])


def referral(
    number: int,
    person: str = PERSON,
    *,
    to: str = "HAVEN",
    event: str = "I12",
    of: int | None = None,
    why: str = "LOW MOOD",
) -> str:
    """A REF to the café; `of` is the number of the referral that it is about."""
    return "\r".join(
        (
            f"MSH|^~\\&|ACME_PAS|RXX01|NWD|NWD|20261101091500||REF^{event}|{number:016d}|P|2.4",
            f"RF1|A|A|{to}|||REF{of or number}|20261101091500|||^{why}",
            f"PRD|RT|Haven^Cafe|||||{to}",
            f"PID|||{person}",
            "NTE|1||a note for nobody else",
        )
    )


def told_by_hl7(service: str, organisation: str, *events: str, profile: str = "writes = []") -> str:
    """Settings by which one more partner gets a service's events as HL7 v2 over HTTP."""
    return f"""[[partner]]
id = "out"
organisation = "{organisation}"
service = "{service}"
adapter = "hl7v2"
send = {{ wire = "http", url = "http://127.0.0.1:HOOK/hl7" }}
[partner.profile]
{profile}
[[subscription]]
id = "hl7-out"
service = "{service}"
events = {json.dumps(events)}
partner = "out"
"""


def home_treatment(organisation: str = "trust") -> dict[str, str]:
    """A change of the settings by which an organisation has a home treatment team too."""
    team = f"""[[service]]
id = "htt"
organisation = "{organisation}"
name = "Town Home Treatment"
class = "htt"
addresses = ["HTT"]
"""
    return {_AGREEMENT: team + _AGREEMENT}


def consent(patient: str, kind: str = "deny", service: str = "cafe") -> dict[str, Any]:
    """A FHIR Consent of the person (`Patient/<id>`) about one service; a refusal unless said otherwise."""
    recipient = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "PRCP"}]}
    return {
        "resourceType": "Consent",
        "status": "active",
        "scope": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]
        },
        "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "INFA"}]}],
        "patient": {"reference": patient},
        "dateTime": "2026-11-01T09:00:00Z",
        "performer": [{"reference": patient}],
        "policyRule": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "OPTOUT"}]},
        "provision": {
            "type": kind,
            "actor": [{"role": recipient, "reference": {"reference": f"HealthcareService/{service}"}}],
        },
    }


@contextlib.asynccontextmanager
async def town(
    folder: Path, *, change: Mapping[str, str] | None = None, roles: Sequence[Role] = ("both",)
) -> AsyncIterator[Town]:
    """A town with its gateway up; `change` replaces parts of the settings.

    With several roles there are as many gateways on one database; the town speaks to the first.
    """
    hooks: list[tuple[str, Mapping[str, str], bytes]] = []
    answers: dict[str, int] = {}
    # Given up before the gateway closes it, which on a busy machine could be while a request is on its way.
    idle = aiohttp.TCPConnector(keepalive_timeout=1)
    async with _receiver(hooks, answers) as port, aiohttp.ClientSession(connector=idle) as session:
        key = _files(folder)
        text = _SETTINGS
        for old, new in (change or {}).items():
            assert old in text, old
            text = text.replace(old, new)
        text = text.replace("HOOK", str(port)).replace("SECRET_FILE", str(folder / "secret"))
        async with contextlib.AsyncExitStack() as stack:
            settings = parse(text, folder=folder)
            gateways = [
                await stack.enter_async_context(running(settings, text.encode(), folder=folder, role=role))
                for role in roles
            ]
            ports = gateways[0].ports
            yield Town(ports["http"], ports["mllp.engine"], key, session, hooks, text, answers, ports)


@contextlib.asynccontextmanager
async def _receiver(hooks: list[Any], answers: dict[str, int]) -> AsyncIterator[int]:
    async def receive(request: web.Request) -> web.Response:
        hooks.append((request.path, dict(request.headers), await request.read()))
        return web.Response(status=answers.get(request.path, 204))

    app = web.Application()
    app.router.add_post("/{path:.*}", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def _files(folder: Path) -> bytes:
    key = ec.generate_private_key(ec.SECP384R1())
    (folder / "master.key").write_text(base64.b64encode(bytes(range(32))).decode())
    (folder / "secret").write_text(SECRET)
    (folder / "app.pem").write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
