"""A date of what has been that cannot be right is put before a person, whatever it was sent in, and loses nothing."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from adapters.contract import Decoded, Outcome
from adapters.fhir_r4.adapter import FhirAdapter
from adapters.fhir_r4.profile import FhirProfile
from tests.made_up.fhir import bundle, carer, communication, consent, patient, referral
from tests.unit.csv.samples import AT, GOOD
from tests.unit.csv.samples import decoded as sheet
from tests.unit.hl7v2.samples import decoded as hl7
from tests.unit.json_api.test_forms import decode as plain
from tests.unit.json_api.test_forms import form

_LATER = "2030-01-01T10:00:00Z"
_PERSON = {"nhs_number": "9991234500", "family_name": "Quill", "given_name": "Ada", "birth_date": "1850-04-03"}
_PID = "PID|||1^^^R^MRN||A^B||"


def _fhir(sent: dict[str, Any]) -> Decoded:
    return FhirAdapter().codec(FhirProfile(organisation="trust")).decode(orjson.dumps(sent), received_at=AT)


@pytest.mark.parametrize(
    ("read", "where"),
    [
        (lambda: hl7("ADT^A31", _PID + "18500403"), "PID-7"),
        (lambda: hl7("ADT^A31", _PID + "19900417" + "|" * 22 + "19890101"), "PID-29"),
        (lambda: _fhir(bundle(patient(birthDate="1850"), communication("contact-note"), carer())), "Patient.birthDate"),
        (lambda: _fhir(referral(contained=[patient(deceasedDateTime="1970-01-01")])), "Patient.deceasedDateTime"),
        (lambda: _fhir(bundle(patient(), communication("contact-note", sent=_LATER), carer())), "Communication.sent"),
        (lambda: _fhir(bundle(patient(), consent(dateTime=_LATER), carer())), "Consent.dateTime"),
        (lambda: plain(form("referral", patient=_PERSON)), "patient.birth_date"),
        (lambda: plain(form("contact-note", contacted_at=_LATER)), "contacted_at"),
        (lambda: plain(form("carer-concern", told_at=_LATER)), "told_at"),
        (lambda: plain(form("carer-consent", agreed_at=_LATER)), "agreed_at"),
        (lambda: sheet(GOOD | {"DOB": "17/04/1890"}), "column `DOB`"),
    ],
)
def test_a_date_that_cannot_be_right_flags_at_its_place(read: Callable[[], Decoded], where: str) -> None:
    """A century, a year or a clock mistyped; the words hold no date."""
    found = read()

    assert found.outcome is Outcome.FLAGGED
    [doubt] = [it for it in found.issues if it.severity == "warning"]
    assert doubt.where == where
    assert not any(it in doubt.message for it in ("1850", "1890", "1970", "1989", "2030"))


def test_what_is_sent_under_our_id_of_the_person_is_doubted_too() -> None:
    """The reading that waits for the gate has the same doubts as any other."""
    named = communication("contact-note", sent=_LATER, subject={"reference": f"Patient/{'a' * 26}"})
    found = _fhir({name: it for name, it in named.items() if name != "sender"})

    assert found.if_known is not None
    assert [it.where for it in found.if_known.decoded.issues] == ["Communication.sent"]
