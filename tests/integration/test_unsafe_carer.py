"""An unsafe carer is unsafe by whatever record they come back: another number, another sender, another spelling."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_overseeing import AGREED, CARER, cared_for
from tests.town import Town, town

KNOWN: dict[str, Any] = CARER | {"phone": "01632 960011", "email": "alex@example.org"}
OTHER: dict[str, Any] = {"family_name": "EXAMPLE", "given_name": "ROBIN", "relationship": "sibling", "reference": "c2"}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def told_of(place: Town, patient: str, carer: dict[str, Any], service: str = "cmht") -> str:
    """The carer's record that a service makes by a consent to them, given after everything before."""
    token = await place.token(service, "registered-professional")
    before = await carers(place, patient, token)
    given = AGREED | {"carer": carer, "agreed_at": "2026-11-20T09:00:00Z"}
    status, said, _ = await place.call("POST", "/api/consents", token, json=given)
    assert status == 201, said
    [new] = set(await carers(place, patient, token)) - set(before)
    return new


async def carers(place: Town, patient: str, token: str) -> list[str]:
    _, all_, _ = await place.call("GET", f"/fhir/Patient/{patient}/$everything", token)
    found = (one["resource"] for one in all_.get("entry", ()))
    return [one["id"] for one in found if one["resourceType"] == "RelatedPerson"]


async def hears(place: Town, patient: str, carer: str) -> int:
    path = f"/patients/{patient}/carers/{carer}"
    return (await place.call("GET", path, await place.token("cmht", "worker")))[0]


async def marked(place: Town, patient: str, carer: str, *, holds: bool = True) -> None:
    body = {"kind": "unsafe-carer", "carer": f"RelatedPerson/{carer}", "reason": "told us", "holds": holds}
    token = await place.token("cmht", "manager")
    assert (await place.call("POST", f"/patients/{patient}/circumstances", token, json=body))[0] == 201


@pytest.mark.parametrize(
    "again",
    [
        {"reference": "c9"},
        {"reference": "c9", "given_name": "Àlex", "family_name": "Exa-mple"},
        {"reference": "c9", "given_name": "SANDY", "family_name": "NEWNAME", "phone": "+44 1632 960011"},
        {"reference": "c9", "given_name": "SANDY", "family_name": "NEWNAME", "email": "Alex@Example.org"},
    ],
    ids=["number", "spelling", "telephone", "mailbox"],
)
async def test_an_unsafe_carer_told_of_anew_hears_nothing(place: Town, again: dict[str, Any]) -> None:
    """A consent to the same name, number or mailbox under another id, before or after it was said of them."""
    _, patient, _ = await cared_for(place)
    first = await told_of(place, patient, KNOWN | {"reference": "c3"})
    early = await told_of(place, patient, KNOWN | again)
    assert await hears(place, patient, early) == 200

    await marked(place, patient, first)
    late = await told_of(place, patient, KNOWN | again | {"reference": "c10"})

    assert [await hears(place, patient, one) for one in (first, early, late)] == [404, 404, 404]
    await marked(place, patient, first, holds=False)
    assert [await hears(place, patient, one) for one in (first, early, late)] == [200, 200, 200]


async def test_another_carer_of_the_same_family_still_hears(place: Town) -> None:
    """A sibling who shares the family name alone is somebody else."""
    _, patient, carer = await cared_for(place)
    other = await told_of(place, patient, OTHER)

    await marked(place, patient, carer)

    assert [await hears(place, patient, one) for one in (carer, other)] == [404, 200]


async def test_an_unsafe_carer_told_of_by_another_service_hears_nothing(place: Town) -> None:
    """The café has a record of its own of the same man, and no worker tells him by that either."""
    await place.referred()
    _, patient, carer = await cared_for(place)
    again = await told_of(place, patient, CARER, "cafe")

    await marked(place, patient, carer)

    path = f"/patients/{patient}/carers/{again}"
    assert (await place.call("GET", path, await place.token("cafe", "worker")))[0] == 404
    assert (await place.call("POST", f"{path}/tasks", await place.token("cafe", "worker"), json={"worker": "x"}))[
        0
    ] == 404
