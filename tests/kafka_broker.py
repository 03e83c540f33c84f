"""Apache Kafka as a process of its own: KRaft, broker and controller in one, from its published Maven artifacts."""

import asyncio
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from tests.deploy.toolbox import alone
from tests.ports import free_ports

VERSION = "4.1.0"
_READY_SECONDS = 180
_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>nowrongdoor</groupId><artifactId>broker</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies><dependency>
    <groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>{VERSION}</version>
  </dependency></dependencies>
</project>
"""
_SETTINGS = """
process.roles=broker,controller
node.id={node}
controller.quorum.voters={voters}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}{more_listeners}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL
log.dirs={folder}
offsets.topic.replication.factor={copies}
offsets.topic.num.partitions=4
transaction.state.log.replication.factor={copies}
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
"""


class NoBroker(Exception):
    """A broker cannot be started here; the text says what to install."""


@dataclass(slots=True)
class Broker:
    """One node of a cluster: its folder is its disk, its process can be stopped, killed, paused and started again."""

    node: int
    port: int
    controller: int
    folder: Path
    libs: Path
    process: "subprocess.Popen[bytes] | None" = field(default=None)

    @property
    def server(self) -> str:
        """Where clients reach it."""
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it on what its folder holds; it is ready some seconds later."""
        memory = ("-Xms256m", "-Xmx512m", "-XX:TieredStopAtLevel=1")
        with (self.folder / "broker.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*_java(self.libs, *memory), "kafka.Kafka", str(self.folder / "server.properties")],
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def stop(self) -> None:
        """Stop it in order."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it, whatever it does."""
        self._end(signal.SIGKILL)

    def pause(self) -> None:
        """Let it neither answer nor fall over; returns once it stands still, which on a busy machine takes a moment."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOWAIT)

    def go_on(self) -> None:
        """End a pause."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait()
            self.process = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Brokers that form one cluster."""

    brokers: Sequence[Broker]
    name: str
    """The cluster id that their disks are formatted with."""

    @property
    def servers(self) -> str:
        """The bootstrap servers, with commas."""
        return ",".join(one.server for one in self.brokers)

    def start(self) -> None:
        """Start every broker and return once the cluster answers. Raises `NoBroker`."""
        for one in self.brokers:
            one.start()
        self.ready()

    def ready(self) -> None:
        """Return once every broker belongs to the cluster. Raises `NoBroker`."""
        deadline = time.monotonic() + _READY_SECONDS
        while time.monotonic() < deadline:
            if asyncio.run(_members(self.servers)) == len(self.brokers):
                return
            if any(one.process is None or one.process.poll() is not None for one in self.brokers):
                break
            time.sleep(0.2)
        raise NoBroker(f"Apache Kafka did not start; see {self.brokers[0].folder / 'broker.log'}")

    def lose_everything(self) -> None:
        """Kill every broker and empty its disk, as if the machines were new; not started again yet."""
        for one in self.brokers:
            one.kill()
            shutil.rmtree(one.folder / "log")
            _format(one, self.name, ())

    def kill(self) -> None:
        """Kill every broker."""
        for one in self.brokers:
            one.kill()


def cluster(
    folder: Path, *, brokers: int = 1, more: str = "", more_listeners: str = "", scram: Sequence[str] = ()
) -> Cluster:
    """A cluster whose disks are formatted under `folder`, not started yet; `scram` as `StorageTool --add-scram` has it.

    Raises `NoBroker`.
    """
    libs = artifacts()
    ports = free_ports(2 * brokers)
    voters = ",".join(f"{node}@127.0.0.1:{ports[2 * node - 1]}" for node in range(1, brokers + 1))
    name = _run([*_java(libs), "kafka.tools.StorageTool", "random-uuid"]).strip().splitlines()[-1]
    made = []
    for node in range(1, brokers + 1):
        one = Broker(node, ports[2 * node - 2], ports[2 * node - 1], folder / f"broker-{node}", libs)
        one.folder.mkdir(parents=True)
        text = _SETTINGS.format(
            node=node, voters=voters, port=one.port, controller=one.controller, folder=one.folder / "log",
            copies=brokers, more_listeners=more_listeners,
        )  # fmt: skip
        (one.folder / "server.properties").write_text(text + more)
        _format(one, name, scram)
        made.append(one)
    return Cluster(made, name)


def artifacts() -> Path:
    """The folder of the broker's jars, fetched once and kept outside the tree. Raises `NoBroker`."""
    libs = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "nowrongdoor" / f"kafka-{VERSION}"
    if shutil.which("java") is None:
        raise NoBroker("no `java` here; install a Java 17 or newer (apt-get install openjdk-17-jre-headless)")
    with alone(libs.with_name("maven")):
        if not libs.exists():
            _fetch(libs)
    return libs


def _fetch(libs: Path) -> None:
    if shutil.which("mvn") is None:
        raise NoBroker(f"no `mvn` here to fetch Apache Kafka {VERSION}; install it (apt-get install maven)")
    building = libs.with_suffix(".part")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    (building / "pom.xml").write_text(_POM)
    order = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={building / 'libs'}"]
    _run(["mvn", "-q", "-B", "-f", str(building / "pom.xml"), *order])
    (building / "libs").rename(libs)
    shutil.rmtree(building)


def _format(one: Broker, name: str, scram: Sequence[str]) -> None:
    order = ["format", "-t", name, "-c", str(one.folder / "server.properties")]
    for user in scram:
        order += ["--add-scram", user]
    _run([*_java(one.libs), "kafka.tools.StorageTool", *order])


def _java(libs: Path, *options: str) -> list[str]:
    return ["java", *options, "-cp", f"{libs}/*"]


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoBroker(f"`{' '.join(command[:2])} ...` failed: {(done.stderr or done.stdout).strip()[-300:]}")
    return done.stdout


async def _members(servers: str) -> int:
    """How many brokers the cluster has, 0 while it does not answer."""
    admin = AIOKafkaAdminClient(bootstrap_servers=servers, request_timeout_ms=2000)
    try:
        await admin.start()
        return len((await admin.describe_cluster())["brokers"])
    except (KafkaError, OSError):
        return 0
    finally:
        await admin.close()
