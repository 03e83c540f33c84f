"""What a folder keeps in the clear: an erased person is taken out of it, and everybody else's rows stay."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest

from gateway.cli.main import main
from gateway.erasure import erase
from gateway.house import House
from gateway.settings.model import Drop
from gateway.store.errors import StoreDown
from gateway.store.verbs.erasing import Erasure
from gateway.wires import folder as wire
from schemas.clock import SetClock
from tests.integration.test_spreadsheets import BAD, CHANGE, GOOD, HEADER, OTHER, house, looked, present
from tests.town import Town, town

__all__ = ["house"]
SAMS_BAD = "R4,999 123 4500,EXAMPLE,SAM,17/04/90,cafe,Cannot sleep\r\n"
NAMELESS = "R5,,EXAMPLE,SAM,17/04/1990,cafe,Came without a number\r\n"


def kept(folder: Path) -> str:
    """All that stands in the files of a folder, and their names."""
    files = sorted(it for it in folder.rglob("*") if it.is_file())
    return "\n".join(f"{it.name}\n{it.read_text('utf-8-sig')}" for it in files)


async def dropped(house: House, folder: Path, text: str, name: str = "may.csv") -> None:
    """A file that was taken."""
    (folder / name).write_text(text)
    await looked(house)


async def sam(house: House) -> str:
    """`Patient/<id>` of the person with the first number."""
    [found] = await house.store.people_of(house.blind("nhs", "9991234500"))
    return found


async def test_the_erased_go_out_of_taken_and_of_rejected_files(house: House, tmp_path: Path) -> None:
    """Each keeps everybody else's rows, a sheet to be mended with its reasons; a file of theirs alone goes whole."""
    drop = tmp_path / "drop"
    await dropped(house, drop, HEADER + GOOD, "Sam.csv")
    await dropped(house, drop, HEADER + GOOD + OTHER + BAD + SAMS_BAD)
    await dropped(house, drop, HEADER + OTHER, "june.csv")

    told = await erase(house, await sam(house), by="Jo", reason="asked for")

    left = kept(drop)
    assert not {"Sam", "SAM", "9991234500", "999 123 4500"} & set(left.replace(".", ",").replace("\n", ",").split(","))
    [sheet] = (drop / "rejected").iterdir()
    [taken] = (drop / "done").glob("may.*.csv")
    assert "R3" in sheet.read_text() and "has a year of two digits" in sheet.read_text()
    assert taken.read_text("utf-8-sig").split() == (HEADER + OTHER + BAD).split()
    assert sorted(it.name.partition(".")[0] for it in (drop / "done").iterdir()) == ["june", "june", "may", "may"]
    assert told.files_rewritten == (str(taken), str(sheet))
    assert [Path(it).name.partition(".")[0] for it in told.files_removed] == ["Sam"]
    assert told.look_also_in == ()
    await dropped(house, drop, sheet.read_text("utf-8-sig").replace("/85", "/1985"), "mended.csv")
    assert "1 accepted" in kept(drop / "done")


async def test_a_row_is_theirs_by_its_message_where_it_bears_no_number(house: House, tmp_path: Path) -> None:
    """Nobody needs to read who it is about."""
    drop = tmp_path / "drop"
    await dropped(house, drop, HEADER + NAMELESS)
    [found] = await house.store.people(0, limit=9)

    await house.store.erase(Erasure(found, "Jo", "asked for"), now=0)
    assert await wire.follow_erasures(house, "sheets", folder_of(house), 0) == 1

    assert kept(drop) == ""


async def test_who_shares_a_record_number_with_the_erased_and_not_their_nhs_number_stays(
    house: House, tmp_path: Path
) -> None:
    """A charity that numbers families: what was mended of another of them, and is not sent yet, is not taken away."""
    drop = tmp_path / "drop"
    rows = [f"{row[:3]}F1,{row[3:]}" for row in (GOOD, BAD)]
    await dropped(house, drop, HEADER.replace("Ref,", "Ref,Client ID,") + "".join(rows))
    [sheet] = (drop / "rejected").iterdir()
    sheet.write_text(sheet.read_text().replace("/85", "/1985"))
    before = sheet.read_bytes()

    told = await erase(house, await sam(house), by="Jo", reason="asked for")

    held = await house.store.messages("sheets", None, limit=9)
    assert sheet.read_bytes() == before
    assert [Path(it).parent.name for it in told.files_rewritten] == ["done"]
    assert [await house.store.raw(it.message_id) is not None for it in held] == [True, False]


async def test_a_row_that_was_mended_and_not_sent_yet_goes_too(house: House, tmp_path: Path) -> None:
    """It is no message on record, and names them."""
    drop = tmp_path / "drop"
    await dropped(house, drop, HEADER + GOOD + SAMS_BAD)
    [sheet] = (drop / "rejected").iterdir()
    sheet.write_text(sheet.read_text().replace("/90", "/1990"))

    await erase(house, await sam(house), by="Jo", reason="asked for")

    assert not sheet.exists()


