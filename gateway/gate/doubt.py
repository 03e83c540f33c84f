"""Of somebody whose identity is in doubt: how they would stand had nobody been here who may be that person."""

from dataclasses import replace

from gateway.gate.facts import resource_of
from gateway.store.verbs.intake import Identity
from gateway.store.verbs.reading import Dossier
from schemas.codes.systems import NHS_NUMBER
from schemas.fhir import Resource

AWAITS_IDENTITY = "await-identity"
"""The audit's word for a delivery that waits until a person has found out who it is about."""


def as_of_nobody_known(dossier: Dossier) -> Dossier:
    """The same record as the telling of a number that nobody has would have made it: what its teller may expect."""
    if dossier.identity is not Identity.UNVERIFIED or not dossier.candidates:
        return dossier
    first = next((one for one in dossier.resources if one.type == "Patient"), None)
    whole = first is not None and is_whole(resource_of(first))
    return replace(dossier, candidates=(), identity=Identity.CERTAIN if whole else Identity.UNVERIFIED)


def is_whole(patient: Resource) -> bool:
    """True when a telling would have stood by itself, had its number not been known."""
    numbered = any(one.get("system") == NHS_NUMBER for one in patient.get("identifier", ()))
    return numbered and "birthDate" in patient and any("family" in one for one in patient.get("name", ()))
