"""Somebody tells, under another name, of the NHS number of who is protected or has refused, and learns nothing by it.

Each is tried beside the same of a number that nobody has: what comes back is alike, but for ids and times.
"""

import json
import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_restricted import SETTINGS, _record, tells_where
from tests.town import PERSON, Town, consent, referral, town

KNOWN, NOBODYS = "9991234500", "9991234527"
WRONG = {"family_name": "WRONG", "given_name": "NAME", "birth_date": "1971-02-03"}
_CHANCE = {
    r"\b[a-z2-7]{26}\b": "ID",
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}": "UUID",
    r"\d{4}-\d\d-\d\dT\d\d:[\d:.]+(?:Z|\+00:00)": "TIME",
    r"within \d+ seconds": "within SECONDS",
}
SIDES = {"cafe": ("cafe-fhir", "worker", "cmht"), "cmht": ("trust-fhir", "registered-professional", "cafe")}
"""Of each service: how it sends, as whom it reads, and whom it refers to."""


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    asked = {'events = ["referral.opened"': 'payload = "extract"\nevents = ["referral.received", "referral.opened"'}
    async with town(tmp_path, change=SETTINGS | asked) as made:
        yield made


def alike(body: Any, number: str) -> str:
    """The text of an answer without what differs by chance: ids, times and the number that was told."""
    text = json.dumps(body, sort_keys=True).replace(number, "NUMBER")
    for pattern, word in _CHANCE.items():
        text = re.sub(pattern, word, text)
    return text


async def told(place: Town, by: str, number: str, *, protected: bool = False) -> None:
    """A record with address, numbers and words that say where somebody is; under another name unless protected."""
    partner, role, to = SIDES[by]
    record = _record()
    person, referral = record["entry"][0]["resource"], record["entry"][1]["resource"]
    person["identifier"][0]["value"] = number
    referral["performer"] = [{"reference": f"HealthcareService/{to}"}]
    if not protected:
        del person["meta"]
        person |= {"name": [{"family": "WRONG", "given": ["NAME"]}], "birthDate": "1971-02-03"}
    status, answer, _ = await place.call("POST", f"/messages/{partner}", await place.token(by, role), json=record)
    assert status == 201, answer


async def read(place: Town, by: str, number: str) -> list[Any]:
    """What a service is shown of whoever it told of by this number."""
    token = await place.token(by, SIDES[by][1])
    _, found, _ = await place.call("POST", "/api/people/find", token, json=WRONG | {"nhs_number": number})
    patient = found["patient"]
    ways = [f"/fhir/Patient/{patient}/$everything", f"/fhir/Patient/{patient}"]
    ways += [f"/api/{one}?patient=Patient/{patient}" for one in ("care-plans", "contacts")]
    seen = [await place.call("GET", way, token) for way in ways]
    return [(status, body, headers.get("nwd-warning")) for status, body, headers in seen]


@pytest.mark.parametrize("by", ["cafe", "cmht"])
async def test_what_one_told_of_a_protected_number_reads_as_it_was_told(place: Town, by: str) -> None:
    """Nothing is taken out of it: by that the teller would learn that somebody with this number is protected."""
    await told(place, "cmht" if by == "cafe" else "cafe", KNOWN, protected=True)
    for number in (KNOWN, NOBODYS):
        await told(place, by, number)

    of_known, of_nobody = await read(place, by, KNOWN), await read(place, by, NOBODYS)

    assert of_known[0][0] == 200 and tells_where(json.dumps(of_known))
    assert alike(of_known, KNOWN) == alike(of_nobody, NOBODYS)


