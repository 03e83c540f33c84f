"""An extract that goes out as FHIR is sound: what R4 demands and may not be seen is said to be masked."""

from typing import Any

import pytest

from schemas.fhir.check import check
from schemas.fhir.masked import whole

_TAG = {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}]}
_ABOUT = {"reference": "Patient/1"}
_EXTRACTS: list[dict[str, Any]] = [
    {"resourceType": "Flag", "status": "active", "subject": _ABOUT},
    {"resourceType": "Appointment", "status": "booked"},
    {"resourceType": "DocumentReference", "status": "current", "subject": _ABOUT},
    {"resourceType": "Observation", "status": "final", "subject": _ABOUT},
    {"resourceType": "Consent", "status": "active", "patient": _ABOUT},
    {"resourceType": "Encounter", "status": "planned", "subject": _ABOUT},
    {"resourceType": "Goal", "lifecycleStatus": "active", "subject": _ABOUT},
    {"resourceType": "MedicationStatement", "status": "active", "subject": _ABOUT},
    {"resourceType": "MedicationRequest", "status": "active", "intent": "order", "subject": _ABOUT},
    {"resourceType": "AllergyIntolerance", "patient": _ABOUT},
    {"resourceType": "Organization"},
]


@pytest.mark.parametrize("extract", _EXTRACTS, ids=lambda it: str(it["resourceType"]))
def test_an_extract_is_sound_once_its_masks_are_on(extract: dict[str, Any]) -> None:
    """Nothing that was left comes back."""
    found = whole(extract | {"meta": _TAG})

    assert check(found) == ()
    assert extract.items() <= found.items()


def test_what_is_left_is_never_masked_and_what_is_whole_stays() -> None:
    """The code of a Flag that may be seen is the code that is seen."""
    flag = {"resourceType": "Flag", "status": "active", "subject": _ABOUT, "code": {"text": "x"}, "meta": _TAG}
    sent = {"resourceType": "Flag", "status": "active"}

    assert whole(flag) == flag
    assert whole(sent) is sent
