"""PID, PD1 and NK1 as the Patient and the people beside them."""

from adapters.hl7v2 import values
from adapters.hl7v2.bundle import Draft, reference
from adapters.hl7v2.faults import Refused, note, warning
from adapters.hl7v2.numbers import identifiers
from adapters.hl7v2.providers import roles
from adapters.hl7v2.tree import Repetition, Segment, at
from schemas.codes import nwd, systems, v2_person
from schemas.fhir import Resource
from schemas.past import birth_doubt, death_doubt

_BIRTH_TIME = "http://hl7.org/fhir/StructureDefinition/patient-birthTime"
_ELEMENTS = {5: "name", 7: "birthDate", 8: "gender", 11: "address", 13: "telecom", 15: "communication",
             16: "maritalStatus", 29: "deceased", 30: "deceased"}  # fmt: skip
_KINDS = {5: (7, 8), 11: (7,), 13: (2, 3)}
"""Components of a name, an address and a telephone that only say of which kind it is."""
_HIDDEN_PLACES = (("ZU8", 4), ("ARV", 3))
"""Location hiding of UK systems, and the access restrictions of v2.8."""
_OPEN = frozenset({"", "0", "N", "NO", "FALSE"})
"""All that does not hide: a mark that nobody knows does."""
_DISSENT = frozenset({"2", "N", "NO"})


def patient(draft: Draft) -> str:
    """Put the one Patient into the draft; gives its fullUrl. Raises `Refused`."""
    pid = _only(draft)
    numbers = identifiers(draft, pid)
    names = [values.name(it) for it in pid.repeats(5) if at(it, 1) or at(it, 2)]
    if not (numbers or names):
        raise Refused("required", "PID-3", "neither an identifier (PID-3) nor a name (PID-5); send at least one")
    hidden = _hiding(draft)
    _asked_to_share(draft)
    born = _birth(draft, pid)
    resource = {
        "resourceType": "Patient",
        "extension": _deleted(draft, pid),
        "identifier": numbers,
        "active": True,
        "name": names,
        "gender": _gender(draft, pid),
        **born,
        **_death(draft, pid, born.get("birthDate", "")),
        "maritalStatus": _marital(pid),
        "communication": [{"language": {"text": pid.text(15, 2) or pid.text(15)}}] if pid.text(15) else [],
    }
    if hidden:
        resource["meta"] = {"security": [{"system": systems.V3_CONFIDENTIALITY, "code": "R"}]}
        draft.issues.append(note("informational", hidden, "asks to hide where the person is; address not read"))
    else:
        resource |= {"address": _addresses(pid), "telecom": _telecoms(draft, pid), "generalPractitioner": _gp(draft)}
    return draft.add("Patient", resource)


def kin(draft: Draft, patient_url: str) -> list[str]:
    """Put a RelatedPerson for each NK1 into the draft; no consent to share with them is implied."""
    found = [] if is_hidden(draft) else draft.message.all("NK1")
    named = [it for it in found if it.text(2) or it.text(2, 2)]
    nameless = (it for it in found if it not in named and not it.deletes(2) and any(map(it.repeats, range(3, 40))))
    draft.issues += [note("required", it.where(2), "is empty; who has no name is not passed on") for it in nameless]
    return [_related(draft, nk1, patient_url) for nk1 in named]


def is_hidden(draft: Draft) -> bool:
    """True when the sender asks that nobody learns where this person is."""
    return bool(_hiding(draft))


def _hiding(draft: Draft) -> str:
    """Where the sender asks for it; empty when nowhere. Of the protection indicator only a plain Y does."""
    if draft.message.first_or_empty("PD1").text(12).upper() == "Y":
        return "PD1-12"
    found = ((draft.message.first_or_empty(name), place) for name, place in _HIDDEN_PLACES)
    return next((it.where(place) for it, place in found if it.text(place).upper() not in _OPEN), "")


def _asked_to_share(draft: Draft) -> None:
    """ZU8-2: a feed makes no Consent, but that somebody said no is put before a person."""
    zu8 = draft.message.first("ZU8")
    if zu8 is not None and zu8.text(2).upper() in _DISSENT:
        message = "says that the person does not agree to sharing; ask the person and record a Consent"
        draft.issues.append(warning("conflict", "ZU8-2", message))


def _only(draft: Draft) -> Segment:
    found = list(draft.message.all("PID"))
    if not found:
        raise Refused("required", "PID", "is missing; send the person that the message is about")
    if len(found) > 1:
        raise Refused("structure", "PID[2]", "is a second person; send one message for each person")
    return found[0]


def _deleted(draft: Draft, pid: Segment) -> list[Resource]:
    gone = [name for place, name in _ELEMENTS.items() if pid.deletes(place, *_KINDS.get(place, ()))]
    pd1 = draft.message.first("PD1")
    if pd1 is not None and (pd1.deletes(3) or pd1.deletes(4)) and not _gp(draft):
        gone.append("generalPractitioner")
    if pid.deletes(14, 2, 3) and not pid.repeats(13):
        message = "takes away a number at work alone, which is not done here; send PID-13 too, told or deleted"
        draft.issues.append(warning("business-rule", "PID-14", message))
    return [{"url": nwd.ELEMENT_DELETED, "valueCode": f"Patient.{it}"} for it in dict.fromkeys(gone)]


