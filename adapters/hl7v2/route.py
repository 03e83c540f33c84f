"""Who sends, and where a message says that it is going."""

from adapters.contract import Address
from adapters.hl7v2.bundle import Draft, reference
from adapters.hl7v2.providers import roles
from adapters.hl7v2.tree import Repetition, Segment, at
from schemas.codes import nwd, systems
from schemas.fhir import Resource


def sender(draft: Draft) -> str:
    """Put the sending organisation (MSH-4) into the draft; gives its fullUrl."""
    header = draft.message.header
    ods = draft.profile.ods_code or (header.text(4, 2) if header.text(4, 3).upper() == "ODS" else "")
    return draft.add("Organization sender", {
        "resourceType": "Organization",
        "identifier": [
            {"system": systems.ODS, "value": ods} if ods else {},
            {"system": draft.system("organisation"), "value": header.text(4) or draft.organisation},
        ],
        "active": True,
        "name": header.text(4) or draft.organisation,
    })  # fmt: skip


def addressee(draft: Draft) -> Address:
    """The candidates, the most trusted first; codes that the profile knows are services already."""
    return _known(draft, [*_providers(draft, "RT"), *_referral_type(draft), *_ends(draft)])


def referrer(draft: Draft) -> Address:
    """Whom an answer goes to: who referred, as PRD or the header names it."""
    return _known(draft, [*_providers(draft, "RP"), *_ends(draft)])


def performer(draft: Draft) -> str | None:
    """Put the service that is asked into the draft; gives its fullUrl, or None when none is named."""
    return _service(draft, [*_providers(draft, "RT"), *_referral_type(draft), *_ends(draft)])


def answerer(draft: Draft) -> str | None:
    """Put the service that was asked, and now answers, into the draft; None when none is named."""
    return _service(draft, _providers(draft, "RT"))


def _known(draft: Draft, found: list[tuple[str, str]]) -> Address:
    known = draft.profile.services
    return Address(tuple(dict.fromkeys((where, known.get(code, code)) for where, code in found if code)))


def _service(draft: Draft, found: list[tuple[str, str]]) -> str | None:
    places = dict.fromkeys(code for _, code in found)
    service = next((draft.profile.services[it] for it in places if it in draft.profile.services), "")
    asked = next((it for it in draft.message.all("PRD") if "RT" in roles(it)), None)
    if asked is None and not service:
        return None
    codes = [_code(it) for it in asked.repeats(7)] if asked else []
    local = [{"system": draft.system("service"), "value": it} for it in codes if it]
    ours: list[Resource] = [{"system": nwd.SERVICE_ID, "value": service}] if service else []
    name = " ".join(it for it in (asked.text(2, 2), asked.text(2)) if it) if asked else ""
    return draft.add("HealthcareService", {
        "resourceType": "HealthcareService", "identifier": ours + local, "active": True, "name": name,
    })  # fmt: skip


def owner(url: str | None) -> list[Resource]:
    """A list of one Reference, or of none."""
    return [reference(url)] if url else []


def _providers(draft: Draft, role: str) -> list[tuple[str, str]]:
    """Codes of PRD-7 of a role; the name of PRD-2 counts only where no code stands, for a name may be anybody's."""
    found = []
    for it in draft.message.all("PRD"):
        if role in roles(it):
            codes = [code for code in map(_code, it.repeats(7)) if code]
            found += [(it.where(7), code) for code in codes] or [(it.where(2), it.text(2))]
    return found


def _code(repetition: Repetition) -> str:
    return at(repetition, 1)


def _referral_type(draft: Draft) -> list[tuple[str, str]]:
    rf1 = draft.message.first("RF1")
    return [("RF1-3", rf1.text(3))] if rf1 else []


def _ends(draft: Draft) -> list[tuple[str, str]]:
    header: Segment = draft.message.header
    return [("MSH-6", header.text(6)), ("MSH-5", header.text(5))]
