"""Makes an extract sound FHIR again: what R4 demands and the extract leaves out is said to be masked.

Source: FHIR R4 4.0.1, extension data-absent-reason, code `masked`; cardinalities; org-1, ppc-1, app-3 and ait-1.
"""

from typing import Any

from schemas.fhir import Resource

_URL = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_SUBSETTED = "SUBSETTED"
_MASKED = {"extension": [{"url": _URL, "valueCode": "masked"}]}
_NEEDED: dict[str, dict[str, Any]] = {
    "AllergyIntolerance": {"code": _MASKED, "clinicalStatus": _MASKED},
    "Appointment": {"participant": [{"actor": _MASKED, "status": "needs-action"}]},
    "Composition": {"type": _MASKED, "author": [_MASKED], "title": "withheld"},
    "Consent": {"category": [_MASKED], "scope": _MASKED, "policyRule": _MASKED},
    "DocumentReference": {"content": [{"attachment": _MASKED}]},
    "Encounter": {"class": _MASKED},
    "Flag": {"code": _MASKED},
    "Goal": {"description": _MASKED},
    "Medication": {"code": _MASKED},
    "MedicationRequest": {"medicationCodeableConcept": _MASKED},
    "MedicationStatement": {"medicationCodeableConcept": _MASKED},
    "Observation": {"code": _MASKED},
    "Organization": {"_name": _MASKED},
}
_WHEN = frozenset({"start", "end", "_start", "_end"})
_TIMES: dict[str, Any] = {"_start": _MASKED, "_end": _MASKED}
"""Only what is proposed, cancelled or waited for has no times of its own (app-3)."""


def whole(resource: Resource) -> Resource:
    """The extract with its masked parts; anything that is no extract stays as it is."""
    tags = resource.get("meta", {}).get("tag", ())
    if not any(it.get("code") == _SUBSETTED for it in tags):
        return resource
    kind = resource["resourceType"]
    more = _TIMES if kind == "Appointment" and not resource.keys() & _WHEN else {}
    return {**_NEEDED.get(kind, {}), **more, **resource}
