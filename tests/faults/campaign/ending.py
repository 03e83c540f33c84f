"""The end of a run: wait until nothing is on its way, then keep everything that a checker needs in one folder."""

import asyncio
import time
from pathlib import Path
from typing import Any

from tests.faults.campaign.journal import Journal, write_lines
from tests.faults.campaign.town import SOURCE
from tests.faults.campaign.wires import AWAY, Sender, jsons

ENDED = frozenset({"delivered", "withheld", "superseded", "skipped"})
_BETWEEN_SECONDS = 0.2
_READINGS = 50


async def lines_at(sender: Sender, path: str) -> list[dict[str, Any]]:
    """Every line of an NDJSON export, to its end."""
    import json

    status, body, _ = await sender.call("GET", path, await sender.token("cmht", "operator"))
    assert status == 200, (path, status)
    return [json.loads(line) for line in body.splitlines()]


async def head(sender: Sender) -> dict[str, Any]:
    """The signed ends of all audit chains now, as somebody outside would keep them."""
    _, body, _ = await sender.call("GET", "/audit/head", await sender.token("cmht", "operator"))
    return jsons(body)


async def keep_head(sender: Sender, journal: Journal) -> None:
    """Keep a head, where the gateway answers."""
    try:
        journal.note("head", heads=(await head(sender))["heads"])
    except AWAY:
        journal.note("no-head")


async def settled(sender: Sender, *, seconds: float) -> bool:
    """True once every message of the sender has ended at everybody; False when that takes too long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            ledger = await lines_at(sender, "/ops/ledger")
            if has_ended(ledger):
                return True
            await _put_back(sender, ledger)
        except AWAY:
            pass
        await asyncio.sleep(_BETWEEN_SECONDS)
    return False


async def _put_back(sender: Sender, ledger: list[dict[str, Any]]) -> None:
    """Whoever owns what is parked looks at it and puts it back; it keeps its place and its id."""
    token = await sender.token("cmht", "operator")
    for one in (it for row in ledger if row["source"] == SOURCE for it in row["deliveries"]):
        if one["state"] == "parked":
            await sender.call("POST", f"/ops/parked/{one['id'].partition('/')[2]}/replay", token)
            sender.journal.note("put-back", to=one["recipient"], reason=one["reason"])


def has_ended(ledger: list[dict[str, Any]]) -> bool:
    """True when nothing of the ledger is on its way."""
    ours = (one for one in ledger if one["source"] == SOURCE and one["outcome"] in {"accepted", "flagged"})
    return all(one["deliveries"] and {it["state"] for it in one["deliveries"]} <= ENDED for one in ours)


async def keep(sender: Sender, journal: Journal, folder: Path, *, seconds: float = 60) -> None:
    """Write ledger and audit where the checker looks for them, and the rest into the journal."""
    journal.note("settled", within=seconds, yes=await settled(sender, seconds=seconds))
    await keep_head(sender, journal)
    ledger, metrics = await _at_rest(sender)
    write_lines(folder / "ledger.ndjson", ledger)
    write_lines(folder / "audit.ndjson", await lines_at(sender, "/audit/export"))
    status, body, _ = await sender.call("GET", "/ops/stuck", await sender.token("cmht", "operator"))
    journal.note("stuck", status=status, rows=jsons(b'{"rows":' + body + b"}")["rows"])
    journal.note("metrics", text=metrics)


async def _at_rest(sender: Sender) -> tuple[list[dict[str, Any]], str]:
    """Ledger and metrics of one moment: nothing changed between two readings of the ledger."""
    before = await lines_at(sender, "/ops/ledger")
    for _ in range(_READINGS):
        async with sender.session.get(f"http://{sender.town.host}:{sender.town.metrics}/metrics") as answer:
            metrics = await answer.text()
        after = await lines_at(sender, "/ops/ledger")
        if after == before:
            break
        before = after
        await asyncio.sleep(_BETWEEN_SECONDS)
    return after, metrics
