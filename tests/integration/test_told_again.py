"""A sender speaks of a person again, in part: by numbers alone, with silence, or deleting by name."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.town import PERSON, Town, town

HEAD = "MSH|^~\\&|ACME_PAS|RXX01|NWD|NWD|20261101091500||{event}|{number}|P|2.4"


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def person(place: Town, referral: str) -> dict[str, Any]:
    """The Patient of a referral, as the trust sees it."""
    token = await place.token("cmht", "registered-professional")
    _, seen, _ = await place.call("GET", f"/fhir/{referral}", token)
    _, found, _ = await place.call("GET", f"/fhir/{seen['subject']['reference']}", token)
    return dict(found)


async def told(place: Town, event: str, *segments: str) -> str:
    """What the gateway answers to a message of the trust."""
    return await place.send("\r".join((HEAD.format(event=event, number=f"AGAIN{event[-2:]}"), *segments)))


async def test_a_merge_by_numbers_alone_unites_the_two_records(place: Town) -> None:
    """As English systems send it: neither name nor birthday, in the structure of A39."""
    lost = await place.referred(1, "0700009^^^RXX01^MRN||EXAMPLE^SAM^^^MX||1990|9")
    kept = await place.referred(2)

    merge = ("EVN||20261101091500", "PID|||0700001^^^RXX01^MRN", "MRG|0700009^^^RXX01^MRN")
    assert "MSA|AA" in await told(place, "ADT^A40^ADT_A39", *merge)

    token = await place.token()
    found = await person(place, kept)
    _, everything, _ = await place.call("GET", f"/fhir/Patient/{found['id']}/$everything", token)
    assert lost in {f"{one['resource']['resourceType']}/{one['resource']['id']}" for one in everything["entry"]}
    assert found["name"][0]["family"] == "EXAMPLE"


async def test_a_merge_that_names_somebody_else_keeps_nobody(place: Town) -> None:
    """The number of the record that stays, with another person's birthday: the two stay apart."""
    lost = await place.referred(1, "0700009^^^RXX01^MRN||EXAMPLE^SAM^^^MX||1990|9")
    kept = await place.referred(2)

    other = "PID|||0700001^^^RXX01^MRN||SPECIMEN^KIM||19851130"
    assert "MSA|AA" in await told(place, "ADT^A40", "EVN|A40|20261101091500", other, "MRG|0700009^^^RXX01^MRN")

    token = await place.token()
    _, everything, _ = await place.call("GET", f"/fhir/Patient/{(await person(place, kept))['id']}/$everything", token)
    assert lost not in {f"{one['resource']['resourceType']}/{one['resource']['id']}" for one in everything["entry"]}


async def test_silence_keeps_what_was_told_and_the_delete_sign_takes_it(place: Town) -> None:
    """An update without a phone leaves it; `""` in its place deletes it."""
    referral = await place.referred(1)
    same = PERSON.partition("|||1 MADE UP ROAD")[0]

    assert "MSA|AA" in await told(place, "ADT^A08", f"PID|||{same}")
    assert (await person(place, referral))["telecom"][0]["value"] == "07700900001"

    assert "MSA|AA" in await told(place, "ADT^A31", f'PID|||{same}|||||""')
    found = await person(place, referral)
    assert "telecom" not in found
    assert found["address"][0]["postalCode"] == "ZZ99 9ZZ"


_SAM = {"nhs_number": "9991234500", "family_name": "EXAMPLE", "given_name": "SAM", "birth_date": "1990-04-17"}
_SHEETS = """[[partner]]
id = "sheets"
organisation = "trust"
service = "cmht"
adapter = "csv"
[[client]]
id = "app"
"""


async def test_a_form_keeps_what_it_leaves_out_and_takes_away_what_it_says_is_null(tmp_path: Path) -> None:
    """Telephone and mailbox each by themselves; in a sheet an empty cell says nothing, and `delete` takes away."""
    change = {'[[client]]\nid = "app"\n': _SHEETS, 'partners = ["engine"': 'partners = ["sheets", "engine"'}
    async with town(tmp_path, change=change) as place:
        token = await place.token("cmht", "registered-professional")

        async def form(number: str, **more: Any) -> dict[str, Any]:
            body = {"patient": _SAM | more, "to": "cafe", "reason": "Low mood", "reference": number}
            status, made, _ = await place.call("POST", "/api/referrals", token, json=body)
            assert status == 201, made
            return await person(place, f"ServiceRequest/{made['id']}")

        await form("1", phone="07700900001", email="sam@example.org", address="1 Made Up Road", postcode="ZZ99 9ZZ")
        silent = await form("2")
        by_phone = await form("3", phone="07700900002", address=None)
        erased = await form("4", phone=None)

        sheet = "Ref,NHS no,Surname,First name,DOB,Service,Reason,Email,Postcode\n"
        sheet += "5,9991234500,EXAMPLE,SAM,17/04/1990,cafe,Low,"
        as_csv = {"content-type": "text/csv"}
        kept = (sheet + ",ZZ99 9ZY\n").encode()
        assert (await place.call("POST", "/messages/sheets", token, data=kept, headers=as_csv))[0] < 300
        by_sheet = await form("6")
        deleted = (sheet.replace("\n5", "\n7") + "delete,\n").encode()
        assert (await place.call("POST", "/messages/sheets", token, data=deleted, headers=as_csv))[0] < 300
        last = await form("8")

    def reached(found: dict[str, Any]) -> list[str]:
        return [it["value"] for it in found.get("telecom", [])]

    assert reached(silent) == ["07700900001", "sam@example.org"]
    assert silent["address"] == [{"text": "1 Made Up Road", "postalCode": "ZZ99 9ZZ"}]
    assert reached(by_phone) == ["07700900002", "sam@example.org"] and "address" not in by_phone
    assert reached(erased) == ["sam@example.org"]
    assert reached(by_sheet) == ["sam@example.org"] and by_sheet["address"] == [{"postalCode": "ZZ99 9ZY"}]
    assert reached(last) == [] and last["address"] == [{"postalCode": "ZZ99 9ZY"}]
    assert "extension" not in last


async def test_a_death_is_taken_back_by_the_sender_that_told_of_it(place: Town) -> None:
    """PID-30 `Y` warns whoever reads; PID-30 `N`, or `""`, of the same sender later warns nobody."""
    referral = await place.referred(1)
    same = PERSON.partition("|||1 MADE UP ROAD")[0]
    token = await place.token("cmht", "registered-professional")

    async def warned(number: int, said: str) -> bool:
        head = HEAD.format(event="ADT^A31", number=f"DEATH{number}")
        assert "MSA|AA" in await place.send(f"{head}\rPID|||{same}{'|' * 22}{said}")
        _, _, headers = await place.call("GET", f"/fhir/{referral}", token)
        return "this person has died" in str(headers)

    assert [await warned(n, said) for n, said in enumerate(("Y", "", "N", "Y", '""'))] == [
        True, True, False, True, False,
    ]  # fmt: skip
