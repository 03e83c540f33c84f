"""How long a record may be taken: a topic refuses what is older, so that nothing given up comes behind a later event.

A broker that slept, a network that held bytes back or a worker that woke may bring a record long after it was given up.
Fencing would need a transaction a delivery, for any worker may make the next attempt; a record's time is enough.
"""

_OFF_SECONDS = 5
"""How far a record's time may be from the broker's clock, either way."""
TOPIC_SETTINGS = {
    "message.timestamp.type": "CreateTime",
    "message.timestamp.before.max.ms": str(_OFF_SECONDS * 1000),
    "message.timestamp.after.max.ms": str(_OFF_SECONDS * 1000),
}
"""What makes brokers refuse it, from Apache Kafka 3.6 on."""
SEALED_AFTER_SECONDS = 2 * _OFF_SECONDS + 2.0
"""A broker that takes a record with a time so much later takes none of the earlier time any more, whatever its clock
shows: the later one is at most five seconds ahead of that clock, so the earlier one is more than five behind."""
