"""Who stands apart keeps what closes them when whoever they may be becomes one with another record."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_attacks import person
from tests.integration.test_stands_apart import ASKED, UNDER_ANOTHER_NAME
from tests.integration.test_who_may_join import joining
from tests.town import OTHER, PERSON, Town, consent, referral, town


async def joined(place: Town, loser: str, keeper: str) -> None:
    manager = await place.token("cmht", "manager")
    assert (await place.call("POST", "/identity/join", manager, json=joining(loser, keeper)))[0] == 200


async def refuse(place: Town, patient: str) -> None:
    await say(place, consent(patient))


async def say(place: Town, consent: dict[str, Any]) -> None:
    staff, body = await place.token("cmht", "registered-professional"), json.dumps(consent)
    as_fhir = {"content-type": "application/fhir+json"}
    assert (await place.call("POST", "/consents", staff, data=body, headers=as_fhir))[0] == 201


@pytest.mark.parametrize("joins_first", [False, True], ids=["refused-before", "refused-after"])
async def test_a_refusal_of_whoever_they_may_be_outlives_a_join(tmp_path: Path, joins_first: bool) -> None:
    """The refusal moved to the record that was kept, or was given there: it closes what stands apart all the same."""
    async with town(tmp_path, change=ASKED) as place:
        known, other = await person(place, await place.referred()), await person(place, await place.referred(2, OTHER))
        apart, cafe = await place.referred(3, UNDER_ANOTHER_NAME), await place.token("cafe", "worker")
        assert (await place.call("GET", f"/fhir/{apart}", cafe))[0] == 200

        if joins_first:
            await joined(place, known, other)
            await refuse(place, other)
        else:
            await refuse(place, known)
            await joined(place, known, other)

        assert (await place.call("GET", f"/fhir/{apart}", cafe))[0] == 404


@pytest.mark.parametrize("turned", [False, True], ids=["kept-first", "lost-first"])
async def test_what_is_revoked_after_a_join_is_revoked_under_both_records(tmp_path: Path, turned: bool) -> None:
    """One Consent was told of both: a message that ends it finds one copy, and the other permits no longer."""
    async with town(tmp_path) as place:
        mine, theirs = await place.referred(), await place.referred(2, OTHER)
        known, other = await person(place, mine), await person(place, theirs)
        named = {"identifier": [{"system": "urn:x", "value": "C1"}]}
        for one in (other, known) if turned else (known, other):
            await say(place, consent(one, "permit", "club") | named)
        club = await place.token("club", "worker")

        await joined(place, known, other)
        assert [(await place.call("GET", f"/fhir/{one}", club))[0] for one in (mine, theirs)] == [200, 200]
        await say(place, consent(other, "permit", "club") | named | {"status": "inactive"})

        assert [(await place.call("GET", f"/fhir/{one}", club))[0] for one in (mine, theirs)] == [404, 404]


async def test_a_join_widens_nothing(tmp_path: Path) -> None:
    """What was permitted of one record before opens what came from that one alone."""
    async with town(tmp_path) as place:
        mine, theirs = await place.referred(), await place.referred(2, OTHER)
        known, other = await person(place, mine), await person(place, theirs)
        await say(place, consent(known, "permit", "club"))
        club = await place.token("club", "worker")

        await joined(place, known, other)

        assert [(await place.call("GET", f"/fhir/{one}", club))[0] for one in (mine, theirs)] == [200, 404]


@pytest.mark.parametrize("again", [PERSON, OTHER], ids=["the-one-who-refused", "the-other"])
@pytest.mark.parametrize("keeps_refusal", [False, True], ids=["refuser-goes", "refuser-stays"])
async def test_whoever_was_joined_under_two_numbers_is_known_by_both(
    tmp_path: Path, again: str, *, keeps_refusal: bool
) -> None:
    """Told of again by either number, under a record number that is new: the same person, who has refused."""
    async with town(tmp_path, change=ASKED) as place:
        known, other = await person(place, await place.referred()), await person(place, await place.referred(2, OTHER))
        await refuse(place, known)
        await joined(place, *((other, known) if keeps_refusal else (known, other)))

        assert "MSA|AA" in await place.send(referral(3, again.replace("07000", "07770")))

        await place.hook("/cmht", "delivery.withheld")
        kinds = [json.loads(body)["type"] for path, _, body in place.hooks if path == "/cafe"]
        assert kinds.count("referral.received") == 2


def merge(number: int, loser: str, keeper: str) -> str:
    """The trust's own record number `loser` is from now on `keeper`; it says no more than the numbers."""
    head = f"MSH|^~\\&|ACME_PAS|RXX01|NWD|NWD|20261101091500||ADT^A40^ADT_A39|{number:016d}|P|2.4"
    numbers = (f"PID|||{keeper}^^^RXX01^MRN", f"MRG|{loser}^^^RXX01^MRN")
    return "\r".join((head, "EVN|A40|20261101091500", *numbers))


