"""Two records become one person by the word of somebody who may know of both, and for nobody else."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.integration.test_attacks import alike, person
from tests.integration.test_consenting import HTT
from tests.integration.test_own_referral import FAR
from tests.town import OTHER, PERSON, Town, referral, town

NOBODY = "Patient/" + "a" * 26
_HL7 = (
    '[[partner]]\nid = "far-hl7"\norganisation = "far"\nservice = "line"\nadapter = "hl7v2"\n'
    "[partner.listen]\nport = 0\n"
)
LINE = FAR | {"[[client]]": f"{_HL7}[[client]]"}
"""With a helpline that sends HL7 v2."""
OWN = OTHER.replace("0700002", "0700003").replace("9991234519", "9991234527").replace("SPECIMEN^KIM", "SAMPLE^JO")


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, change=HTT) as made:
        yield made


def joining(loser: str, keeper: str) -> dict[str, str]:
    return {"loser": loser, "keeper": keeper, "reason": "said to be one and the same"}


async def test_a_record_that_is_hidden_is_joined_with_none_of_ones_own(place: Town) -> None:
    """Else whoever looks after somebody would see anybody's record, through a person whom they look after."""
    hidden = await person(place, await place.referred())
    assert "MSA|AA" in await place.send(referral(2, OWN, to="club"))
    club = await place.token("club", "manager")
    _, own, _ = await place.call("GET", "/referrals", club)
    mine = str(own["entry"][0]["resource"]["subject"]["reference"])

    for one, other in ((hidden, NOBODY), (NOBODY, hidden)):
        tries = (joining(one, mine), joining(other, mine), joining(mine, one), joining(mine, other))
        await alike(place, club, "POST", *(("/identity/join", it) for it in tries))

    assert (await place.call("GET", f"/fhir/{mine}", club))[0] == 200
    assert (await place.call("GET", f"/fhir/{hidden}", club))[0] == 404


@pytest.mark.parametrize(
    ("service", "role", "status"),
    [
        ("cmht", "registered-professional", 200), ("cmht", "manager", 200), ("cafe", "manager", 200),
        ("cmht", "operator", 200), ("cmht", "privacy-officer", 200), ("cmht", "worker", 404),
        ("htt", "manager", 404), ("htt", "registered-professional", 404), ("htt", "privacy-officer", 404),
    ],
)  # fmt: skip
async def test_who_may_join(place: Town, service: str, role: str, status: int) -> None:
    """Who looks after both, an operator, and the privacy officer of an organisation that wrote of both."""
    people = [await person(place, one) for one in (await place.referred(), await place.referred(2, OTHER))]

    said = await place.call("POST", "/identity/join", await place.token(service, role), json=joining(*people))

    assert said[0] == status


async def test_a_tie_that_ended_joins_nothing(place: Town) -> None:
    """A note of its own from before is no tie: the café that declined somebody does not get back in by a join."""
    reference, cafe = await place.referred(), await place.token("cafe", "manager")
    gone, mine = await person(place, reference), await person(place, await place.referred(2, OTHER))
    assert (await place.call("POST", f"/patients/{gone[8:]}/contacts", cafe, json={"attended": True}))[0] == 201
    path = f"/referrals/{reference.partition('/')[2]}/decline"
    assert (await place.call("POST", path, cafe, json={"reason": "full"}))[0] == 200

    tries = [("/identity/join", joining(one, mine)) for one in (gone, NOBODY)]

    await alike(place, cafe, "POST", *tries)


def merge(number: int, loser: str, keeper: str) -> str:
    """The charity's own record number `loser` is from now on `keeper`."""
    who = "OTHERONE^ANN^^^MS||19910101|9" if keeper == "Y1" else "EXAMPLE^SAM^^^MX||19900417|9"
    return "\r".join(
        (
            f"MSH|^~\\&|LINE|FARXX|NWD|NWD|20261101091500||ADT^A40^ADT_A39|{number:016d}|P|2.4",
            "EVN|A40|20261101091500",
            f"PID|||{keeper}^^^FARXX^MRN||{who}",
            f"MRG|{loser}^^^FARXX^MRN",
        )
    )


@pytest.mark.parametrize(("loser", "keeper"), [("X1", "Y1"), ("Y1", "X1")], ids=["into-own", "into-hidden"])
async def test_a_charity_merges_no_hidden_record_with_its_own(tmp_path: Path, loser: str, keeper: str) -> None:
    """It gave a hidden person a record number of its own: one more message would show it what others wrote."""
    async with town(tmp_path, change=LINE) as place:
        told, line = await place.referred(), await place.token("line", "worker")
        theirs = replace(place, mllp=place.ports["mllp.far-hl7"])
        own = "Y1^^^FARXX^MRN||OTHERONE^ANN^^^MS||19910101|9"
        sam = PERSON.replace("0700001^^^RXX01", "X1^^^FARXX")
        adt = referral(11, sam).replace("REF^I12", "ADT^A28").replace("RXX01", "FARXX")
        for message in (adt, referral(12, own).replace("RXX01", "FARXX")):
            assert "MSA|AA" in await theirs.send(message)

        reply = await theirs.send(merge(13, loser, keeper))

        assert "MSA|AA" in reply
        assert (await place.call("GET", f"/fhir/{told}", line))[0] == 404
        _, rows, _ = await place.call("GET", "/ops/messages?source=far-hl7", await place.token("cmht", "operator"))
        assert rows[0]["outcome"] == "flagged"


async def test_a_charity_that_told_first_of_somebody_merges_them_with_nobody_of_its_own(tmp_path: Path) -> None:
    """It looks after them no more, and others have told of them since: the merge is left to a person."""
    async with town(tmp_path, change=LINE) as place:
        theirs = replace(place, mllp=place.ports["mllp.far-hl7"])
        sam = PERSON.replace("0700001^^^RXX01", "X1^^^FARXX")
        own = "Y1^^^FARXX^MRN||OTHERONE^ANN^^^MS||19910101|9"
        for message in (referral(11, sam, to="rest"), referral(12, own)):
            assert "MSA|AA" in await theirs.send(message.replace("RXX01", "FARXX"))
        told = await place.referred(2)

        assert "MSA|AA" in await theirs.send(merge(13, "X1", "Y1"))

        assert (await place.call("GET", f"/fhir/{told}", await place.token("line", "worker")))[0] == 404
        _, rows, _ = await place.call("GET", "/ops/messages?source=far-hl7", await place.token("cmht", "operator"))
        assert rows[0]["outcome"] == "flagged"


async def test_a_charity_merges_its_own_records_of_whom_nobody_else_has_told(tmp_path: Path) -> None:
    """Nothing is opened by it that it did not write."""
    async with town(tmp_path, change=LINE) as place:
        theirs = replace(place, mllp=place.ports["mllp.far-hl7"])
        for number, one in ((11, "X1"), (12, "Y1")):
            said = referral(number, f"{one}^^^FARXX^MRN||OTHERONE^ANN^^^MS||19910101|9", to="rest")
            assert "MSA|AA" in await theirs.send(said.replace("RXX01", "FARXX"))

        assert "MSA|AA" in await theirs.send(merge(13, "X1", "Y1"))

        _, rows, _ = await place.call("GET", "/ops/messages?source=far-hl7", await place.token("cmht", "operator"))
        assert rows[0]["outcome"] == "accepted"