def _gender(draft: Draft, pid: Segment) -> str:
    code = pid.text(8).upper()
    if code and code not in v2_person.SEX:
        draft.issues.append(note("code-invalid", "PID-8", "is not a known code; left out, kept in the original"))
    return v2_person.SEX.get(code, "")


def _birth(draft: Draft, pid: Segment) -> Resource:
    born = draft.moment(pid, 7)
    if born is None:
        return {}
    if doubt := birth_doubt(born.date, draft.received_at.isoformat()):
        draft.issues.append(warning("value", "PID-7", doubt))
    if not born.has_time or "T00:00:00" in born.text:
        return {"birthDate": born.date}
    extension = [{"url": _BIRTH_TIME, "valueDateTime": born.text}]
    return {"birthDate": born.date, "_birthDate": {"extension": extension}}


def _death(draft: Draft, pid: Segment, born: str) -> Resource:
    said, died = v2_person.YES_NO.get(pid.text(30).upper()), draft.moment(pid, 29)
    if pid.text(30) and said is None:
        draft.issues.append(warning("code-invalid", "PID-30", "is not Y or N; check whether the person has died"))
    if died is not None and (doubt := death_doubt(died.date, born, draft.received_at.isoformat())):
        draft.issues.append(warning("value", "PID-29", doubt))
    if said is False and died is not None:
        draft.issues.append(
            warning("conflict", "PID-30", "says alive while PID-29 has a date of death; send one of the two")
        )
        return {}
    if died is not None:
        return {"deceasedDateTime": died.text}
    if said is None and pid.text(29):
        return {"deceasedBoolean": True}
    return {} if said is None else {"deceasedBoolean": said}


def _marital(pid: Segment) -> Resource:
    found = v2_person.MARITAL.get(pid.text(16).upper())
    return values.coded(systems.V3_MARITAL, *found) if found else {}


def _addresses(pid: Segment) -> list[Resource]:
    return [values.address(it) for it in pid.repeats(11) if any(at(it, part) for part in range(1, 7))]


def _telecoms(draft: Draft, pid: Segment) -> list[Resource]:
    told = values.telecoms(pid.repeats(13), "home") + values.telecoms(pid.repeats(14), "work")
    numbers = {"", *(it["value"] for it in told)}
    for place in (13, 14):
        if any(at(it, 9) not in numbers for it in pid.repeats(place)):
            text = "has words about a number, such as when to ring; they stay in the original"
            draft.issues.append(note("not-supported", pid.where(place, 9), text))
    return told


def _gp(draft: Draft) -> list[Resource]:
    """PD1-3 and PD1-4, and in a referral the primary care provider (PRD `PP`)."""
    primary = [it for it in draft.message.all("PRD") if "PP" in roles(it)]
    named = [values.name(it.repeats(2)[0])["text"] for it in primary if it.repeats(2)]
    others = [{"type": "Practitioner", "display": it} for it in named if it]
    pd1 = draft.message.first("PD1")
    if pd1 is None:
        return others
    practices = [_practice(it) for it in pd1.repeats(3) if any(at(it, part) for part in (1, 3, 10))]
    doctors = [{"type": "Practitioner", "display": values.professional(it)} for it in pd1.repeats(4)]
    return practices + [it for it in doctors if it["display"]] + [it for it in others if it not in doctors]


def _practice(repetition: Repetition) -> Resource:
    code = at(repetition, 3) or at(repetition, 10)
    return {
        "type": "Organization",
        "identifier": {"system": systems.ODS, "value": code} if code else {},
        "display": at(repetition, 1),
    }


def _related(draft: Draft, nk1: Segment, patient_url: str) -> str:
    role = v2_person.CONTACT_ROLE_CODE.get(nk1.text(7).upper(), nk1.text(7).upper())
    known = v2_person.CONTACT_ROLE.get(role)
    contact = values.coded(systems.table("0131"), role, known) if known else {}
    return draft.add(f"RelatedPerson {nk1.ordinal}", {
        "resourceType": "RelatedPerson",
        "active": True,
        "patient": reference(patient_url),
        "relationship": [_relation(draft, nk1), contact],
        "name": [values.name(it) for it in nk1.repeats(2)],
        "telecom": values.telecoms(nk1.repeats(5), "home") + values.telecoms(nk1.repeats(6), "work"),
        "address": [values.address(it) for it in nk1.repeats(4)],
    })  # fmt: skip


def _relation(draft: Draft, nk1: Segment) -> Resource:
    said = draft.only(nk1, 3)
    known = v2_person.RELATIONSHIP.get(at(said, 1).upper())
    return values.coded(*known) if known else values.concept(said, draft.system("relation"))
