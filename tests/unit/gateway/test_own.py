"""Whose record it is, by the numbers that were told of it."""

from types import SimpleNamespace
from typing import Any

import orjson
import pytest

from consent.question import Asker
from gateway.gate.own import is_own
from gateway.store.verbs.intake import Identity
from gateway.store.verbs.reading import Dossier, Held
from schemas.policy_words import Role, ServiceClass

SAM, KIM = "9991234500", "9991234519"
NHS = "https://fhir.nhs.uk/Id/nhs-number"


def told(row: int, *numbers: dict[str, Any]) -> Held:
    body = orjson.dumps({"resourceType": "Patient", "identifier": [{"system": NHS} | it for it in numbers]})
    return Held(f"Patient/{row}", row, "Patient", 1, body, b"", "v", None, "none", None, "active", 0)


@pytest.mark.parametrize(
    ("people", "own"),
    [
        ([told(1, {"value": SAM})], True),
        ([told(1, {"value": "999 123 4500"}), told(2, {"value": SAM})], True),
        ([told(1, {"value": SAM}, {"value": KIM, "use": "old"})], True),
        ([told(1, {"value": KIM}, {"value": SAM, "use": "old"})], False),
        ([told(1, {"value": SAM}), told(2, {"value": KIM})], False),
        ([told(1)], False),
    ],
    ids=["one", "told-twice", "another-before", "before-it-changed", "two", "none"],
)
def test_a_record_is_theirs_by_the_one_number_that_it_holds(people: list[Held], own: bool) -> None:
    """Of two numbers one may be somebody else's, and an old one may be anybody's now."""
    house: Any = SimpleNamespace(blind=lambda _, number: number.encode())
    asker = Asker("app", ServiceClass.PATIENT, "o", Role.SERVICE_INBOX, owner=SAM.encode().hex())
    dossier = Dossier(1, 1, 1, Identity.CERTAIN, False, False, tuple(people), (), ())

    assert is_own(house, asker, dossier) is own
