"""Recipients that are down, slow or talk nonsense: nothing is lost, nobody else waits, and repeats are the same."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.faults.promises import kept
from tests.faults.receivers import Mood, Receiver, Waits, answers, garbage, hangs, hangs_up
from tests.faults.rig import Rig, running_here, states
from tests.faults.senders import Sender, referral
from tests.faults.settings import settings

FAILURES: dict[str, Mood] = {
    "500": answers(500),
    "redirect": answers(302, location="http://127.0.0.1:1/elsewhere"),
    "garbage": garbage,
    "hangs up": hangs_up,
    "hangs": hangs,
}


@pytest.fixture
async def here(tmp_path: Path, receiver: Receiver) -> AsyncIterator[Rig]:
    """A gateway in this process that waits half a second for answers."""
    async with running_here(settings(tmp_path, receiver.port, "cafe", "club", timeout=0.5)) as made:
        yield made


@pytest.fixture
async def brief(tmp_path: Path, receiver: Receiver) -> AsyncIterator[Rig]:
    """A gateway in this process that gives up after a second."""
    async with running_here(settings(tmp_path, receiver.port, "cafe", give_up=1)) as made:
        yield made


@pytest.fixture
async def patient(tmp_path: Path, receiver: Receiver) -> AsyncIterator[Rig]:
    """A gateway in this process that waits for answers as long as the test lasts."""
    async with running_here(settings(tmp_path, receiver.port, "cafe", "club", timeout=50)) as made:
        yield made


async def send(here: Rig, *messages: str) -> Sender:
    """Everything sent is acknowledged, however its recipients are."""
    sender = Sender()
    assert await sender.send(here.ports["mllp.engine"], messages) == len(messages)
    return sender


def only(ledger: list[dict[str, Any]]) -> dict[str, Any]:
    """The one delivery of the one message."""
    [message] = ledger
    [delivery] = message["deliveries"]
    return dict(delivery)


@pytest.mark.parametrize("failure", FAILURES)
async def test_a_failing_recipient_is_tried_again_with_the_same_bytes(
    failure: str, here: Rig, receiver: Receiver
) -> None:
    """It comes again under its id; once the recipient is well it is delivered, and the other was told meanwhile."""
    receiver.moods["/cafe"] = FAILURES[failure]
    sender = await send(here, referral(1, to="CAFE", person=1), referral(2, to="CLUB", person=2))
    await receiver.until(lambda: bool(receiver.at("/club")) and bool(receiver.at("/cafe")))
    del receiver.moods["/cafe"]
    ledger = await here.settled()

    assert states(ledger) == ["delivered", "delivered"]
    assert len(receiver.at("/cafe")) >= 2
    await kept(here, sender, receiver)


async def test_a_recipient_that_says_when_is_not_asked_sooner(here: Rig, receiver: Receiver) -> None:
    """429 with Retry-After: the next attempt stands in the ledger, no sooner than asked."""
    receiver.moods["/cafe"] = answers(429, retry_after="30")
    await send(here, referral(1, to="CAFE"))
    told = only(await here.settled(lambda ledger: states(ledger) == ["retrying"]))

    wait = datetime.fromisoformat(told["next_at"]) - datetime.fromisoformat(told["changed_at"])
    assert wait.total_seconds() >= 30
    assert told["reason"] == "429"


@pytest.mark.parametrize(("mood", "reason"), [(answers(410), "410"), (answers(500), "500")])
async def test_what_is_given_up_waits_for_a_person(mood: Mood, reason: str, brief: Rig, receiver: Receiver) -> None:
    """Parked with an owner and a reason; put back, it goes out under the same id with the same bytes."""
    receiver.moods["/cafe"] = mood
    sender = await send(brief, referral(1, to="CAFE"))
    told = only(await brief.settled())
    assert (told["state"], told["reason"], told["owner"]) == ("parked", reason, "ops")

    del receiver.moods["/cafe"]
    [parked] = await brief.ask(do="parked")
    assert await brief.ask(do="replay", delivery=parked["id"], by="jo")
    assert only(await brief.settled())["state"] == "delivered"
    await kept(brief, sender, receiver)


async def test_a_lane_stands_still_behind_what_is_parked(here: Rig, receiver: Receiver) -> None:
    """Later events of the person wait for the parked one and then come in order; skipping it lets them go."""
    receiver.moods["/cafe"] = answers(410)
    sender = await send(here, referral(1, to="CAFE", person=1), referral(6, to="CAFE", person=1))
    await here.settled(
        lambda ledger: [it["state"] for one in ledger for it in one["deliveries"]] == ["parked", "queued"]
    )
    del receiver.moods["/cafe"]
    [parked] = await here.ask(do="parked")
    assert await here.ask(do="skip", delivery=parked["id"], by="jo", reason="told by telephone")
    assert states(await here.settled()) == ["skipped", "delivered"]
    await kept(here, sender, receiver)


async def test_many_that_hang_at_one_recipient_do_not_slow_another(patient: Rig, receiver: Receiver) -> None:
    """More people wait at the hanging recipient than there are workers; the other is told before any of them fails."""
    receiver.moods["/cafe"] = waits = Waits()
    crowd = [referral(number, to="CAFE", person=number) for number in range(1, 31)]
    await send(patient, *crowd, referral(40, to="CLUB", person=40))
    await receiver.until(lambda: bool(receiver.at("/club")))
    assert "retrying" not in states(await patient.ledger())
    waits.over.set()
