"""The Helm chart: rendered by Helm, held against the schemas of Kubernetes, and with no more rights than it needs."""

import os
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.cli.main import main
from gateway.settings.loading import load
from tests.deploy.toolbox import run, tool
from tests.patience import SECONDS

CHART = Path(__file__).parents[2] / "deploy" / "helm"
KUBERNETES = ("1.30.0", "1.37.0")


@cache
def rendered(version: str = KUBERNETES[-1], *change: str) -> str:
    """The chart with the example's values."""
    sets = [word for one in change for word in ("--set", one)]
    return run("helm", "template", "nwd", CHART, "--kube-version", version, "--values", CHART / "example.yaml", *sets)


def objects(kind: str, *change: str) -> dict[str, Any]:
    """The rendered objects of one kind, by name."""
    every = [one for one in yaml.safe_load_all(rendered(KUBERNETES[-1], *change)) if one]
    return {one["metadata"]["name"]: one for one in every if one["kind"] == kind}


def pods() -> dict[str, Any]:
    """What each Deployment runs."""
    return {name: one["spec"]["template"]["spec"] for name, one in objects("Deployment").items()}


def test_helm_finds_nothing_to_mend() -> None:
    """helm lint, strictly."""
    assert "0 chart(s) failed" in run("helm", "lint", "--strict", CHART, "--values", CHART / "example.yaml")


@pytest.mark.parametrize("version", KUBERNETES)
@pytest.mark.parametrize("change", ["scaling.enabled=true", "scaling.enabled=false"])
def test_kubernetes_takes_every_object(tmp_path: Path, version: str, change: str) -> None:
    """Each object is of the API's own schema, without a field that it does not know."""
    (tmp_path / "all.yaml").write_text(rendered(version, change))
    program = tool("kubernetes-validate")
    [packages] = program.parents[1].glob("lib/python*/site-packages")

    told = run("kubernetes-validate", "--strict", "-k", version, tmp_path / "all.yaml", PYTHONPATH=str(packages))

    assert told.count("passed for resource") == len([it for it in yaml.safe_load_all(rendered(version, change)) if it])


def test_nothing_runs_as_root_or_writes_to_its_image() -> None:
    """Every container, the ones that go before as well; and no token of the cluster is at hand."""
    for pod in pods().values():
        assert pod["securityContext"]["runAsNonRoot"]
        assert pod["automountServiceAccountToken"] is False
        for container in (*pod["initContainers"], *pod["containers"]):
            rights = container["securityContext"]
            assert rights["readOnlyRootFilesystem"]
            assert rights["allowPrivilegeEscalation"] is False
            assert rights["capabilities"] == {"drop": ["ALL"]}
            assert container["resources"]["limits"]["memory"]


def test_secrets_are_named_and_never_held() -> None:
    """The chart makes no Secret; what it names comes from outside, as variables and files."""
    assert not objects("Secret")
    for pod in pods().values():
        assert [one["secret"]["secretName"] for one in pod["volumes"] if "secret" in one] == ["nwd-files"]
        assert all(one["envFrom"] == [{"secretRef": {"name": "nwd-databases"}}] for one in pod["containers"])
    assert "postgresql://" not in rendered()


def test_taking_in_and_working_are_apart_and_both_go_on_through_a_drain() -> None:
    """Two Deployments with probes of their own, a migration before each, and a budget for each."""
    found = pods()

    assert {name: pod["containers"][0]["args"][0] for name, pod in found.items()} == {
        "nwd-serve": "serve", "nwd-work": "work"
    }  # fmt: skip
    for pod in found.values():
        assert pod["initContainers"][0]["args"][0] == "migrate"
        probes = {name: pod["containers"][0][name]["httpGet"]["path"] for name in ("livenessProbe", "readinessProbe")}
        assert probes == {"livenessProbe": "/livez", "readinessProbe": "/readyz"}
    assert {one["spec"]["maxUnavailable"] for one in objects("PodDisruptionBudget").values()} == {1}
    assert objects("PodDisruptionBudget").keys() == found.keys()


