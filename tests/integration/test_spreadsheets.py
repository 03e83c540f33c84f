"""Spreadsheets by HTTP and by folder: each row by itself, none lost, none twice."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gateway import faults
from gateway.bootstrap import opened
from gateway.cli.main import main
from gateway.house import House
from gateway.serve import running
from gateway.settings.loading import SettingsInvalid, parse
from gateway.settings.model import Drop
from gateway.settings.outside import NotReady
from gateway.wires import folder as wire
from schemas.clock import SetClock, SystemClock
from tests.patience import eventually
from tests.town import Town, town

HEADER = "Ref,NHS no,Surname,First name,DOB,Service,Reason\r\n"
GOOD = "R1,9991234500,EXAMPLE,SAM,17/04/1990,cafe,Low mood\r\n"
OTHER = "R2,9991234519,SPECIMEN,KIM,30/11/1985,cafe,Panic\r\n"
BAD = "R3,9991234519,SPECIMEN,KIM,30/11/85,cafe,Panic\r\n"
PARTNER = """[[partner]]
id = "sheets"
organisation = "trust"
service = "cmht"
adapter = "csv"
listen = { wire = "folder", path = "drop", every_seconds = 0.05, settle_seconds = 0 }
[[partner]]
id = "forms"
organisation = "trust"
service = "cmht"
adapter = "csv"
profile = { map = "carer-consent" }
[[client]]
id = "app"
"""
CHANGE = {'[[client]]\nid = "app"\n': PARTNER, 'partners = ["engine"': 'partners = ["sheets", "forms", "engine"'}
ALONE = """
[gateway]
name = "alone"
data_dir = "data"
mode = "test"
[keys]
master_key_file = "master.key"
[[organisation]]
id = "trust"
name = "Trust"
[[service]]
id = "cafe"
organisation = "trust"
name = "Café"
class = "cafe"
[[partner]]
id = "sheets"
organisation = "trust"
adapter = "csv"
listen = { wire = "folder", path = "drop", settle_seconds = 0 }
"""


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    (tmp_path / "drop").mkdir()
    async with town(tmp_path, change=CHANGE) as made:
        yield made


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A house whose folder nobody watches but the test."""
    (tmp_path / "drop").mkdir()
    (tmp_path / "master.key").write_text(base64.b64encode(bytes(range(32))).decode())
    async with opened(parse(ALONE, folder=tmp_path), ALONE.encode(), clock=SetClock(SystemClock().now())) as made:
        yield made


async def sent(place: Town, text: str, *, to: str = "sheets", **headers: str) -> tuple[int, object]:
    """The answer to a sheet sent over HTTP."""
    token = await place.token("cmht", None)
    status, body, _ = await place.call("POST", f"/messages/{to}", token, data=text.encode(), headers=headers)
    return status, body


async def present(path: Path) -> Path:
    """A file, once it is there."""

    async def look() -> list[Path]:
        return sorted(path.parent.glob(path.name)) if path.parent.exists() else []

    return (await eventually(look, told=lambda: f"{path} did not come"))[0]


async def test_an_upload_is_answered_row_by_row(place: Town) -> None:
    """Good rows are taken, a bad one is told with its column, and the café hears of the good ones."""
    status, told = await sent(place, HEADER + GOOD + BAD + OTHER)

    assert isinstance(told, dict)
    assert status == 207
    assert told["counts"] == {"accepted": 2, "refused": 1}
    assert [(it["row"], it["outcome"]) for it in told["rows"]] == [
        ("row 2", "accepted"), ("row 3", "refused"), ("row 4", "accepted"),
    ]  # fmt: skip
    assert told["rows"][1]["issues"][0]["where"] == "column `DOB`"
    await place.hook("/cafe", "referral.received", number=2)


async def test_the_same_sheet_again_has_no_second_effect(place: Town) -> None:
    """Nor have its old rows in a longer sheet."""
    await sent(place, HEADER + GOOD)

    status, told = await sent(place, HEADER + GOOD + OTHER)

    assert isinstance(told, dict)
    assert (status, told["counts"]) == (201, {"repeated": 1, "accepted": 1})
    await place.hook("/cafe", "referral.received", number=2)
    assert sum(b'"referral.received"' in body for _, _, body in place.hooks) == 2


