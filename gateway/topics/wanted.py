"""What topics there should be, and how far what there is differs from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from adapters.kafka.fate import TOPIC_SETTINGS
from gateway.settings.model import Settings, TopicTable

_HOUR_MS = 3_600_000
_FILES = 7
"""A topic is so many files and the one in use: brokers keep or drop a file whole, by its youngest record."""
_CARE = {
    "message.timestamp.after.max.ms": "a record that was given up may come behind a later event",
    "message.timestamp.before.max.ms": "a record that was given up may come behind a later event",
    "message.timestamp.type": "a record that was given up may come behind a later event",
    "min.compaction.lag.ms": "a record may go before its reader has seen it",
    "min.insync.replicas": "fewer copies than asked count as taken",
    "unclean.leader.election.enable": "a copy that lags may become the leader and lose records",
}
"""Settings that lose records or their order silently when they are wrong."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: as it should be, or as it is."""

    name: str
    partitions: int
    replication: int
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do so that a topic is as it should be, in words; `by_hand` where no command of ours can."""

    topic: Topic
    what: str
    by_hand: bool = False
    is_unsafe: bool = False
    """As it is, records or their order may be lost without a word."""


def wanted(settings: Settings) -> tuple[Topic, ...]:
    """The gateway's own topic, where Kafka is the backbone, and those of the recipients."""
    backbone = settings.backbone
    own = [_topic(backbone.topic, backbone.keep, {})] if backbone.kind == "kafka" else []
    topics = [one.topic for one in settings.subscription if one.topic is not None]
    return (*own, *(_topic(one.name, one, TOPIC_SETTINGS) for one in topics))


def plan(asked: Sequence[Topic], found: Mapping[str, Topic]) -> tuple[Step, ...]:
    """What to do, topic by topic; empty when everything is as it should be."""
    return tuple(step for topic in asked for step in _steps(topic, found.get(topic.name)))


def _topic(name: str, keep: TopicTable, more: Mapping[str, str]) -> Topic:
    kept = keep.retention_hours * _HOUR_MS
    # Whoever reads late finds every record for as long as on a topic that is not compacted.
    unread = {"min.compaction.lag.ms": str(kept)} if keep.cleanup == "compact" else {}
    settings = {
        **more,
        **unread,
        "cleanup.policy": keep.cleanup,
        "min.insync.replicas": str(keep.min_insync),
        "retention.ms": str(kept),
        "segment.ms": str(kept // _FILES),
        "unclean.leader.election.enable": "false",
    }
    return Topic(name, keep.partitions, keep.replication, settings)


def _steps(asked: Topic, found: Topic | None) -> Iterator[Step]:
    if found is None:
        kept = ", ".join(f"{name}={value}" for name, value in asked.settings.items())
        said = f"create with {asked.partitions} partitions, replication {asked.replication}, {kept}"
        yield Step(asked, said, is_unsafe=True)
        return
    if found.replication < asked.replication:
        yield Step(asked, _fewer_copies(asked, found), by_hand=True)
    if found.partitions > asked.partitions:
        said = f"has {found.partitions} partitions, the settings say {asked.partitions}; they can only grow"
        yield Step(asked, said, by_hand=True)
    if found.partitions < asked.partitions:
        yield Step(asked, f"add partitions: {found.partitions} -> {asked.partitions}")
    for name, value in asked.settings.items():
        if found.settings.get(name) != value:
            said = f"set {name}: {found.settings.get(name)} -> {value}{_why(name)}"
            yield Step(asked, said, is_unsafe=name in _CARE)


def _fewer_copies(asked: Topic, found: Topic) -> str:
    return (
        f"has {found.replication} copies, the settings say {asked.replication}; "
        "move it with kafka-reassign-partitions.sh, or mend `replication`"
    )


def _why(name: str) -> str:
    return f" (as it is, {_CARE[name]})" if name in _CARE else ""
