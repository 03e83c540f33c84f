"""After two records were made one: what could be read still can, by either name, and nothing more than before."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.test_apart_and_joined import joined, merge, say
from tests.integration.test_attacks import SAM, person
from tests.integration.test_consenting import GLASS, HTT
from tests.integration.test_overseeing import CARER, PLAN
from tests.integration.test_who_may_join import joining
from tests.town import OTHER, Town, consent, referral, told_by_hl7, town

KIM = {"nhs_number": "9991234519", "family_name": "SPECIMEN", "given_name": "KIM", "birth_date": "1985-11-30"}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, change=HTT) as made:
        yield made


async def two(place: Town) -> tuple[tuple[str, str], tuple[str, str]]:
    """Two referrals to the café, and their people."""
    mine, theirs = await place.referred(), await place.referred(2, OTHER)
    return (mine, theirs), (await person(place, mine), await person(place, theirs))


async def statuses(place: Town, service: str, *references: str) -> list[int]:
    token = await place.token(service, "worker")
    return [(await place.call("GET", f"/fhir/{one}", token))[0] for one in references]


async def test_a_person_is_read_by_the_id_of_either_record(place: Town) -> None:
    """Whoever remembers the id that went away, which referrals still name, is led to the one person."""
    _, people = await two(place)

    await joined(place, *people)

    assert await statuses(place, "cafe", *people) == [200, 200]
    assert await statuses(place, "club", *people) == [404, 404]


@pytest.mark.parametrize("of", [0, 1], ids=["of-the-one-that-goes", "of-the-one-that-stays"])
async def test_what_is_told_again_after_a_join_keeps_the_permissions_of_its_record(place: Town, of: int) -> None:
    """A referral of the record that went away is changed: its own permissions open it as before, no other's do."""
    referrals, people = await two(place)
    await say(place, consent(people[of], "permit", "club"))
    await joined(place, *people)
    before = await statuses(place, "club", *referrals)

    assert "MSA|AA" in await place.send(referral(3, event="I13", of=1, why="HEARS VOICES"))
    await place.hook("/cafe", "referral.updated")

    assert await statuses(place, "club", *referrals) == before == [200 if at == of else 404 for at in (0, 1)]


async def test_the_access_log_tells_who_read_who_the_person_is_under_either_record(place: Town) -> None:
    """A doctor broke the glass of the record that went away, and read no more than who it is about."""
    _, people = await two(place)
    doctor, officer = (
        await place.token("htt", "registered-professional"),
        await place.token("cmht", "privacy-officer"),
    )
    assert (await place.call("POST", "/consent/override", doctor, json=GLASS))[0] == 201
    assert (await place.call("GET", f"/fhir/{people[0]}", doctor))[0] == 200

    await joined(place, *people)

    for one in people:
        _, log, _ = await place.call("GET", f"/consent/access-log?patient={one}", officer)
        assert ("read", "East HTT") in [(it["action"], it["service"]) for it in log["saw"]], json.dumps(log)


@pytest.mark.parametrize("older_goes", [False, True], ids=["older-stays", "older-goes"])
async def test_who_was_the_first_to_tell_of_either_still_records_a_refusal(place: Town, *, older_goes: bool) -> None:
    """Two organisations told first of one record each, and have no other tie: what either says of consent binds."""
    people = []
    for service, who in (("cmht", SAM), ("htt", KIM)):
        token = await place.token(service, "registered-professional")
        _, made, _ = await place.call("POST", "/api/care-plans", token, json=PLAN | {"patient": who})
        _, seen, _ = await place.call("GET", f"/fhir/CarePlan/{made['id']}", token)
        people.append(str(seen["subject"]["reference"]))
    operator = await place.token("cmht", "operator")
    both = joining(*(people if older_goes else reversed(people)))
    assert (await place.call("POST", "/identity/join", operator, json=both))[0] == 200

    for service, who, one in (("cmht", SAM, people[0]), ("htt", KIM, people[1])):
        token = await place.token(service, "registered-professional")
        no = {"patient": who, "carer": CARER, "agrees": False, "agreed_at": "2026-11-01T09:00:00Z"}
        assert (await place.call("POST", "/api/consents", token, json=no))[0] == 201
        assert (await place.call("POST", "/consents", token, json=consent(one)))[0] == 201


