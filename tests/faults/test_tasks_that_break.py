"""What goes on in the background goes on, whatever breaks in it once: a gateway is never quietly without it."""

import pytest

from tests.faults.receivers import Receiver
from tests.faults.rig import Rig
from tests.faults.senders import Sender, referral


@pytest.mark.parametrize("point", ["before-fan-out", "after-fan-out"])
async def test_a_step_that_breaks_once_stops_nothing(point: str, gateway: Rig, receiver: Receiver) -> None:
    """Neither the message in whose step it broke is forgotten, nor any that comes after it."""
    sender = Sender()
    await gateway.start(f"{point}:1:raise")

    for number in (1, 2, 3):
        await sender.send(gateway.ports["mllp.engine"], [referral(number, to="CAFE")])

    await receiver.until(lambda: len({one.webhook_id for one in receiver.at("/cafe")}) == 3)