@pytest.mark.parametrize("by", ["cafe", "cmht"])
async def test_everybody_else_is_shown_no_place_of_whoever_may_be_protected(place: Town, by: str) -> None:
    """To whom it was sent, by message and by reading; and both say that the whereabouts are protected."""
    other = "cmht" if by == "cafe" else "cafe"
    await told(place, other, KNOWN, protected=True)
    await told(place, by, KNOWN)
    received = await place.hook(f"/{other}", "referral.received")
    token = await place.token(other, SIDES[other][1])

    _, inbox, _ = await place.call("GET", "/referrals", token)
    patient = inbox["entry"][0]["resource"]["subject"]["reference"]
    status, seen, headers = await place.call("GET", f"/fhir/{patient}/$everything", token)

    assert status == 200
    for warned in (headers["nwd-warning"], " ".join(received["data"]["notices"])):
        assert "identity unverified" in warned and "whereabouts of this person are protected" in warned
    assert tells_where(json.dumps([inbox, seen, *(body.decode() for path, _, body in place.hooks)])) == []


async def test_no_text_of_whoever_may_be_protected_tells_the_place_that_the_other_record_holds(place: Town) -> None:
    """The address stands on the certain record alone, and in words of the one that stands apart."""
    await told(place, "cmht", KNOWN, protected=True)
    await place.hook("/cafe", "referral.received")
    record = _record()
    for name in ("meta", "address", "telecom"):
        del record["entry"][0]["resource"][name]
    record["entry"][0]["resource"] |= {"name": [{"family": "WRONG", "given": ["NAME"]}], "birthDate": "1971-02-03"}
    record["entry"] = [one for one in record["entry"] if one["resource"]["resourceType"] in {"Patient", *_IN_WORDS}]
    staff, cafe = await place.token("cmht", "registered-professional"), await place.token("cafe", "worker")
    assert (await place.call("POST", "/messages/trust-fhir", staff, json=record))[0] == 201

    received = await place.hook("/cafe", "referral.received", number=2)
    _, inbox, _ = await place.call("GET", "/referrals", cafe)
    newest, _ = (one["resource"]["subject"]["reference"] for one in inbox["entry"][:2])
    status, seen, _ = await place.call("GET", f"/fhir/{newest}/$everything", cafe)

    assert status == 200 and tells_where(json.dumps([received, inbox, seen])) == []


_IN_WORDS = frozenset({"ServiceRequest", "CarePlan", "Communication"})


ASKED = {
    "opened_within_seconds = 3600": "opened_within_seconds = 60",
    'events = ["referral.opened"': 'events = ["referral.unopened", "referral.held", "referral.opened"',
}
UNDER_ANOTHER_NAME = PERSON.replace("0700001", "0700009").replace("EXAMPLE^SAM", "WRONG^NAME")


async def refused(place: Town) -> str:
    """Somebody who is known here refuses the café; returns the Consent."""
    reference, token = await place.referred(), await place.token("cafe", "worker")
    _, seen, _ = await place.call("GET", f"/fhir/{reference}", token)
    assert (await place.call("POST", f"/referrals/{reference.partition('/')[2]}/open", token))[0] == 200
    await place.hook("/cmht", "referral.opened")
    staff, body = (
        await place.token("cmht", "registered-professional"),
        json.dumps(consent(seen["subject"]["reference"])),
    )
    as_fhir = {"content-type": "application/fhir+json"}
    status, made, _ = await place.call("POST", "/consents", staff, data=body, headers=as_fhir)
    assert status == 201
    await place.hook("/cafe", "sharing.stopped")
    place.hooks.clear()
    return str(made["id"])


async def heard(folder: Path, number: str, ahead: Callable[[timedelta], None]) -> tuple[str, list[str]]:
    """What the team gets to hear after it referred somebody by this number; and what the café was told."""
    ahead(timedelta(0))
    async with town(folder, change=ASKED) as place:
        await refused(place)
        assert "MSA|AA" in await place.send(referral(2, UNDER_ANOTHER_NAME.replace(KNOWN, number)))
        ahead(timedelta(seconds=61))
        unopened = await place.hook("/cmht", "referral.unopened")
        staff = await place.token("cmht", "registered-professional")
        _, seen, headers = await place.call("GET", f"/fhir/{unopened['data']['references'][0]}", staff)
        person = seen["subject"]["reference"]
        whole = await place.call("GET", f"/fhir/{person}/$everything", staff)
        rehearsal = {"patient": person, "service": "cafe"}
        rehearsed = await place.call("POST", "/consent/decide", staff, json=rehearsal)
        told = [json.loads(body) for path, _, body in place.hooks if path == "/cmht"]
        to_cafe = [json.loads(body)["type"] for path, _, body in place.hooks if path == "/cafe"]
    return alike([told, seen, headers.get("nwd-warning"), whole[:2], rehearsed[:2]], number), to_cafe


