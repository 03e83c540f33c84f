"""Builds of the gateway that break one promise each: the checker is worth something only if it catches every one.

A build is a copy of the packages with some text replaced; text that is not found any more fails loudly. `WIDER` makes a
window that is microseconds wide as wide as a run needs; it is applied to the honest build in the same run too.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.campaign.process import ROOT


@dataclass(frozen=True, slots=True)
class Edit:
    """One text in one file, and what stands there instead."""

    file: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Sabotage:
    """What is changed, in which run it shows, and as the breach of which promise."""

    name: str
    run: str
    breaks: str
    edits: tuple[Edit, ...]


ENGINE, LANES = "gateway/store/sqlite/engine.py", "gateway/store/steps/lanes.py"
RELEASE, ACCEPTING = "gateway/gate/release.py", "gateway/store/steps/accepting.py"
WIDER = (
    Edit(
        RELEASE,
        '        faults.hit("before-release")\n',
        "        import asyncio\n"
        "        import pathlib\n"
        "        pathlib.Path('waits').touch()\n"
        "        while not pathlib.Path('go').exists():\n"
        "            await asyncio.sleep(0.02)\n",
    ),
)
SELDOM = (Edit(ENGINE, "_CHECKPOINT_SECONDS = 0.02\n", "_CHECKPOINT_SECONDS = 5.0\n"),)
HELD = (
    Edit(
        "gateway/store/postgres/engine.py",
        '            faults.hit("before-commit")\n',
        "            import os\n"
        "            import pathlib\n"
        "            while 'HOLD' in os.environ and pathlib.Path('hold').exists():\n"
        "                pathlib.Path('held').touch()\n"
        "                await asyncio.sleep(0.02)\n",
    ),
)
SABOTAGES = (
    Sabotage(
        "acknowledges before the commit", "kills", "lost",
        (
            Edit(
                ENGINE,
                "            answers = [self._attempt(job) for job in batch]\n",
                "            answers = [self._attempt(job) for job in batch]\n"
                "            self._loop.call_soon_threadsafe(_answer, batch, answers)\n"
                "            threading.Event().wait(0.1)\n",
            ),
        ),
    ),
    Sabotage(
        "makes ids from its clock", "repeats", "duplicate_effects",
        (
            Edit(
                "gateway/intake/accept.py",
                "decoded.control_id, arrival.raw)",
                "decoded.control_id, arrival.raw + str(arrival.at).encode())",
            ),
        ),
    ),
    Sabotage(
        "takes an id that was used before in silence", "repeats", "silent_clashes",
        (
            Edit(
                ACCEPTING,
                "flagged = Outcome.FLAGGED if acceptance.outcome is Outcome.ACCEPTED else acceptance.outcome",
                "flagged = acceptance.outcome",
            ),
        ),
    ),
    Sabotage(
        "writes down as delivered before it sends", "kills", "uncredited",
        (
            Edit(
                "gateway/delivery/attempt.py",
                "    sent = await house.sinks[lease.subscription].send(",
                '    await house.store.settle([_settlement(house, lease, Sent(SendFate.DELIVERED, ""))])\n'
                '    faults.hit("after-send")\n'
                "    sent = await house.sinks[lease.subscription].send(",
            ),
            Edit(
                "gateway/delivery/attempt.py",
                '    faults.hit("after-send")\n    await house.store.settle([_settlement(house, lease, sent)])\n',
                "    await house.store.settle([_settlement(house, lease, sent)])\n",
            ),
        ),
    ),
    Sabotage(
        "syncs only now and then", "power_cuts", "lost",
        (Edit("gateway/store/sqlite/opening.py", '"synchronous = FULL"', '"synchronous = NORMAL"'),),
    ),
    Sabotage(
        "does not sync keys", "power_cuts", "lost",
        (Edit("gateway/store/keys.py", "PRAGMA synchronous = FULL", "PRAGMA synchronous = OFF"),),
    ),
    Sabotage(
        "asks the gate only once", "unwell", "releases_after_revoke",
        (
            Edit(
                RELEASE,
                "    for _ in range(_TRIES):\n        gate_epoch",
                "    if lease.before is not None:\n"
                "        old = lease.before\n"
                "        kept = Rendition(old.content_type, old.body, old.control_id)\n"
                "        return Going(kept, house.clock.monotonic() + _KNOWN_SECONDS)\n"
                "    for _ in range(_TRIES):\n        gate_epoch",
            ),
        ),
    ),
    Sabotage(
        "drops the audit of a denial", "unwell", "unaudited",
        (
            Edit(
                LANES,
                "    yield from auditing.append(desk, one.audit, at=one.at, patient=one.patient, key_id=key_id)\n"
                "    return ReleaseFate.RELEASED",
                "    if one.rendition is not None:\n"
                "        yield from auditing.append(desk, one.audit, at=one.at, patient=one.patient, key_id=key_id)\n"
                "    return ReleaseFate.RELEASED",
            ),
        ),
    ),
    Sabotage(
        "lets the newest go first", "unwell", "late_repeats",
        (Edit(LANES, "(SELECT MIN(id) FROM delivery", "(SELECT MAX(id) FROM delivery"),),
    ),
    Sabotage(
        "takes a refusal for a receipt", "unwell", "uncredited",
        (Edit("adapters/webhook/sink.py", "    if 200 <= status < 300:\n", "    if status:\n"),),
    ),
    Sabotage(
        "repeats under a new id", "unwell", "duplicate_effects",
        (Edit(RELEASE, "    if before is not None and before.basis == basis:\n", "    if False:\n"),),
    ),
    Sabotage(
        "repeats with other bytes", "unwell", "changed_repeats",
        (Edit(RELEASE, "before.content_type, before.body, before", 'before.content_type, before.body + b" ", before'),),
    ),
    Sabotage(
        "mistakes one person for another", "unwell", "mixed_people",
        (
            Edit(
                "adapters/webhook/codec.py",
                "released.attribution, released.patient, released.resources)",
                'released.attribution, self.__dict__.setdefault("first", released.patient), released.resources)',
            ),
        ),
    ),
    Sabotage(
        "counts any acknowledgement", "unwell", "uncredited",
        (
            Edit(
                "adapters/hl7v2/sink.py",
                "            if answer is not None and answer.control_id == rendition.control_id:\n",
                "            if answer is not None:\n",
            ),
        ),
    ),
    Sabotage(
        "shows what it has shown before", "unwell", "reads_after_revoke",
        (
            Edit(
                "gateway/gate/read.py",
                "    for _ in range(_TRIES):\n        now, ",
                "    key = asking.asker.service, tuple(references or ())\n"
                "    if key in _answer.__dict__:\n"
                "        return _answer.__dict__[key]\n"
                "    for _ in range(_TRIES):\n        now, ",
            ),
            Edit(
                "gateway/gate/read.py",
                "            return shown if shown.resources else None\n",
                "            if shown.resources:\n"
                "                _answer.__dict__[key] = shown\n"
                "            return shown if shown.resources else None\n",
            ),
        ),
    ),
    Sabotage(
        "says that something is there which may not be seen", "unwell", "distinguishers",
        (
            Edit(
                "gateway/api/fhir.py",
                "        return absent()\n    headers = _HEADERS",
                "        return Response(status_code=403) if await call.house.store.locate(reference) else absent()\n"
                "    headers = _HEADERS",
            ),
        ),
    ),
    Sabotage(
        "lets the audit chain run on after a commit that failed", "full_disks", "audit_faults",
        (
            Edit(
                ENGINE,
                "        self._desk.chain.number, self._desk.chain.last = end\n",
                "        return\n",
            ),
        ),
    ),
    Sabotage(
        "releases without comparing epochs", "races", "releases_after_revoke",
        (Edit(LANES, "    if (epoch, gate_epoch) != (one.patient_epoch, one.gate_epoch):\n", "    if False:\n"),),
    ),
    Sabotage(
        "revokes without raising the epoch", "races", "releases_after_revoke",
        (Edit("gateway/intake/consents.py", "raises_epoch=True, review", "raises_epoch=False, review"),),
    ),
    Sabotage(
        "leases without a fence", "fences", "late_repeats",
        (Edit(LANES, "        if rows and rows[0][0] == one.fence:\n", "        if rows:\n"),),
    ),
    Sabotage(
        "relays by the order of ids", "relay_order", "lost",
        (
            Edit(
                "gateway/store/steps/routing.py",
                '    rows = yield f"SELECT {EVENT} FROM {EVENT_FROM} WHERE e.routed = 0 ORDER BY e.id LIMIT ?",'
                " (limit,)\n"
                "    return [event_row(row) for row in rows]\n",
                '    last = unrouted.__dict__.get("last", 0)\n'
                '    found = f"SELECT e.id, {EVENT} FROM {EVENT_FROM} WHERE e.id > ? ORDER BY e.id LIMIT ?"\n'
                "    rows = yield found, (last, limit)\n"
                '    unrouted.__dict__["last"] = max([last, *(row[0] for row in rows)])\n'
                "    return [event_row(tuple(row[1:])) for row in rows]\n",
            ),
        ),
    ),
)  # fmt: skip


def built(folder: Path, edits: Sequence[Edit]) -> Path:
    """A copy of the packages with these edits; what is not copied comes from the honest build."""
    for package in sorted({one.file.partition("/")[0] for one in edits}):
        shutil.copytree(ROOT / package, folder / package)
    for one in edits:
        path = folder / one.file
        text = path.read_text()
        assert text.count(one.old) == 1, f"{one.file} no longer has this text once; mend the sabotage: {one.old!r}"
        path.write_text(text.replace(one.old, one.new))
    return folder
