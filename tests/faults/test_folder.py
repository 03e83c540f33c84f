"""kill -9 while a dropped file is taken: every row has its effect once, whatever was on disk by then."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.promises import repeats_are_the_same
from tests.faults.receivers import Receiver
from tests.faults.rig import Rig, all_ended, rig
from tests.faults.settings import settings

_PARTNER = """
[[partner]]
id = "sheets"
organisation = "trust"
service = "cmht"
adapter = "csv"
listen = { wire = "folder", path = "drop", every_seconds = 0.05, settle_seconds = 0 }
"""
_HEADER = "Ref,NHS no,Surname,First name,DOB,Service,Reason"
_ROWS = 150
_BAD = 7


@pytest.fixture
async def fed(tmp_path: Path, receiver: Receiver) -> AsyncIterator[Rig]:
    """A gateway with a folder, not started yet."""
    (tmp_path / "drop").mkdir()
    async with rig(settings(tmp_path, receiver.port, "cafe", more=_PARTNER)) as made:
        yield made


def sheet() -> str:
    """Many rows about two people, one of them bad."""
    people = ("9991234500,EXAMPLE,SAM,17/04/1990", "9991234519,SPECIMEN,KIM,30/11/1985")
    rows = [f"R{number},{people[number % 2]},cafe,Low mood" for number in range(_ROWS)]
    rows[_BAD] = rows[_BAD].replace("1985", "85")
    return "\r\n".join((_HEADER, *rows))


@pytest.mark.parametrize("fault", ["before-commit:2:kill", "after-commit:1:kill", "before-file-moved:1:kill"])
async def test_a_kill_while_a_file_is_taken_loses_no_row_and_repeats_none(
    fault: str, fed: Rig, receiver: Receiver, tmp_path: Path
) -> None:
    """The file is found again and done from the start; the bad row comes back once."""
    drop = tmp_path / "drop"
    await fed.start(fault)
    (tmp_path / "may.csv").write_text(sheet())
    (tmp_path / "may.csv").rename(drop / "may.csv")
    await fed.dead()

    await fed.start()

    def is_done(found: list[dict[str, Any]]) -> bool:
        """The file was moved, and every row that was taken has been told."""
        return bool(list(drop.glob("done/may.*.csv"))) and all_ended([it for it in found if it["outcome"] != "refused"])

    ledger = await fed.settled(is_done)
    good = [one for one in ledger if one["deliveries"]]
    assert len(good) == len({it["id"] for it in good}) == _ROWS - 1
    assert len({it.webhook_id for it in receiver.came}) == _ROWS - 1
    assert len(list(drop.glob("rejected/may.*.csv"))) == 1
    repeats_are_the_same(receiver.came)
