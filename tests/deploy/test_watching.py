"""Alarms, dashboards and the collector: sound by their own tools, and about metrics that the gateway really tells."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.toolbox import run, tool
from tests.town import town

DEPLOY = Path(__file__).parents[2] / "deploy"
ALARMS = DEPLOY / "prometheus" / "alarms.yml"
DASHBOARDS = sorted((DEPLOY / "grafana" / "dashboards").glob("*.json"))
_SELECTOR = re.compile(r"\b(nwd_\w+)(?:\{([^}]*)\})?")
_MATCHER = re.compile(r'(\w+)(=~|!=|=)"([^"]*)"')
NEEDED = {
    "flow": "nwd_messages_total",
    "lag": 'state="unrouted"', "oldest undelivered": 'nwd_oldest_seconds{kind="delivery"}',
    "unopened referrals": 'state="unopened"', "denials": 'outcome="deny"', "parked": 'state="parked"',
}  # fmt: skip


def rules() -> list[dict[str, Any]]:
    """The alarms."""
    found: list[dict[str, Any]] = yaml.safe_load(ALARMS.read_text())["groups"][0]["rules"]
    return found


def expressions() -> Iterator[str]:
    """Everything that alarms and dashboards ask of Prometheus."""
    yield from (rule["expr"] for rule in rules())
    for file in DASHBOARDS:
        for panel in json.loads(file.read_text())["panels"]:
            yield from (target["expr"] for target in panel["targets"])


def test_prometheus_takes_its_configuration() -> None:
    """promtool reads it, and the alarms that it names."""
    assert "SUCCESS" in run("promtool", "check", "config", DEPLOY / "prometheus" / "prometheus.yml")


def test_what_is_past_its_deadline_is_an_alarm_within_a_minute() -> None:
    """promtool plays series to the alarms: one minute after each turned bad its alarm stands, and quiet stays quiet."""
    assert "SUCCESS" in run("promtool", "test", "rules", DEPLOY / "prometheus" / "alarms_test.yml")


def test_every_panel_asks_what_prometheus_understands(tmp_path: Path) -> None:
    """promtool parses each expression of the dashboards."""
    written = [{"record": f"panel:{number}", "expr": one} for number, one in enumerate(expressions())]
    (tmp_path / "rules.yml").write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": written}]}))

    assert f"{len(written)} rules found" in run("promtool", "check", "rules", tmp_path / "rules.yml")


async def test_every_metric_that_is_asked_for_is_told(tmp_path: Path) -> None:
    """Each metric, label and word in an alarm or on a dashboard stands in what a running gateway exports."""
    async with town(tmp_path) as place, place.session.get(f"{place.http}/metrics") as answer:
        lines = [line for line in (await answer.text()).splitlines() if not line.startswith("#")]
    lines.append('nwd_certificate_seconds_left{place="kafka"} 1')  # told where the settings name one

    for expression in expressions():
        for name, matchers in _SELECTOR.findall(expression):
            fits = [line for line in lines if re.match(rf"{name}[ {{]", line)]
            for label, how, word in _MATCHER.findall(matchers):
                wanted = word if how == "=~" else re.escape(word)
                fits = [line for line in fits if re.search(rf'\b{label}="(?:{wanted})"', line)]
            assert fits, f"{name}{{{matchers}}} of `{expression}` is told by nobody"


def test_the_dashboard_shows_what_must_be_seen() -> None:
    """Flow, lag, the oldest undelivered, unopened referrals, denials, parked."""
    text = "\n".join(
        target["expr"]
        for file in DASHBOARDS
        for panel in json.loads(file.read_text())["panels"]
        for target in panel["targets"]
    )

    assert {name for name, part in NEEDED.items() if part not in text} == set()


@pytest.mark.parametrize("file", DASHBOARDS, ids=lambda file: file.stem)
def test_dashboards_are_of_grafanas_own_types(file: Path, tmp_path: Path) -> None:
    """Checked by the TypeScript compiler against the types that Grafana publishes: no field is misspelt or missing."""
    folder = tool("tsc").parents[2]
    (tmp_path / "node_modules").symlink_to(folder / "node_modules")
    (tmp_path / "plain.ts").symlink_to(folder / "plain.ts")
    written = 'import type { PlainDashboard } from "./plain";\nexport const dashboard: PlainDashboard = '
    (tmp_path / "dashboard.ts").write_text(written + file.read_text())
    options = (
        "--noEmit",
        "--strict",
        "--skipLibCheck",
        "--preserveSymlinks",
        "--module",
        "esnext",
        "--moduleResolution",
        "bundler",
    )

    assert run("tsc", *options, tmp_path / "dashboard.ts") == ""


def test_grafana_finds_dashboards_and_prometheus_where_they_are() -> None:
    """What is provisioned names the folder that is mounted, and the source that every panel asks."""
    provisioned = yaml.safe_load((DEPLOY / "grafana/provisioning/datasources/prometheus.yaml").read_text())
    mounted = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["grafana"]["volumes"]
    provider = yaml.safe_load((DEPLOY / "grafana/provisioning/dashboards/gateway.yaml").read_text())["providers"][0]

    panels = [panel for file in DASHBOARDS for panel in json.loads(file.read_text())["panels"]]
    assert {panel["datasource"]["uid"] for panel in panels} == {provisioned["datasources"][0]["uid"]}
    assert f"./grafana/dashboards:{provider['options']['path']}:ro" in mounted


def test_the_collector_takes_its_configuration() -> None:
    """A collector built of the components that it names finds nothing wrong."""
    run("otelcol", "validate", "--config", DEPLOY / "collector.yaml")
