"""A service answers a referral from a record system of its own: by a FHIR Task, or by RRI."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.made_up.fhir import SAM, bundle, header
from tests.town import PERSON, Town, home_treatment, referral, town
from tests.unit.fhir_r4.test_bundles import transaction

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


async def by_message(place: Town, status: str, copy: dict[str, Any]) -> int:
    """The café's own system answers in a message that brings its copy of the referral; the status of the reply."""
    subject = {"reference": "Patient/sam"}
    cafe = [{"reference": "HealthcareService/cafe"}]
    kept = {"resourceType": "ServiceRequest", "id": "own", "status": "active", "intent": "order", "performer": cafe}
    task = {"resourceType": "Task", "id": "task", "status": status, "intent": "order", "for": subject}
    about = {"focus": {"reference": f"ServiceRequest/{copy.get('id', 'own')}"}, "owner": cafe[0]}
    sent = bundle(header("Task/task"), task | about, kept | copy | {"subject": subject}, SAM, kind="message")
    as_fhir = {"content-type": "application/fhir+json"}
    return int((await place.call("POST", "/fhir", await place.token(), json=sent, headers=as_fhir))[0])


@pytest.mark.parametrize("by", ["number", "id"])
@pytest.mark.parametrize(("status", "after"), [("accepted", 200), ("rejected", 404)])
async def test_an_answer_that_brings_its_copy_of_the_referral_is_of_the_one_on_record(
    tmp_path: Path, status: str, after: int, by: str
) -> None:
    """By the number of the copy or by our id of it; the copy is no referral of its own, said twice."""
    async with town(tmp_path, change=CHANGE) as place:
        reference = await place.referred()
        copy = {"identifier": [_NUMBER]} if by == "number" else {"id": reference[15:]}
        sent = [await by_message(place, status, copy) for _ in range(2)]
        told = await place.hook("/cmht", {"accepted": "referral.accepted", "rejected": "referral.declined"}[status])
        await place.settled()
        seen = await read(place, reference)
        with closing(sqlite3.connect(tmp_path / "data" / "nwd.db")) as data:
            held = data.execute("SELECT COUNT(*) FROM resource WHERE type = 'ServiceRequest'").fetchone()[0]
            kinds = [row[0] for row in data.execute("SELECT type FROM event WHERE type LIKE 'referral%' ORDER BY id")]

    assert set(sent) <= {200, 201, 202}
    assert told["data"]["references"][0] == reference
    assert (seen, held) == (after, 1)
    assert kinds.count("referral.received") == 1


async def test_an_answer_that_brings_a_copy_of_what_nobody_finds_is_looked_at_by_a_person(tmp_path: Path) -> None:
    """It moves no other referral of the same person to the same service."""
    async with town(tmp_path, change=CHANGE) as place:
        reference = await place.referred()
        sent = await by_message(place, "rejected", {"identifier": [_NUMBER | {"value": "REF9"}]})
        await place.settled()
        parked = await place.until("/ops/parked", await place.token("cafe", "operator"))
        after = await read(place, reference)

    assert sent in {200, 201, 202}
    assert [one["event_type"] for one in parked] == ["referral.declined"]
    assert after == 200


_SURGERY = """[[organisation]]
id = "surgery"
name = "Town Surgery"
[[service]]
id = "gp"
organisation = "surgery"
name = "Town Surgery"
class = "gp"
[[partner]]
id = "surgery-hl7"
organisation = "surgery"
service = "gp"
adapter = "hl7v2"
"""
_TWO = CHANGE | {
    "[[agreement]]": _SURGERY + "[[agreement]]",
    '["trust", "haven"]': '["trust", "haven", "surgery"]',
    '"club", "cmht"]': '"club", "cmht", "gp"]',
    _KNOWN: 'partners = ["engine", "cafe-fhir", "cafe-hl7", "surgery-hl7"]',
}


