"""A service answers in a plain Bundle, without a header, that holds its own copy of the referral."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_answers_of_own_systems import CHANGE
from tests.made_up.fhir import SAM, bundle, header
from tests.town import Town, town

_AS_FHIR = {"content-type": "application/fhir+json"}
_NUMBER = {"system": "urn:nwd:trust:referral", "value": "REF1"}
_CAFE = {"reference": "HealthcareService/cafe"}
_REQUEST, _TASK, _PERSON = (f"urn:uuid:0f0ff0b0-0000-4000-8000-00000000000{number}" for number in (1, 2, 3))


async def by_bundle(place: Town, kind: str, *, copy: dict[str, Any], task: dict[str, Any]) -> int:
    """The café's own system sends its copy of the referral and its Task; the status of the reply."""
    subject = {"reference": _PERSON}
    request = {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": subject}
    request |= {"identifier": [_NUMBER], "performer": [_CAFE]} | copy
    said = {"resourceType": "Task", "intent": "order", "for": subject, "owner": _CAFE} | task
    listed = [(_REQUEST, request), (_TASK, said), (_PERSON, SAM)]
    entries: list[dict[str, Any]] = [{"fullUrl": url, "resource": it} for url, it in listed]
    if kind == "transaction":
        entries = [it | {"request": {"method": "POST", "url": it["resource"]["resourceType"]}} for it in entries]
    sent = {"resourceType": "Bundle", "type": kind, "entry": entries}
    return int((await place.call("POST", "/fhir", await place.token(), json=sent, headers=_AS_FHIR))[0])


def held(folder: Path) -> tuple[list[str | None], list[str]]:
    """The states of the referrals on record, and the events of referrals, both in order."""
    with closing(sqlite3.connect(folder / "data" / "nwd.db")) as data:
        states = [
            row[0] for row in data.execute("SELECT status FROM resource WHERE type = 'ServiceRequest' ORDER BY id")
        ]
        kinds = [row[0] for row in data.execute("SELECT type FROM event WHERE type LIKE 'referral%' ORDER BY id")]
    return states, kinds


@pytest.mark.parametrize("kind", ["transaction", "collection"])
@pytest.mark.parametrize("about", ["focus", "basedOn"])
@pytest.mark.parametrize(
    ("status", "event", "after"),
    [
        ("received", "referral.opened", 200),
        ("accepted", "referral.accepted", 200),
        ("rejected", "referral.declined", 404),
    ],
)
async def test_a_copy_with_its_answer_is_of_the_referral_on_record(
    tmp_path: Path, status: str, event: str, after: int, about: str, kind: str
) -> None:
    """By the number of who refers; who referred is told, and nothing is referred anew, said twice."""
    named = {"reference": _REQUEST}
    task = {"status": status, about: named if about == "focus" else [named]}
    async with town(tmp_path, change=CHANGE) as place:
        reference = await place.referred()
        sent = [await by_bundle(place, kind, copy={}, task=task) for _ in range(2)]
        told = await place.hook("/cmht", event)
        await place.settled()
        seen = (await place.call("GET", f"/fhir/{reference}", await place.token()))[0]
        states, kinds = held(tmp_path)

    assert set(sent) <= {200, 201, 202}
    assert told["data"]["references"][0] == reference
    assert (seen, len(states)) == (after, 1)
    assert kinds.count("referral.received") == 1


_OWN = {"identifier": [{"system": "urn:x:cafe", "value": "REF1"}]}


@pytest.mark.parametrize(
    ("copy", "task"),
    [
        (_OWN, {}),
        ({"identifier": [{"value": "REF1"}]}, {}),
        ({"identifier": [_NUMBER | {"value": "REF9"}]}, {}),
        ({"performer": [{"reference": "HealthcareService/club"}]}, {}),
        ({}, {"status": "requested"}),
        ({}, {"focus": {"reference": _PERSON}}),
    ],
    ids=["own number", "nobody's number", "other number", "to another", "no answer", "of another"],
)
async def test_what_may_be_a_referral_of_its_own_is_taken_as_one(
    tmp_path: Path, copy: dict[str, Any], task: dict[str, Any]
) -> None:
    """A referral lost would be worse than one told twice; that on record stays as it was."""
    async with town(tmp_path, change=CHANGE) as place:
        reference = await place.referred()
        sent = await by_bundle(
            place, "transaction", copy=copy, task={"status": "accepted", "focus": {"reference": _REQUEST}} | task
        )
        await place.settled()
        seen = (await place.call("GET", f"/fhir/{reference}", await place.token()))[0]
        states, kinds = held(tmp_path)

    assert sent == 200
    assert (seen, len(states), kinds.count("referral.received")) == (200, 2, 2)
    assert not {"referral.accepted", "referral.declined"} & set(kinds)


async def test_a_service_tells_again_of_its_own_referral(tmp_path: Path) -> None:
    """A walk-in of the café's own, with its Task: no answer to anybody."""
    task = {"status": "accepted", "focus": {"reference": _REQUEST}}
    async with town(tmp_path, change=CHANGE) as place:
        for status in ("active", "on-hold"):
            assert await by_bundle(place, "transaction", copy=_OWN | {"status": status}, task=task) == 200
        await place.settled()
        states, kinds = held(tmp_path)

    assert states == ["on-hold"]
    assert "referral.accepted" not in kinds


@pytest.mark.parametrize(
    ("status", "answers"),
    [("accepted", ["referral.accepted"]), ("rejected", ["referral.declined"]), ("completed", [])],
)
async def test_a_referrer_takes_no_answer_from_who_it_asks(tmp_path: Path, status: str, answers: list[str]) -> None:
    """A message that points at the referrer's own Task: the referral goes out, and its clock runs.

    What reads like an answer is told to nobody until a person has looked; what does not is no matter for one.
    """
    partner = '[[partner]]\nid = "cmht-fhir"\norganisation = "trust"\nservice = "cmht"\nadapter = "fhir_r4"\n'
    change = {
        '[[partner]]\nid = "cafe-fhir"': partner + '[[partner]]\nid = "cafe-fhir"',
        'partners = ["engine", "cafe-fhir"]': 'partners = ["engine", "cafe-fhir", "cmht-fhir"]',
    }
    subject = {"reference": "Patient/sam"}
    task = {"resourceType": "Task", "id": "task", "status": status, "intent": "order", "for": subject, "owner": _CAFE}
    request = {"resourceType": "ServiceRequest", "id": "r", "status": "active", "intent": "order", "subject": subject}
    about = {"focus": {"reference": "ServiceRequest/r"}}
    named = {"identifier": [_NUMBER], "performer": [_CAFE]}
    sent = bundle(header("Task/task"), task | about, request | named, SAM, kind="message")
    async with town(tmp_path, change=change) as place:
        reply = await place.call("POST", "/fhir", await place.token("cmht"), json=sent, headers=_AS_FHIR)
        told = await place.hook("/cafe", "referral.received")
        await place.settled()
        parked = (await place.call("GET", "/ops/parked", await place.token("cmht", "operator")))[1]
        heard = [json.loads(body)["type"] for where, _, body in place.hooks if where == "/cmht"]
        states, _ = held(tmp_path)
        with closing(sqlite3.connect(tmp_path / "data" / "nwd.db")) as data:
            waits = data.execute("SELECT COUNT(*) FROM timer WHERE done = 0").fetchone()[0]

    assert reply[0] in {200, 201, 202}
    assert told["data"]["references"][0].startswith("ServiceRequest/")
    assert not {"referral.accepted", "referral.declined"} & set(heard)
    assert (states, waits) == (["active"], 1)
    assert [it["event_type"] for it in parked] == answers
