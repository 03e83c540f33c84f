"""The audit tells of everything that happened, once, in a chain that nobody has cut; counts and alarms are true."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.faults.campaign.ending import ENDED
from tests.faults.campaign.evidence import Evidence
from tests.faults.campaign.town import SOURCE

_MOST_MEGABYTES = 400
_FIELDS = ("writer", "number", "at", "action", "actor", "outcome", "event_id", "detail")


def chain_faults(run: Evidence) -> Iterator[str]:
    """I10: a hash that does not hold, a number that is missing, a head kept outside that is no longer reached."""
    ends: dict[str, tuple[int, str]] = {}
    seen: dict[tuple[str, int], str] = {}
    for line in run.audit:
        number, last = ends.get(line["writer"], (0, "00" * 32))
        if (line["number"], line["previous"], line["hash"]) != (number + 1, last, _hash(line)):
            yield f"{line['writer']} {line['number']}"
        ends[line["writer"]] = line["number"], line["hash"]
        seen[line["writer"], line["number"]] = line["hash"]
    for entry in run.of("head"):
        for one in entry["heads"]:
            if seen.get((one["writer"], one["number"])) != one["hash"]:
                yield f"the kept head {one['writer']} {one['number']} is gone"


def unaudited(run: Evidence) -> Iterator[str]:
    """I9: acceptances, attempts and denials equal their audit lines, both ways; nothing came without one."""
    accepted = {name for name, _ in run.said("accept", "accepted")} | {n for n, _ in run.said("accept", "flagged")}
    yield from (f"{one} was accepted" for one in run.acked() if one not in accepted)
    permits, denials = run.said("deliver", "permit"), run.said("deliver", "deny")
    came = Counter((one.delivery.event, one.delivery.recipient) for one in run.arrivals)
    for one in run.deliveries:
        way = one.event, one.recipient
        if came[way] > permits.get(way, 0):
            yield f"{way} came {came[way]} times, {permits.get(way, 0)} permits"
        if permits.get(way, 0) != one.attempts:
            yield f"{way} has {one.attempts} attempts, {permits.get(way, 0)} permits"
        if (one.state == "withheld") != (denials.get(way, 0) > 0):
            yield f"{way} is {one.state}, {denials.get(way, 0)} denials"


def miscounted(run: Evidence) -> Iterator[str]:
    """I13: the counts that are exported are those of the ledger."""
    told = Counter[str](one["state"] for row in run.ledger for one in row["deliveries"])
    for entry in run.of("metrics"):
        shown = dict(_counts(entry["text"]))
        yield from (f"{name}: {shown.get(name, 0)}, not {told[name]}" for name in told if shown.get(name) != told[name])


def bloated(run: Evidence) -> Iterator[str]:
    """I13: a process holds more memory than any of these runs can need."""
    return (f"{one['megabytes']} MB" for one in run.of("memory") if one["megabytes"] > _MOST_MEGABYTES)


def not_on_stuck(run: Evidence) -> Iterator[str]:
    """I14: what had not ended when the run did is shown to the operators as stuck."""
    rows = " ".join(json.dumps(one) for entry in run.of("stuck") for one in entry["rows"])
    for row in run.ledger:
        names = (
            row["message_id"],
            *(one["event_id"] for one in row["deliveries"]),
            *(d["id"] for d in row["deliveries"]),
        )
        is_open = any(one["state"] not in ENDED for one in row["deliveries"]) or not row["deliveries"]
        if row["source"] == SOURCE and is_open and not any(name in rows for name in names):
            yield f"{row['message_id']}"


def _hash(line: dict[str, Any]) -> str:
    text = json.dumps([line[name] for name in _FIELDS], separators=(",", ":"), ensure_ascii=False).encode()
    return hashlib.sha256(bytes.fromhex(line["previous"]) + text).hexdigest()


def _counts(text: str) -> Iterator[tuple[str, int]]:
    for line in text.splitlines():
        if line.startswith('nwd_count{kind="delivery"'):
            yield line.split('state="')[1].split('"')[0], int(line.rsplit(" ", 1)[1])