async def test_a_row_whose_number_comes_again_with_other_words_is_flagged(place: Town) -> None:
    """It is taken, and put before a person."""
    await sent(place, HEADER + GOOD)

    status, told = await sent(place, HEADER + GOOD.replace("Low mood", "Panic"))

    assert isinstance(told, dict)
    assert (status, told["rows"][0]["issues"][-1]["code"]) == (202, "duplicate")


async def test_the_rows_not_taken_come_back_as_a_sheet(place: Town) -> None:
    """When they are asked for; with the reason behind."""
    status, back = await sent(place, HEADER + GOOD + BAD, accept="text/csv")

    assert status == 207
    assert str(back).splitlines()[1].startswith('R3,9991234519,SPECIMEN,KIM,30/11/85,cafe,Panic,"column `DOB`: has a')


async def test_a_no_on_a_later_form_stops_what_the_same_carer_was_told(place: Town) -> None:
    """Without a number of the carer: by name. The yes opened contact details; after the no, nothing is there."""
    form = "Form no,NHS no,Surname,First name,DOB,Carer surname,Carer first name,Agreed,Date signed,May know\r\n"
    who = "9991234500,EXAMPLE,SAM,17/04/1990,SAMPLE,{given}"
    token = await place.token("cmht", "registered-professional")
    _, seen, _ = await place.call("GET", f"/fhir/{await place.referred()}", token)
    patient = seen["subject"]["reference"].partition("/")[2]

    agreed, _ = await sent(place, f"{form}F1,{who.format(given='KIM')},Y,01/11/2025,contact details\r\n", to="forms")
    _, found, _ = await place.call("GET", f"/fhir/RelatedPerson?patient={patient}", token)
    carer = found["entry"][0]["resource"]["id"]
    before, told, _ = await place.call("GET", f"/patients/{patient}/carers/{carer}", token)
    refused, _ = await sent(place, f"{form}F2,{who.format(given='Kim')},N,02/11/2025,\r\n", to="forms")
    after, _, _ = await place.call("GET", f"/patients/{patient}/carers/{carer}", token)

    assert (agreed, before, refused, after) == (201, 200, 201, 404)
    assert "SAM" in json.dumps(told)


async def test_a_file_that_is_no_sheet_is_refused_as_a_whole(place: Town) -> None:
    """A sealed copy is kept."""
    status, told = await sent(place, "hello")

    assert isinstance(told, dict)
    assert (status, told["rows"]) == (422, [])
    assert "no heading" in told["issues"][0]["message"]


async def test_a_dropped_file_is_taken_and_what_was_not_taken_comes_back(place: Town, tmp_path: Path) -> None:
    """The file moves to done with a report; the bad row comes back in the same shape."""
    drop = tmp_path / "drop"
    (drop / ".may.csv").write_text(HEADER + GOOD + BAD)
    (drop / ".may.csv").rename(drop / "may.csv")

    done = await present(drop / "done" / "may.*.csv")
    back = await present(drop / "rejected" / "may.*.csv")

    assert done.read_text() == (HEADER + GOOD + BAD).replace("\r\n", "\n")
    assert back.read_text("utf-8-sig").splitlines()[0] == HEADER.strip() + ",Why it was not taken"
    report = (await present(drop / "done" / "may.*.report.txt")).read_text()
    assert report.startswith("row 2: accepted\nrow 3: refused\n    error: column `DOB`: has a year of two digits")
    await place.hook("/cafe", "referral.received")


async def looked(house: House, times: int = 2) -> None:
    """Look into the folder a number of times."""
    drop = house.directory.partners["sheets"].listen
    assert isinstance(drop, Drop)
    seen: wire.Seen = {}
    for _ in range(times):
        seen = await wire.look(house, "sheets", drop, seen, asyncio.Event())