@pytest.mark.parametrize(
    ("number", "declined"),
    [("REF1^trust", [True, False]), ("REF1^surgery", [False, True]), ("REF1", [False, False])],
    ids=["of one", "of the other", "of nobody said"],
)
async def test_a_number_that_two_gave_is_of_who_is_said_to_have_given_it(
    tmp_path: Path, number: str, declined: list[bool]
) -> None:
    """A referral by a trust and one by a surgery, each its first, of one person to one café."""
    as_hl7 = {"content-type": "application/hl7-v2+er7"}
    async with town(tmp_path, change=_TWO) as place:
        first = await place.referred()
        sent = {"data": referral(1).replace("RXX01|NWD", "SURGERY|NWD"), "headers": as_hl7}
        assert (await place.call("POST", "/messages/surgery-hl7", await place.token("gp"), **sent))[0] == 201
        second = (await place.hook("/cafe", "referral.received", number=2))["data"]["references"][0]
        assert await by_rri(place, "R", number) == 201
        await place.settled()
        with closing(sqlite3.connect(tmp_path / "data" / "nwd.db")) as data:
            query = "SELECT status FROM resource WHERE type = 'ServiceRequest' ORDER BY id"
            states = [row[0] for row in data.execute(query)]

    assert first != second
    assert [one == "declined" for one in states] == declined


@pytest.mark.parametrize("asks", ["sharing.stopped", "referral.declined"])
async def test_an_answer_to_what_nobody_finds_is_looked_at_by_a_person(tmp_path: Path, asks: str) -> None:
    """It says nothing of the referral that there is; also where the café asks to be told of answers to its own."""
    told_of = {'"referral.cancelled", "sharing.stopped"': f'"referral.cancelled", "{asks}"'}
    async with town(tmp_path, change=CHANGE | told_of) as place:
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


_WITHIN = home_treatment() | {'"club", "cmht"]': '"club", "cmht", "htt"]'}


async def test_an_answer_within_an_organisation_reaches_who_referred(tmp_path: Path) -> None:
    """Whatever the referrer's own Task said of it: its RF1-1 is no answer of who was asked."""
    async with town(tmp_path, change=_WITHIN) as place:
        assert "MSA|AA" in await place.send(referral(1, to="HTT").replace("RF1|A|", "RF1|R|"))
        await place.settled()
        asked = await place.token("htt", "registered-professional")
        [entry] = (await place.call("GET", "/referrals", asked))[1]["entry"]
        path = f"/referrals/{entry['resource']['id']}/decline"
        status, _, _ = await place.call("POST", path, asked, json={"reason": "full"})
        told = await place.hook("/cmht", "referral.declined")

    assert status == 200
    assert told["data"]["references"][0] == f"ServiceRequest/{entry['resource']['id']}"


_SYSTEM = """[[partner]]
id = "{service}-fhir"
organisation = "{organisation}"
service = "{service}"
adapter = "fhir_r4"
"""
_CLUB = 'organisation = "haven"\nname = "Haven Day Club"'
_ACTS = [("accepted", "accept", "referral.accepted"), ("rejected", "decline", "referral.declined")]
_OTHER = '[[organisation]]\nid = "other"\nname = "Other"\n'


@pytest.mark.parametrize("organisation", ["haven", "other"])
@pytest.mark.parametrize(("status", "act", "event"), _ACTS)
async def test_what_another_service_says_takes_no_answer_from_who_was_asked(
    tmp_path: Path, organisation: str, status: str, act: str, event: str
) -> None:
    """Of the same organisation or another: the referrer hears of the answer, and it is not written on that Task."""
    systems = [_SYSTEM.format(service="cmht", organisation="trust")]
    systems.append(_SYSTEM.format(service="club", organisation=organisation))
    change = {
        _NEXT: "".join(systems) + _NEXT,
        _KNOWN: 'partners = ["engine", "cafe-fhir", "cmht-fhir", "club-fhir"]',
        _CLUB: _CLUB.replace("haven", organisation),
        "[[agreement]]": _OTHER + "[[agreement]]",
        '["trust", "haven"]': '["trust", "haven", "other"]',
    }
    async with town(tmp_path, change=change) as place:
        reference, _ = [await _asked(place, service) for service in ("cafe", "club")]
        cafe = await place.token()
        _, seen, _ = await place.call("GET", f"/fhir/{reference}", cafe)
        said = {"resourceType": "Task", "status": status, "intent": "order", "for": seen["subject"]}
        as_fhir = {"json": said | {"focus": {"reference": reference}}, "headers": _AS_FHIR}
        made, _, headers = await place.call("POST", "/fhir/Task", await place.token("club"), **as_fhir)
        why = {"json": {"reason": "full"}} if act == "decline" else {}
        _, task, _ = await place.call("POST", f"/referrals/{reference[15:]}/{act}", cafe, **why)
        told = await place.hook("/cmht", event)

    assert made == 201 and not headers["location"].endswith(task["id"])
    assert told["data"]["references"][0] == reference


