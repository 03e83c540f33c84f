"""How long brokers keep a record, by what stands on its topic."""

from datetime import timedelta

import pytest

from gateway.settings.model import Settings
from gateway.topics.clocks import keep_of
from gateway.topics.wanted import Topic, wanted

_HOUR = 3_600_000
_AS_APPLIED = {
    "cleanup.policy": "delete", "retention.ms": str(7 * _HOUR), "segment.ms": str(_HOUR),
    "file.delete.delay.ms": "60000",
}  # fmt: skip
_BY_HAND = {"cleanup.policy": "compact,delete", "segment.ms": str(168 * _HOUR)}
_SETTINGS = Settings.model_validate(
    {
        "gateway": {"name": "n", "data_dir": "d"},
        "keys": {"master_key_file": "k"},
        "subscription": [
            {
                "id": name,
                "service": name,
                "events": [],
                "topic": {"name": name, "reader": "User:x", "reader_group": "x", "cleanup": name},
            }
            for name in ("delete", "compact")
        ],
    }
)


def test_a_record_goes_with_the_youngest_of_its_file() -> None:
    """Retention, as long again as a file takes in records, and what brokers take to look."""
    assert keep_of(Topic("t", 1, 1, _AS_APPLIED)) == timedelta(hours=9, minutes=1)
    assert keep_of(Topic("t", 1, 1, _AS_APPLIED | _BY_HAND)) == timedelta(hours=7 + 168 + 1, minutes=1)


@pytest.mark.parametrize(
    "change",
    [{"retention.ms": "-1"}, {"cleanup.policy": "compact"}, {"segment.ms": str(2**63 - 1)}],
    ids=["no retention", "compacted", "one file for ever"],
)
def test_some_records_never_go_by_themselves(change: dict[str, str]) -> None:
    """And nobody is told a date."""
    assert keep_of(Topic("t", 1, 1, _AS_APPLIED | change)) is None


def test_a_topic_is_set_up_so_that_its_clock_runs() -> None:
    """A file takes in records for a seventh of the retention; what is compacted stays for its reader as long."""
    deleted, compacted = (one.settings for one in wanted(_SETTINGS))

    assert (deleted["retention.ms"], deleted["segment.ms"]) == (str(168 * _HOUR), str(24 * _HOUR))
    assert "min.compaction.lag.ms" not in deleted
    assert compacted["min.compaction.lag.ms"] == str(168 * _HOUR)
