"""A list takes a while to make: what was refused meanwhile is not in it when it leaves."""

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from gateway.gate import read
from gateway.house import House
from gateway.store.verbs.reading import Decided
from tests.integration.test_attacks import record
from tests.leaks.test_echoes import FHIR, REFERRAL, told
from tests.town import Town, consent, town

_PEOPLE = 4


@pytest.mark.parametrize(
    ("path", "look"),
    [("/referrals?limit=100", 1), ("/api/referrals", 1), ("/api/exports/referrals.csv", 2),
     ("/api/exports/referrals.xlsx", 2)],
)  # fmt: skip
async def test_a_list_under_way_leaves_without_what_was_refused_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, look: int
) -> None:
    """All of it is read, and an export is written: a refusal that binds then is heeded by the last look at it."""
    looks, looked = 0, read.standing
    async with town(tmp_path, change=FHIR) as place:
        [(refused, patient), *others] = await _referred(place)
        team = await place.token("cmht", "registered-professional")

        async def refused_before(house: House, found: Sequence[Sequence[Decided]]) -> list[bool]:
            nonlocal looks
            looks += 1
            if looks == look:
                assert (await record(place, team, consent(patient)))[0] == 201
            return await looked(house, found)

        monkeypatch.setattr(read, "standing", refused_before)
        answer = await _bytes(place, path, await place.token("cafe", "worker"))

    assert looks > look
    assert refused.encode() not in answer
    assert all(name.encode() in answer for name, _ in others)


async def _referred(place: Town) -> list[tuple[str, str]]:
    """Some people referred to the café, the newest first: the referral's id, and `Patient/<id>`."""
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
