"""A recipient over MLLP that acknowledges wrongly, refuses or says nothing: only its own AA counts."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.mllp_partner import Answer, MllpPartner, acknowledges, is_silent, mllp_partner, settings_of
from tests.faults.promises import chain_holds
from tests.faults.receivers import Receiver
from tests.faults.rig import Rig, running_here, states
from tests.faults.senders import Sender, control_id, referral
from tests.faults.settings import settings


@pytest.fixture
async def pas() -> AsyncIterator[MllpPartner]:
    async with mllp_partner() as made:
        yield made


@pytest.fixture
async def here(tmp_path: Path, receiver: Receiver, pas: MllpPartner) -> AsyncIterator[Rig]:
    """A gateway in this process whose partner has half a second to answer."""
    more = settings_of(pas.port, timeout=0.5, give_up=60)
    async with running_here(settings(tmp_path, receiver.port, "cafe", more=more)) as made:
        yield made


@pytest.mark.parametrize("answer", [acknowledges("AA", about="SOMETHINGELSE"), is_silent, acknowledges("AR")])
async def test_without_our_own_acknowledgement_it_is_sent_again(answer: Answer, here: Rig, pas: MllpPartner) -> None:
    """Another message's AA, silence and a passing refusal do not count; the repeat is the same, byte for byte."""
    pas.answer = answer
    await Sender().send(here.ports["mllp.engine"], [referral(1, to="PAS")])
    await pas.until(lambda: bool(pas.came))
    await here.settled(lambda ledger: states(ledger) == ["retrying"])
    pas.answer = acknowledges("AA")

    assert states(await here.settled()) == ["delivered"]
    assert len(pas.came) >= 2
    assert len(set(pas.came)) == 1
    await chain_holds(here)


async def test_an_application_error_waits_for_a_person(here: Rig, pas: MllpPartner) -> None:
    """AE is about the content, so that sending it again cannot help; put back, it keeps its id and bytes."""
    pas.answer = acknowledges("AE")
    await Sender().send(here.ports["mllp.engine"], [referral(1, to="PAS")])
    [message] = await here.settled()
    assert [(one["state"], one["reason"], one["owner"]) for one in message["deliveries"]] == [("parked", "AE", "ops")]

    pas.answer = acknowledges("AA")
    await here.ask(do="replay", delivery=message["deliveries"][0]["id"], by="jo")
    assert states(await here.settled()) == ["delivered"]
    assert len({control_id(one) for one in pas.came}) == 1


async def test_what_waits_for_the_wire_is_not_decided_yet(tmp_path: Path, receiver: Receiver, pas: MllpPartner) -> None:
    """One message at a time on the wire: the next is decided when its turn comes, not before it waits."""
    pas.answer = is_silent
    more = settings_of(pas.port, timeout=50, give_up=60)
    async with running_here(settings(tmp_path, receiver.port, "cafe", more=more)) as here:
        await Sender().send(here.ports["mllp.engine"], [referral(at, to="PAS", person=at) for at in (1, 2)])
        await pas.until(lambda: bool(pas.came))

        assert sorted(states(await here.ledger())) == ["queued", "sending"]
        pas.answer = acknowledges("AA")
        pas.hang_up()