async def test_a_file_that_is_still_written_to_is_left(house: House, tmp_path: Path) -> None:
    """So are hidden ones, links, folders, and what a program still writes by its name."""
    drop = tmp_path / "drop"
    (tmp_path / "outside.csv").write_text(HEADER + GOOD)
    (drop / "link.csv").symlink_to(tmp_path / "outside.csv")
    for name in (".x.csv", "~$x.xlsx", "x.csv.part", "x.tmp"):
        (drop / name).write_text(HEADER + GOOD)
    await looked(house)
    (drop / "new.csv").write_text(HEADER + GOOD)

    await looked(house, times=1)

    assert not (drop / "done").exists()
    await looked(house)
    assert len(list((drop / "done").glob("new.*.csv"))) == 1


async def test_after_a_crash_half_way_nothing_is_lost_and_nothing_counts_twice(house: House, tmp_path: Path) -> None:
    """The rows were on disk, the file was not moved: it is found again, and each row is known."""
    drop = tmp_path / "drop"
    (drop / "may.csv").write_text(HEADER + GOOD + BAD)
    await looked(house)
    moved = next((drop / "done").glob("may.*.csv"))
    moved.rename(drop / "may.csv")

    await looked(house)

    report = next((drop / "done").glob("may.*.report.txt")).read_text()
    assert report.splitlines()[0] == "row 2: came before, nothing new"
    assert len(list((drop / "rejected").iterdir())) == 1


async def test_a_file_stays_where_it_is_while_nothing_can_be_stored(house: House, tmp_path: Path) -> None:
    """It is tried again at the next look."""
    drop = tmp_path / "drop"
    (drop / "may.csv").write_text(HEADER + GOOD)
    faults.arm("before-commit:1:raise", production=False)

    await looked(house)

    faults.arm("", production=False)
    assert (drop / "may.csv").exists()

    await looked(house)

    assert not (drop / "may.csv").exists()


async def test_a_file_that_cannot_be_read_is_rejected_whole_with_the_reason(house: House, tmp_path: Path) -> None:
    """Beside it lies why."""
    drop = tmp_path / "drop"
    (drop / "may.csv").write_text("hello")
    (drop / "big.csv").write_bytes(b"x" * 10_485_761)

    await looked(house)

    assert {it.name.partition(".")[0] for it in (drop / "rejected").glob("*.csv")} == {"may", "big"}
    said = {it.name.partition(".")[0]: it.read_text() for it in (drop / "rejected").glob("*.why.txt")}
    assert "no heading" in said["may"] and "10485760 bytes" in said["big"]


async def test_taken_files_do_not_lie_about_for_ever(house: House, tmp_path: Path) -> None:
    """Their rows are kept sealed; the open copies go after `keep_days`."""
    (tmp_path / "drop" / "may.csv").write_text(HEADER + GOOD)
    await looked(house)
    assert isinstance(house.clock, SetClock)

    await looked(replace(house, clock=SetClock(house.clock.at + timedelta(days=6))))
    assert len(list((tmp_path / "drop" / "done").iterdir())) == 2
    await looked(replace(house, clock=SetClock(house.clock.at + timedelta(days=8))))

    assert list((tmp_path / "drop" / "done").iterdir()) == []


def test_one_folder_cannot_serve_two_partners(tmp_path: Path) -> None:
    """Nobody could tell whose file it is."""
    second = ALONE.partition("[[partner]]")[2].replace('"sheets"', '"more-sheets"')

    with pytest.raises(SettingsInvalid, match="is also the folder of `sheets`"):
        parse(f"{ALONE}[[partner]]{second}", folder=tmp_path)


async def test_a_folder_that_is_not_there_is_named_before_anything_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By `nwd check` as a remark, for it may be there on another machine; by `nwd serve` as a fault."""
    (tmp_path / "nwd.toml").write_text(ALONE)
    (tmp_path / "master.key").write_text(base64.b64encode(bytes(range(32))).decode())

    assert main(["check", "--config", str(tmp_path / "nwd.toml")]) == 0
    with pytest.raises(NotReady, match="cannot listen for sheets"):
        async with running(parse(ALONE, folder=tmp_path), ALONE.encode()):
            pass

    assert f"no folder {tmp_path / 'drop'} on this machine" in capsys.readouterr().out
