"""Nothing about a person leaves by logs, traces, metrics, error texts or operator views."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from gateway.cli.audit import running
from gateway.cli.operate import ask
from gateway.telemetry import logs
from tests.town import OTHER, PERSON, Town, referral, town

SOMEBODY = PERSON.replace("0700001", "MRN07Q0001Z")
"""The person of the town, with a number that no id and no amount of seconds holds by chance."""
CANARIES = (
    "EXAMPLE",
    "SAM^^^",
    "9991234500",
    "MRN07Q0001Z",
    "MADE UP ROAD",
    "07700900001",
    "LOW MOOD",
    "19900417",
    "Friday",
)


FOLDER = """
[[partner]]
id = "dropped"
organisation = "trust"
service = "cmht"
adapter = "hl7v2"
listen = {{ wire = "folder", path = "{path}", every_seconds = 0.1, settle_seconds = 0 }}
"""


@pytest.fixture(scope="session")
def spans() -> Iterator[InMemorySpanExporter]:
    """Every span of this process: who keeps them is named once and for good."""
    made = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(made))
    trace.set_tracer_provider(provider)
    yield made
    provider.shutdown()


@pytest.fixture
def exporter(spans: InMemorySpanExporter) -> InMemorySpanExporter:
    """The spans of one test."""
    spans.clear()
    return spans


async def busy(place: Town) -> None:
    """Good, bad and denied traffic of every kind."""
    reference = await place.referred(person=SOMEBODY)
    token, name = await place.token(), reference.partition("/")[2]
    _, seen, _ = await place.call("GET", f"/fhir/{reference}", token)
    person = seen["subject"]["reference"]
    await place.call("POST", f"/referrals/{name}/open", token)
    await place.call("POST", f"/{person.replace('Patient', 'patients')}/contacts", token, json={"agreed": "Friday"})
    await place.call("GET", f"/fhir/{reference}", await place.token("club"))
    await place.call("POST", f"/referrals/{name}/decline", token, json={"reason": "EXAMPLE", "nope": "9991234500"})
    await place.call("GET", "/fhir/Patient?identifier=9991234500", token)
    await place.send(referral(2, SOMEBODY.replace("19900417", "19901317")))
    await place.send("MSH|^~\\&|EXAMPLE|9991234500")
    await place.hook("/cmht", "contact.recorded")


def hits(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


async def test_logs_traces_and_metrics_hold_no_person(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], exporter: InMemorySpanExporter
) -> None:
    """The canaries of a busy day stand in none of them, and one trace runs from bytes in to bytes out."""
    structlog.reset_defaults()
    logs.set_up()
    structlog.configure(cache_logger_on_first_use=False)
    async with town(tmp_path) as place:
        await busy(place)
        async with place.session.get(f"{place.http}/metrics") as answer:
            metrics = await answer.text()
    spans = exporter.get_finished_spans()
    written = capfd.readouterr()

    assert hits(written.err + written.out) == []
    assert hits("".join(span.to_json() for span in spans)) == []
    assert hits(metrics) == []
    received = next(span for span in spans if span.name == "receive")
    delivered = next(span for span in spans if span.name == "deliver")
    assert received.context is not None and delivered.context is not None
    assert received.context.trace_id == delivered.context.trace_id
    structlog.reset_defaults()


async def test_one_trace_runs_from_every_way_in_to_the_webhook(tmp_path: Path, exporter: InMemorySpanExporter) -> None:
    """By MLLP, by HTTP and from a folder: what came in and what went out stand under one trace each."""
    drop = tmp_path / "drop"
    drop.mkdir()
    folder = FOLDER.format(path=drop)
    async with town(tmp_path, change={'[[client]]\nid = "app"': f'{folder}[[client]]\nid = "app"'}) as place:
        await place.send(referral(1))
        await place.hook("/cafe", "referral.received", number=1)
        token = await place.token("cmht", "registered-professional")
        await place.call("POST", "/messages/engine", token, data=referral(2), headers={"idempotency-key": "two"})
        await place.hook("/cafe", "referral.received", number=2)
        (drop / "three.hl7").write_text(referral(3))
        await place.hook("/cafe", "referral.received", number=3)
    spans = [(one.name, one.context.trace_id) for one in exporter.get_finished_spans() if one.context is not None]

    came = [trace for name, trace in spans if name == "receive" or (name, trace) in api_traces(exporter)]
    went = {trace for name, trace in spans if name == "deliver"}
    assert len(set(came)) == 3
    assert set(came) <= went


def api_traces(exporter: InMemorySpanExporter) -> set[tuple[str, int]]:
    """The spans of calls that handed a message in."""
    return {
        (one.name, one.context.trace_id)
        for one in exporter.get_finished_spans()
        if one.context is not None and dict(one.attributes or {}).get("route") == "receive"
    }


async def test_refusals_name_the_place_and_never_the_value(tmp_path: Path) -> None:
    """Acknowledgements and OperationOutcomes echo nothing that a person could be known by."""
    async with town(tmp_path) as place:
        token = await place.token()
        bad = await place.send(referral(2, f"{SOMEBODY}\rPID|||{OTHER}"))
        await place.send(referral(3, SOMEBODY.replace("19900417", "19901317")))
        flagged = await place.until("/ops/messages?id=0000000000000003", await place.token("cmht", "operator"))
        _, outcome, _ = await place.call("POST", "/patients/x/contacts", token, json={"outcome": "EXAMPLE"})
        _, strange, _ = await place.call("POST", "/patients/x/contacts", token, json={"EXAMPLE": 1})

    assert "MSA|AE|" in bad and "PID[2]" in bad
    assert [issue["where"] for issue in flagged[0]["issues"]] == ["PID-7"]
    assert hits(bad + json.dumps([outcome, strange, flagged])) == []
    assert "SPECIMEN" not in bad


async def test_operators_see_states_and_need_a_reason_for_content(tmp_path: Path) -> None:
    """The command line's socket: structure freely, content by name and with an audit entry."""
    config = tmp_path / "nwd.toml"
    async with town(tmp_path) as place:
        config.write_text(_settings_for_socket(tmp_path))
        await busy(place)
        rows = (await asyncio.to_thread(ask, config, {"do": "messages", "source": "engine"}))["answer"]
        name = next(row["message_id"] for row in rows if row["id"] == "0000000000000001")
        shown = await asyncio.to_thread(ask, config, {"do": "show", "message": name, "by": "pat", "reason": "test"})
        told = await asyncio.to_thread(ask, config, {"do": "explain", "message": name, "by": "pat"})
        others: list[object] = [await asyncio.to_thread(ask, config, {"do": one}) for one in ("parked", "stuck")]
        audit = await asyncio.to_thread(lambda: [json.loads(line) for line in running(config)])
        unknown = await asyncio.to_thread(ask, config, {"do": "erase everything"})

    assert hits(json.dumps([rows, told, audit, *others])) == []
    assert "EXAMPLE" in shown["answer"]
    assert any(line["action"] == "show" for line in audit)
    assert {one["who"] for one in told["answer"]} >= {"engine", "cafe"}
    assert "not an order" in unknown["error"]


def _settings_for_socket(folder: Path) -> str:
    return f'[gateway]\nname = "town"\ndata_dir = "{folder / "data"}"\nmode = "test"\n[keys]\nmaster_key_file = "k"\n'
