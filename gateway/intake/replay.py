"""A held message put through again by a named person, with the settings of now; and before, what it would do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from adapters.contract import Decoded, Outcome
from gateway.house import House
from gateway.intake.accept import Taken, take
from gateway.intake.screen import screen
from gateway.parties import resolve
from gateway.store.verbs.reading import MessageRow


class NotHeld(Exception):
    """This message waits for nobody; the text says what became of it."""


@dataclass(frozen=True, slots=True)
class Held:
    """A message that waits for a person, and its bytes."""

    row: MessageRow
    raw: bytes


async def preview(house: House, message: UUID) -> Mapping[str, Any] | None:
    """What the message would become now; nothing is kept. None when it is not here; raises `NotHeld`."""
    held = await _held(house, message)
    if held is None:
        return None
    partner = house.directory.partners[held.row.source]
    decoded = screen(house, partner, house.codecs[partner.id].decode(held.raw, received_at=house.clock.now()))
    return {"before": held.row.outcome, "now": str(decoded.outcome), **_told(house, decoded)}


async def again(house: House, message: UUID, *, by: str) -> Taken | None:
    """Put the message through; under unchanged settings a second time changes nothing. Raises `NotHeld`."""
    held = await _held(house, message)
    if held is None:
        return None
    name = f"{held.row.control_id} replayed under {await house.store.gate_epoch()}"
    return await take(house, held.row.source, held.raw, control_id=name, by=by, replays=message)


async def _held(house: House, message: UUID) -> Held | None:
    rows = await house.store.messages(None, None, limit=1, message_id=message)
    raw = await house.store.raw(message)
    if not rows or raw is None or rows[0].source not in house.directory.partners:
        return None
    if not _waits(rows[0]):
        raise NotHeld(f"was {rows[0].outcome} and has taken effect; only what is held can be put through again")
    return Held(rows[0], raw)


def _waits(row: MessageRow) -> bool:
    """Held without effect, or parked because no service has its address."""
    return row.outcome == Outcome.QUARANTINED or any(
        one.state == "parked" and one.reason == "no route" for one in row.deliveries
    )


def _told(house: House, decoded: Decoded) -> dict[str, Any]:
    return {
        "kind": decoded.kind,
        "to": resolve(house.directory, decoded.addressee),
        "events": [str(one.type) for one in decoded.occurrences],
        "issues": [
            {"severity": str(one.severity), "code": one.code, "where": one.where, "message": one.message}
            for one in decoded.issues
        ],
    }
