"""A message that names its person by an id of this gateway, and nothing else of them."""

from collections.abc import Callable
from typing import Any

import pytest

from adapters.contract import Decoded, Outcome
from tests.made_up.fhir import Resource
from tests.unit.fhir_r4.test_bundles import transaction

Decode = Callable[[Any], Decoded]
OURS, OTHER = f"Patient/{'a2' * 13}", f"Patient/{'b3' * 13}"


def named(person: str, *others: str) -> Resource:
    """A referral of somebody, in a transaction with further ones that are over."""
    made = transaction(subject={"reference": person})
    del made["entry"][1]
    first = made["entry"][0]
    made["entry"] += [
        first | {"fullUrl": f"urn:uuid:{at:08}-0000-4000-8000-000000000009",
                 "resource": first["resource"] | {"subject": {"reference": it}, "status": "completed"}}
        for at, it in enumerate(others)
    ]  # fmt: skip
    return made


def test_it_is_refused_unless_the_gateway_knows_better(decode: Decode) -> None:
    """As it was before; beside that stands what it says if the sender may know this person."""
    found = decode(named(OURS, OURS))

    assert (found.outcome, found.bundle, found.occurrences) == (Outcome.REFUSED, None, ())
    assert found.issues == decode(named("Patient/17", "Patient/17")).issues
    assert found.if_known is not None and found.if_known.reference == OURS
    inside = found.if_known.decoded
    assert (inside.outcome, inside.issues) == (Outcome.ACCEPTED, ())
    assert inside.bundle is not None
    assert [it["resource"]["subject"]["reference"] for it in inside.bundle["entry"]] == [OURS, OURS]


@pytest.mark.parametrize(
    "sent",
    [
        named("Patient/17"),
        named(f"https://other.example/fhir/{OURS}"),
        named(f"{OURS}/_history/2"),
        named(OURS, OTHER),
        named(OURS, "Patient/17"),
        named(OURS) | {"entry": [*named(OURS)["entry"], transaction()["entry"][1]]},
        named(OURS) | {"entry": [it | {"request": {"method": "DELETE", "url": "x"}} for it in named(OURS)["entry"]]},
        transaction(performer=[{"reference": OTHER}]) | {"entry": named(OURS)["entry"] + named(OTHER)["entry"]},
    ],
    ids=["theirs", "elsewhere", "a version", "two", "ours and theirs", "and a Patient", "and a fault", "doubled"],
)
def test_anything_but_one_id_of_ours_is_refused_as_ever(decode: Decode, sent: Resource) -> None:
    """Nothing is read into it."""
    found = decode(sent)

    assert (found.outcome, found.if_known) == (Outcome.REFUSED, None)


def test_a_message_that_brings_its_person_needs_no_id(decode: Decode) -> None:
    """It is read as ever."""
    found = decode(transaction())

    assert (found.outcome, found.if_known) == (Outcome.ACCEPTED, None)