def test_prometheus_is_told_where_the_metrics_are() -> None:
    """On every pod, at the port that the settings give them."""
    told = [one["spec"]["template"]["metadata"]["annotations"] for one in objects("Deployment").values()]

    assert {one["prometheus.io/port"] for one in told} == {"9464"}
    assert {one["prometheus.io/scrape"] for one in told} == {"true"}


def test_workers_are_scaled_by_the_age_of_what_waits() -> None:
    """By the metric that the gateway tells, never by CPU; a fixed number stands only where nothing scales."""
    [scaler] = objects("HorizontalPodAutoscaler", "scaling.enabled=true").values()

    told = [one["external"]["metric"] for one in scaler["spec"]["metrics"]]
    assert {one["name"] for one in told} == {"nwd_oldest_seconds"}
    assert [one["selector"]["matchLabels"]["state"] for one in told] == ["unrouted", "queued"]
    assert "replicas" not in objects("Deployment", "scaling.enabled=true")["nwd-work"]["spec"]
    assert not objects("HorizontalPodAutoscaler", "scaling.enabled=false")


def test_only_who_is_named_gets_in_or_out() -> None:
    """Engines reach the intake from their networks; workers alone reach partners; metrics are for Prometheus."""
    policies = {name: one["spec"] for name, one in objects("NetworkPolicy").items()}
    ways = {
        (name, way["ports"][0]["port"]) for name, one in policies.items() for way in (*one["ingress"], *one["egress"])
    }

    assert all(one["policyTypes"] == ["Ingress", "Egress"] for one in policies.values())
    assert {port for name, port in ways if name == "nwd-serve"} == {8080, 2575, 9464, 53, 5432, 9092, 4318}
    assert {port for name, port in ways if name == "nwd-work"} == {9464, 53, 5432, 9092, 4318, 443, 2576}
    assert all(way.get("from") for one in policies.values() for way in one["ingress"])
    assert all(way.get("to") for one in policies.values() for way in one["egress"])


def test_names_are_asked_of_whoever_answers_them() -> None:
    """A resolver on each node is no pod of kube-system: without it nothing of the gateway would find its databases."""
    node = "169.254.20.10/32"
    for policy in objects("NetworkPolicy", f"network.dns[0].ipBlock.cidr={node}").values():
        [names] = [way["to"] for way in policy["spec"]["egress"] if way["ports"][0]["port"] == 53]
        assert names == [{"ipBlock": {"cidr": node}}]


def test_nwd_check_takes_the_settings_that_are_mounted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As rendered into the ConfigMap; they listen and look where the chart says."""
    config = tmp_path / "nwd.toml"
    config.write_text(objects("ConfigMap")["nwd"]["data"]["nwd.toml"])

    assert main(["check", "--config", str(config)]) == 0, capsys.readouterr().out

    settings, serve = load(config), pods()["nwd-serve"]["containers"][0]
    engine = settings.partner[0].listen
    assert engine is not None and engine.wire == "mllp"
    ports = {one["containerPort"] for one in serve["ports"]}
    assert ports == {settings.http.port, settings.telemetry.metrics_port, engine.port}
    assert {settings.http.host, settings.telemetry.metrics_host, engine.host} == {"0.0.0.0"}
    mounts = {one["mountPath"] for one in serve["volumeMounts"]}
    assert {str(settings.gateway.data_dir), str(settings.keys.master_key_file.parent)} <= mounts


@pytest.mark.parametrize(
    "change",
    ["image.tag=latest", "settings=", "secrets.databases=", "work.replica=3", "network.api[0].everybody=true",
     "serve.replicas=0", "network.dns=null", "image.digest=sha256:1"],
)  # fmt: skip
def test_values_that_cannot_be_are_refused(change: str) -> None:
    """By the chart's own schema, before anything reaches a cluster."""
    values = ("--kube-version", KUBERNETES[-1], "--values", str(CHART / "example.yaml"), "--set", change)
    command = [tool("helm"), "template", "nwd", CHART, *values]

    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=SECONDS, env=os.environ)

    assert done.returncode != 0
    assert "schema" in done.stderr
