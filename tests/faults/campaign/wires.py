"""The sender's side: an MLLP client and an API client that write down every answer they were given."""

import asyncio
import contextlib
import hashlib
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import jwt

from tests.faults.campaign.journal import Journal
from tests.faults.campaign.town import SOURCE, Town
from tests.faults.senders import control_id, family, nhs_number

_END = b"\x1c\r"
_SECONDS = 6
_ER7 = "x-application/hl7-v2+er7"
_NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
AWAY = (OSError, TimeoutError, aiohttp.ClientError, asyncio.IncompleteReadError)
"""How a gateway that is down or dies shows itself."""


@dataclass(slots=True)
class Sender:
    """What one sending system knows: each message that it sent, and which of them were answered."""

    town: Town
    journal: Journal
    session: aiohttp.ClientSession
    acked: dict[str, str] = field(default_factory=dict)
    tokens: dict[tuple[str, str | None], str] = field(default_factory=dict)
    heard: Callable[[], None] | None = None
    """Called as soon as an answer has come."""

    async def by_mllp(self, messages: Sequence[str]) -> None:
        """Send down one connection without waiting in between, for as long as it stays open."""
        with contextlib.suppress(*AWAY):
            async with asyncio.timeout(_SECONDS):
                reader, writer = await asyncio.open_connection(self.town.host, self.town.mllp)
            with contextlib.closing(writer):
                writer.write(b"".join(b"\x0b" + one.encode() + _END for one in messages))
                for one in messages:
                    self._sent(one, "mllp")
                for one in messages:
                    async with asyncio.timeout(_SECONDS):
                        reply = (await reader.readuntil(_END)).strip(b"\x0b\x1c\r")
                    self._answered(one, "mllp", b"|AA|" in reply, reply)

    async def by_http(self, messages: Sequence[str], *, port: int | None = None) -> None:
        """Send one after another, each under its own Idempotency-Key; to another process at `port`."""
        with contextlib.suppress(*AWAY):
            token = await self.token("cmht")
            for one in messages:
                self._sent(one, "http")
                headers = {"idempotency-key": control_id(one), "content-type": _ER7}
                status, reply, _ = await self.call(
                    "POST", f"/messages/{SOURCE}", token, port=port, data=one.encode(), headers=headers
                )
                self._answered(one, "http", status in {201, 202}, reply.strip(b"\r"))

    def unanswered(self, messages: Sequence[str]) -> list[str]:
        """Those that must be sent again."""
        return [one for one in messages if digest(one) not in self.acked]

    async def call(
        self, method: str, path: str, token: str, *, port: int | None = None, **more: Any
    ) -> tuple[int, bytes, Mapping[str, str]]:
        """Status, body and headers of one call."""
        headers = {"authorization": f"Bearer {token}"} | more.pop("headers", {})
        timeout = aiohttp.ClientTimeout(total=_SECONDS)
        url = f"http://{self.town.host}:{port or self.town.http}{path}"
        async with self.session.request(method, url, headers=headers, timeout=timeout, **more) as answer:
            return answer.status, await answer.read(), answer.headers

    async def token(self, service: str, role: str | None = None) -> str:
        """An access token for a service and, with a role, a named person; asked for once."""
        if (service, role) not in self.tokens:
            about = {"subject_name": "Jo", "subject_role": role, "purpose_of_use": "TREAT"}
            claims: dict[str, Any] = {
                "iss": "app", "sub": "app", "aud": f"{self.town.url}/oauth2/token", "jti": str(uuid.uuid4()),
                "exp": int(time.time()) + 120,
            } | ({"nwd_user": "jo.1", "extensions": {"ihe_iua": about}} if role else {})  # fmt: skip
            form = {
                "grant_type": "client_credentials", "client_assertion_type": ASSERTION,
                "scope": f"service/{service}",
                "client_assertion": jwt.encode(claims, self.town.private_key, algorithm="ES384"),
            }  # fmt: skip
            timeout = aiohttp.ClientTimeout(total=_SECONDS)
            async with self.session.post(f"{self.town.url}/oauth2/token", data=form, timeout=timeout) as answer:
                if answer.status != 200:
                    raise aiohttp.ClientError(f"no token now: {answer.status}")
                self.tokens[service, role] = (await answer.json())["access_token"]
        return self.tokens[service, role]

    async def patient(self, person: int) -> str | None:
        """The reference of a person, as the sending team finds it by number, birth date and name."""
        token = await self.token("cmht", "registered-professional")
        form = {
            "identifier": f"{_NHS_NUMBER}|{nhs_number(person)}", "birthdate": f"199{person % 10}-04-17",
            "family": family(person), "given": "SAM",
        }  # fmt: skip
        status, body, _ = await self.call("POST", "/fhir/Patient/_search", token, data=form)
        found = jsons(body).get("entry", []) if status == 200 else []
        return f"Patient/{found[0]['resource']['id']}" if found else None

    def _sent(self, message: str, via: str) -> None:
        self.journal.note("sent", id=control_id(message), sha=digest(message), via=via)

    def _answered(self, message: str, via: str, good: bool, reply: bytes) -> None:
        if self.heard is not None:
            self.heard()
        sha, told = digest(message), hashlib.sha256(reply).hexdigest()
        if good:
            self.acked.setdefault(sha, told)
        self.journal.note("answered", id=control_id(message), sha=sha, via=via, good=good, reply=told)


def digest(message: str) -> str:
    """SHA-256 of a message without framing."""
    return hashlib.sha256(message.encode()).hexdigest()


def jsons(body: bytes) -> dict[str, Any]:
    """A JSON object in a body."""
    import json

    found: dict[str, Any] = json.loads(body)
    return found
