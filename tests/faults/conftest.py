"""A gateway process that can be broken, with a receiver beside it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.receivers import Receiver, receiving
from tests.faults.rig import Rig, rig
from tests.faults.settings import settings


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as made:
        yield made


@pytest.fixture
async def gateway(tmp_path: Path, receiver: Receiver) -> AsyncIterator[Rig]:
    """Not started yet: the test says with which fault."""
    async with rig(settings(tmp_path, receiver.port, "cafe", "club")) as made:
        yield made
