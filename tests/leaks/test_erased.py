"""An erased person: nothing of theirs in any file, log, answer or restored backup; everybody else is as before."""

import json
from pathlib import Path

import pytest
import structlog

from gateway.telemetry import logs
from tests.integration.test_backup import bring, emptied, nwd, taken
from tests.leaks.canaries import BORN, NUMBER, POSTCODE, Planted, planted
from tests.leaks.exits import Bytes, ask_all
from tests.leaks.searching import hits
from tests.town import OTHER, Town, town

_PARTNER = {
    '[[subscription]]\nid = "cafe-hook"': (
        '[[partner]]\nid = "trust-fhir"\norganisation = "trust"\nservice = "cmht"\nadapter = "fhir_r4"\n'
        '[[subscription]]\nid = "cafe-hook"'
    ),
    'partners = ["engine", "cafe-fhir"]': 'partners = ["engine", "cafe-fhir", "trust-fhir"]',
}


async def test_no_canary_of_an_erased_person_is_left_anywhere(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Erased after a backup: not in the live gateway, not in the restored one, and in no file of either."""
    structlog.reset_defaults()
    logs.set_up()
    structlog.configure(cache_logger_on_first_use=False)
    messages = planted()
    words = [one.word for message in messages for one in message.canaries] + [POSTCODE, BORN, BORN.replace("-", "")]
    async with town(tmp_path, change=_PARTNER) as place:
        references, patient = await _told(place, messages)
        other = await place.referred(2, OTHER)
        before = await _left(place, references)
        await taken(place, tmp_path)
        assert await nwd(tmp_path, "erase", patient, "--reason", "asked for", "--by", "Jo") == 0
        live = await _left(place, references)
        assert await nwd(tmp_path, "audit", "verify") == 0
    emptied(tmp_path, keys_too=False)
    assert await nwd(tmp_path, *bring(tmp_path)) == 0
    async with town(tmp_path, change=_PARTNER) as place:
        restored = await _left(place, references)
        assert (await place.call("GET", f"/fhir/{other}", await place.token()))[0] == 200
    files = _files(tmp_path)
    said = capfd.readouterr()

    assert len(hits(b"\n".join(before.every), words, numbers=[NUMBER])) > len(words) // 2
    for left in (live.every, restored.every, files, [(said.out + said.err).encode()]):
        assert hits(b"\n".join(left), words, numbers=[NUMBER]) == set()
    structlog.reset_defaults()


def _files(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


async def _told(place: Town, messages: list[Planted]) -> tuple[list[str], str]:
    """The team tells what it knows; gives every reference of the person, and the person's."""
    team = await place.token("cmht", "registered-professional")
    for one in messages:
        status, answer, _ = await place.call("POST", "/messages/trust-fhir", team, data=json.dumps(one.bundle))
        assert status in {201, 202}, (one.category, answer)
    await place.settled()
    _, found, _ = await place.call("GET", "/referrals", await place.token())
    patient = str(found["entry"][0]["resource"]["subject"]["reference"])
    _, all_, _ = await place.call("GET", f"/fhir/{patient}/$everything", team)
    return sorted(f"{one['resource']['resourceType']}/{one['resource']['id']}" for one in all_["entry"]), patient


async def _left(place: Town, references: list[str]) -> Bytes:
    """Everything that leaves to the team that wrote it, asked by every name that it had."""
    got = Bytes()
    await ask_all(place, await place.token("cmht", "registered-professional"), references, got, acts=False)
    return got
