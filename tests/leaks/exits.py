"""Every exit of a running gateway, asked by one recipient: all the bytes that leave, by where they leave."""

import asyncio
import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from gateway.api.app import ROUTES
from gateway.web.routes import CONSOLE_PAGES
from schemas.policy_words import Category
from tests.leaks.canaries import BORN, NUMBER
from tests.town import Town, consent

WHO = {"nhs_number": NUMBER, "family_name": "ZQUOLL", "given_name": "MARE", "birth_date": BORN}
_FORM = {"identifier": NUMBER, "birthdate": BORN, "family": "ZQUOLL", "given": "MARE"}
_AT_ONCE = 12


@dataclass(slots=True)
class Bytes:
    """What left to one recipient, by exit: status line, headers and body as they came."""

    parts: dict[str, dict[bytes, None]] = field(default_factory=dict)

    def take(self, name: str, *parts: bytes) -> None:
        """Remember what left by an exit; the same bytes once."""
        self.parts.setdefault(name, {}).update(dict.fromkeys(parts))

    @property
    def left(self) -> dict[str, bytes]:
        """The bytes of each exit."""
        return {name: b"\n".join(parts) for name, parts in self.parts.items()}

    @property
    def every(self) -> list[bytes]:
        """All of it, each piece once."""
        return list(dict.fromkeys(one for parts in self.parts.values() for one in parts))


async def ask_all(place: Town, token: str, references: Sequence[str], into: Bytes, *, acts: bool = True) -> None:
    """Every route of the API with every id that there is, and searches by every way of naming the person."""
    turns = asyncio.Semaphore(_AT_ONCE)

    async def one(method: str, path: str, more: dict[str, Any]) -> None:
        async with turns:
            headers = {"authorization": f"Bearer {token}"} | more.pop("headers", {})
            async with place.session.request(method, place.http + path, headers=headers, **more) as answer:
                told = json.dumps(sorted((name, value) for name, value in answer.headers.items())).encode()
                into.take(f"{method} {path.partition('?')[0]}", str(answer.status).encode(), told, await answer.read())

    calls = [*_reads(references), *_searches(references), *(_acts(references) if acts else ())]
    await asyncio.gather(*(one(*call) for call in calls))


async def ask_console(place: Town, token: str, names: Sequence[str], into: Bytes) -> None:
    """Every page of the console, of every message and every delivery."""
    for path in CONSOLE_PAGES:
        for name in names if "{" in path else ("",):
            url = place.http + path.replace("{id}", name)
            async with place.session.get(url, cookies={"nwd_token": token}) as answer:
                into.take(f"console {path}", str(answer.status).encode(), await answer.read())


Call = tuple[str, str, dict[str, Any]]


def _reads(references: Sequence[str]) -> Iterator[Call]:
    """Every GET route, its parameters filled with everything that could lead somewhere."""
    ids = [one.partition("/")[2] for one in references]
    people = [one for one in references if one.startswith("Patient/")]
    for route in ROUTES:
        if route.method != "GET":
            continue
        if route.path == "/fhir/{type}/{id}":
            yield from (("GET", f"/fhir/{one}", {}) for one in references)
            yield from (("GET", f"/fhir/{one}", {"headers": {"accept": "application/fhir+xml"}}) for one in references)
        elif route.path == "/fhir/{type}":
            types = sorted({one.partition("/")[0] for one in references})
            for kind, who in itertools.product(types, people):
                yield "GET", f"/fhir/{kind}?patient={who}", {}
                yield "GET", f"/fhir/{kind}?patient={who}&_include=*&_total=accurate", {}
        elif "{carer}" in route.path:
            yield from _filled(route.path, ids, [one for one in references if one.startswith("RelatedPerson/")])
        elif "{form}" in route.path:
            yield from (("GET", route.path.replace("{form}", form), {}) for form in ("csv", "xlsx"))
        elif "{" in route.path:
            yield from (("GET", route.path.replace("{id}", one).replace("{name}", one), {}) for one in ids)
        else:
            yield "GET", route.path, {}
            yield from (("GET", f"{route.path}?patient={who}", {}) for who in people)
    for name in ("_lastUpdated=gt2020", "_sort=-_lastUpdated", "_summary=count", f"identifier={NUMBER}", "_has:x:y=z"):
        yield "GET", f"/fhir/Patient?{name}", {}


