"""`nwd translate` as it is called."""

import argparse
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.cli import translate

MESSAGE = b"MSH|^~\\&|PAS|RXX01|N|HAVEN|20260701091500||REF^I12|7|P|2.4\rRF1||||||R1|20260701091500\rPID|||77||A^B\r"


def called(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    translate.add_parser(parser.add_subparsers())
    parsed = parser.parse_args(["translate", *arguments])
    return int(parsed.run(parsed))


def shown(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize("raw", [MESSAGE, b"\x0b" + MESSAGE + b"\x1c\r", MESSAGE.replace(b"\r", b"\n")])
def test_a_file_is_translated_framed_or_bare(tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes) -> None:
    """The same message gives the same translation however it is kept."""
    file = tmp_path / "message.hl7"
    file.write_bytes(raw)

    assert called("--adapter", "hl7v2", str(file)) == 0

    found = shown(capsys)
    assert set(found) == {"outcome", "bundle", "reply", "issues"}
    assert (found["outcome"], found["bundle"]["type"]) == ("accepted", "message")
    assert "MSA|AA|7" in found["reply"]


def test_a_refusal_is_shown_with_its_place(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused is an outcome, not a failure of the command."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"hello")))

    assert called("--adapter", "hl7v2", "-") == 0

    found = shown(capsys)
    assert (found["outcome"], found["bundle"], found["issues"][0]["where"]) == ("refused", None, "MSH")


def test_the_senders_profile_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its zone is the zone of the times."""
    file, profile = tmp_path / "message.hl7", tmp_path / "sender.toml"
    file.write_bytes(MESSAGE)
    profile.write_text('organisation = "acme"\ntimezone = "Europe/Paris"\n')

    assert called("--adapter", "hl7v2", "--sender", str(profile), str(file)) == 0

    assert '"2026-07-01T09:15:00+02:00"' in json.dumps(shown(capsys))


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (
            'timezone = "Mars/Base"',
            "sender.toml`: `timezone` is not a time zone; expected a name such as `Europe/",
        ),
        ('charset_fallback = "nope"', "`charset_fallback` is not a charset"),
        ('nonsense = "1"\nfolly = 2', "`nonsense` is not an option; mend the spelling"),
        ('nonsense = "1"\nfolly = 2', "`folly` is not an option"),
        ('[partner.profile]\nnonsense = "1"', "`nonsense` is not an option"),
        ("[[partner]]", "`partner` is not an option"),
        ("not toml", "sender.toml` is not TOML: Expected '=' after a key in a key/value pair (at line 1"),
    ],
)
def test_a_wrong_profile_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], profile: str, expected: str
) -> None:
    """Wrong use is 2, with the place."""
    path = tmp_path / "sender.toml"
    path.write_text(profile)

    assert called("--adapter", "hl7v2", "--sender", str(path), "-") == 2
    assert expected in capsys.readouterr().err


@pytest.mark.parametrize("table", ["", "[profile]\n", "[partner.profile]\n"], ids=["bare", "profile", "partner"])
def test_a_profile_may_stand_as_it_does_in_the_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], table: str
) -> None:
    """What was tried is pasted into nwd.toml, and the other way round."""
    file, profile = tmp_path / "message.hl7", tmp_path / "sender.toml"
    file.write_bytes(MESSAGE)
    profile.write_text(f'{table}timezone = "Europe/Paris"\n')

    assert called("--adapter", "hl7v2", "--sender", str(profile), str(file)) == 0

    assert '"2026-07-01T09:15:00+02:00"' in json.dumps(shown(capsys))


def test_wrong_use_says_how_to_mend_it(capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown adapter and a missing file are named."""
    assert called("--adapter", "fax", "-") == 2
    assert called("--adapter", "hl7v2", "/nowhere/at/all") == 2

    said = capsys.readouterr().err
    assert "unknown adapter `fax`" in said
    assert "`/nowhere/at/all` cannot be read: No such file" in said


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_no_bytes_crash_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes) -> None:
    """Whatever the file holds, JSON comes out."""
    file = tmp_path / "message.hl7"
    for content in (raw, MESSAGE + raw):
        file.write_bytes(content)

        assert called("--adapter", "hl7v2", str(file)) == 0
        assert shown(capsys)["outcome"] in {"accepted", "flagged", "quarantined", "refused"}


def test_the_profile_in_the_documentation_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the page shows can be used as it stands."""
    page = (Path(__file__).parents[3] / "docs" / "hl7v2.md").read_text("utf-8")
    profile, file = tmp_path / "sender.toml", tmp_path / "message.hl7"
    profile.write_text(page.split("```toml\n")[1].split("```")[0], "utf-8")
    file.write_bytes(MESSAGE)

    assert called("--adapter", "hl7v2", "--sender", str(profile), str(file)) == 0
    assert "urn:nwd:acme-trust:referral" in json.dumps(shown(capsys))


SHEET = "Haven,,,,,,\nRef,NHS no,Surname,First name,D.O.B.,Service,Reason\n"
ROW = "R1,9991234500,EXAMPLE,SAM,{born},cafe,Low mood\n"


@pytest.mark.parametrize(
    ("rows", "outcome", "where"),
    [
        (ROW.format(born="17/04/1990"), "accepted", []),
        (ROW.format(born="17/04/90"), "refused", ["column `D.O.B.`"]),
        ("R1,EXAMPLE\n", "refused", ["row"]),
        (ROW.format(born="17/04/1990") * 2, "refused", ["file"]),
        ("", "refused", ["file"]),
    ],
)
def test_the_only_row_of_a_sheet_is_translated_as_it_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: str, outcome: str, where: list[str]
) -> None:
    """By the heading row of the profile, and with the sheet's own headings; several rows are several messages."""
    file, profile = tmp_path / "may.csv", tmp_path / "haven.toml"
    file.write_text(SHEET + rows)
    profile.write_text("header_row = 2\n")

    assert called("--adapter", "csv", "--sender", str(profile), str(file)) == 0

    found = shown(capsys)
    assert (found["outcome"], [it["where"] for it in found["issues"]]) == (outcome, where)


def test_what_is_said_of_a_sheet_is_shown_beside_its_only_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Such as a column that nobody knows; a file that cannot be taken apart is refused by its own words."""
    file = tmp_path / "may.csv"
    heading, row = SHEET.splitlines()[1], ROW.format(born="17/04/1990").strip()
    for text in (f"{heading},Colour\n{row},\n", f"{heading.replace(',Reason', '')}\n{row}\n"):
        file.write_text(text)
        assert called("--adapter", "csv", str(file)) == 0
        found = shown(capsys)
        assert [it["where"] for it in found["issues"]] == ["heading row"]
