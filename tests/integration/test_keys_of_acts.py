"""One Idempotency-Key is one request: told again it has one effect, and for anything else it is refused aloud."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_attacks import SAM, person
from tests.town import OTHER, Town, consent, town

KIM = {"nhs_number": "9991234519", "family_name": "SPECIMEN", "given_name": "KIM", "birth_date": "1985-11-30"}
JUDGED: dict[str, Any] = {"kind": "lacks-capacity", "reason": "as judged at the visit", "days": 3}
KEY = {"idempotency-key": "k1"}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def two(place: Town) -> list[str]:
    """Two people whom the café looks after, each by a referral."""
    references = [await place.referred(), await place.referred(2, OTHER)]
    return [await person(place, one) for one in references]


async def answers(place: Town, token: str, *tries: tuple[str, dict[str, Any]]) -> list[int]:
    return [(await place.call("POST", path, token, json=body, headers=KEY))[0] for path, body in tries]


async def test_a_visit_of_somebody_else_is_no_repeat(place: Town) -> None:
    """Two people walk in and agree to the same: under one key the second is refused, not taken for the first."""
    await two(place)
    agreed, cafe = {"scope": ["all"], "witness": "Jo"}, await place.token("cafe", "worker")

    said = await answers(place, cafe, *(("/walk-ins", one | agreed) for one in (SAM, SAM, KIM)))

    assert said == [201, 201, 409]


@pytest.mark.parametrize("change", [{"days": 30}, {"reason": "as judged by another"}, {"holds": False}], ids=str)
async def test_another_judgement_is_no_repeat(place: Town, change: dict[str, Any]) -> None:
    """Other days, other words, or its end: the same judgement told again has one effect, anything else is refused."""
    sam, _ = await two(place)
    path, team = f"/patients/{sam[8:]}/circumstances", await place.token("cmht", "registered-professional")

    assert await answers(place, team, (path, JUDGED), (path, JUDGED), (path, JUDGED | change)) == [201, 201, 409]


@pytest.mark.parametrize(
    ("what", "body"),
    [("circumstances", JUDGED), ("contacts", {"attended": True}), ("concerns", {"text": "worries"})],
    ids=lambda it: it if isinstance(it, str) else "",
)
async def test_the_same_of_somebody_else_is_no_repeat(place: Town, what: str, body: dict[str, Any]) -> None:
    """What is recorded of one person under a key is not taken as recorded of another."""
    people, team = await two(place), await place.token("cmht", "registered-professional")

    assert await answers(place, team, *((f"/patients/{one[8:]}/{what}", body) for one in people)) == [201, 409]


async def test_a_consent_of_somebody_else_is_no_repeat(place: Town) -> None:
    """A refusal of one person under a key is not taken for another's."""
    people, team = await two(place), await place.token("cmht", "registered-professional")

    assert await answers(place, team, *(("/consents", consent(one)) for one in people)) == [201, 409]


@pytest.mark.parametrize(("act", "body"), [("open", {}), ("decline", {"reason": "full"})])
async def test_another_step_of_a_referral_is_no_repeat(place: Town, act: str, body: dict[str, Any]) -> None:
    """Accepted under a key; opened or declined under the same one: refused, and said why."""
    reference, cafe = await place.referred(), await place.token("cafe", "worker")
    path = f"/referrals/{reference.partition('/')[2]}"
    assert await answers(place, cafe, (f"{path}/accept", {})) == [200]

    status, said, _ = await place.call("POST", f"{path}/{act}", cafe, json=body, headers=KEY)

    assert status == 409 and "Idempotency-Key" in str(said)
