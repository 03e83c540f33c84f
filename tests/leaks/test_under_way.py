"""A list takes a while to make: what was refused meanwhile is not in it when it leaves."""

import asyncio
import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.integration.test_attacks import record
from tests.leaks.test_echoes import FHIR, REFERRAL, told
from tests.town import Town, consent, town

_PEOPLE = 60
_WAITS = (0.0, 0.01, 0.03, 0.06, 0.1)


@pytest.mark.parametrize(
    "path", ["/api/exports/referrals.csv", "/api/exports/referrals.xlsx", "/referrals?limit=100", "/api/referrals"]
)
async def test_a_list_under_way_leaves_without_what_was_refused_meanwhile(tmp_path: Path, path: str) -> None:
    """Once the refusal has bound, no answer that is not yet there holds the referral."""
    async with town(tmp_path, change=FHIR) as place:
        newest = await _referred(place)
        team, cafe = await place.token("cmht", "registered-professional"), await place.token("cafe", "worker")
        for (name, patient), wait in zip(newest, _WAITS, strict=False):
            asked = asyncio.create_task(_bytes(place, path, cafe))
            await asyncio.sleep(wait)
            assert (await record(place, team, consent(patient)))[0] == 201
            was_there = asked.done()

            answer = await asked

            assert was_there or name.encode() not in answer
            assert newest[len(_WAITS)][0].encode() in answer


async def _referred(place: Town) -> list[tuple[str, str]]:
    """Many people referred to the café, the newest first: the referral's id, and `Patient/<id>`."""
    team = await place.token("cmht", "registered-professional")
    for at in range(_PEOPLE):
        bundle = json.loads(told(REFERRAL))
        person = bundle["entry"][0]["resource"]
        person["identifier"], person["name"][0]["family"] = [{"system": "urn:made-up:mrn", "value": str(at)}], f"ZQ{at}"
        await place.call("POST", "/messages/trust-fhir", team, data=json.dumps(bundle))
    _, listed, _ = await place.call("GET", "/referrals?limit=100", await place.token())
    assert len(listed["entry"]) == _PEOPLE
    return [(one["resource"]["id"], one["resource"]["subject"]["reference"]) for one in listed["entry"]]


async def _bytes(place: Town, path: str, token: str) -> bytes:
    """The answer, unpacked where it is a workbook."""
    async with place.session.get(place.http + path, headers={"authorization": f"Bearer {token}"}) as answer:
        body = await answer.read()
    if body[:2] != b"PK":
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())
