"""MDM^T02 version 2.4 out: a document under the recipient's own record number, with nothing that can break out."""

from datetime import datetime
from zoneinfo import ZoneInfo

from adapters.contract import Released, Rendition, Unsendable
from adapters.hl7v2.escape import escape
from adapters.hl7v2.profile import SenderProfile
from adapters.hl7v2.tree import Delimiters
from adapters.hl7v2.wording import headline, lines
from schemas import ids
from schemas.codes import systems, v2_document
from schemas.fhir import Resource

CONTENT_TYPE = "application/hl7-v2+er7"

_SEX = {"female": "F", "male": "M", "other": "O", "unknown": "U"}
_LONGEST_LINE = 10_000
_DELIMITERS = Delimiters()


def document(released: Released, profile: SenderProfile) -> Rendition:
    """The document for one recipient. Raises `Unsendable` when it is about nobody that it can file under."""
    control_id = ids.hl7_control_id(released.rendition_id, released.recipient.service)
    happened = _stamp(released.occurred_at, profile)
    segments = [
        _header(released, profile, control_id),
        _segment("EVN", "T02", _stamp(released.released_at, profile), "", "", "", happened),
        _person(released),
        _raw("PV1", "1", "N"),
        _paper(released, profile, happened),
        *_content(released, ZoneInfo(profile.timezone)),
    ]
    return Rendition(CONTENT_TYPE, ("\r".join(segments) + "\r").encode(), control_id)


def _header(released: Released, profile: SenderProfile, control_id: str) -> str:
    recipient = released.recipient
    facility = profile.receiving_facility or recipient.ods_code or recipient.organisation
    ends = [profile.application, profile.facility, profile.receiving_application, facility]
    return "|".join([
        "MSH", _DELIMITERS.encoding, *map(_safe, ends), _stamp(released.released_at, profile), "", "MDM^T02",
        control_id, "P", "2.4", "", "", "", "", "GBR", "UNICODE UTF-8",
    ])  # fmt: skip


def _person(released: Released) -> str:
    patient = released.patient
    if patient is None:
        raise Unsendable("PID-3: no person may be named in this notice; it cannot be filed as a document")
    numbers = "~".join(_identifier(it) for it in patient.get("identifier", []) if it.get("value"))
    if not numbers:
        raise Unsendable("PID-3: the recipient has no record number for this person and the NHS number is unknown")
    name: Resource = next(iter(patient.get("name", [])), {})
    given = [*name.get("given", []), "", ""]
    written = _components(str(name.get("family") or name.get("text") or ""), given[0], " ".join(given[1:]).strip())
    born = str(patient.get("birthDate", "")).replace("-", "")
    return _raw("PID", "1", "", numbers, "", written, "", _safe(born), _SEX.get(str(patient.get("gender")), ""))


def _identifier(identifier: Resource) -> str:
    value, system = str(identifier["value"]), str(identifier.get("system", ""))
    if system == systems.NHS_NUMBER:
        return _components(value, "", "", "NHS", "NH")
    authority = system.split(":")[2] if system.startswith("urn:nwd:") else ""
    named = str(identifier.get("assigner", {}).get("display", "")) or authority
    return _components(value, "", "", named, _kind(identifier))


def _kind(identifier: Resource) -> str:
    coding: Resource = next(iter(identifier.get("type", {}).get("coding", [])), {})
    return str(coding.get("code") or "MR")


def _paper(released: Released, profile: SenderProfile, happened: str) -> str:
    code = profile.write_document_type
    kind = _components(code, v2_document.DOCUMENT_TYPE.get(code, ""))
    written = _stamp(released.released_at, profile)
    number = _components(str(released.rendition_id), "NWD")
    author = _components("", _safe_plain(released.attribution.split(" (")[0]))
    return _raw(
        "TXA", "1", kind, "TX", happened, "", written, written, "", author, "", "", number,
        "", _safe(released.correlation.get("referral", "")), "", "", "DO", "", "AV",
    )  # fmt: skip


def _content(released: Released, zone: ZoneInfo) -> list[str]:
    title = _components("NWD", headline(released.event_type, "The service"))
    parts = [part for line in lines(released, zone) for whole in line.splitlines() for part in _pieces(whole)]
    return [
        _raw("OBX", str(number), "TX", title, "", _safe(part), "", "", "", "", "", "F")
        for number, part in enumerate(parts, start=1)
    ]


def _pieces(line: str) -> list[str]:
    return [line[start : start + _LONGEST_LINE] for start in range(0, len(line), _LONGEST_LINE)]


def _segment(name: str, *values: str) -> str:
    return _raw(name, *map(_safe, values))


def _raw(name: str, *values: str) -> str:
    return "|".join((name, *values)).rstrip("|")


def _components(*values: str) -> str:
    return "^".join(map(_safe, values)).rstrip("^")


def _safe(value: str) -> str:
    return escape(value, _DELIMITERS)


def _safe_plain(value: str) -> str:
    return " ".join(value.split())


def _stamp(moment: datetime, profile: SenderProfile) -> str:
    return moment.astimezone(ZoneInfo(profile.timezone)).strftime("%Y%m%d%H%M%S%z")
