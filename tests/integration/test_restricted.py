"""A restricted person's whereabouts leave by no way: not by text, files, other records, visits or an override."""

import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from schemas.codes.nwd import COMMUNICATION_KIND, PLAN_ELEMENT
from schemas.codes.systems import NHS_NUMBER, SNOMED
from tests.integration.test_consenting import HTT
from tests.town import Town, town

SAM = "urn:uuid:00000000-0000-4000-8000-000000000001"
FHIR = '[[partner]]\nid = "trust-fhir"\norganisation = "trust"\nservice = "cmht"\nadapter = "fhir_r4"\n'
SETTINGS = HTT | {
    "[[client]]": f"{FHIR}[[client]]",
    'partners = ["engine", "cafe-fhir"]': 'partners = ["engine", "cafe-fhir", "trust-fhir"]',
    '"referral.received", "referral.updated"': '"referral.received", "care-plan.updated", "referral.updated"',
    '"sharing.stopped"]\nopened': '"sharing.stopped"]\npayload = "extract"\nopened',
}
STREET, NUMBER, MAIL, CODE = "14 Quill Harbour Row", "07700 900456", "sam.q@example.org", "ZZ98 3XW"
SAID = "She is at 14, quill harbour  row (zz983xw); ring 07700-900456 or SAM.Q@EXAMPLE.ORG"
GLASS = {
    "nhs_number": "9991234500", "family_name": "EXAMPLE", "given_name": "SAM", "birth_date": "1990-04-17",
    "ground": "risk-to-others", "reason": "found unwell",
}  # fmt: skip


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, change=SETTINGS) as made:
        yield made


