"""Who may do what on the brokers: the gateway writes, each recipient reads its own topic and nothing else."""

from collections.abc import Iterator

from gateway.settings.model import Settings

_MAKES_AND_WRITES = ("Create", "Write", "Describe", "DescribeConfigs", "Alter", "AlterConfigs")
"""What `nwd topics apply`, `nwd rebuild-topics` and the sending itself need on a topic."""


def acls(settings: Settings) -> tuple[str, ...]:
    """Arguments for `kafka-acls.sh`, one line a rule; whatever is not named here is denied by the brokers."""
    return (*_own(settings), *_partners(settings))


def _own(settings: Settings) -> Iterator[str]:
    us = settings.kafka.principal
    if settings.backbone.kind == "kafka":
        topic, group = settings.backbone.topic, f"{settings.gateway.name}.fan-out"
        for right in ("Read", *_MAKES_AND_WRITES):
            yield _rule(us, right, f"--topic {topic}")
        yield _rule(us, "Read", f"--group {group}")


def _partners(settings: Settings) -> Iterator[str]:
    for one in settings.subscription:
        if one.topic is None:
            continue
        for right in _MAKES_AND_WRITES:
            yield _rule(settings.kafka.principal, right, f"--topic {one.topic.name}")
        for right in ("Read", "Describe"):
            yield _rule(one.topic.reader, right, f"--topic {one.topic.name}")
        yield _rule(one.topic.reader, "Read", f"--group {one.topic.reader_group} --resource-pattern-type prefixed")


def _rule(principal: str, right: str, resource: str) -> str:
    return f"--add --allow-principal {principal} --operation {right} {resource}"
