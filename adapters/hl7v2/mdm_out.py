"""MDM^T02 version 2.4 out: a document under the recipient's own record number, with nothing that can break out."""

from adapters.contract import Released, Rendition
from adapters.hl7v2.heading import control_id, event, local, message
from adapters.hl7v2.profile import SenderProfile
from adapters.hl7v2.told import content
from adapters.hl7v2.wording import service
from adapters.hl7v2.written import SEX, UNNAMED, about, components, raw, safe, under
from schemas.fhir import Resource


def document(released: Released, profile: SenderProfile) -> Rendition:
    """The document for one recipient; a notice about nobody stands under its own number, so that a person looks."""
    shown, parts = content(released, profile)
    segments = [
        event("T02", released, profile),
        _person(released, under(about(released), profile.facility) or _notice(released, profile)),
        raw("PV1", "1", "N"),
        _paper(released, profile, shown),
        *parts,
    ]
    return message("MDM^T02", released, profile, segments)


def _person(released: Released, numbers: str) -> str:
    patient = released.patient or {}
    name: Resource = next(iter(patient.get("name", [])), {})
    given = [*name.get("given", []), ""]
    written = components(str(name.get("family") or name.get("text") or ""), given[0], " ".join(given[1:]).strip())
    born = str(patient.get("birthDate", "")).replace("-", "")
    sex = SEX.get(str(patient.get("gender")), "")
    return raw("PID", "1", "", numbers, "", written or UNNAMED, "", safe(born), sex)


def _notice(released: Released, profile: SenderProfile) -> str:
    """PID-3 may not be empty: of what names no person the message's own number, which says nothing of anybody."""
    return components(control_id(released), "", "", profile.facility, "U")


def _paper(released: Released, profile: SenderProfile, shown: str) -> str:
    kind = safe(profile.write_document_type)
    written, happened = (local(it, profile) for it in (released.released_at, released.occurred_at))
    number = components(str(released.rendition_id), "NWD")
    author = components("", _safe_plain(service(released)))
    return raw(
        "TXA", "1", kind, shown, happened, "", written, written, "", author, "", "", number,
        "", safe(released.correlation.get("referral", "")), "", "", "DO", "", "AV",
    )  # fmt: skip


def _safe_plain(value: str) -> str:
    return " ".join(value.split())
