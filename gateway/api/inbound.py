"""Messages of partners that speak HTTP: any installed adapter, the reply in the partner's own format."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import orjson
from starlette.responses import Response

from adapters.contract import FileCodec, Outcome
from adapters.hl7v2.http_sink import ER7
from gateway.api import files
from gateway.api.border import Call, body_of, to_grid
from gateway.api.problem import FHIR_JSON, Refused, absent
from gateway.gate import read
from gateway.intake.accept import Taken, take
from gateway.settings.model import Partner
from gateway.store.verbs.intake import Fate
from schemas.fhir import Resource
from schemas.fhir.read import Unreadable
from schemas.fhir.xml_read import is_xml, read_xml
from schemas.fhir.xml_write import FHIR_XML

_STATUS = {Outcome.ACCEPTED: 201, Outcome.FLAGGED: 202, Outcome.QUARANTINED: 202, Outcome.REFUSED: 422}

_TRANSACTION = b"transaction-response"
_FHIR = "fhir_r4"
_NAMED = ("message", "document", "collection")
"""Bundles whose `identifier` names them for good; of a message also the `id`. A transaction is no such thing."""
_CONDITIONS = {"if-none-exist", "if-match", "if-none-match", "if-modified-since"}


async def receive(call: Call) -> Response:
    """Take one message from a partner. `Idempotency-Key` is its id, else the one that it carries; else it is new.

    It carries MSH-10, a form's `id`, or what names a Bundle. Of a spreadsheet every row is one message, and the answer
    tells of each.
    """
    partner = call.house.directory.partners.get(call.path("partner"))
    if partner is None or partner.id not in call.house.directory.clients[call.caller.client].partners:
        return absent()
    if isinstance(call.house.codecs[partner.id], FileCodec):
        return await files.receive(call, partner.id)
    body = await body_of(call.request)
    return _answer(await take(call.house, partner.id, body, control_id=call.key or None, otherwise=str(uuid4())))


async def post_bundle(call: Call) -> Response:
    """Take one Bundle (transaction, message, document, collection) from the caller's own FHIR system."""
    return await _of_own(call, "Bundle")


async def create(call: Call) -> Response:
    """Take one resource about one person from the caller's own FHIR system; `Location` says where it is now."""
    return await _of_own(call, call.path("type"))


async def _of_own(call: Call, kind: str) -> Response:
    mine = [it for it in _partners(call) if it.adapter == _FHIR and it.service in {None, call.caller.service}]
    if not mine:
        return absent()
    if len(mine) > 1:
        raise Refused(400, "multiple-matches", "you speak for several FHIR systems; send it to /messages/<partner>")
    if asked := _CONDITIONS.intersection(call.request.headers):
        raise Refused(400, "not-supported", f"{min(asked)}: conditions are not kept here; leave it out")
    body = await body_of(call.request)
    sent = _sent(body)
    if kind != sent.get("resourceType", "") != "":
        raise Refused(400, "value", "resourceType: is not the type that the path names; send each to its own")
    begun, told, new = asyncio.get_running_loop().time(), _Told(call), str(uuid4())
    named = call.key or (None if sent.get("type") in _NAMED else new)
    taken = await take(call.house, mine[0].id, body, control_id=named, otherwise=new, knows=told.knows)
    if told.was_asked and taken.verdict.outcome is Outcome.REFUSED:
        await to_grid(begun)
    answer = _answer(taken)
    place = next((it for it in taken.receipt.references.values() if it.startswith(f"{kind}/")), None)
    if place is not None:
        answer.headers["location"] = f"/fhir/{place}"
    return answer


@dataclass(slots=True)
class _Told:
    """What the caller was told of people: a person whom they may read they may name by our id."""

    call: Call
    was_asked: bool = False

    async def knows(self, reference: str) -> int | None:
        """The person, read at the gate as by anybody; refused and absent are the same work and the same answer."""
        self.was_asked, call = True, self.call
        shown = await read.show(call.house, call.asker, [reference], purpose=call.caller.purpose)
        located = await call.house.store.locate(reference)
        return located.patient if shown is not None and located is not None else None


def _partners(call: Call) -> Iterator[Partner]:
    known = call.house.directory.partners
    return (known[it] for it in call.house.directory.clients[call.caller.client].partners if it in known)


def _sent(body: bytes) -> Resource:
    """What the body says it is; nothing where that cannot be read, which its codec will tell."""
    try:
        found = read_xml(body) if is_xml(body) else orjson.loads(body)
    except (Unreadable, orjson.JSONDecodeError):
        return {}
    return found if isinstance(found, dict) else {}


def _answer(taken: Taken) -> Response:
    status = 409 if taken.receipt.fate is Fate.CONFLICT_REFUSED else _STATUS[taken.verdict.outcome]
    status = 200 if status == 201 and _TRANSACTION in taken.reply else status
    headers = {"cache-control": "no-store", "nwd-message": str(taken.receipt.message_id)}
    if taken.receipt.epoch is not None:
        headers["nwd-epoch"] = str(taken.receipt.epoch)
    return Response(taken.reply, status, media_type=_kind(taken.reply), headers=headers)


def _kind(reply: bytes) -> str:
    if reply.startswith(b"MSH"):
        return ER7
    if reply.startswith(b"<"):
        return FHIR_XML
    return FHIR_JSON if reply.startswith(b"{") else "text/plain"
