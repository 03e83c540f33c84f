"""A service answers a referral from a record system of its own: by a FHIR Task, or by RRI."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.town import PERSON, Town, referral, town

_NEXT = '[[partner]]\nid = "cafe-fhir"'
_ENGINE = """[[partner]]
id = "cafe-hl7"
organisation = "haven"
service = "cafe"
adapter = "hl7v2"
"""
_KNOWN = 'partners = ["engine", "cafe-fhir"]'
CHANGE = {_NEXT: _ENGINE + _NEXT, _KNOWN: 'partners = ["engine", "cafe-fhir", "cafe-hl7"]'}
_NUMBER = {"system": "urn:nwd:trust:referral", "value": "REF1"}


async def by_task(place: Town, reference: str, status: str, **focus: Any) -> int:
    """The café's own system says in a Task how far it is; the status of the reply."""
    token = await place.token()
    _, seen, _ = await place.call("GET", f"/fhir/{reference}", token)
    task = {
        "resourceType": "Task",
        "status": status,
        "intent": "order",
        "for": seen["subject"],
        "focus": focus or {"reference": reference},
    }
    as_fhir = {"content-type": "application/fhir+json"}
    return int((await place.call("POST", "/fhir/Task", token, json=task, headers=as_fhir))[0])


async def by_rri(place: Town, code: str, number: str = "REF1") -> int:
    """The café's own engine answers; the status of the reply."""
    message = "\r".join(
        (
            "MSH|^~\\&|CAFE|HAVEN|NWD|RXX01|20261101101500||RRI^I12|0000000000000099|P|2.4",
            f"RF1|{code}|||||{number}|||20261101101500|^full",
            f"PID|||{PERSON}",
        )
    )
    as_hl7 = {"content-type": "application/hl7-v2+er7"}
    return int((await place.call("POST", "/messages/cafe-hl7", await place.token(), data=message, headers=as_hl7))[0])


async def read(place: Town, reference: str) -> int:
    """What the café's worker gets who asks for it."""
    return int((await place.call("GET", f"/fhir/{reference}", await place.token()))[0])


@pytest.mark.parametrize("how", ["task", "task by number", "rri"])
async def test_a_refusal_reaches_who_referred_and_ends_the_tie(tmp_path: Path, how: str) -> None:
    """As when it is made here: the referrer is told, and the café reads the referral no more."""
    async with town(tmp_path, change=CHANGE) as place:
        reference = await place.referred()
        if how == "rri":
            sent = await by_rri(place, "R")
        else:
            about = {"type": "ServiceRequest", "identifier": _NUMBER} if how == "task by number" else {}
            sent = await by_task(place, reference, "rejected", **about)
        told = await place.hook("/cmht", "referral.declined")
        after = await read(place, reference)

    assert sent == 201
    assert told["data"]["references"][0] == reference
    assert after == 404


@pytest.mark.parametrize(("status", "event"), [("received", "referral.opened"), ("accepted", "referral.accepted")])
async def test_an_answer_that_takes_it_reaches_who_referred_and_stops_the_clock(
    tmp_path: Path, status: str, event: str
) -> None:
    """Nobody need open it here as well; the café goes on reading it."""
    async with town(tmp_path, change=CHANGE) as place:
        reference = await place.referred()
        assert await by_task(place, reference, status) == 201
        told = await place.hook("/cmht", event)
        after = await read(place, reference)
        with closing(sqlite3.connect(tmp_path / "data" / "nwd.db")) as data:
            waits = data.execute("SELECT COUNT(*) FROM timer WHERE done = 0").fetchone()[0]

    assert told["data"]["references"][0] == reference and after == 200
    assert waits == 0


async def test_an_answer_to_what_nobody_finds_is_looked_at_by_a_person(tmp_path: Path) -> None:
    """It says nothing of the referral that there is."""
    async with town(tmp_path, change=CHANGE) as place:
        reference = await place.referred()
        assert await by_rri(place, "R", "REF9") == 201
        operator = await place.token("cafe", "operator")
        [message] = await place.until("/ops/messages?id=0000000000000099", operator)
        after = await read(place, reference)

    assert [one["owner"] for one in message["deliveries"]] == ["ops"]
    assert after == 200


async def test_nobody_answers_for_a_service_that_was_asked(tmp_path: Path) -> None:
    """The trust's engine declines what the café was sent: the café goes on reading it."""
    async with town(tmp_path, change=CHANGE) as place:
        reference = await place.referred()
        answer = referral(2).replace("REF^I12", "RRI^I12").replace("RF1|A|A|HAVEN|||REF2", "RF1|R|||||REF1")
        assert "MSA|AA" in await place.send(answer)
        await place.until("/ops/messages?id=0000000000000002", await place.token("cmht", "operator"))

        assert await read(place, reference) == 200