async def refused_and_apart(place: Town) -> None:
    """Somebody refuses the café; the trust has another record of the same NHS number under another name."""
    await refuse(place, await person(place, await place.referred()))
    await place.hook("/cafe", "sharing.stopped")
    assert "MSA|AA" in await place.send(referral(3, UNDER_ANOTHER_NAME))


async def test_whoever_is_merged_into_a_record_in_doubt_keeps_their_refusal(tmp_path: Path) -> None:
    """The certain record goes away into the one under another name: what comes later of the person is closed too."""
    async with town(tmp_path, change=ASKED) as place:
        await refused_and_apart(place)
        assert "MSA|AA" in await place.send(merge(4, "0700001", "0700009"))

        assert "MSA|AA" in await place.send(referral(5, PERSON.replace("0700001", "0700055")))

        await place.hook("/cmht", "delivery.withheld")
        kinds = [json.loads(body)["type"] for path, _, body in place.hooks if path == "/cafe"]
        assert kinds.count("referral.received") == 1


async def test_two_records_in_doubt_made_one_stay_closed_by_whom_either_may_be(tmp_path: Path) -> None:
    """Of a number that refuses, merged into a record of no number that the café holds: the café is shown none of it."""
    async with town(tmp_path, change=ASKED) as place:
        await refused_and_apart(place)
        nameless = "0700008^^^RXX01^MRN||PLAIN^PAT^^^MS||19620203|9"
        assert "MSA|AA" in await place.send(referral(4, nameless))
        await place.hook("/cafe", "referral.received", number=2)

        assert "MSA|AA" in await place.send(merge(5, "0700009", "0700008"))

        _, inbox, _ = await place.call("GET", "/referrals", await place.token("cafe", "worker"))
        assert "entry" not in inbox


@pytest.mark.parametrize("by_hand", [False, True], ids=["merged", "joined-by-hand"])
async def test_what_is_told_later_of_a_record_that_was_joined_is_told_of_the_one(
    tmp_path: Path, *, by_hand: bool
) -> None:
    """Under its own number and name, without an NHS number, as before: the referral that it is about is cancelled."""
    async with town(tmp_path) as place:
        kept, nameless = await place.referred(1, OTHER), "0700008^^^RXX01^MRN||PLAIN^PAT^^^MS||19620203|9"
        lost = await place.referred(2, nameless)
        if by_hand:
            await joined(place, await person(place, lost), await person(place, kept))
        else:
            assert "MSA|AA" in await place.send(merge(3, "0700008", "0700002"))

        assert "MSA|AA" in await place.send(referral(4, nameless, event="I14", of=2))

        told = await place.hook("/cafe", "referral.cancelled")
        assert told["data"]["references"][0] == lost
        _, inbox, _ = await place.call("GET", "/referrals", await place.token("cafe", "worker"))
        assert [one["resource"]["status"] for one in inbox["entry"]] == ["revoked", "active"]


@pytest.mark.parametrize(
    "before",
    [
        PERSON.replace("~9991234500^^^^NHS||EXAMPLE^SAM", "||PLAIN^PAT"),
        PERSON.replace("~9991234500^^^^NHS", "").replace("0700001", "0700066"),
        PERSON.replace("0700001", "0700066").replace("19900417", ""),
    ],
    ids=["same-record-number", "same-name-and-date", "same-nhs-number"],
)
async def test_whoever_stood_apart_before_somebody_was_known_may_be_them(tmp_path: Path, before: str) -> None:
    """The doubtful record came first; the person, known for certain since, refuses: it is closed too."""
    async with town(tmp_path, change=ASKED) as place:
        apart, cafe = await place.referred(1, before), await place.token("cafe", "worker")
        known = await person(place, await place.referred(2))
        assert await person(place, apart) != known
        held = (await place.call("GET", f"/fhir/{apart}", cafe))[0]

        await refuse(place, known)

        assert (held, (await place.call("GET", f"/fhir/{apart}", cafe))[0]) == (200, 404)