@pytest.mark.parametrize("older_goes", [False, True], ids=["older-stays", "older-goes"])
async def test_a_referral_told_under_both_records_is_cancelled_under_both(place: Town, *, older_goes: bool) -> None:
    """One number, told of two records that became one: no copy of it stays open, and the tie ends."""
    mine = await place.referred()
    assert "MSA|AA" in await place.send(referral(2, OTHER, of=1))
    again = (await place.hook("/cafe", "referral.received", number=2))["data"]["references"][0]
    people = [await person(place, one) for one in (mine, again)]
    await joined(place, *(people if older_goes else reversed(people)))

    assert "MSA|AA" in await place.send(referral(3, event="I14", of=1))
    await place.hook("/cafe", "referral.cancelled")

    team = await place.token("cmht", "registered-professional")
    seen = [(await place.call("GET", f"/fhir/{one}", team))[1]["status"] for one in (mine, again)]
    assert seen == ["revoked", "revoked"]
    _, plan, _ = await place.call("POST", "/api/care-plans", team, json=PLAN | {"crisis": True, "patient": SAM})
    assert await statuses(place, "cafe", f"CarePlan/{plan['id']}") == [404]


def stops(place: Town) -> int:
    return [json.loads(body)["type"] for path, _, body in place.hooks if path == "/cafe"].count("sharing.stopped")


@pytest.mark.parametrize("refuser_goes", [False, True], ids=["refuser-stays", "refuser-goes"])
async def test_whoever_loses_somebody_by_a_join_is_told(place: Town, *, refuser_goes: bool) -> None:
    """The café works with one, and had been refused by the other: both are closed to it now."""
    refused = await person(place, await place.referred())
    await say(place, consent(refused))
    await place.hook("/cafe", "sharing.stopped")
    theirs = await place.referred(2, OTHER)

    await joined(place, *((refused, await person(place, theirs))[:: 1 if refuser_goes else -1]))

    told = await place.hook("/cafe", "sharing.stopped", number=2)
    assert told["data"]["references"] == [] and await statuses(place, "cafe", theirs) == [404]


async def test_whoever_loses_somebody_by_a_merge_is_told(place: Town) -> None:
    """The same where it is the trust that makes two of its records one."""
    nameless = "0700008^^^RXX01^MRN||PLAIN^PAT^^^MS||19620203|9"
    await say(place, consent(await person(place, await place.referred(1, nameless))))
    await place.hook("/cafe", "sharing.stopped")
    theirs = await place.referred(2, OTHER)

    assert "MSA|AA" in await place.send(merge(3, "0700008", "0700002"))

    await place.hook("/cafe", "sharing.stopped", number=2)
    assert await statuses(place, "cafe", theirs) == [404]


@pytest.mark.parametrize("to", ["club", "HAVEN"], ids=["never-told", "had-declined"])
async def test_whom_a_join_takes_nothing_from_is_told_nothing(place: Town, to: str) -> None:
    """Refused by the one before; and never told of the other, or had declined them: it holds nothing that stops now."""
    refused = await person(place, await place.referred())
    await say(place, consent(refused))
    await place.hook("/cafe", "sharing.stopped")
    assert "MSA|AA" in await place.send(referral(2, OTHER, to=to))
    token = await place.token("club" if to == "club" else "cafe", "worker")
    [asked] = [one["resource"] for one in (await place.until("/referrals", token))["entry"]]
    other = asked["subject"]["reference"]
    if to == "HAVEN":
        path = f"/referrals/{asked['id']}/decline"
        assert (await place.call("POST", path, token, json={"reason": "full"}))[0] == 200
    await say(place, consent(other, service="htt"))

    await joined(place, refused, other)

    await place.settled()
    _, rows, _ = await place.call("GET", "/ops/messages?source=nwd", await place.token("cmht", "operator"))
    ended = [one["reason"] for row in rows if row["kind"] == "join" for one in row["deliveries"]]
    assert stops(place) == 1 and ended == ["sharing had stopped before"]


async def test_what_goes_out_after_a_merge_names_the_number_that_stays_first(tmp_path: Path) -> None:
    """The trust files it under that one; the number that it took away itself comes after."""
    out = told_by_hl7("cmht", "trust", "contact.recorded")
    asked = {"[[client]]": f"{out}[[client]]", '"delivery.withheld", "contact.recorded"]': '"delivery.withheld"]'}
    async with town(tmp_path, change=asked) as place:
        await place.referred(1, "0700008^^^RXX01^MRN||PLAIN^PAT^^^MS||19620203|9")
        kept = await person(place, await place.referred(2, OTHER))
        assert "MSA|AA" in await place.send(merge(3, "0700008", "0700002"))
        path, token = f"/patients/{kept[8:]}/contacts", await place.token("cafe", "worker")
        assert (await place.call("POST", path, token, json={"attended": True, "agreed": "was here"}))[0] == 201

        numbers = (await place.hl7()).partition("PID|")[2].split("|")[2]

    assert [one.partition("^")[0] for one in numbers.split("~")] == ["9991234519", "0700002", "0700008"]