def _record() -> dict[str, Any]:
    about = {"reference": SAM}
    role = {"coding": [{"system": SNOMED, "code": "736253002"}]}
    step = {"coding": [{"system": PLAN_ELEMENT, "code": "what-helps"}]}
    note = {"coding": [{"system": COMMUNICATION_KIND, "code": "contact-note"}]}
    address = {"address": [{"line": [STREET], "postalCode": CODE}], "telecom": [{"system": "phone", "value": NUMBER}]}
    resources: list[dict[str, Any]] = [
        {
            "resourceType": "Patient", "identifier": [{"system": NHS_NUMBER, "value": "9991234500"}],
            "meta": {"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}]},
            "name": [{"family": "EXAMPLE", "given": ["SAM"]}], "birthDate": "1990-04-17", "address": address["address"],
            "telecom": [*address["telecom"], {"system": "email", "value": MAIL}],
        },
        {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": about,
         "performer": [{"reference": "HealthcareService/cafe"}],
         "reasonCode": [{"coding": [{"system": SNOMED, "code": "1", "display": SAID}], "text": SAID}]},
        {"resourceType": "CarePlan", "status": "active", "intent": "plan", "subject": about, "category": [role],
         "title": SAID, "activity": [{"detail": {"status": "unknown", "code": step, "description": SAID}}]},
        {"resourceType": "RelatedPerson", "patient": about, "name": [{"family": "EXAMPLE"}], **address},
        {"resourceType": "Appointment", "status": "booked", "start": "2026-12-02T10:00:00Z",
         "end": "2026-12-02T11:00:00Z", "participant": [{"actor": about, "status": "accepted"}], "comment": SAID},
        {"resourceType": "AppointmentResponse", "appointment": {"reference": f"{SAM[:-1]}5"}, "actor": about,
         "participantStatus": "accepted", "start": "2026-12-02T10:00:00Z", "end": "2026-12-02T11:00:00Z"},
        {"resourceType": "Encounter", "status": "finished", "class": {"code": "AMB"}, "subject": about,
         "reasonCode": [{"text": SAID}], "location": [{"location": {"display": SAID}}]},
        {"resourceType": "Location", "name": SAID, "address": address["address"][0]},
        {"resourceType": "Communication", "status": "completed", "subject": about, "category": [note],
         "payload": [{"contentString": SAID}]},
        {"resourceType": "DocumentReference", "status": "current", "subject": about, "type": role, "description": SAID,
         "content": [{"attachment": {"contentType": "text/plain", "data": base64.b64encode(SAID.encode()).decode(),
                                     "title": SAID}}]},
    ]  # fmt: skip
    entry = [{"fullUrl": f"{SAM[:-2]}{n:02}", "resource": it} for n, it in enumerate(resources, 1)]
    return {"resourceType": "Bundle", "type": "collection", "entry": entry}


async def told(place: Town) -> str:
    """The team tells of a person who must not be found; returns the person."""
    team = await place.token("cmht", "registered-professional")
    status, answer, _ = await place.call("POST", "/messages/trust-fhir", team, data=json.dumps(_record()))
    assert status == 201, answer
    _, inbox, _ = await place.call("GET", "/referrals", await place.token())
    return str(inbox["entry"][0]["resource"]["subject"]["reference"])


def tells_where(text: str) -> list[str]:
    """What of the whereabouts stands in a text, spaces and signs aside."""
    plain = "".join(mark for mark in text.casefold() if mark.isalnum())
    held = [STREET, NUMBER, CODE, "samqexample", base64.b64encode(SAID.encode()).decode()[:16]]
    return [one for one in held if "".join(mark for mark in one.casefold() if mark.isalnum()) in plain]


@pytest.mark.parametrize(
    ("service", "role"),
    [("cafe", "worker"), ("cmht", "registered-professional"), ("htt", "registered-professional")],
    ids=["cafe", "writer", "override"],
)
async def test_nobody_reads_where_a_restricted_person_is(place: Town, service: str, role: str) -> None:
    """The café, the team that wrote it, a doctor who broke the glass: the clinical part, and no place in it."""
    patient, token = await told(place), await place.token(service, role)
    if service == "htt":
        assert (await place.call("POST", "/consent/override", token, json=GLASS))[0] == 201

    status, seen, _ = await place.call("GET", f"/fhir/{patient}/$everything", token)
    plain = [await place.call("GET", f"/api/{one}?patient={patient}", token) for one in ("care-plans", "contacts")]

    assert status == 200
    assert tells_where(json.dumps([seen, *(body for _, body, _ in plain)])) == []
    kinds = {one["resource"]["resourceType"] for one in seen["entry"]}
    assert {"CarePlan", "ServiceRequest"} <= kinds
    assert not kinds & {"RelatedPerson", "Appointment", "AppointmentResponse"}


async def test_no_message_carries_where_a_restricted_person_is(place: Town) -> None:
    """The webhook with content, the worklist as a file."""
    await told(place)
    await place.hook("/cafe", "referral.received")
    token = await place.token("cafe", "worker")
    _, sheet, _ = await place.call("GET", "/api/exports/referrals.csv", token)

    sent = [body.decode() for path, _, body in place.hooks if path == "/cafe"]
    assert tells_where("\n".join([*sent, sheet])) == []


async def test_an_address_that_was_taken_off_the_record_is_still_none_to_tell(place: Town) -> None:
    """Told before the person was restricted, and no more since: what was written meanwhile still names it."""
    before = _record()
    person = before["entry"][0]["resource"]
    del person["meta"]
    team = await place.token("cmht", "registered-professional")
    now = {name: it for name, it in _record()["entry"][0]["resource"].items() if name not in {"address", "telecom"}}
    for bundle in (before, before | {"entry": [{"fullUrl": SAM, "resource": now}]}):
        assert (await place.call("POST", "/messages/trust-fhir", team, data=json.dumps(bundle)))[0] in {201, 202}
    _, found, _ = await place.call("GET", "/referrals", await place.token())
    patient = found["entry"][0]["resource"]["subject"]["reference"]

    for service, role in (("cafe", "worker"), ("cmht", "registered-professional")):
        token = await place.token(service, role)
        for path in (f"/fhir/{patient}/$everything", f"/fhir/CarePlan?patient={patient}"):
            _, shown, _ = await place.call("GET", path, token)
            assert "entry" in shown and tells_where(json.dumps(shown)) == []


BESIDE = {
    "RelatedPerson": {"address": [{"line": ["77 Zephyr Cottage Lane"]}]},
    "Location": {"name": "Lambda Refuge House", "address": {"line": ["88 Omicron Wharf"]}},
    "Patient": {"contact": [{"name": {"family": "MUM"}, "address": {"line": ["99 Sigma Parade"]}}]},
    "CarePlan": {"title": "Stays at 77 Zephyr Cottage Lane, or at Lambda Refuge House"},
    "Communication": {"payload": [{"contentString": "Seen in 88 omicron wharf and 99, Sigma Parade"}]},
}


async def test_no_text_tells_whom_a_restricted_person_lives_with_or_visits(place: Town) -> None:
    """The address of a carer, of a contact, the name and address of a place: blanked as the person's own are."""
    record = _record()
    for entry in record["entry"]:
        entry["resource"] |= BESIDE.get(entry["resource"]["resourceType"], {})
    team = await place.token("cmht", "registered-professional")
    assert (await place.call("POST", "/messages/trust-fhir", team, json=record))[0] == 201
    _, found, _ = await place.call("GET", "/referrals", await place.token())
    patient = found["entry"][0]["resource"]["subject"]["reference"]

    for service, role in (("cafe", "worker"), ("cmht", "registered-professional")):
        token = await place.token(service, role)
        _, shown, _ = await place.call("GET", f"/fhir/{patient}/$everything", token)
        said = json.dumps(shown).casefold()
        assert "entry" in shown and [one for one in ("zephyr", "omicron", "sigma", "lambda") if one in said] == []
