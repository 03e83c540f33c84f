"""What must hold after every fault: nothing acknowledged is lost, nothing happens twice, and the audit chain holds."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

from gateway.audit import verify
from gateway.cli.audit import running
from tests.faults.receivers import Came, Receiver
from tests.faults.rig import Rig
from tests.faults.senders import Sender

Ledger = Sequence[Mapping[str, Any]]


async def kept(rig: Rig, sender: Sender, receiver: Receiver, heads: Sequence[Mapping[str, Any]] = ()) -> None:
    """Wait until nothing is on its way, then check every promise against what sender and receiver wrote down."""
    ledger = await rig.settled()
    nothing_lost(ledger, sender, receiver)
    repeats_are_the_same(receiver.came)
    in_order(ledger, receiver)
    await chain_holds(rig, heads)


def nothing_lost(ledger: Ledger, sender: Sender, receiver: Receiver) -> None:
    """Each acknowledged message stands once in the ledger; delivered means that the webhook came, under its id."""
    ids = [one["id"] for one in ledger]
    assert len(ids) == len(set(ids)), "one message had two effects"
    assert set(sender.acked) <= set(ids), "an acknowledged message is not in the ledger"
    told = {(one.path, one.webhook_id) for one in receiver.came}
    delivered = {
        (f"/{it['recipient']}", it["event_id"])
        for one in ledger
        for it in one["deliveries"]
        if it["state"] == "delivered"
    }
    assert delivered <= told, "a delivery is written down as delivered and never came"
    assert told <= {(f"/{it['recipient']}", it["event_id"]) for one in ledger for it in one["deliveries"]}


def repeats_are_the_same(came: Sequence[Came]) -> None:
    """One id, one body: whatever was tried again carries the very bytes of the first time."""
    bodies: dict[tuple[str, str], bytes] = {}
    for one in came:
        assert bodies.setdefault((one.path, one.webhook_id), one.body) == one.body, "a repeat has another body"
        assert json.loads(one.body)["id"] == one.webhook_id


def in_order(ledger: Ledger, receiver: Receiver) -> None:
    """What a recipient is told of one person comes in the order in which it was committed."""
    first: dict[tuple[str, str], int] = {}
    for place, came in enumerate(receiver.came):
        first.setdefault((came.path, came.webhook_id), place)
    lanes: dict[tuple[str, int], list[int]] = {}
    for one in ledger:
        for it in one["deliveries"]:
            lane = it["recipient"], person_of(one["id"])
            lanes.setdefault(lane, []).append(first.get((f"/{it['recipient']}", it["event_id"]), 0))
    assert all(places == sorted(places) for places in lanes.values()), "a person's events came out of order"


async def chain_holds(rig: Rig, heads: Sequence[Mapping[str, Any]] = ()) -> None:
    """The audit verifies, and reaches every head that was kept before the faults."""
    audit = await rig.ask(do="audit")
    assert verify.signature_holds(audit["head"])
    lines = await asyncio.to_thread(lambda: list(running(rig.config)))
    kept_heads = [one for head in (*heads, audit["head"]) for one in head["heads"]]
    assert list(verify.faults(lines, kept_heads)) == []


def person_of(control_id: str) -> int:
    """Which of the made-up people a numbered message is about."""
    return int(control_id) % 5
