"""docs/runbook.md: every command of it is run against a gateway in the very state that its section is about."""

import asyncio
import json
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import apsw
import pytest
import yaml

from gateway.cli.main import main
from gateway.cli.operate import ask
from gateway.store.errors import StoreRefused
from tests.certificates import Authority
from tests.faults.test_disk_full import FullDisk
from tests.integration.test_consenting import GLASS, HTT
from tests.integration.test_kafka_gateway import BEFORE_HOOK, instead_of_hook
from tests.integration.test_metrics import scraped
from tests.integration.test_replay import held
from tests.kafka_topics import lost, made
from tests.patience import SECONDS, eventually
from tests.runbook import PAGE, ROOT, SECTIONS, Hand, mended
from tests.town import OTHER, Town, referral, town


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@asynccontextmanager
async def running(folder: Path, change: dict[str, str] | None = None) -> AsyncIterator[Town]:
    """A town whose settings lie where the commands are given."""
    async with town(folder, change=change) as place:
        (folder / "nwd.toml").write_text(place.settings)
        yield place


async def message_of(place: Town) -> str:
    """The id of the message that came last."""
    _, rows, _ = await place.call("GET", "/ops/messages?source=engine", await place.token("cmht", "operator"))
    return str(rows[0]["message_id"])


def test_every_alarm_leads_to_a_section() -> None:
    """Each has one, and it is there."""
    rules = yaml.safe_load((ROOT / "deploy" / "prometheus" / "alarms.yml").read_text())["groups"][0]["rules"]
    anchors = {re.sub(r"[^a-z0-9 -]", "", one.lower()).replace(" ", "-") for one in SECTIONS}

    assert {rule["annotations"]["runbook"].partition("#")[2] for rule in rules} <= anchors
    assert all(rule["alert"] in PAGE for rule in rules)


def test_every_section_is_tried() -> None:
    """A section that no test of these files names is of no use at three in the morning."""
    text = "".join(one.read_text() for one in Path(__file__).parent.glob("test_runbook*.py"))

    assert [one for one in SECTIONS if f'Hand("{one}"' not in text] == []


def test_every_command_that_is_named_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    """Also those that stand in a sentence."""
    named = set(re.findall(r"`nwd ([a-z-]+(?: (?:verify|show|prove|diff))?)", PAGE))

    assert len(named) > 5
    for one in named:
        words = one.split()
        with pytest.raises(SystemExit) as ended:
            main([*words, "--help"])
        assert ended.value.code == 0, capsys.readouterr().err