def _filled(path: str, ids: Sequence[str], carers: Sequence[str]) -> Iterator[Call]:
    for who, carer in itertools.product(ids, carers):
        yield "GET", path.replace("{id}", who).replace("{carer}", carer.partition("/")[2]), {}


def _searches(references: Sequence[str]) -> Iterator[Call]:
    yield "POST", "/fhir/Patient/_search", {"data": _FORM}
    yield "POST", "/api/people/find", {"json": WHO}
    for who in (one for one in references if one.startswith("Patient/")):
        yield "POST", "/fhir/Communication/_search", {"data": {"patient": who}}
        for service in ("cafe", "club", "cmht", "htt"):
            yield "POST", "/consent/decide", {"json": {"patient": who, "service": service}}
            yield "POST", "/consent/explain", {"json": {"patient": who, "service": service}}
        yield "POST", "/consent/what-if", {"json": {"patient": who, "consent": consent(who)}}
    yield from (("POST", "/consent/explain", {"json": {"category": one.value}}) for one in Category)


def _acts(references: Sequence[str]) -> Iterator[Call]:
    """What a recipient may try to do to somebody else's record; the echo is an exit too."""
    for one in references:
        kind, _, name = one.partition("/")
        if kind == "ServiceRequest":
            yield from (("POST", f"/referrals/{name}/{act}", {}) for act in ("open", "accept"))
            yield from (("POST", f"/api/referrals/{name}/{act}", {}) for act in ("open", "accept"))
            yield "POST", f"/referrals/{name}/decline", {"json": {"reason": "full"}}
        if kind == "Consent":
            yield from (("POST", path, {}) for path in (f"/consents/{name}/revoke", f"/api/consents/{name}/withdraw"))
        if kind == "Patient":
            yield "POST", f"/patients/{name}/contacts", {"json": {"attended": True}}
            yield "POST", f"/patients/{name}/concerns", {"json": {"text": "worried"}}
            yield "POST", f"/patients/{name}/circumstances", {"json": {"kind": "lacks-capacity", "reason": "x"}}
            yield "POST", "/identity/join", {"json": {"loser": one, "keeper": "Patient/" + "a" * 26, "reason": "x"}}
    yield "POST", "/consent/override/requests", {"json": WHO | {"ground": "vital-interests", "reason": "unwell"}}


def calls_of_every_route(references: Sequence[str]) -> Iterator[tuple[str, Call]]:
    """One call of every route that the gateway serves, as `METHOD /template`, filled with what is on record."""
    first = {one.partition("/")[0]: one for one in reversed(references)}
    named = {path: call for call in [*_searches(references), *_acts(references)] for path in [call[1]]}
    for route in ROUTES:
        path = _path_of(route.path, first)
        method, _, more = named.get(path, (route.method, path, {}))
        yield f"{route.method} {route.path}", (route.method, path, more if method == route.method else {})


def _path_of(template: str, first: dict[str, str]) -> str:
    """The template with the ids of what it is about."""
    wanted = {
        "/api/care-plans/": "CarePlan", "/api/contacts/": "Communication", "/api/consents/": "Consent",
        "/consents/": "Consent", "/api/referrals/": "ServiceRequest", "/referrals/": "ServiceRequest",
    }  # fmt: skip
    kind = next((kind for prefix, kind in wanted.items() if template.startswith(prefix)), "Patient")
    name = first.get(kind, first["Patient"]).partition("/")[2]
    carer = first.get("RelatedPerson", "RelatedPerson/x").partition("/")[2]
    filled = template.replace("{carer}", carer).replace("{form}", "csv").replace("{name}", "referral")
    filled = filled.replace("{partner}", "trust-fhir").replace("{type}/{id}", first["CarePlan"])
    filled = filled.replace("{type}", "Communication").replace("{id}", name)
    asks = {"/fhir/Communication", "/api/care-plans", "/api/consents", "/api/contacts"}
    asks |= {"/consent/disclosures", "/consent/access-log"}
    return f"{filled}?patient={first['Patient']}" if filled in asks else filled
