"""FHIR as the same plain words that the forms use; what a reader may not see simply is not there."""

from collections.abc import Callable, Mapping
from typing import Any

from schemas.codes import nwd, snomed
from schemas.codes.mhsds import ATTENDANCE_SYSTEM, DROP_IN_OUTCOME_SYSTEM
from schemas.fhir import Resource

_URGENCY = {"routine": "routine", "urgent": "urgent", "asap": "very-urgent", "stat": "emergency"}
_CAME = frozenset({"5", "6"})


def referral(seen: Resource) -> Resource:
    """A ServiceRequest."""
    return _given(
        id=seen["id"],
        patient=_id(seen.get("subject")),
        status=seen.get("status"),
        urgency=_URGENCY.get(seen.get("priority", "")),
        reason=_joined(one.get("text") for one in seen.get("reasonCode", ())),
        referred_at=seen.get("authoredOn"),
        referred_by=seen.get("requester", {}).get("display"),
    )


def progress(seen: Resource) -> Resource:
    """A Task: how far a referral has come."""
    return _given(
        id=seen["id"], referral=_id(seen.get("focus")), status=seen.get("status"), at=seen.get("lastModified")
    )


def care_plan(seen: Resource) -> Resource:
    """A CarePlan with its separate parts."""
    codes = {code.get("code") for one in seen.get("category", ()) for code in one.get("coding", ())}
    period = seen.get("period", {})
    return _given(
        id=seen["id"],
        patient=_id(seen.get("subject")),
        status=seen.get("status"),
        title=seen.get("title"),
        crisis=snomed.CRISIS_PLAN in codes if codes else None,
        starts=period.get("start"),
        ends=period.get("end"),
        summary=seen.get("description"),
        elements=[part for one in seen.get("activity", ()) if (part := _part(one.get("detail", {})))],
        whom_to_ask=next((_asked(it) for it in seen.get("extension", ()) if it.get("url") == nwd.WHOM_TO_ASK), None),
    )


def consent(seen: Resource) -> Resource:
    """A Consent to share, or a refusal."""
    provision = seen.get("provision", {})
    period = provision.get("period", {})
    kind = provision.get("type")
    return _given(
        id=seen["id"],
        patient=_id(seen.get("patient")),
        status=seen.get("status"),
        agrees=None if kind is None else kind == "permit",
        categories=[it["code"] for it in provision.get("class", ()) if it.get("system") == nwd.SHARING_CATEGORY],
        sharing_with=[
            name for one in provision.get("actor", ()) if (name := one.get("reference", {}).get("reference"))
        ],
        agreed_at=seen.get("dateTime"),
        starts=period.get("start"),
        ends=period.get("end"),
    )


def message(seen: Resource) -> Resource:
    """A Communication: a contact note, a carer's concern or a step-down notice."""
    kinds = [code["code"] for one in seen.get("category", ()) for code in one.get("coding", ()) if _kind(code)]
    facts = {_item(one): one.get("contentString") for one in seen.get("payload", ()) if _item(one)}
    return _given(
        id=seen["id"],
        patient=_id(seen.get("subject")),
        kind=kinds[0] if kinds else None,
        at=seen.get("sent"),
        written_by=seen.get("sender", {}).get("display") or _id(seen.get("sender")),
        attended=_attended(seen.get("topic")),
        outcome=_outcome(seen),
        text=_joined(one.get("contentString") for one in seen.get("payload", ()) if not _item(one)),
        facts=facts,
    )


VIEWS: Mapping[str, Callable[[Resource], Resource]] = {
    "ServiceRequest": referral,
    "Task": progress,
    "CarePlan": care_plan,
    "Consent": consent,
    "Communication": message,
}
"""The view of each type of resource that the plain interface shows."""


def _given(**members: Any) -> Resource:
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}


def _id(reference: Resource | None) -> str | None:
    name = (reference or {}).get("reference", "")
    return name.rpartition("/")[2] or None


def _joined(texts: Any) -> str:
    return "\n".join(text for text in texts if text)


def _part(detail: Resource) -> Resource | None:
    codes = [it["code"] for it in detail.get("code", {}).get("coding", ()) if it.get("system") == nwd.PLAN_ELEMENT]
    text = detail.get("description")
    return {"element": codes[0], "text": text} if codes and text else None


def _asked(extension: Resource) -> str | None:
    party = extension.get("valueReference", {})
    return party.get("display") or party.get("reference") or extension.get("valueCode")


def _kind(coding: Resource) -> bool:
    return coding.get("system") == nwd.COMMUNICATION_KIND


def _item(payload: Resource) -> str | None:
    found = (it.get("valueCode") for it in payload.get("extension", ()) if it.get("url") == nwd.STEP_DOWN_ITEM)
    return next(found, None)


def _attended(topic: Resource | None) -> bool | None:
    codes = [it["code"] for it in (topic or {}).get("coding", ()) if it.get("system") == ATTENDANCE_SYSTEM]
    return codes[0] in _CAME if codes else None


def _outcome(seen: Resource) -> str | None:
    every = (code for one in seen.get("reasonCode", ()) for code in one.get("coding", ()))
    return next((it["code"] for it in every if it.get("system") == DROP_IN_OUTCOME_SYSTEM), None)