async def test_an_unopened_referral(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is named until somebody opens it."""
    hand = Hand("A referral that nobody opens", folder, capsys)
    told = {'"delivery.withheld", "contact': '"delivery.withheld", "referral.unopened", "contact'}
    async with running(folder, told | {"opened_within_seconds = 3600": "opened_within_seconds = 1"}) as place:
        reference = await place.referred()
        operator = await place.token("cmht", "operator")
        await until(place, "/ops/stuck", "no human at the service has opened it")
        hand.names["MESSAGE"] = await message_of(place)
        await hand.gives("nwd stuck", 0, "no human at the service has opened it")
        await hand.gives("nwd messages", 0, "delivered")
        await hand.gives("nwd explain", 0, "permit")
        await place.call("POST", f"/referrals/{reference.partition('/')[2]}/open", await place.token())
        assert (await place.call("GET", "/ops/stuck", operator))[1] == []
    hand.done()


async def until(place: Town, path: str, word: str) -> None:
    """Return once what an operator reads at a path has a word in it."""
    operator = await place.token("cmht", "operator")

    async def look() -> bool:
        return word in str((await place.call("GET", path, operator))[1])

    await eventually(look, told=lambda: f"{path} never says `{word}`")


async def test_a_parked_delivery(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Seen beforehand, put back, and ended where it must not go."""
    hand = Hand("A parked delivery", folder, capsys)
    told = {'"delivery.withheld", "contact': '"delivery.withheld", "referral.held", "contact'}
    async with running(folder, told) as place:
        place.answers["/cafe"] = 410
        await place.referred()
        operator = await place.token("cmht", "operator")
        [parked] = await place.until("/ops/parked", operator)
        hand.names["DELIVERY"] = parked["id"]
        await hand.gives("nwd parked", 0, parked["id"])
        await hand.gives("nwd replay DELIVERY --preview", 0, '"outcome": "goes"')
        await hand.gives("nwd replay", 0, "true")
        await place.hook("/cafe", "referral.received", number=2)
        await place.until("/ops/parked", operator)
        await hand.gives("nwd skip", 0, "true")
        assert (await place.call("GET", "/ops/parked", operator))[1] == []
    hand.done()


async def test_a_held_message(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Looked at with a reason, tried, and ended."""
    hand = Hand("A message that is held", folder, capsys)
    told = {'"delivery.withheld", "contact': '"delivery.withheld", "referral.unroutable", "contact'}
    async with running(folder, told) as place:
        await place.send(referral(1, to="NEWPLACE"))
        hand.names["MESSAGE"] = await held(place, await place.token("cmht", "operator"))
        await hand.gives("nwd stuck", 0, hand.names["MESSAGE"])
        await hand.gives("nwd show", 0, "REF^I12")
        await hand.gives("nwd replay", 0, "flagged")
        await hand.gives("nwd resolve", 0, "true")
    hand.done()


async def test_a_recipient_that_moved(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its new address holds when the command returns."""
    hand = Hand("A recipient that is away", folder, capsys)
    async with running(folder) as place:
        place.answers["/cafe"] = 503
        await place.referred()
        await until(place, "/ops/ledger", "retrying")
        await hand.gives("nwd messages", 0, "retrying")
        await mended(folder, '/cafe"', '/moved"')
        await hand.gives("nwd check", 0, "is sound")
        await hand.gives("nwd config diff", 0, "webhook")
        await hand.gives("nwd config apply", 0, "webhook")
        await place.hook("/moved", "referral.received")
    hand.done()


async def test_brokers_that_are_away(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Referrals go on all the same."""
    hand = Hand("The brokers are away", folder, capsys)
    how = 'kind = "kafka"\ndirect_after_seconds = 0\ntimeout_seconds = 1'
    away = f'[backbone]\n{how}\n[kafka]\nservers = ["127.0.0.1:1"]\n[http]'
    async with running(folder, {"[http]": away}) as place:
        await place.referred()
        await hand.gives("nwd topics plan", 2, "refused")
        await hand.gives("nwd stuck", 0, "[]")
    hand.done()


@pytest.mark.kafka
async def test_brokers_that_lost_everything(folder: Path, kafka: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The topics are filled again."""
    hand = Hand("The brokers lost their contents", folder, capsys)
    topic = await made(kafka)
    on = (
        f'[backbone]\nkind = "kafka"\ntopic = "{topic}"\n[backbone.keep]\npartitions = 3\nreplication = 1\n'
        f'min_insync = 1\n[kafka]\nservers = ["{kafka}"]\n[http]'
    )
    async with running(folder, {"[http]": on}) as place:
        await place.referred()
        await place.settled()
        await lost(kafka, topic)
        await hand.gives("nwd topics plan", 1, "create with")
        await hand.gives("nwd rebuild-topics", 0, '"published": 1')
        await hand.gives("nwd topics plan", 0, "as the settings say")
    hand.done()


@pytest.mark.kafka
async def test_a_topic_of_an_older_version(folder: Path, kafka: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The running gateway tells of it, and of nothing any more once it is mended."""
    hand = Hand("A topic is not as the settings say", folder, capsys)
    topic = await made(kafka)
    change = {"[http]": f'[kafka]\nservers = ["{kafka}"]\n[http]', BEFORE_HOOK: instead_of_hook(topic)}
    async with running(folder, change) as place:
        told = f"topics: {topic} not as the settings say; nwd topics plan says what"

        async def is_told() -> bool:
            return told in await ready(place)

        await eventually(is_told, told=lambda: "readiness says nothing of the topic")
        async with place.session.get(f"{place.http}/metrics") as answer:
            assert "nwd_topics_safe 0" in await answer.text()
        await hand.gives("nwd topics plan", 1, "a record that was given up may come behind a later event")
        await hand.gives("nwd topics apply", 0, "as the settings say")
        await hand.gives("nwd topics plan", 0, "as the settings say")
    hand.done()
    async with running(folder, change) as place:
        assert await ready(place) == "ready\n"


async def ready(place: Town) -> str:
    """What `/readyz` says once the topics were looked at."""
    said = ""
    for _ in range(40):
        async with place.session.get(f"{place.http}/readyz") as answer:
            said = await answer.text()
        if "topics" in said:
            break
        await asyncio.sleep(0.05)
    return said


async def test_a_database_that_is_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said in one line."""
    hand = Hand("The database is away", folder, capsys)
    for name in ("NWD_POSTGRES", "NWD_POSTGRES_KEYS"):
        monkeypatch.setenv(name, "postgresql://nwd@127.0.0.1:1/nwd")
    async with running(folder):
        pass
    await mended(folder, "[http]", '[store]\nkind = "postgres"\n[http]')
    await hand.gives("nwd migrate", 1, "the database did not commit")
    hand.done()


@pytest.fixture
def disk() -> Iterator[FullDisk]:
    usual = apsw.vfs_names()[0]
    made_up = FullDisk(usual)
    yield made_up
    made_up.full = False
    made_up.unregister()
    apsw.set_default_vfs(usual)


async def test_a_full_disk(disk: FullDisk, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What there is can be asked for."""
    hand = Hand("The disk is full", folder, capsys)
    async with running(folder) as place:
        await place.referred()
        disk.full = True
        assert await place.send(referral(2)) == ""
        async with place.session.get(f"{place.http}/readyz") as answer:
            assert answer.status == 503
        await hand.gives("df", 0, "Avail")
        await hand.gives("nwd stuck", 0, "[]")
        shown = {"do": "show", "message": str(UUID(int=1)), "reason": "looked at", "by": "jo"}
        assert "did not commit" in (await asyncio.to_thread(ask, folder / "nwd.toml", shown))["error"]
        disk.full = False
        assert "MSA|AA" in await place.send(referral(2))
    hand.done()


async def test_a_certificate(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The day is said beforehand, and the new one is taken up without a restart."""
    hand = Hand("A certificate or key runs out", folder, capsys)
    signed = Authority(folder)
    old, old_key = signed.sign("gateway")
    new, new_key = signed.sign("gateway-2")
    tls = f'frame_limit = 100000\ntls = {{ certificate_file = "{old}", key_file = "{old_key}" }}'
    async with running(folder, {"frame_limit = 100000": tls}):
        await mended(folder, str(old), str(new))
        await mended(folder, str(old_key), str(new_key))
        await hand.gives("nwd check", 0, "the certificate of partner.engine.listen runs out on")
        await hand.gives("nwd config diff", 0, "certificate_file")
        await hand.gives("nwd config apply", 0, "certificate_file")
    hand.done()


async def test_an_audit_that_does_not_verify(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The line that was changed is named, with a kept head and without."""
    hand = Hand("The audit does not verify", folder, capsys)
    async with running(folder) as place:
        await place.referred()
        operator = await place.token("cmht", "operator")
        (folder / "monday.json").write_text(json.dumps((await place.call("GET", "/audit/head", operator))[1]))
        await place.settled()
        file = apsw.Connection(str(folder / "data" / "nwd.db"))
        file.set_busy_timeout(SECONDS * 1000)
        file.execute("UPDATE audit SET outcome = 'permit' WHERE action = 'accept'")
        file.close()
        await hand.gives("nwd audit verify", 1, "faults")
        await hand.gives("nwd audit verify --head", 1, "faults")
        await hand.gives("nwd backup", 0, "data:")
    hand.done()


async def test_wrong_sharing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Stopped at once, explained, and kept."""
    hand = Hand("Wrong sharing", folder, capsys)
    async with running(folder) as place:
        reference = await place.referred()
        _, seen, _ = await place.call("GET", f"/fhir/{reference}", await place.token("cmht", "registered-professional"))
        hand.names |= {"MESSAGE": await message_of(place), "PERSON": seen["subject"]["reference"]}
        await mended(folder, "since = 2026-01-01", "since = 2026-01-01\nuntil = 2026-01-02")
        await hand.gives("nwd config diff", 0, "agreement")
        await hand.gives("nwd config apply", 0, "agreement")
        await hand.gives("nwd explain", 0, "cafe")
        await hand.gives("nwd hold", 0, "placed")
    hand.done()


async def test_the_glass_was_broken(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It rings until an officer has judged it."""
    hand = Hand("The glass was broken", folder, capsys)
    async with running(folder, HTT) as place:
        await place.referred()
        doctor = await place.token("htt", "registered-professional")
        officer = await place.token("cmht", "privacy-officer")
        assert (await place.call("POST", "/consent/override", doctor, json=GLASS))[0] == 201
        _, rows, _ = await place.call("GET", "/ops/messages?source=nwd", await place.token("cmht", "operator"))
        hand.names["MESSAGE"] = str(rows[0]["message_id"])
        await hand.gives("nwd messages", 0, "override")
        await hand.gives("nwd explain", 0, "htt")
        assert (await scraped(place))["nwd_count override unreviewed"] == 1
        _, (one,), _ = await place.call("GET", "/consent/reviews", officer)
        judged = {"finding": "sound", "reason": "rang the ward"}
        await place.call("POST", f"/consent/reviews/{one['id']}", officer, json=judged)
        assert (await scraped(place))["nwd_count override unreviewed"] == 0
    hand.done()


async def test_nothing_comes_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The last message of a partner, or none."""
    hand = Hand("Nothing comes in", folder, capsys)
    async with running(folder):
        await hand.gives("nwd messages", 0, "[]")
    hand.done()


async def test_a_process_that_is_gone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said that nobody answers, and how to start it."""
    hand = Hand("A process is gone", folder, capsys)
    async with running(folder):
        pass
    await hand.gives("nwd stuck", 2, "no gateway answers")
    hand.done()


async def test_a_restore(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From the daily backup of the running gateway, with what came since sent again and taken once."""
    hand = Hand("Restore from a backup", folder, capsys)
    async with running(folder) as place:
        await place.referred()
        await place.settled()
        await hand.gives("nwd backup", 0, "keys:")
    await hand.gives("mkdir", 0, "")
    await hand.gives("nwd restore", 0, "1 people, 1 messages")
    async with running(folder) as place:
        await hand.gives("nwd audit verify", 0, "0 faults")
        assert "MSA|AA" in await place.send(referral(1))
        _, rows, _ = await place.call("GET", "/ops/messages?source=engine", await place.token("cmht", "operator"))
        assert len(rows) == 1
    hand.done()


async def test_lost_keys(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Older than the data they are refused, with where to read on; the last backup goes in their place."""
    hand = Hand("Keys are lost", folder, capsys)
    backup = ["backup", "--to", "backups/data", "--keys-to", "backups/keys"]
    async with running(folder) as place:
        await place.referred()
        assert await asyncio.to_thread(main, backup) == 0
        await place.referred(2, OTHER)
    shutil.copy("backups/keys/keys.db", "data/keys.db")
    with pytest.raises(StoreRefused, match="older than the data, and its newest keys are lost; put back"):
        async with running(folder):
            pass
    await hand.gives("mkdir", 0, "")
    await hand.gives("nwd restore", 0, "1 people, 1 messages")
    async with running(folder) as place:
        await place.send(referral(2, OTHER))
        await place.hook("/cafe", "referral.received")
    hand.done()


async def test_an_upgrade(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From the running gateway the backup, and the rest while it stands."""
    hand = Hand("Upgrade and roll back", folder, capsys)
    async with running(folder):
        await hand.gives("nwd backup", 0, "data:")
    await hand.gives("nwd check", 0, "is sound")
    await hand.gives("nwd migrate", 0, "schema")
    hand.done()
