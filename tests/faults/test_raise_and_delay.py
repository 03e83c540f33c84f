"""A fault that raises or holds up at a named point, in a gateway that lives on: late at worst, never lost or twice."""

import asyncio
from pathlib import Path

import pytest

from gateway import faults
from gateway.faults import POINTS
from tests.faults.promises import kept
from tests.faults.receivers import Receiver
from tests.faults.rig import running_here, states
from tests.faults.senders import Sender, referral
from tests.faults.settings import settings
from tests.patience import SECONDS

_PASSED = [it for it in POINTS if it not in {"before-file-moved", "before-publish", "after-publish"}]
"""What messages by MLLP pass; files and brokers have tests of their own."""


@pytest.mark.parametrize("point", _PASSED)
async def test_the_gateway_goes_on_after_a_fault(
    point: str, tmp_path: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sender gets its answer, at once or when it sends again; the recipient is told, and everything holds."""
    monkeypatch.setattr(faults, "_DELAY_SECONDS", 0.3)
    sender, change = Sender(), "delivery_workers = 8"
    path = settings(tmp_path, receiver.port, "cafe", timeout=1)
    path.write_text(path.read_text().replace(change, f"{change}\nlease_seconds = 2"))
    async with running_here(path) as here:
        for number, action in enumerate(("raise", "delay"), 1):
            message = referral(number, to="CAFE", person=number)
            faults.arm(f"{point}:1:{action}", production=False)
            async with asyncio.timeout(SECONDS):
                while sender.unacked([message]):
                    await sender.send(here.ports["mllp.engine"], [message])
                await receiver.until(lambda number=number: len(receiver.came) >= number)  # type: ignore[misc]
        faults.arm("", production=False)

        assert states(await here.settled()) == ["delivered", "delivered"]
        await kept(here, sender, receiver)
