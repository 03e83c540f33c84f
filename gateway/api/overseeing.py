"""For whoever answers for sharing: why, who saw what, what to look at, and what is recorded of circumstances."""

from starlette.responses import Response

from gateway.api.border import Call, flag_in, object_of, only, text_in, whole_in
from gateway.api.problem import Refused, absent, json
from gateway.api.referrals import person_needed
from gateway.gate import access, rehearsal
from gateway.intake.circumstances import Recorded, record
from gateway.parties import asker
from gateway.store.verbs.intake import AuditDraft, CircumstanceKind
from schemas.clock import instant, micros
from schemas.policy_words import Category, Role

_FINDINGS = ("sound", "unsound")


async def explain_sharing(call: Call) -> Response:
    """Why you may not see a `category`, by the policy alone: the same whether or not there is anything to see.

    For a privacy officer: why a `service` sees of a `patient` what it does, with the whole chain of reasons.
    """
    person_needed(call)
    body = await object_of(call.request)
    only(body, "category", "patient", "service")
    if "patient" not in body:
        return json({"explanation": call.house.judge.why_not(call.asker, _category(text_in(body, "category")))})
    service = text_in(body, "service") or call.asker.service
    if call.asker.role is not Role.PRIVACY_OFFICER or service not in call.house.directory.services:
        return absent()
    who = asker(call.house.directory, service, Role.SERVICE_INBOX)
    patient = text_in(body, "patient", required=True)
    found = await rehearsal.rehearse(call.house, call.asker, who, patient, purpose=call.caller.purpose)
    if not found:
        return absent()
    return json([{"reference": one.reference, "explanation": one.explanation} for one in found])


async def access_log(call: Call) -> Response:
    """Who saw what of a person, when and why, and who could: `?patient=Patient/<id>`.

    For a privacy officer, to be given to the person; and for whoever has signed in to an app of their own. Neither
    names a worker; to anybody else there is no such thing.
    """
    patient = call.request.query_params.get("patient", "")
    log = access.access_log if call.asker.role is Role.PRIVACY_OFFICER else access.own_log
    if log is access.access_log:
        person_needed(call)
    found = await log(call.house, call.asker, patient, purpose=call.caller.purpose)
    return absent() if found is None else json(found)


async def reviews(call: Call) -> Response:
    """What a privacy officer is to look at: permits that serve whoever wrote them down (a part), broken glass (all)."""
    found = await call.house.store.reviews(call.asker.organisation)
    return json(
        [
            {
                "id": one.reference.partition("/")[2], "kind": one.kind, "patient": one.patient, "consent": one.subject,
                "service": one.service, "person": one.person, "since": instant(one.since),
            }
            for one in found
        ]
    )  # fmt: skip


async def end_review(call: Call) -> Response:
    """Say what looking at it came to: `finding` (`sound` or `unsound`) and a `reason`."""
    person_needed(call)
    body = await object_of(call.request)
    only(body, "finding", "reason")
    finding = text_in(body, "finding", required=True)
    if finding not in _FINDINGS:
        raise Refused(400, "value", f"finding: must be one of {', '.join(_FINDINGS)}")
    reference = f"Review/{call.path('id')}"
    mine = {one.reference for one in await call.house.store.reviews(call.asker.organisation)}
    if reference not in mine:
        return absent()
    by, now = call.asker.person or "", micros(call.house.clock.now())
    note = AuditDraft("review", call.asker.service, finding)
    done = await call.house.store.end_review(reference, note, by=by, finding=finding, now=now)
    return json({"done": True}) if done else absent()


async def circumstance(call: Call) -> Response:
    """Record how a person's information may be used: `kind`, `carer`, `item`, `seen`, `reason`, `holds`, `days`.

    Kinds: unsafe-carer (this carer hears nothing), lacks-capacity (as a professional judged, for `days`),
    known-to-carer (the carer knows this `item` already), escalated (this note of ours goes to the referrer whole),
    shown-to-person (a professional has looked at this `item`, by its ETag `seen`, and the person may see it).
    `holds: false` ends it. It binds when the answer comes.
    """
    person_needed(call)
    body = await object_of(call.request)
    only(body, "kind", "carer", "item", "reason", "holds", "days", "seen")
    told = Recorded(
        _kind(text_in(body, "kind", required=True)), text_in(body, "carer", longest=64),
        text_in(body, "item", longest=64), text_in(body, "reason", required=True, longest=2_000),
        flag_in(body, "holds", default=True), whole_in(body, "days", default=0) or None,
        text_in(body, "seen", longest=64),
    )  # fmt: skip
    patient = f"Patient/{call.path('id')}"
    epoch = await record(call.house, call.asker, patient, told, purpose=call.caller.purpose, key=call.key)
    return absent() if epoch is None else json({"epoch": epoch}, 201, {"nwd-epoch": str(epoch)})


def _category(text: str) -> Category:
    if text not in {one.value for one in Category}:
        raise Refused(400, "value", f"category: must be one of {', '.join(one.value for one in Category)}")
    return Category(text)


def _kind(text: str) -> CircumstanceKind:
    if text not in {one.value for one in CircumstanceKind}:
        raise Refused(400, "value", f"kind: must be one of {', '.join(one.value for one in CircumstanceKind)}")
    return CircumstanceKind(text)
