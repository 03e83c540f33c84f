"""A new profile beside the live one: differences by field, nothing sent, nothing of a person shown."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from gateway.cli.main import main
from tests.patience import eventually
from tests.town import OTHER, Town, referral, town

TRIALS = {
    '[[subscription]]\nid = "cafe-hook"': '[[shadow]]\nid = "other-zone"\npartner = "engine"\nadapter = "hl7v2"\n'
    'profile = { timezone = "America/New_York" }\n'
    '[[shadow]]\nid = "wrong-adapter"\npartner = "engine"\nadapter = "fhir_r4"\n'
    '[[subscription]]\nid = "cafe-hook"'
}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, change=TRIALS) as made:
        yield made


async def found(place: Town, compared: int) -> Any:
    """The report once so many messages were compared."""
    token = await place.token("cmht", "operator")

    async def look() -> Any:
        _, report, _ = await place.call("GET", "/ops/shadow", token)
        return report if report["shadows"].get("wrong-adapter", {}).get("compared", 0) >= compared else None

    return await eventually(look, told=lambda: f"no {compared} messages were compared")


async def test_differences_are_told_by_field_and_nothing_else_happens(place: Town) -> None:
    """The time moves with the zone; the wrong adapter refuses; the café is told once, by the live adapter."""
    await place.referred()
    report = await found(place, 1)
    places = {one["where"]: one["kind"] for one in report["shadows"]["other-zone"]["places"]}

    assert places["ServiceRequest[0].authoredOn"] == "another value"
    assert "Patient[0].birthDate" not in places
    other = {one["where"] for one in report["shadows"]["wrong-adapter"]["places"]}
    assert {"outcome", "ServiceRequest[0].status"} <= other
    assert sum(where == "/cafe" for where, _, _ in place.hooks) == 1
    assert not any(word in json.dumps(report) for word in ("EXAMPLE", "9991234500", "LOW MOOD", "1990"))


async def test_stored_messages_are_read_without_waiting_for_traffic(
    place: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last ones of the partner, by the command line; that it was done is in the audit."""
    for number, person in ((1, OTHER), (2, OTHER)):
        assert "MSA|AA" in await place.send(referral(number, person))
    await found(place, 2)
    path = tmp_path / "nwd.toml"
    path.write_text(place.settings)
    capsys.readouterr()

    assert await asyncio.to_thread(main, ["shadow", "--last", "2", "--config", str(path)]) == 0
    assert '"compared": 4' in capsys.readouterr().out


def test_a_shadow_of_nobody_is_a_fault_in_the_settings() -> None:
    """With its line and the partners that there are."""
    from gateway.settings.loading import SettingsInvalid, parse

    text = (
        '[gateway]\nname = "x"\ndata_dir = "d"\n[keys]\nmaster_key_file = "k"\n'
        '[[shadow]]\nid = "s"\npartner = "nobody"\nadapter = "hl7v2"\nprofile = { nonsense = 1 }\n'
    )
    with pytest.raises(SettingsInvalid) as refused:
        parse(text, folder=Path())
    assert [fault.place for fault in refused.value.faults] == ["shadow[1].partner", "shadow[1].profile.nonsense"]
