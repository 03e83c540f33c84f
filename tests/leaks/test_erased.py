"""An erased person: nothing of theirs in any file, log, answer or restored backup; everybody else is as before."""

import json
from pathlib import Path

import pytest
import structlog

from gateway.telemetry import logs
from tests.integration.test_backup import bring, emptied, nwd, taken
from tests.integration.test_erased_topics import AT_ONCE, broker, disk, on_topic, set_retention
from tests.integration.test_spreadsheets import present
from tests.kafka_broker import Broker
from tests.kafka_topics import made, records
from tests.leaks.canaries import BORN, NUMBER, POSTCODE, Planted, planted
from tests.leaks.exits import Bytes, ask_all
from tests.leaks.searching import hits
from tests.patience import eventually
from tests.town import OTHER, Town, town

__all__ = ["broker"]

_PARTNER = {
    '[[subscription]]\nid = "cafe-hook"': (
        '[[partner]]\nid = "trust-fhir"\norganisation = "trust"\nservice = "cmht"\nadapter = "fhir_r4"\n'
        '[[partner]]\nid = "sheets"\norganisation = "trust"\nservice = "cmht"\nadapter = "csv"\n'
        'listen = { wire = "folder", path = "drop", every_seconds = 0.05, settle_seconds = 0 }\n'
        '[[subscription]]\nid = "cafe-hook"'
    ),
    'partners = ["engine", "cafe-fhir"]': 'partners = ["engine", "cafe-fhir", "trust-fhir"]',
}


_SHEET = (
    "Ref,NHS no,Surname,First name,DOB,Service,Reason\r\n"
    f"{NUMBER}-1,{NUMBER},ZQUOLL,MARE,{BORN},cafe,Zqxtakenk\r\n"
    f"R2,{NUMBER[:3]} {NUMBER[3:6]} {NUMBER[6:]},ZQUOLL,MARE,9/3/77,cafe,Zqxrefusedk\r\n"
    "R3,9991234519,SPECIMEN,KIM,30/11/85,cafe,Somebody else\r\n"
)
_IN_SHEET = ["Zqxtakenk", "Zqxrefusedk"]


async def test_no_canary_of_an_erased_person_is_left_anywhere(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Erased after a backup: not in the live gateway, not in the restored one, and in no file of either."""
    _logs_as_served()
    messages = planted()
    words = _words(messages)
    (tmp_path / "drop").mkdir()
    async with town(tmp_path, change=_PARTNER) as place:
        references, patient = await _told(place, messages)
        other = await place.referred(2, OTHER)
        await _dropped(tmp_path / "drop")
        before = await _left(place, references)
        in_sheets = hits(b"\n".join(_files(tmp_path / "drop")), _IN_SHEET, numbers=[NUMBER])
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
    assert in_sheets == {*_IN_SHEET, NUMBER}
    for left in (live.every, restored.every, files, [(said.out + said.err).encode()]):
        assert hits(b"\n".join(left), words, numbers=[NUMBER]) == set()
    assert hits(b"\n".join(_files(tmp_path / "drop")), ["Somebody else"]) == {"Somebody else"}
    structlog.reset_defaults()


@pytest.mark.kafka
async def test_no_canary_is_left_on_a_topic_once_its_clock_has_run(
    tmp_path: Path, broker: Broker, capfd: pytest.CaptureFixture[str]
) -> None:
    """Our own topic is sealed; a recipient's holds words until then, and after it no file of the broker does."""
    _logs_as_served()
    messages = planted()
    words = _words(messages)
    own, theirs = [await made(broker.server, settings=AT_ONCE) for _ in range(2)]
    backbone = f'[backbone]\nkind = "kafka"\ntopic = "{own}"\n[kafka]'
    on_brokers = {it: text.replace("[kafka]", backbone) for it, text in on_topic(broker.server, theirs).items()}
    (tmp_path / "drop").mkdir()
    async with town(tmp_path, change=_PARTNER | on_brokers) as place:
        (tmp_path / "nwd.toml").write_text(place.settings)
        references, patient = await _told(place, messages)
        await _dropped(tmp_path / "drop")
        await records(broker.server, theirs, at_least=2)
        await place.settled()
        ours, before = [await _on(broker, one) for one in (own, theirs)]
        told = hits(before, words)
        assert await nwd(tmp_path, "erase", patient, "--reason", "asked for", "--by", "Jo") == 0
        live = await _left(place, references)
        await set_retention(broker, theirs, 1)

        async def gone() -> bool:
            return not any(one.encode() in disk(broker) for one in told)

        await eventually(gone, told=lambda: "the broker's disk still holds words of the erased")
        after = [disk(broker), *[await _on(broker, one) for one in (own, theirs)]]
    said = capfd.readouterr()

    assert told
    for left in (ours, *after, *live.every, *_files(tmp_path), (said.out + said.err).encode()):
        assert hits(left, words, numbers=[NUMBER]) == set()
    structlog.reset_defaults()


def _logs_as_served() -> None:
    structlog.reset_defaults()
    logs.set_up()
    structlog.configure(cache_logger_on_first_use=False)


def _words(messages: list[Planted]) -> list[str]:
    found = [one.word for message in messages for one in message.canaries]
    return [*found, *_IN_SHEET, POSTCODE, BORN, BORN.replace("-", "")]


async def _dropped(folder: Path) -> None:
    """The team drops a sheet, and has a row of it back."""
    (folder / "may.csv").write_text(_SHEET)
    await present(folder / "rejected" / "may.*.csv")
    await present(folder / "done" / "may.*.csv")


async def _on(broker: Broker, topic: str) -> bytes:
    """Everything of every record on a topic."""
    found = await records(broker.server, topic)
    return b"\n".join(it or b"" for one in found for it in (one.key, one.value, repr(one.headers).encode()))


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
