"""An Apache Kafka that lets nobody in without TLS and a name: by password on one port, by certificate on another."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.protocol.admin import CreateAclsRequest

from tests.certificates import Authority
from tests.kafka_broker import Cluster, cluster
from tests.patience import SECONDS
from tests.ports import free_ports

USERS = {"nwd": "a-made-up-password", "cafe": "another-made-up-password"}
_MECHANISMS = ("SCRAM-SHA-256", "SCRAM-SHA-512")
_SETTINGS = """
ssl.keystore.type=PEM
ssl.keystore.location={keystore}
ssl.truststore.type=PEM
ssl.truststore.location={truststore}
listener.name.ssl.ssl.client.auth=required
listener.name.ssl.ssl.principal.mapping.rules=RULE:^CN=(.*)$/$1/
listener.name.sasl_ssl.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
listener.name.sasl_ssl.plain.sasl.jaas.config={kafka}.plain.PlainLoginModule required {users};
listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config={kafka}.scram.ScramLoginModule required;
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config={kafka}.scram.ScramLoginModule required;
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
"""
_KINDS = {"--topic": 2, "--group": 3, "--cluster": 4}
_OPERATIONS = {
    "Read": 3, "Write": 4, "Create": 5, "Alter": 7, "Describe": 8, "DescribeConfigs": 10, "AlterConfigs": 11,
    "IdempotentWrite": 12,
}  # fmt: skip
_LITERAL, _PREFIXED, _ALLOW = 3, 4, 3


@dataclass(frozen=True, slots=True)
class Protected:
    """The broker, its authority, and where its doors are; the plain port is the operator's own, inside."""

    cluster: Cluster
    authority: Authority
    sasl: str
    certificates: str


def protected(folder: Path) -> Protected:
    """Such a broker, started. Raises `NoBroker`."""
    authority = Authority(folder)
    certificate, key = authority.sign("broker.example")
    (folder / "keystore.pem").write_text(key.read_text() + certificate.read_text())
    by_name, by_certificate = (f"localhost:{port}" for port in free_ports(2))
    settings = _SETTINGS.format(
        keystore=folder / "keystore.pem", truststore=authority.file, kafka="org.apache.kafka.common.security",
        users=" ".join(f'user_{name}="{password}"' for name, password in USERS.items()),
    )  # fmt: skip
    scram = [f"{way}=[name={name},password={word}]" for way in _MECHANISMS for name, word in USERS.items()]
    listeners = f",SASL_SSL://{by_name},SSL://{by_certificate}"
    made = cluster(folder, more=settings, more_listeners=listeners, scram=scram)
    made.start()
    return Protected(made, authority, by_name, by_certificate)


async def allow(servers: str, rules: Sequence[str]) -> None:
    """Do what `kafka-acls.sh` does with these arguments, a rule a line."""
    admin = AIOKafkaAdminClient(bootstrap_servers=servers)
    await admin.start()
    for rule in rules:
        request = _request(rule.split())
        answer = await admin._client.send(admin._client.get_random_node(), request)
        assert [one[0] for one in answer.creation_responses] == [0], (rule, answer)
    await admin.close()


def _request(words: Sequence[str]) -> CreateAclsRequest:
    assert words[0] == "--add"
    [kind] = [one for one in words if one in _KINDS]
    pattern = _PREFIXED if "prefixed" in words else _LITERAL
    name = "kafka-cluster" if kind == "--cluster" else words[words.index(kind) + 1]
    principal, operation = (words[words.index(one) + 1] for one in ("--allow-principal", "--operation"))
    return CreateAclsRequest(_KINDS[kind], name, pattern, principal, "*", _OPERATIONS[operation], _ALLOW)


@contextlib.asynccontextmanager
async def all_hung_up() -> AsyncIterator[None]:
    """Go on only when every connection made inside is closed: a client does not wait for the end of its TLS."""
    before = _sockets()
    yield
    async with asyncio.timeout(SECONDS):
        while await asyncio.to_thread(_sockets) > before:
            pass


def _sockets() -> int:
    found = 0
    for name in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            found += str(name.readlink()).startswith("socket:")
    return found
