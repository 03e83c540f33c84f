"""What stands of a person when a sender leaves things out."""

from typing import Any

import pytest

from schemas.codes import nwd
from schemas.codes.systems import NHS_NUMBER, V3_CONFIDENTIALITY
from schemas.fhir.retold import Telling, died, retold

BEFORE: dict[str, Any] = {
    "resourceType": "Patient",
    "identifier": [{"system": NHS_NUMBER, "value": "9991234500"}, {"system": "urn:nwd:t:mrn", "value": "1"}],
    "name": [{"family": "EXAMPLE"}],
    "birthDate": "1990-04-17",
    "_birthDate": {"extension": [{"url": "time"}]},
    "telecom": [{"value": "07700900001"}],
    "address": [{"line": ["1 MADE UP ROAD"]}],
    "deceasedBoolean": False,
}


def test_silence_says_nothing() -> None:
    """What is left out is as before."""
    assert retold(BEFORE, {"resourceType": "Patient", "gender": "male"}, Telling.ELEMENTS) == BEFORE | {
        "gender": "male"
    }


def test_what_is_said_takes_the_place_of_what_was_said() -> None:
    """And of what stood beside it: a date of death of a `false`, a birthday of its hour."""
    found = retold(
        BEFORE,
        {"birthDate": "1990-04-18", "deceasedDateTime": "2026-02-01", "telecom": [{"value": "2"}]},
        Telling.ELEMENTS,
    )

    assert (found["birthDate"], found["deceasedDateTime"]) == ("1990-04-18", "2026-02-01")
    assert not {"_birthDate", "deceasedBoolean"} & set(found)
    assert found["telecom"] == [{"value": "2"}]


@pytest.mark.parametrize("element", ["telecom", "birthDate", "deceased"])
def test_what_is_deleted_by_name_goes(element: str) -> None:
    """And the mark that said so goes with it."""
    mark = {"url": nwd.ELEMENT_DELETED, "valueCode": f"Patient.{element}"}
    found = retold(BEFORE, {"extension": [mark]}, Telling.ELEMENTS)

    assert [name for name in found if element in name] == []
    assert "extension" not in found


def test_a_number_of_a_system_that_is_not_named_stays() -> None:
    """The NHS number outlives a message that has only the sender's own."""
    found = retold(BEFORE, {"identifier": [{"system": "urn:nwd:t:mrn", "value": "2"}]}, Telling.ELEMENTS)

    assert [it["value"] for it in found["identifier"]] == ["2", "9991234500"]


def test_whoever_is_hidden_now_is_nowhere() -> None:
    """An earlier address is not kept."""
    marked = {"meta": {"security": [{"system": V3_CONFIDENTIALITY, "code": "R"}]}}

    assert not {"address", "telecom"} & set(retold(BEFORE, marked, Telling.ELEMENTS))


def test_of_a_form_a_telephone_and_a_mailbox_stay_by_themselves() -> None:
    """Each is told, left out or deleted apart; an element of another kind is told whole."""
    before = BEFORE | {"telecom": [{"system": "phone", "value": "1"}, {"system": "email", "value": "a@b"}]}
    told = {"telecom": [{"system": "phone", "value": "2"}], "address": [{"postalCode": "ZZ99 9ZZ"}]}
    mark = {"url": nwd.ELEMENT_DELETED, "valueCode": "Patient.telecom:phone"}

    assert [it["value"] for it in retold(before, told, Telling.FIELDS)["telecom"]] == ["2", "a@b"]
    assert [it["value"] for it in retold(before, told, Telling.ELEMENTS)["telecom"]] == ["2"]
    assert [it["value"] for it in retold(before, {"extension": [mark]}, Telling.FIELDS)["telecom"]] == ["a@b"]
    assert retold(before, told, Telling.FIELDS)["address"] == [{"postalCode": "ZZ99 9ZZ"}]
    assert "telecom" not in retold(BEFORE | {"telecom": before["telecom"][:1]}, {"extension": [mark]}, Telling.FIELDS)


def test_whoever_is_hidden_now_is_nowhere_by_a_form_either() -> None:
    """Nothing of how to reach them outlives it."""
    marked = {"meta": {"security": [{"system": V3_CONFIDENTIALITY, "code": "R"}]}}

    assert not {"address", "telecom"} & set(retold(BEFORE, marked, Telling.FIELDS))


def test_who_tells_the_whole_says_what_is_not_so() -> None:
    """A Patient of FHIR is all that there is."""
    assert retold(BEFORE, {"gender": "male"}, Telling.WHOLE) == {"gender": "male"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"deceasedBoolean": True}, True),
        ({"deceasedDateTime": "2026-02-28"}, True),
        ({"deceasedBoolean": False}, False),
        ({"extension": [{"url": nwd.ELEMENT_DELETED, "valueCode": "Patient.deceased"}]}, False),
        ({"extension": [{"url": nwd.ELEMENT_DELETED, "valueCode": "Patient.telecom"}]}, None),
        ({}, None),
    ],
)
def test_a_death_is_told_taken_back_or_left_unsaid(said: dict[str, Any], expected: bool | None) -> None:
    """Silence takes no death back."""
    assert died({"resourceType": "Patient"} | said) is expected
