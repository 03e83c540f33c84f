"""Stored messages read by the shadows: a trial need not wait for traffic."""

import orjson

from gateway.house import House
from gateway.store.verbs.intake import AuditDraft
from schemas.clock import micros


async def reread(house: House, last: int, *, by: str) -> None:
    """Compare the last messages of every partner that has a shadow; that it was done is in the audit."""
    now = house.clock.now()
    detail = orjson.dumps({"last": last, "person": by})
    await house.store.note([AuditDraft("shadow", by, "permit", detail)], now=micros(now))
    for partner, trials in house.generation.shadows.items():
        for row in await house.store.messages(partner, None, limit=last):
            raw = await house.store.raw(row.message_id)
            if raw is None:
                continue
            live = house.codecs[partner].decode(raw, received_at=now)
            for name, codec in trials:
                house.shadows.compare(name, codec, raw, live, row.message_id, house.clock)
