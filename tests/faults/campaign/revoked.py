"""What a revocation binds: nothing more is sent or shown to whom the person refused, and refused looks like absent."""

from collections.abc import Iterator

from tests.faults.campaign.evidence import Evidence

IN_FLIGHT_SECONDS = 1.0
"""An attempt that had begun may end within this."""


def releases_after_revoke(run: Evidence) -> Iterator[str]:
    """I6: the first byte of an attempt came more than a second after the revocation had returned."""
    since = {(one["service"], one["person"]): one["at"] for one in run.of("revoked")}
    for one in run.arrivals:
        way = one.delivery.recipient, one.delivery.message.get("person")
        if one.at > since.get(way, float("inf")) + IN_FLIGHT_SECONDS:
            yield f"{one.delivery.event} came to {way} {one.at - since[way]:.2f} s after"


def reads_after_revoke(run: Evidence) -> Iterator[str]:
    """I6: a read straight after the revocation showed the record."""
    return (f"{one['service']} reads person {one['person']}" for one in run.of("looked") if one["status"][0] != 404)


def distinguishers(run: Evidence) -> Iterator[str]:
    """I8: the answer about a refused person differs from that about nobody in status, headers or body."""
    return (f"{one['service']} and person {one['person']}" for one in run.of("looked") if not one["same"])
