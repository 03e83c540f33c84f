"""For how many people a change of policy would matter, counted by the running gateway."""

import asyncio
from pathlib import Path

import pytest

from consent import policy
from gateway.cli.main import main
from tests.town import town

_UK = (Path(policy.__file__).parent / "policies" / "uk.toml").read_text()
_ROW = '[cell.referral-reason.cafe]\ndefault = { extent = "extract", reason = "i" }'


async def test_a_lead_learns_for_how_many_people_a_change_matters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody referred to the café is counted, by class and category; the same policy changes nothing."""
    assert _ROW in _UK
    (tmp_path / "less.toml").write_text(_UK.replace(_ROW, _ROW.replace('"extract"', '"none"')))
    async with town(tmp_path) as place:
        (tmp_path / "nwd.toml").write_text(place.settings)
        await place.referred()
        settings = ["--config", str(tmp_path / "nwd.toml")]
        capsys.readouterr()

        changed = await asyncio.to_thread(main, ["policy", "diff", "uk", str(tmp_path / "less.toml"), *settings])
        told = capsys.readouterr().out
        same = await asyncio.to_thread(main, ["policy", "diff", "uk", "uk", *settings])
        nothing = capsys.readouterr().out

    assert (changed, same) == (0, 0)
    assert "for their treatment, of 1 person on record now:" in told
    assert "- Crisis cafés would see less of 1 person: reason for referral" in told
    assert "nobody's record would be shown otherwise" in nothing


def test_without_a_running_gateway_nobody_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The sentences come all the same; the count says what to start."""
    status = main(["policy", "diff", "uk", "uk", "--config", str(tmp_path / "nwd.toml")])

    assert status == 2
    assert "nwd policy: " in capsys.readouterr().err
