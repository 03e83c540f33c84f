"""`nwd adapters` as it is called."""

import json
from pathlib import Path

import pytest

from gateway.cli.main import main
from gateway.cli.scaffold import files

SHEET = (
    "Ref,NHS no,Surname,First name,DOB,Service,Reason,Shoe size\r\n"
    "R1,9991234500,EXAMPLE,SAM,17/04/1990,cafe,Low mood,\r\n"
    "R2,9991234519,SPECIMEN,KIM,30/11/85,cafe,=1+1,\r\n"
    "R3,,SPECIMEN,KIM,30/11/1985,cafe,Panic,\r\n"
)


def test_trying_a_sheet_shows_each_rows_fate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the column and the mend, and no cell of anybody."""
    (tmp_path / "may.csv").write_text(SHEET)
    (tmp_path / "haven.toml").write_text('organisation = "haven"\nmap = "referral"\n')

    status = main(
        ["adapters", "try", str(tmp_path / "may.csv"), "--adapter", "csv", "--sender", str(tmp_path / "haven.toml")]
    )

    shown = capsys.readouterr().out
    assert status == 1
    assert shown.splitlines() == [
        "may.csv",
        "      information: heading row: not in the column map, so not passed on: column `Shoe size`; map them in the"
        " profile, or put them under ignore",
        "  row 2        accepted     referral, referral.received, to cafe",
        "  row 3        refused      referral",
        "      error: column `DOB`: has a year of two digits, which could be another century; write DD/MM/YYYY",
        "      error: column `Reason`: is a formula; put its value there (copy, then paste as values)",
        "  row 4        flagged      referral, referral.received, to cafe",
        "      warning: column `NHS no`: is empty; the person's identity stays unverified",
        "nothing was sent or kept: 1 accepted, 1 refused, 1 flagged",
    ]


def test_trying_a_folder_shows_a_message_for_each_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For programs as JSON; 0 when all would be taken."""
    folder = Path(__file__).parents[2] / "corpus"
    for name in ("json-referral", "json-contact-note"):
        (tmp_path / f"{name}.json").write_bytes((folder / name / "input.json").read_bytes())

    assert main(["adapters", "try", str(tmp_path), "--adapter", "json", "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert [(it["file"], it["outcome"]) for it in found] == [
        ("json-contact-note.json", "accepted"),
        ("json-referral.json", "accepted"),
    ]


def test_a_file_that_cannot_be_read_is_one_fate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what the sheet lacks."""
    (tmp_path / "x.csv").write_text("Surname,DOB\r\nEXAMPLE,17/04/1990\r\n")

    assert main(["adapters", "try", str(tmp_path / "x.csv"), "--adapter", "csv"]) == 1

    assert "heading row: lacks `Service`; `Reason`" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["try", "nofile.csv", "--adapter", "csv"], "`nofile.csv` cannot be read: No such file"),
        (["try", "-", "--adapter", "cvs"], "unknown adapter `cvs`"),
        (["new", "Bad-Name"], "cannot be a name"),
        (["new", "csv"], "an adapter `csv` is installed"),
        (["new", "class"], "cannot be a name"),
    ],
)
def test_wrong_use_is_named(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 2, and how to mend it."""
    assert main(["adapters", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_new_adapter_is_never_written_over_an_old_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The folder must not be there."""
    assert main(["adapters", "new", "slip", "--dir", str(tmp_path)]) == 0
    assert main(["adapters", "new", "slip", "--dir", str(tmp_path)]) == 2
    assert sorted(it.name for it in (tmp_path / "slip").iterdir()) == sorted(files("slip"))


def test_the_list_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    """Of every installed adapter."""
    assert main(["adapters", "list"]) == 0
    assert "csv\n" in capsys.readouterr().out
