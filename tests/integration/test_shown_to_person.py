"""What may do serious harm is shown to the person once a professional who looks after them has looked at it."""

import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_attacks import person
from tests.integration.test_own_app import PORTAL, signed_in
from tests.town import PERSON, Town, referral, town

TEAMS = {
    "frame_limit = 100000\n": 'frame_limit = 100000\n[partner.profile]\nteams = [{ event = "A04", service = "cmht", '
    'effect = "link" }, { event = "A03", service = "cmht", effect = "unlink" }]\n'
}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, change=PORTAL | TEAMS) as made:
        yield made


async def moved(place: Town, event: str) -> None:
    """Tell that the person came onto the books of the team (A04) or left them (A03)."""
    head = f"MSH|^~\\&|ACME_PAS|RXX01|NWD|NWD|20261101091500||ADT^{event}|{event}-1|P|2.4"
    assert "MSA|AA" in await place.send("\r".join((head, f"EVN|{event}|20261101091500", f"PID|||{PERSON}", "PV1||O")))


async def looked_after(place: Town) -> tuple[str, str]:
    """The referral, with its reason, of somebody whom the team has on its books, and the person."""
    reference = await place.referred()
    await moved(place, "A04")
    return reference, (await person(place, reference)).partition("/")[2]


async def etag_of(place: Town, reference: str, token: str) -> str:
    return str((await place.call("GET", f"/fhir/{reference}", token))[2]["etag"])


async def said(
    place: Town, patient: str, item: str, *, service: str = "cmht", role: str = "registered-professional", **more: Any
) -> tuple[int, Any]:
    """Let the person see an item, as one has read it, or take that back."""
    token = await place.token(service, role)
    body = {"kind": "shown-to-person", "item": item, "reason": "talked it through", "holds": True} | more
    if body["holds"] and "seen" not in more:
        body["seen"] = await etag_of(place, item, token)
    return (await place.call("POST", f"/patients/{patient}/circumstances", token, json=body))[:2]


async def answers(place: Town, reference: str, patient: str) -> list[tuple[int, str]]:
    """What whoever has signed in is told, by each way of reading."""
    mine, kind = await signed_in(place), reference.partition("/")[0]
    paths = (
        f"/fhir/{reference}", f"/fhir/{kind}?patient=Patient/{patient}", f"/fhir/Patient/{patient}/$everything",
        f"/consent/access-log?patient=Patient/{patient}",
    )  # fmt: skip
    found = [await place.call("GET", path, mine) for path in paths]
    return [(status, json.dumps(body)) for status, body, _ in found]


async def shows(place: Town, reference: str) -> bool:
    return (await place.call("GET", f"/fhir/{reference}", await signed_in(place)))[0] == 200


async def test_what_nobody_has_looked_at_is_absent(place: Town) -> None:
    """By every way of reading it is as if it were not there; the log tells neither of it nor of who could see it."""
    reference, patient = await looked_after(place)
    nobody = await place.call("GET", f"/fhir/ServiceRequest/{'a' * 26}", await signed_in(place))

    one, searched, everything, log = await answers(place, reference, patient)

    assert one == (nobody[0], json.dumps(nobody[1])) and "entry" not in searched[1]
    assert everything[0] == log[0] == 200 and "Patient" in everything[1]
    assert all("ServiceRequest" not in body and "referral-reason" not in body for _, body in (everything, log))


async def test_once_a_professional_has_looked_the_person_sees_it_until_that_is_taken_back(place: Town) -> None:
    """By every way of reading; anybody who looks after them takes it back, and it is gone as it was before."""
    reference, patient = await looked_after(place)
    before = await answers(place, reference, patient)

    assert (await said(place, patient, reference))[0] == 201
    seen = await answers(place, reference, patient)
    assert (await said(place, patient, reference, role="worker", holds=False))[0] == 201

    assert [status for status, _ in seen] == [200] * 4
    assert all("ServiceRequest" in body for _, body in seen[:3]) and "referral-reason" in seen[3][1]
    assert [one[0] for one in await answers(place, reference, patient)] == [one[0] for one in before]
    assert not await shows(place, reference)


async def test_a_new_version_is_looked_at_again(place: Town) -> None:
    """What has changed since is absent again; what was let through of one version is not let through of the next."""
    reference, patient = await looked_after(place)
    team = await place.token("cmht", "registered-professional")
    old = await etag_of(place, reference, team)
    assert (await said(place, patient, reference))[0] == 201

    assert "MSA|AA" in await place.send(referral(2, event="I13", of=1, why="HEARS VOICES"))
    await place.hook("/cafe", "referral.updated")

    assert not await shows(place, reference)
    status, answer = await said(place, patient, reference, seen=old)
    assert status == 409 and "read it again" in json.dumps(answer)
    assert not await shows(place, reference)
    assert (await said(place, patient, reference))[0] == 201 and await shows(place, reference)
    assert (await said(place, patient, reference, holds=False))[0] == 201 and not await shows(place, reference)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"role": "worker"}, 409),
        ({"role": "manager"}, 409),
        ({"seen": ""}, 409),
        ({"seen": 'W/"00000000000000000000000000000000"'}, 409),
        ({"item": "", "seen": "x"}, 409),
        ({"item": "ServiceRequest/" + "a" * 26, "seen": "x"}, 404),
        ({"kind": "known-to-carer", "carer": "RelatedPerson/" + "a" * 26, "seen": "x"}, 409),
        ({"service": "cafe"}, 404),
        ({"service": "htt", "seen": "x"}, 404),
    ],
    ids=str,
)
async def test_nobody_else_lets_the_person_see_it(place: Town, change: Mapping[str, Any], status: int) -> None:
    """A registered professional, of the very words; who sees no more than an extract of it has not looked at it."""
    reference, patient = await looked_after(place)
    given = {"item": reference} | change

    assert (await said(place, patient, **given))[0] == status
    assert not await shows(place, reference)


@pytest.mark.parametrize("holds", [True, False])
async def test_who_the_person_is_is_no_item(place: Town, holds: bool) -> None:
    """Several tell of it under one name: what was looked at of one would open what another told."""
    _, patient = await looked_after(place)

    assert (await said(place, patient, f"Patient/{patient}", holds=holds))[0] == 404


async def test_whoever_looks_after_them_no_more_lets_the_person_see_nothing(place: Town) -> None:
    """The team wrote it, and reads it still; whether it may do harm now is not for it to say."""
    reference, patient = await looked_after(place)
    await moved(place, "A03")

    assert (await said(place, patient, reference))[0] == 404
    assert not await shows(place, reference)
