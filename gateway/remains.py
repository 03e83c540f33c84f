"""What is still to go of people who were erased: records on recipients' own topics, and when the brokers drop them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from gateway.house import House
from gateway.settings.outside import NotReady
from gateway.store.verbs.erasing import Remains
from gateway.topics.clocks import keeps
from gateway.topics.cluster import BrokersRefused
from schemas.clock import from_micros, instant, micros

_log = structlog.get_logger()
_NEVER = "never by itself, as the topic is set up: nwd topics plan says what to mend"
_UNKNOWN = "unknown, for the brokers do not say how the topic is set up; ask again: nwd erasures"


@dataclass(frozen=True, slots=True)
class OnTopic:
    """Records about an erased person on a recipient's topic."""

    topic: str
    last_sent_at: str
    gone_by: str
    """The time by which the brokers have dropped the last of them, or why there is none."""
    erased_at: str
    by: str
    reason: str


async def on_topics(house: House, patient: int | None = None) -> list[OnTopic]:
    """Every such topic of everybody erased, or of one person, until the last record is gone."""
    settings = house.generation.settings
    topics = {
        one.id: one.topic.name for one in settings.subscription if one.topic is not None and one.payload == "extract"
    }
    rows = [it for it in await house.store.remains(tuple(topics)) if patient in {None, it.patient}]
    if not rows:
        return []
    try:
        kept = await keeps(settings, sorted({topics[it.subscription] for it in rows}))
    except (BrokersRefused, NotReady) as error:
        _log.warning("topics_unknown", error=type(error).__name__)
        kept = {}
    now = house.clock.now()
    told = ((it, _ends(kept, topics[it.subscription], from_micros(it.last_at))) for it in rows)
    return [_told(it, topics[it.subscription], end) for it, end in told if isinstance(end, str) or end > now]


def _ends(kept: Mapping[str, timedelta | None], topic: str, last: datetime) -> datetime | str:
    if topic not in kept:
        return _UNKNOWN
    keep = kept[topic]
    return _NEVER if keep is None else last + keep


def _told(row: Remains, topic: str, end: datetime | str) -> OnTopic:
    return OnTopic(
        topic,
        last_sent_at=instant(row.last_at),
        gone_by=end if isinstance(end, str) else instant(micros(end)),
        erased_at=instant(row.ordered_at),
        by=row.by,
        reason=row.reason,
    )
