"""The brokers that the settings name: their faults in the file, and how to reach them."""

from collections.abc import Iterator

from adapters.kafka.connection import Connection, Login
from adapters.kafka.fate import SEALED_AFTER_SECONDS
from gateway.settings.model import Sasl, Settings, TopicTable
from gateway.settings.outside import NotReady, secret, variable
from gateway.settings.tls import TlsUnusable, for_sending

_Place = tuple[str | int, ...]
Fault = tuple[_Place, str]


def broker_faults(settings: Settings) -> Iterator[Fault]:
    """What cannot be right about brokers and topics."""
    keep, sasl, tls = settings.backbone.keep, settings.kafka.sasl, settings.kafka.tls
    yield from _topic_faults(settings)
    yield from _lease_faults(settings)
    if keep.cleanup != "delete":
        yield ("backbone", "keep", "cleanup"), "would drop events of the same person; the gateway's own topic deletes"
    if sasl is not None and (sasl.password_env is None) == (sasl.password_file is None):
        yield ("kafka", "sasl"), "needs either password_env or password_file"
    if sasl is not None and tls is None and sasl.mechanism == "PLAIN" and settings.gateway.mode == "production":
        yield ("kafka", "sasl", "mechanism"), "PLAIN sends the password as it is; add [kafka.tls]"
    if tls is not None:
        try:
            for_sending(tls)
        except TlsUnusable as error:
            yield ("kafka", "tls"), str(error)


def _topic_faults(settings: Settings) -> Iterator[Fault]:
    tables: list[tuple[_Place, TopicTable]] = [(("backbone", "keep"), settings.backbone.keep)]
    names = {settings.backbone.topic}
    for number, one in enumerate(settings.subscription):
        if one.topic is None:
            continue
        place: _Place = ("subscription", number, "topic")
        tables.append((place, one.topic))
        if one.topic.name in names:
            yield (*place, "name"), f"`{one.topic.name}` is taken; a topic has one recipient"
        names.add(one.topic.name)
        if one.topic.cleanup == "compact" and one.payload == "extract":
            told = "would keep a person's last extract for ever, also of who is erased; use `delete`, or payload `ids`"
            yield (*place, "cleanup"), told
    for place, table in tables:
        if table.min_insync > table.replication:
            yield (*place, "min_insync"), "is more than replication; no record would ever be taken"


def _lease_faults(settings: Settings) -> Iterator[Fault]:
    """Whoever follows a worker that died must find that nothing it had sent can still be taken."""
    longest = settings.operations.lease_seconds - SEALED_AFTER_SECONDS
    for number, one in enumerate(settings.subscription):
        if one.topic is not None and one.topic.timeout_seconds > longest:
            said = f"is more than {longest:g}, which is operations.lease_seconds less {SEALED_AFTER_SECONDS:g}"
            yield ("subscription", number, "topic", "timeout_seconds"), said


def connection_of(settings: Settings) -> Connection:
    """How to reach the brokers. Raises `NotReady` where servers or the password are missing."""
    kafka = settings.kafka
    servers = kafka.servers or tuple(variable(kafka.servers_env, "the bootstrap servers of Apache Kafka").split(","))
    tls = for_sending(kafka.tls) if kafka.tls else None
    return Connection(servers, settings.gateway.name, tls, _login(kafka.sasl) if kafka.sasl else None)


def _login(sasl: Sasl) -> Login:
    password = secret(sasl.password_file, sasl.password_env, "the password of our Kafka user")
    if password is None:
        raise NotReady("kafka.sasl has no password; add password_env or password_file")
    return Login(sasl.mechanism, sasl.user, password)
