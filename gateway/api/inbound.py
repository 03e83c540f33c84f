"""Messages of partners that speak HTTP: any installed adapter, the reply in the partner's own format."""

from uuid import uuid4

from starlette.responses import Response

from adapters.contract import Outcome
from adapters.hl7v2.http_sink import ER7
from gateway.api.border import Call, body_of
from gateway.api.problem import FHIR_JSON, absent
from gateway.intake.accept import take
from gateway.store.verbs.intake import Fate

_STATUS = {Outcome.ACCEPTED: 201, Outcome.FLAGGED: 202, Outcome.QUARANTINED: 202, Outcome.REFUSED: 422}


async def receive(call: Call) -> Response:
    """Take one message from a partner. `Idempotency-Key` is its id; without one each request is new.

    HL7 v2 over HTTP carries its own: MSH-10.
    """
    partner = call.house.directory.partners.get(call.path("partner"))
    if partner is None or partner.id not in call.house.directory.clients[call.caller.client].partners:
        return absent()
    own = call.request.headers.get("content-type", "").startswith(ER7)
    name = call.key or (None if own else str(uuid4()))
    taken = await take(call.house, partner.id, await body_of(call.request), control_id=name)
    status = 409 if taken.receipt.fate is Fate.CONFLICT_REFUSED else _STATUS[taken.verdict.outcome]
    headers = {"cache-control": "no-store", "nwd-message": str(taken.receipt.message_id)}
    if taken.receipt.epoch is not None:
        headers["nwd-epoch"] = str(taken.receipt.epoch)
    return Response(taken.reply, status, media_type=_kind(taken.reply), headers=headers)


def _kind(reply: bytes) -> str:
    if reply.startswith(b"MSH"):
        return ER7
    return FHIR_JSON if reply.startswith(b"{") else "text/plain"
