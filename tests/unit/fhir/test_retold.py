"""What stands of a person when a sender leaves things out."""

from typing import Any

import pytest

from schemas.codes import nwd
from schemas.codes.systems import NHS_NUMBER, V3_CONFIDENTIALITY
from schemas.fhir.retold import retold

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
    assert retold(BEFORE, {"resourceType": "Patient", "gender": "male"}) == BEFORE | {"gender": "male"}


def test_what_is_said_takes_the_place_of_what_was_said() -> None:
    """And of what stood beside it: a date of death of a `false`, a birthday of its hour."""
    found = retold(BEFORE, {"birthDate": "1990-04-18", "deceasedDateTime": "2026-02-01", "telecom": [{"value": "2"}]})

    assert (found["birthDate"], found["deceasedDateTime"]) == ("1990-04-18", "2026-02-01")
    assert not {"_birthDate", "deceasedBoolean"} & set(found)
    assert found["telecom"] == [{"value": "2"}]


@pytest.mark.parametrize("element", ["telecom", "birthDate", "deceased"])
def test_what_is_deleted_by_name_goes(element: str) -> None:
    """And the mark that said so goes with it."""
    mark = {"url": nwd.ELEMENT_DELETED, "valueCode": f"Patient.{element}"}
    found = retold(BEFORE, {"extension": [mark]})

    assert [name for name in found if element in name] == []
    assert "extension" not in found


def test_a_number_of_a_system_that_is_not_named_stays() -> None:
    """The NHS number outlives a message that has only the sender's own."""
    found = retold(BEFORE, {"identifier": [{"system": "urn:nwd:t:mrn", "value": "2"}]})

    assert [it["value"] for it in found["identifier"]] == ["2", "9991234500"]


def test_whoever_is_hidden_now_is_nowhere() -> None:
    """An earlier address is not kept."""
    marked = {"meta": {"security": [{"system": V3_CONFIDENTIALITY, "code": "R"}]}}

    assert not {"address", "telecom"} & set(retold(BEFORE, marked))
