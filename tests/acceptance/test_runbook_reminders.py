"""docs/runbook.md on what is put before somebody in time, command by command."""

from pathlib import Path

import pytest

from tests.integration.test_consent_reminders import agreed, day
from tests.runbook import Hand
from tests.town import town


async def test_a_carers_consent_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named, with whoever wrote it down, until somebody has asked the person."""
    monkeypatch.chdir(tmp_path)
    hand = Hand("A carer's consent ends", tmp_path, capsys)
    async with town(tmp_path) as place:
        (tmp_path / "nwd.toml").write_text(place.settings)
        consent = await agreed(place, ends=day(10))
        told = await hand.gives("nwd stuck", 0, f"Consent/{consent}")
        assert "ask the person if the carer may still know" in told and "cmht" in told
    hand.done()