async def test_a_sender_cannot_tell_a_refusal_of_whoever_it_may_be_from_a_slow_service(
    tmp_path_factory: pytest.TempPathFactory, ahead: Callable[[timedelta], None]
) -> None:
    """The refused café hears nothing; the sender only that nobody has opened it, as of a number that nobody has."""
    of_known, to_cafe = await heard(tmp_path_factory.mktemp("known"), KNOWN, ahead)
    of_nobody, to_cafe_of_nobody = await heard(tmp_path_factory.mktemp("nobodys"), NOBODYS, ahead)

    assert (to_cafe, to_cafe_of_nobody) == ([], ["referral.received"])
    assert of_known == of_nobody


async def test_a_referral_of_whoever_may_have_refused_waits_for_a_person(tmp_path: Path) -> None:
    """It has an owner; put back as it is it waits on, and it goes once nobody whom it may be refuses."""
    async with town(tmp_path, change=ASKED) as place:
        made = await refused(place)
        assert "MSA|AA" in await place.send(referral(2, UNDER_ANOTHER_NAME))
        operator, staff = await place.token("cmht", "operator"), await place.token("cmht", "registered-professional")
        [parked] = await place.until("/ops/parked", operator)
        at = f"/ops/parked/{parked['id'].partition('/')[2]}"
        _, foreseen, _ = await place.call("GET", f"{at}/preview", operator)
        _, why, _ = await place.call("GET", f"/explain/{parked['event_id']}", staff)
        await place.call("POST", f"/consents/{made}/revoke", staff)
        await place.call("POST", f"{at}/replay", operator)
        received = await place.hook("/cafe", "referral.received")

    assert (parked["recipient"], parked["reason"], parked["owner"]) == ("cafe", "identity unverified", "ops")
    assert (foreseen["outcome"], foreseen["reason"]) == ("stays parked", "identity unverified")
    assert [line["action"] for line in why] == ["accept"]
    assert "identity unverified" in received["data"]["notices"]


async def test_a_later_refusal_closes_what_stands_apart_and_its_teller_hears_nothing(tmp_path: Path) -> None:
    """The café that holds it reads it no more, from the next reading on; who told of it reads it as before."""
    async with town(tmp_path, change=ASKED) as place:
        known = await place.referred()
        apart = await place.referred(2, UNDER_ANOTHER_NAME)
        cafe, staff = await place.token("cafe", "worker"), await place.token("cmht", "registered-professional")
        _, seen, _ = await place.call("GET", f"/fhir/{known}", cafe)
        before = [(await place.call("GET", f"/fhir/{apart}", one))[0] for one in (cafe, staff)]
        _, told_before, _ = await place.call("GET", f"/fhir/{apart}", staff)
        place.hooks.clear()

        refusal = json.dumps(consent(seen["subject"]["reference"]))
        as_fhir = {"content-type": "application/fhir+json"}
        assert (await place.call("POST", "/consents", staff, data=refusal, headers=as_fhir))[0] == 201
        stopped = await place.hook("/cafe", "sharing.stopped")
        after = [(await place.call("GET", f"/fhir/{apart}", one))[0] for one in (cafe, staff)]
        _, told_after, _ = await place.call("GET", f"/fhir/{apart}", staff)
        heard = [(path, json.loads(body)["type"]) for path, _, body in place.hooks]

    assert (before, after) == ([200, 200], [404, 200])
    assert told_before == told_after and apart not in json.dumps(stopped)
    assert heard == [("/cafe", "sharing.stopped")]
