"""Metrics tell how much flows, waits and is refused, to the operators' own tools and to nobody else."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from gateway.api.health import health_routes
from gateway.bootstrap import opened
from gateway.settings.loading import parse
from tests.certificates import Authority
from tests.town import OTHER, Town, consent, referral, town

_LINE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$")
_WORD = re.compile(r'(\w+)="([^"]*)"')
OPERATOR = {"[http]": "[telemetry]\nmetrics_port = 0\n[http]"}


def values(text: str) -> dict[str, float]:
    """Every sample by its name and the words of its labels."""
    found = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            match = _LINE.match(line)
            assert match, line
            words = [word for _, word in _WORD.findall(match.group(2) or "")]
            found[" ".join((match.group(1), *words))] = float(match.group(3))
    return found


async def scraped(place: Town) -> dict[str, float]:
    """The metrics of a town now."""
    async with place.session.get(f"{place.http}/metrics") as answer:
        assert answer.status == 200
        return values(await answer.text())


async def test_flow_refusals_and_what_waits_are_counted(tmp_path: Path) -> None:
    """A referral that went, one that was refused, a read that was denied and a referral that nobody has opened."""
    async with town(tmp_path) as place:
        before = await scraped(place)
        reference = await place.referred()
        trust = await place.token("cmht", "registered-professional")
        _, seen, _ = await place.call("GET", f"/fhir/{reference}", trust)
        await place.call("POST", "/consents", trust, json=consent(seen["subject"]["reference"]))
        await place.send(referral(2))
        await place.hook("/cmht", "delivery.withheld")
        await place.send(referral(2))

        after = await scraped(place)

    grown = {name: after[name] - before[name] for name in before if after[name] > before[name]}
    assert grown["nwd_messages_total engine accepted"] == 2
    assert grown["nwd_messages_total engine repeated"] == 1
    assert grown["nwd_deliveries_total cafe withheld"] == 1
    assert grown["nwd_deliveries_total cafe delivered"] >= 1
    assert grown["nwd_decisions_total delivery deny"] >= 1
    assert after["nwd_count referral waiting"] >= 1
    assert after["nwd_store_up"] == after["nwd_backbone_up"] == 1
    assert after["nwd_disk_free_bytes"] > 0


async def test_a_refusal_and_an_absence_count_alike(tmp_path: Path) -> None:
    """Whoever can see the counts learns from them no more than from the answer."""
    async with town(tmp_path) as place:
        await place.referred(1)
        other = await place.referred(2, OTHER)
        stranger = await place.token("club")
        grown = []
        for path in (f"/fhir/{other}", "/fhir/ServiceRequest/00000000000000000000000000"):
            before = await scraped(place)
            assert (await place.call("GET", path, stranger))[0] == 404
            after = await scraped(place)
            changed = {name: after[name] - before[name] for name in after if after[name] != before[name]}
            grown.append({name: one for name, one in changed.items() if name.startswith("nwd_decisions")})

    assert grown == [{"nwd_decisions_total read deny": 1}] * 2


async def test_labels_are_words_of_the_settings_only(tmp_path: Path) -> None:
    """Nothing of a message or a person gets into a name or a label."""
    async with town(tmp_path) as place:
        reference = await place.referred()
        async with place.session.get(f"{place.http}/metrics") as answer:
            text = await answer.text()

    words = {word for line in text.splitlines() for _, word in _WORD.findall(line)}
    assert {word for word in words if not re.fullmatch(r"[a-z]+([-._][a-z]+)*", word)} == set()
    assert reference.partition("/")[2] not in text


async def test_a_port_of_its_own_takes_them_off_the_api(tmp_path: Path) -> None:
    """With `metrics_port`, the port that partners reach has none; the other has nothing else."""
    text = ""
    async with town(tmp_path, change=OPERATOR) as place:
        text = place.settings
        async with place.session.get(f"{place.http}/metrics") as answer:
            assert answer.status == 404
        apart = place.ports["metrics"]
        async with place.session.get(f"{apart}/metrics") as answer:
            assert values(await answer.text())["nwd_store_up"] == 1
        async with place.session.get(f"{apart}/readyz") as answer:
            assert answer.status == 404
    assert "metrics_port" in text


@pytest.mark.parametrize(
    ("caller", "status"), [("127.0.0.1", 200), ("::1", 200), ("::ffff:127.0.0.1", 200), ("203.0.113.7", 404), ("", 404)]
)
async def test_without_one_they_are_told_on_this_machine_only(tmp_path: Path, caller: str, status: int) -> None:
    """What they count would tell an asker whether it was refused or asked for nothing."""
    async with town(tmp_path) as place:
        text = place.settings
    async with opened(parse(text, folder=tmp_path), text.encode()) as house:
        answered = await got(Starlette(routes=health_routes(house)), "/metrics", caller)

    assert answered["status"] == status


async def test_a_certificate_that_runs_out_is_seen_coming(tmp_path: Path) -> None:
    """By its place in the settings; a file that cannot be read any more counts as run out."""
    certificate, key = Authority(tmp_path).sign("gateway")
    tls = f'frame_limit = 100000\ntls = {{ certificate_file = "{certificate}", key_file = "{key}" }}'
    async with town(tmp_path, change={"frame_limit = 100000": tls}) as place:
        before = await scraped(place)
        certificate.unlink()
        after = await scraped(place)

    assert before["nwd_certificate_seconds_left partner.engine.listen"] > 60
    assert after["nwd_certificate_seconds_left partner.engine.listen"] < 0


async def got(app: Starlette, path: str, caller: str) -> Mapping[str, Any]:
    """The head of the answer to one GET from an address, without a network."""
    sent: list[Mapping[str, Any]] = []
    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"", "headers": [],
        "client": (caller, 1) if caller else None, "server": ("gateway", 80), "scheme": "http", "root_path": "",
        "http_version": "1.1",
    }  # fmt: skip

    async def receive() -> Mapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)  # type: ignore[arg-type]
    return sent[0]
