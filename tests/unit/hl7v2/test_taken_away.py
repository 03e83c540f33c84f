"""What a sender takes away with two quotation marks, however it writes them."""

import pytest

from adapters.contract import Outcome
from tests.unit.hl7v2.samples import Decode, only

WHO = "0700001^^^RXX01^MRN"


def pid(**fields: str) -> str:
    """PID with the given fields, named as in `f11`."""
    return "|".join(["PID", *(fields.get(f"f{place}", WHO if place == 3 else "") for place in range(1, 31))])


@pytest.mark.parametrize(
    ("segments", "gone"),
    [
        ([pid(f11='""^""^""^""^""')], ["Patient.address"]),
        ([pid(f11='""^^^^""^^HOME')], ["Patient.address"]),
        ([pid(f11='""~""')], ["Patient.address"]),
        ([pid(f13='""^PRN^PH')], ["Patient.telecom"]),
        ([pid(f5='""^""^^^^^L')], ["Patient.name"]),
        ([pid(f30='""')], ["Patient.deceased"]),
        ([pid(f29='""', f30='""')], ["Patient.deceased"]),
        ([pid(), 'PD1|||""|""'], ["Patient.generalPractitioner"]),
        ([pid(), 'PD1|||""^^""|'], ["Patient.generalPractitioner"]),
        ([pid(), 'PD1|||PRACTICE^^Y1|""'], []),
        ([pid(f11='1 MADE UP ROAD^""^""')], []),
        ([pid(f11="^^^^^^HOME")], []),
    ],
)
def test_an_element_goes_by_its_field(decode: Decode, segments: list[str], gone: list[str]) -> None:
    """In one, part by part or repeated; where anything is told, that is told whole and nothing is taken away."""
    patient = only(decode("ADT^A31", *segments), "Patient")

    assert [it["valueCode"] for it in patient.get("extension", [])] == gone


def test_a_death_that_was_taken_back_and_one_without_its_date(decode: Decode) -> None:
    """PID-29 taken away beside PID-30: what PID-30 says stands."""
    patients = [only(decode("ADT^A31", pid(f29='""', f30=said)), "Patient") for said in ("Y", "N")]

    assert [it["deceasedBoolean"] for it in patients] == [True, False]


@pytest.mark.parametrize(
    ("fields", "issues"),
    [({"f14": '""'}, ["PID-14"]), ({"f14": '""', "f13": "01632960001"}, []), ({"f14": '""', "f13": '""'}, [])],
)
def test_a_number_at_work_alone_is_not_taken_away_without_a_word(
    decode: Decode, fields: dict[str, str], issues: list[str]
) -> None:
    """PID-13 and PID-14 are told together: without PID-13 somebody has to look."""
    found = decode("ADT^A31", pid(**fields))

    assert [it.where for it in found.issues] == issues
    assert (found.outcome is Outcome.FLAGGED) == bool(issues)