async def test_who_is_dropped_again_after_the_erasure_is_not_kept_in_the_clear(house: House, tmp_path: Path) -> None:
    """The same sheet has no second effect, so nobody would come to erase it again."""
    drop = tmp_path / "drop"
    await dropped(house, drop, HEADER + GOOD)
    await erase(house, await sam(house), by="Jo", reason="asked for")

    await dropped(house, drop, HEADER + GOOD + OTHER)

    assert "SAM" not in kept(drop)
    assert await wire.follow_erasures(house, "sheets", folder_of(house), 1) == 1


async def test_a_file_that_nobody_can_read_is_theirs_when_it_names_nobody_else(house: House, tmp_path: Path) -> None:
    """Its sealed copy goes with it; one with others in it, or too large to read, is left to a person."""
    drop = tmp_path / "drop"
    await dropped(house, drop, HEADER + GOOD)
    await dropped(house, drop, "about 999-123-4500\r\n", "note.csv")
    await dropped(house, drop, "about 9991234500 and 9991234519\r\n", "two.csv")
    (drop / "big.csv").write_bytes(b"x" * 10_485_761)
    await looked(house)

    told = await erase(house, await sam(house), by="Jo", reason="asked for")

    assert sorted(Path(it).name.partition(".")[0] for it in told.files_removed) == ["may", "note"]
    assert sorted(Path(it).name.partition(".")[0] for it in told.look_also_in) == ["big", "two"]
    assert "note" not in kept(drop) and "9991234519" in kept(drop)


async def test_what_the_database_could_not_tell_is_looked_through_once_it_can(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It went away in between: the process that watches the folder comes back to it, whoever erases names it."""
    drop = tmp_path / "drop"
    await dropped(house, drop, HEADER + GOOD)
    who = await sam(house)

    async def down(_: object) -> set[UUID]:
        raise StoreDown("away")

    with monkeypatch.context() as broken:
        broken.setattr(house.store, "erased", down)
        told = await erase(house, who, by="Jo", reason="asked for")
        with pytest.raises(StoreDown):
            await wire.follow_erasures(house, "sheets", folder_of(house), 0)
    assert told.look_also_in == (str(drop),) and "SAM" in kept(drop)
    await wire.follow_erasures(house, "sheets", folder_of(house), 0)

    assert kept(drop) == ""


async def test_a_file_whose_name_is_no_utf_8_is_told_of(house: House, tmp_path: Path) -> None:
    """As an old program names it: the erasure stands by then, and its answer has to reach who asked."""
    drop = tmp_path / "drop"
    await dropped(house, drop, HEADER + GOOD, os.fsdecode(b"Jos\xe9.csv"))

    told = await erase(house, await sam(house), by="Jo", reason="asked for")

    assert [Path(it).name[:4] for it in orjson.loads(orjson.dumps(told))["files_removed"]] == ["Jos\ufffd"]
    assert list((drop / "done").iterdir()) == []


async def test_a_folder_on_another_machine_is_named(house: House, tmp_path: Path) -> None:
    """The process there does it; whoever erases can see to it."""
    drop = tmp_path / "drop"
    await dropped(house, drop, HEADER + GOOD)
    drop.rename(tmp_path / "away")

    told = await erase(house, await sam(house), by="Jo", reason="asked for")

    assert told.look_also_in == (str(drop),)


async def test_what_was_rejected_does_not_lie_about_for_ever(house: House, tmp_path: Path) -> None:
    """It has a longer clock, for somebody has to mend it."""
    drop = tmp_path / "drop"
    await dropped(house, drop, HEADER + BAD)
    assert isinstance(house.clock, SetClock)
    now = house.clock.at

    house.clock.at = now + timedelta(days=13)
    await looked(house)
    assert len(list((drop / "rejected").iterdir())) == 1
    house.clock.at = now + timedelta(days=15)
    await looked(house)

    assert list((drop / "rejected").iterdir()) == []


def folder_of(house: House) -> Drop:
    """The folder of the sheets."""
    listen = house.directory.partners["sheets"].listen
    assert isinstance(listen, Drop)
    return listen


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    (tmp_path / "drop").mkdir()
    async with town(tmp_path, change=CHANGE) as made:
        (tmp_path / "nwd.toml").write_text(made.settings)
        yield made


async def test_the_command_says_which_files_it_changed(
    place: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """While the gateway watches the folder."""
    drop = tmp_path / "drop"
    (drop / "may.csv").write_text(HEADER + GOOD + SAMS_BAD)
    file = await present(drop / "done" / "may.*.csv")
    seen: Any = await place.hook("/cafe", "referral.received")
    _, found, _ = await place.call("GET", f"/fhir/{seen['data']['references'][0]}", await place.token())
    order = ["erase", found["subject"]["reference"], "--reason", "asked for", "--by", "Jo"]

    assert await asyncio.to_thread(main, [*order, "--config", str(tmp_path / "nwd.toml")]) == 0

    out = capsys.readouterr().out
    said = json.loads(out[out.index("{\n") :])
    assert [Path(it).parent for it in said["files_removed"]] == [file.parent, drop / "rejected"]
    assert said["files_rewritten"] == []
    assert said["look_also_in"] == []
    assert "SAM" not in kept(drop)
