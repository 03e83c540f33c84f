"""MDM^T02 version 2.4 out: a document under the recipient's own record number, with nothing that can break out."""

from datetime import datetime
from zoneinfo import ZoneInfo

from adapters.contract import Released, Rendition
from adapters.hl7v2.profile import SenderProfile
from adapters.hl7v2.wording import headline, lines
from adapters.hl7v2.written import DELIMITERS, SEX, UNNAMED, about, components, raw, safe, under
from schemas import ids
from schemas.codes import v2_document
from schemas.fhir import Resource

CONTENT_TYPE = "application/hl7-v2+er7"

_LONGEST_LINE = 10_000


def document(released: Released, profile: SenderProfile) -> Rendition:
    """The document for one recipient; a notice about nobody stands under its own number, so that a person looks."""
    control_id = ids.hl7_control_id(released.rendition_id, released.recipient.service)
    happened = _stamp(released.occurred_at, profile)
    segments = [
        _header(released, profile, control_id),
        _segment("EVN", "T02", _stamp(released.released_at, profile), "", "", "", happened),
        _person(released, under(about(released), profile.facility) or _notice(control_id, profile)),
        raw("PV1", "1", "N"),
        _paper(released, profile, happened),
        *_content(released, ZoneInfo(profile.timezone)),
    ]
    return Rendition(CONTENT_TYPE, ("\r".join(segments) + "\r").encode(), control_id)


def _header(released: Released, profile: SenderProfile, control_id: str) -> str:
    recipient = released.recipient
    facility = profile.receiving_facility or recipient.ods_code or recipient.organisation
    ends = [profile.application, profile.facility, profile.receiving_application, facility]
    return "|".join([
        "MSH", DELIMITERS.encoding, *map(safe, ends), _stamp(released.released_at, profile), "", "MDM^T02",
        control_id, "P", "2.4", "", "", "", "", "GBR", "UNICODE UTF-8",
    ])  # fmt: skip


def _person(released: Released, numbers: str) -> str:
    patient = released.patient or {}
    name: Resource = next(iter(patient.get("name", [])), {})
    given = [*name.get("given", []), ""]
    written = components(str(name.get("family") or name.get("text") or ""), given[0], " ".join(given[1:]).strip())
    born = str(patient.get("birthDate", "")).replace("-", "")
    sex = SEX.get(str(patient.get("gender")), "")
    return raw("PID", "1", "", numbers, "", written or UNNAMED, "", safe(born), sex)


def _notice(control_id: str, profile: SenderProfile) -> str:
    """PID-3 may not be empty: of what names no person the message's own number, which says nothing of anybody."""
    return components(control_id, "", "", profile.facility, "U")


def _paper(released: Released, profile: SenderProfile, happened: str) -> str:
    code = profile.write_document_type
    kind = components(code, v2_document.DOCUMENT_TYPE.get(code, ""))
    written = _stamp(released.released_at, profile)
    number = components(str(released.rendition_id), "NWD")
    author = components("", _safe_plain(released.attribution.split(" (")[0]))
    return raw(
        "TXA", "1", kind, "TX", happened, "", written, written, "", author, "", "", number,
        "", safe(released.correlation.get("referral", "")), "", "", "DO", "", "AV",
    )  # fmt: skip


def _content(released: Released, zone: ZoneInfo) -> list[str]:
    title = components("NWD", headline(released.event_type, "The service"))
    parts = [part for line in lines(released, zone) for whole in line.splitlines() for part in _pieces(whole)]
    return [
        raw("OBX", str(number), "TX", title, "", safe(part), "", "", "", "", "", "F")
        for number, part in enumerate(parts, start=1)
    ]


def _pieces(line: str) -> list[str]:
    return [line[start : start + _LONGEST_LINE] for start in range(0, len(line), _LONGEST_LINE)]


def _segment(name: str, *values: str) -> str:
    return raw(name, *map(safe, values))


def _safe_plain(value: str) -> str:
    return " ".join(value.split())


def _stamp(moment: datetime, profile: SenderProfile) -> str:
    return moment.astimezone(ZoneInfo(profile.timezone)).strftime("%Y%m%d%H%M%S%z")
