"""Consents that cannot be read, an audit that cannot be written, a refusal in the midst of it all: nothing leaves."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import apsw
import pytest

from tests.integration.test_attacks import person, record
from tests.patience import SECONDS, eventually
from tests.town import OTHER, Town, consent, referral, town

_NO_AUDIT = "CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no more audit'); END"


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


def change(folder: Path, *statements: str) -> None:
    """Do something to the data file behind the gateway's back."""
    connection = apsw.Connection(str(next((folder / "data").glob("*.db"))))
    connection.set_busy_timeout(SECONDS * 1000)
    for one in statements:
        connection.execute(one)
    connection.close()


def got(place: Town, kind: str) -> int:
    return sum(json.loads(body)["type"] == kind for path, _, body in place.hooks if path == "/cafe")


async def lines(place: Town) -> list[dict[str, Any]]:
    _, text, _ = await place.call("GET", "/audit/export", await place.token("cmht", "operator"))
    return [json.loads(line) for line in text.splitlines()]


async def decided(place: Town, number: int) -> list[dict[str, Any]]:
    """The audit once so many deliveries to the café stand in it; before that nothing."""
    told = await lines(place)
    return told if sum((one["action"], one["actor"]) == ("deliver", "cafe") for one in told) >= number else []


async def test_a_consent_that_cannot_be_read_closes_the_record_and_drops_nothing(place: Town, tmp_path: Path) -> None:
    """The person is absent to everybody, others are not, and the next referral waits for somebody who owns it."""
    reference, other = await place.referred(), await place.referred(2, OTHER)
    patient = await person(place, reference)
    team, cafe = await place.token("cmht", "registered-professional"), await place.token()
    assert (await record(place, team, consent(patient, service="club")))[0] == 201
    change(
        tmp_path,
        "UPDATE version SET body_sealed = randomblob(200) WHERE resource IN"
        " (SELECT id FROM resource WHERE type = 'Consent')",
    )

    assert "MSA|AA" in await place.send(referral(3))
    operator = await place.token("cmht", "operator")
    [parked] = await place.until("/ops/parked", operator)

    for token in (team, cafe):
        assert (await place.call("GET", f"/fhir/{reference}", token))[0] == 404
    assert (await place.call("GET", f"/fhir/{patient}/$everything", cafe))[0] == 404
    assert (await place.call("GET", f"/fhir/{other}", cafe))[0] == 200
    assert "damaged" in parked["reason"] and parked["owner"] == "ops"
    assert got(place, "referral.received") == 2


async def test_without_an_audit_nothing_is_shown_taken_or_sent_and_nothing_is_lost(place: Town, tmp_path: Path) -> None:
    """No content, no positive acknowledgement, no delivery; once it can be written again, all of it goes its way."""
    reference, cafe = await place.referred(), await place.token()
    change(tmp_path, _NO_AUDIT)

    for path in (f"/fhir/{reference}", "/referrals", "/api/referrals"):
        status, body, _ = await place.call("GET", path, cafe)
        assert status in {500, 503} and "EXAMPLE" not in str(body) and "ServiceRequest" not in str(body), body
    assert "MSA|AA" not in await place.send(referral(2))
    before = len(place.hooks)
    change(tmp_path, "DROP TRIGGER no_audit")

    assert "MSA|AA" in await place.send(referral(2))
    await place.hook("/cafe", "referral.received", number=2)
    assert before == 1 and (await place.call("GET", f"/fhir/{reference}", cafe))[0] == 200


async def test_once_a_refusal_has_returned_no_read_begun_later_shows_anything(place: Town) -> None:
    """Readers never stop while it is written: whatever began after the answer finds nothing."""
    reference, cafe = await place.referred(), await place.token()
    patient, team = await person(place, reference), await place.token("cmht", "registered-professional")
    found: list[tuple[float, int]] = []
    news: asyncio.Queue[float] = asyncio.Queue()
    stop = asyncio.Event()

    async def reader() -> None:
        while not stop.is_set():
            begun = time.perf_counter()
            status, _, _ = await place.call("GET", f"/fhir/{reference}", cafe)
            found.append((begun, status))
            news.put_nowait(begun)

    readers = [asyncio.create_task(reader()) for _ in range(6)]
    for _ in range(30):
        await news.get()
    assert (await record(place, team, consent(patient)))[0] == 201
    returned = time.perf_counter()
    later = 0
    while later < 30:
        later += await news.get() > returned
    stop.set()
    await asyncio.gather(*readers)

    assert {status for begun, status in found if begun > returned} == {404}
    assert 200 in {status for begun, status in found if begun < returned}


async def test_no_delivery_is_released_after_a_refusal_has_bound(place: Town) -> None:
    """Referrals pour in while the person refuses: in the audit's own order none is released behind the refusal."""
    patient = await person(place, await place.referred())
    team = await place.token("cmht", "registered-professional")
    sending = [asyncio.create_task(place.send(referral(number))) for number in range(10, 22)]
    await place.hook("/cafe", "referral.received", number=2)

    assert (await record(place, team, consent(patient)))[0] == 201
    assert all("MSA|AA" in reply for reply in await asyncio.gather(*sending))
    await place.hook("/cafe", "sharing.stopped")
    told = await eventually(partial(decided, place, 14), told=lambda: "not every delivery is decided on")

    bound = next(at for at, one in enumerate(told) if one["action"] == "consent.revoked")
    later = [one for one in told[bound:] if (one["action"], one["actor"]) == ("deliver", "cafe")]
    permitted = [one for one in later if one["outcome"] == "permit"]
    stopped = {headers["webhook-id"] for _, headers, body in place.hooks if b"sharing.stopped" in body}
    assert {one["event_id"] for one in permitted} <= stopped
    assert got(place, "referral.received") == 13 - sum(one["outcome"] == "deny" for one in told if one in later)
