"""A service that may see no number of a person still gets what is sent to it over HL7 v2."""

import json
from pathlib import Path

import pytest

from schemas.codes.systems import NHS_NUMBER
from tests.town import PERSON, Town, consent, referral, told_by_hl7, town
from tests.unit.fhir_r4.test_bundles import transaction

_HOOK = '''[[subscription]]
id = "cafe-hook"
service = "cafe"
events = ["referral.received", "referral.updated", "referral.cancelled", "sharing.stopped"]
opened_within_seconds = 3600
webhook = { url = "http://127.0.0.1:HOOK/cafe", secret_file = "SECRET_FILE" }
[[subscription]]
id = "cmht-hook"'''


def change(event: str, writes: str = "[]") -> dict[str, str]:
    """The café is told by its engine in place of its webhook."""
    told = told_by_hl7("cafe", "haven", event, profile=f"writes = {writes}")
    return {_HOOK: f'{told}[[subscription]]\nid = "cmht-hook"'}


async def sent(place: Town) -> dict[str, list[str]]:
    """The fields of the first message that came to the café's engine, by segment; the last of each name."""
    return {line[:3]: line.split("|") for line in (await place.hl7()).split("\r")}


@pytest.mark.parametrize(("writes", "kind"), [("[]", "MDM^T02"), ('["REF"]', "REF^I12")])
async def test_a_cafe_gets_the_referral_under_our_id_of_the_person(tmp_path: Path, writes: str, kind: str) -> None:
    """It is the id by which the café may fetch the person; the numbers of the NHS and of the trust stay behind."""
    async with town(tmp_path, change=change("referral.received", writes)) as place:
        assert "MSA|AA" in await place.send(referral(1))
        named = await sent(place)
        number, _, _, authority, code = named["PID"][3].split("^")
        status, person, _ = await place.call("GET", f"/fhir/Patient/{number}", await place.token())

    assert named["MSH"][8] == kind
    assert (authority, code) == ("NWD", "PI")
    assert (status, person["name"][0]["family"]) == (200, "EXAMPLE")
    assert "EXAMPLE" in named["PID"][5]
    assert not {"9991234500", "0700001"} & set("|".join(map("|".join, named.values())).replace("^", "|").split("|"))


async def test_the_word_that_sharing_has_stopped_is_about_nobody_and_arrives(tmp_path: Path) -> None:
    """It stands under its own number; nothing in it says who it is."""
    async with town(tmp_path, change=change("sharing.stopped")) as place:
        assert "MSA|AA" in await place.send(referral(1))
        _, inbox, _ = await place.call("GET", "/referrals", await place.token())
        person = inbox["entry"][0]["resource"]["subject"]["reference"]
        staff = await place.token("cmht", "registered-professional")
        as_fhir = {"content-type": "application/fhir+json"}
        refused = json.dumps(consent(person))
        assert (await place.call("POST", "/consents", staff, data=refused, headers=as_fhir))[0] == 201
        named = await sent(place)

    assert named["PID"][3] == f"{named['MSH'][9]}^^^NWD^U" and named["PID"][5] == "^^^^^^U"
    assert person.partition("/")[2] not in "|".join(map("|".join, named.values()))


async def test_a_trust_gets_back_every_number_that_it_gave_whichever_site_did(tmp_path: Path) -> None:
    """A number of a site of its own is kept apart, and is its own all the same."""
    options = '[partner.profile]\nrecord_number_authorities = ["RXX01"]\n[partner.listen]\nport = 0'
    person = PERSON.replace("~9991234500", "~0055^^^SITE 2^PI~9991234500")
    async with town(tmp_path, change={"[partner.listen]\nport = 0": options}) as place:
        reference = await place.referred(1, person)
        staff = await place.token("cmht", "registered-professional")
        _, seen, _ = await place.call("GET", f"/fhir/{reference}", staff)
        _, found, _ = await place.call("GET", f"/fhir/{seen['subject']['reference']}", staff)
        _, less, _ = await place.call("GET", f"/fhir/{seen['subject']['reference']}", await place.token())

    assert {one["value"] for one in found["identifier"]} == {"0700001", "0055", "9991234500"}
    assert "identifier" not in less


async def test_a_number_that_another_says_is_the_trusts_is_not_filed_under(tmp_path: Path) -> None:
    """Else whoever writes it down wrong files somebody's document in another person's record."""
    async with town(tmp_path) as place:
        reference = await place.referred()
        token, staff = await place.token(), await place.token("cmht", "registered-professional")
        sent = transaction(identifier=[{"system": "urn:x", "value": "R9"}])
        numbers = [{"system": "urn:nwd:trust:mrn", "value": "0700099"}, {"system": NHS_NUMBER, "value": "9991234500"}]
        name = [{"family": "EXAMPLE", "given": ["SAM"]}]
        sent["entry"][1]["resource"] |= {"identifier": numbers, "name": name, "birthDate": "1990-04-17"}
        status, reply, _ = await place.call("POST", "/fhir", token, json=sent)
        _, seen, _ = await place.call("GET", f"/fhir/{reference}", staff)
        _, found, _ = await place.call("GET", f"/fhir/{seen['subject']['reference']}", staff)

    assert status in {200, 202} and seen["subject"]["reference"] == reply["entry"][1]["response"]["location"]
    assert {one["value"] for one in found["identifier"]} == {"0700001", "9991234500"}
