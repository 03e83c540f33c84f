"""The compose file: what Docker Compose itself makes of it, and that it leaves no door open."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from gateway.cli.main import main
from gateway.settings.loading import load
from tests.deploy.toolbox import run

DEPLOY = Path(__file__).parents[2] / "deploy"
OURS = ("serve", "work", "migrate", "topics")


@pytest.fixture(scope="module")
def compose() -> Any:
    """The file as Docker Compose resolves it."""
    passwords = {"NWD_POSTGRES_PASSWORD": "one", "NWD_KEYS_PASSWORD": "two"}
    return json.loads(run("docker-compose", "-f", DEPLOY / "compose.yaml", "config", "--format", "json", **passwords))


def test_every_image_has_a_version(compose: Any) -> None:
    """No image that is another one tomorrow."""
    images = [one["image"] for one in compose["services"].values()]

    assert all(re.search(r":v?\d+\.\d+[\w.-]*$", image) for image in images)


@pytest.mark.parametrize("name", OURS)
def test_our_processes_have_no_rights(compose: Any, name: str) -> None:
    """No root, no capabilities, nothing to write to but memory, no secret in the file."""
    one = compose["services"][name]

    assert one["user"] == "10001:10001"
    assert one["read_only"]
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert "volumes" not in one


def test_data_and_keys_lie_apart_and_nobody_outside_reaches_them(compose: Any) -> None:
    """Two servers, two volumes, on a network that leads nowhere."""
    databases = [compose["services"][name] for name in ("postgres", "postgres-keys")]

    assert {one["volumes"][0]["source"] for one in databases} == {"data", "keys"}
    assert all(list(one["networks"]) == ["data"] and "ports" not in one for one in databases)
    assert list(compose["services"]["kafka"]["networks"]) == ["data"]
    assert compose["networks"]["data"]["internal"]


def test_only_the_engines_port_is_open_to_the_network(compose: Any) -> None:
    """Everything else is published to this machine, and the metrics to nobody."""
    published = [port for one in compose["services"].values() for port in one.get("ports", ())]

    assert [port["published"] for port in published if port.get("host_ip") != "127.0.0.1"] == ["2575"]
    assert 9464 not in {port["target"] for port in published}


def test_no_process_starts_before_the_database_is_migrated_and_the_topics_are_made(compose: Any) -> None:
    """Both one-off steps have ended well first."""
    for name in ("serve", "work"):
        waits = compose["services"][name]["depends_on"]
        assert {one: how["condition"] for one, how in waits.items()} == dict.fromkeys(
            ("migrate", "topics"), "service_completed_successfully"
        )


@pytest.mark.parametrize("name", ["nwd.compose.toml", "nwd.example.toml"])
def test_nwd_check_takes_its_settings(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every option in the file is one that the gateway knows."""
    assert main(["check", "--config", str(DEPLOY / name)]) == 0, capsys.readouterr().out


def test_what_the_settings_name_is_what_is_mounted(compose: Any) -> None:
    """Secrets, ports, servers and addresses of the settings are those of the compose file."""
    settings = load(DEPLOY / "nwd.compose.toml")
    serve = compose["services"]["serve"]

    mounted = {f"/run/secrets/{one['source']}" for one in serve["secrets"]}
    named = {settings.keys.master_key_file, settings.client[0].public_key_file}
    named |= {one.webhook.secret_file for one in settings.subscription if one.webhook}
    assert {str(one) for one in named} == mounted
    assert {port["target"] for port in serve["ports"]} == {settings.http.port, settings.partner[0].listen.port}  # type: ignore[union-attr]
    assert {settings.store.dsn_env, settings.store.keys_dsn_env} <= serve["environment"].keys()
    assert {server.partition(":")[0] for server in settings.kafka.servers} <= compose["services"].keys()
    assert str(settings.telemetry.trace_url).split("/")[2].partition(":")[0] in compose["services"]