@pytest.mark.parametrize(("status", "act", "event"), _ACTS)
async def test_what_the_referrer_says_in_our_words_is_no_answer_of_who_was_asked(
    tmp_path: Path, status: str, act: str, event: str
) -> None:
    """A Task of its own that reads like ours takes no step: the café's is the first."""
    change = {
        _NEXT: _SYSTEM.format(service="cmht", organisation="trust") + _NEXT,
        _KNOWN: 'partners = ["engine", "cafe-fhir", "cmht-fhir"]',
    }
    said = {"accepted": "Accepted", "rejected": "Declined"}[status]
    async with town(tmp_path, change=change) as place:
        sent = transaction(performer=[{"reference": "HealthcareService/cafe"}], identifier=[_NUMBER])
        request, patient = (one["fullUrl"] for one in sent["entry"])
        task = {
            "resourceType": "Task",
            "status": status,
            "intent": "order",
            "businessStatus": {"text": said},
            "focus": {"reference": request},
            "for": {"reference": patient},
            "owner": {"reference": "HealthcareService/cafe"},
        }
        entry = {"fullUrl": f"{request[:-1]}f", "resource": task, "request": {"method": "POST", "url": "Task"}}
        sent["entry"].append(entry)
        status_of, reply, _ = await place.call("POST", "/fhir", await place.token("cmht"), json=sent)
        path = f"/referrals/{reply['entry'][0]['response']['location'][15:]}/{act}"
        cafe = await place.token()
        why = {"json": {"reason": "full"}} if act == "decline" else {}
        await place.call("POST", path, cafe, **why)
        told = await place.hook("/cmht", event)

    assert status_of == 200
    assert told["data"]["references"][0] == f"ServiceRequest/{path.split('/')[2]}"


_AS_FHIR = {"content-type": "application/fhir+json"}


async def _asked(place: Town, service: str) -> str:
    """Have the trust refer somebody by FHIR, without a Task of its own; the reference of the referral."""
    number = [{"system": "urn:x", "value": service}]
    sent = transaction(identifier=number, performer=[{"reference": f"HealthcareService/{service}"}])
    _, reply, _ = await place.call("POST", "/fhir", await place.token("cmht"), json=sent)
    return str(reply["entry"][0]["response"]["location"])


async def test_a_change_that_its_own_sender_tells_with_an_answer_is_kept(tmp_path: Path) -> None:
    """One system of a whole trust refers to another team of it, and later says that it was taken and is urgent."""
    system = '[[partner]]\nid = "trust-fhir"\norganisation = "trust"\nadapter = "fhir_r4"\n'
    change = home_treatment() | {
        _NEXT: system + _NEXT,
        _KNOWN: 'partners = ["trust-fhir", "cafe-fhir"]',
        '"club", "cmht"]': '"club", "cmht", "htt"]',
    }
    async with town(tmp_path, change=change) as place:
        team = await place.token("htt", "registered-professional")
        subject, asked = {"reference": "Patient/sam"}, {"reference": "HealthcareService/htt"}
        own = {"resourceType": "ServiceRequest", "id": "own", "status": "active", "intent": "order"}
        own |= {"identifier": [_NUMBER], "performer": [asked], "subject": subject}
        task = {"resourceType": "Task", "id": "task", "status": "accepted", "intent": "order", "for": subject}
        task |= {"focus": {"reference": "ServiceRequest/own"}, "owner": asked}
        messages = (
            bundle(header("ServiceRequest/own"), own, SAM, kind="message"),
            bundle(header("Task/task"), task, own | {"priority": "urgent"}, SAM, kind="message"),
        )
        sent = [await place.call("POST", "/fhir", team, json=one, headers=_AS_FHIR) for one in messages]
        await place.settled()
        entries = (await place.call("GET", "/referrals", team))[1]["entry"]

    assert {one[0] for one in sent} <= {200, 201, 202}
    assert [one["resource"].get("priority") for one in entries] == ["urgent"]
