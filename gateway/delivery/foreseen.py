"""What putting a parked delivery back would do, before it is done."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from adapters.contract import Unsendable
from gateway.gate.release import Foreseen, foresee
from gateway.house import House


async def foreseen(house: House, reference: str, *, by: str) -> Mapping[str, Any] | None:
    """The decision of now on a parked delivery, without its content; None when it is not parked."""
    lease = await house.store.peek(reference)
    if lease is None:
        return None
    if lease.subscription not in house.sinks:
        return asdict(Foreseen("fanned out anew", "it had no route; the subscriptions of now decide"))
    try:
        return asdict(await foresee(house, lease, by=by))
    except Unsendable as error:
        return asdict(Foreseen("stays parked", f"unsendable: {error}"))
