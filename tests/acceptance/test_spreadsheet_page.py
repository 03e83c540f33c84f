"""docs/spreadsheets.md says what is so."""

import re
import tomllib
from pathlib import Path

import pytest

from adapters.csv import ready
from adapters.csv.page import written
from adapters.csv.profile import CsvProfile
from adapters.csv.words import folded
from gateway.cli.main import main
from gateway.settings.model import Partner

PAGE = (Path(__file__).parents[2] / "docs" / "spreadsheets.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_tables_are_made_from_the_maps_and_the_limits() -> None:
    """`python -m adapters.csv.page` writes them anew."""
    assert written(PAGE) == PAGE
    assert all(f"<!-- map {name} -->" in PAGE for name in ready.NAMES)


def test_the_sheet_of_the_page_is_tried_as_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Letter by letter."""
    monkeypatch.chdir(tmp_path)
    Path("may.csv").write_text(blocks("csv")[0])
    Path("haven.toml").write_text(blocks("toml")[0])

    main(blocks("bash")[0].split()[1:])

    assert capsys.readouterr().out == blocks("text")[0]


def test_the_partner_of_the_page_is_sound() -> None:
    """Its wire and its profile."""
    table = tomllib.loads(blocks("toml")[1])["partner"][0]

    assert Partner.model_validate(table).listen is not None
    assert CsvProfile.model_validate(table["profile"]).words["urgency"]["red"] == "emergency"


@pytest.mark.parametrize("name", ready.NAMES)
def test_a_ready_map_is_of_one_mind(name: str) -> None:
    """No heading stands for two fields, what is needed is there, and every field is read."""
    which = ready.load(name)
    headings = [folded(one) for it in which.columns for one in it.headings]

    assert len(set(headings)) == len(headings)
    assert {it for group in which.needed for it in group} <= set(which.fields)
    assert len(set(which.fields)) == len(which.fields)
