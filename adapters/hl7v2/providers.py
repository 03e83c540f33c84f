"""PRD beside who refers, who is asked and the doctor of everyday: who is consulted, and roles that nobody knows."""

from adapters.hl7v2 import values
from adapters.hl7v2.bundle import Draft, reference
from adapters.hl7v2.faults import note
from adapters.hl7v2.tree import Repetition, Segment, at
from schemas.codes import systems, v2_event
from schemas.fhir import Resource

CONSULTING = values.coded(systems.table("0286"), "CP", v2_event.PROVIDER_ROLE["CP"])
_ONE = frozenset({"RP", "RT"})
"""Roles of which the first is read."""


def consulting(draft: Draft, patient: str) -> list[str]:
    """Put a CareTeam of each provider who is consulted into the draft; every other PRD that is not read is named."""
    found: list[str] = []
    seen: set[str] = set()
    for it, role in ((one, role) for one in draft.message.all("PRD") for role in roles(one)):
        if role == "CP":
            found.append(draft.add(f"CareTeam {it.ordinal}", _team(draft, it, patient)))
        elif role not in v2_event.PROVIDER_ROLE:
            draft.issues.append(
                note("code-invalid", it.where(1), "is no role of table 0286; the provider is not passed on")
            )
        elif role in seen & _ONE:
            draft.issues.append(
                note("structure", it.where(1), f"is a second {role}; the first is read, this one stays in the original")
            )
        seen.add(role)
    return found


def roles(prd: Segment) -> list[str]:
    """PRD-1, which may name several: who refers is often the doctor of everyday too."""
    only = prd.row[1] if len(prd.row) > 1 else ""
    if isinstance(only, str):
        return [only.strip().upper()]
    return list(dict.fromkeys(at(it, 1).upper() for it in prd.repeats(1))) or [""]


def registration(draft: Draft, repetition: Repetition) -> Resource:
    """PRD-7 (number, type): a number of the General Medical Council by its own name, any other as a local one."""
    is_gmc = at(repetition, 2).upper() == "GMC"
    return {"system": systems.GMC if is_gmc else draft.system("practitioner"), "value": at(repetition, 1)}


def _team(draft: Draft, prd: Segment, patient: str) -> Resource:
    numbers = [registration(draft, it) for it in prd.repeats(7)[:1] if at(it, 1)]
    named = values.name(prd.repeats(2)[0])["text"] if prd.repeats(2) else ""
    member = {"type": "Practitioner", "identifier": next(iter(numbers), {}), "display": named}
    return {
        "resourceType": "CareTeam",
        "status": "active",
        "subject": reference(patient),
        "participant": [{"role": [CONSULTING], "member": member}],
        "telecom": values.telecoms(prd.repeats(5), "work"),
    }
