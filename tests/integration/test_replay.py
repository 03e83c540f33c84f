"""What is held can be put through again by a person, who first sees what it would do."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.town import Town, consent, referral, town


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def held(place: Town, token: str) -> str:
    """The id of the message that waits for a person."""
    found = await place.until("/ops/stuck", token)
    return next(str(one["id"]) for one in found if one["what"] == "message")


async def test_a_parked_delivery_says_what_putting_it_back_would_do(place: Town) -> None:
    """It would go, in the same bytes; after a refusal it would end; the preview itself sends nothing."""
    place.answers["/cafe"] = 410
    reference = await place.referred()
    operator = await place.token("cmht", "operator")
    [parked] = await place.until("/ops/parked", operator)
    path = f"/ops/parked/{parked['id'].partition('/')[2]}/preview"

    _, before, _ = await place.call("GET", path, operator)
    _, seen, _ = await place.call("GET", f"/fhir/{reference}", await place.token())
    team = await place.token("cmht", "registered-professional")
    assert (await place.call("POST", "/consents", team, json=consent(seen["subject"]["reference"])))[0] == 201
    _, after, _ = await place.call("GET", path, operator)

    assert (before["outcome"], before["same_bytes"]) == ("goes", True)
    assert after["outcome"] == "ends" and "withheld" in after["reason"]
    assert sum(b"referral.received" in body for where, _, body in place.hooks if where == "/cafe") == 1


async def test_a_referral_to_nobody_is_put_through_when_the_address_is_known(tmp_path: Path) -> None:
    """Held under one configuration, delivered once under the next; the hold and the parked delivery end."""
    known = {'addresses = ["HAVEN"]': 'addresses = ["HAVEN", "NEWPLACE"]'}
    told = {'"delivery.withheld", "contact': '"delivery.withheld", "referral.unroutable", "contact'}
    async with town(tmp_path, change=told) as place:
        await place.send(referral(1, to="NEWPLACE"))
        operator = await place.token("cmht", "operator")
        await place.until("/ops/parked", operator)
        name = await held(place, operator)
        _, preview, _ = await place.call("GET", f"/ops/messages/{name}/preview", operator)
        assert (preview["to"], preview["now"]) == (None, "flagged")
    async with town(tmp_path, change=told | known) as place:
        operator = await place.token("cmht", "operator")
        _, preview, _ = await place.call("GET", f"/ops/messages/{name}/preview", operator)
        _, replayed, _ = await place.call("POST", f"/ops/messages/{name}/replay", operator)
        again, refused, _ = await place.call("POST", f"/ops/messages/{name}/replay", operator)
        await place.hook("/cafe", "referral.received")

        assert (preview["to"], preview["now"], preview["events"]) == ("cafe", "accepted", ["referral.received"])
        assert replayed["outcome"] == "accepted"
        assert again == 409 and "has taken effect" in json.dumps(refused)
        assert (await place.call("GET", "/ops/parked", operator))[1] == []
        assert (await place.call("GET", "/ops/stuck", operator))[1] == []


async def test_what_has_taken_effect_is_not_put_through_again(place: Town) -> None:
    """A delivered referral is delivered once."""
    await place.referred()
    operator = await place.token("cmht", "operator")
    _, rows, _ = await place.call("GET", "/ops/messages?source=engine", operator)
    status, refused, _ = await place.call("POST", f"/ops/messages/{rows[0]['message_id']}/replay", operator)

    assert status == 409 and "only what is held" in json.dumps(refused)


async def test_a_person_ends_what_needs_no_more_looking(place: Town) -> None:
    """With a reason, in the audit; then nothing is stuck."""
    await place.send(referral(1, person="0700001^^^RXX01^MRN~9991234501^^^^NHS||EXAMPLE^SAM^^^MX||19900417|9"))
    operator = await place.token("cmht", "operator")
    name = await held(place, operator)
    path = f"/ops/messages/{name}/resolve"

    assert (await place.call("POST", path, operator, json={}))[0] == 400
    assert (await place.call("POST", path, operator, json={"reason": "number asked for"}))[0] == 200
    assert (await place.call("POST", path, operator, json={"reason": "number asked for"}))[0] == 404
    _, stuck, _ = await place.call("GET", "/ops/stuck", operator)
    assert [one for one in stuck if one["what"] == "message"] == []


@pytest.mark.parametrize("path", ["preview", "replay", "resolve"])
async def test_an_unknown_message_is_absent(place: Town, path: str) -> None:
    """Whatever is asked of it."""
    operator = await place.token("cmht", "operator")
    method = "GET" if path == "preview" else "POST"
    more: dict[str, Any] = {"json": {"reason": "x"}} if path == "resolve" else {}
    for name in ("nonsense", "00000000-0000-0000-0000-000000000001"):
        assert (await place.call(method, f"/ops/messages/{name}/{path}", operator, **more))[0] == 404
