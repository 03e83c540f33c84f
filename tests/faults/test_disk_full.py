"""A full disk: nothing is acknowledged, every way in says so, and all is well once there is room."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import apsw
import pytest

from tests.town import OTHER, Town, referral, town


class FullFile(apsw.VFSFile):
    """A file that takes no byte while its disk is full."""

    disk: "FullDisk"

    def xWrite(self, data: bytes, offset: int) -> None:
        """Write, where there is room."""
        if self.disk.full:
            raise apsw.FullError("no room")
        super().xWrite(data, offset)


class FullDisk(apsw.VFS):
    """The machine's own file system, which can be full."""

    def __init__(self, below: str) -> None:
        self.full, self.below = False, below
        super().__init__("full", below, makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        """Open a file on this disk."""
        opened = FullFile(self.below, name, flags)
        opened.disk = self
        return opened


@pytest.fixture
def disk() -> Iterator[FullDisk]:
    usual = apsw.vfs_names()[0]
    made = FullDisk(usual)
    yield made
    made.full = False
    made.unregister()
    apsw.set_default_vfs(usual)


@pytest.fixture
async def place(disk: FullDisk, tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def test_a_full_disk_acknowledges_nothing_and_heals(disk: FullDisk, place: Town) -> None:
    """MLLP closes without a reply, HTTP says 503 and when to come again; afterwards both take the same message once."""
    token = await place.token("cmht", "registered-professional")
    await place.referred(1)
    disk.full = True

    assert await place.send(referral(2, OTHER)) == ""
    status, body, headers = await post(place, token, 3)
    assert (status, body["issue"][0]["code"], headers["retry-after"]) == (503, "transient", "5")
    assert (await place.call("GET", "/readyz", token))[0] == 503

    disk.full = False
    assert "MSA|AA" in await place.send(referral(2, OTHER))
    assert "MSA|AA" in await place.send(referral(2, OTHER))
    assert (await post(place, token, 3))[0] == 201
    await place.hook("/cafe", "referral.received", number=3)
    assert len({headers["webhook-id"] for _, headers, _ in place.hooks}) == 3


async def test_answers_that_cannot_be_audited_are_not_given(disk: FullDisk, place: Town) -> None:
    """A read whose audit entry finds no room shows nothing."""
    reference = await place.referred()
    token = await place.token()
    disk.full = True

    status, body, _ = await place.call("GET", f"/fhir/{reference}", token)
    assert (status, body["resourceType"]) == (503, "OperationOutcome")

    disk.full = False
    assert (await place.call("GET", f"/fhir/{reference}", token))[0] == 200


async def post(place: Town, token: str, number: int) -> Any:
    """A referral by HTTP, under its own key."""
    return await place.call(
        "POST", "/messages/engine", token, data=referral(number), headers={"idempotency-key": f"k{number}"}
    )
