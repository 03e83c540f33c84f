"""A file of many messages: each is taken by itself, in order, and one bad one loses no other."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from adapters.contract import FileCodec, Issue, Outcome, Part, Parts, Returned, Severity
from gateway.house import House
from gateway.intake.accept import Taken, take
from gateway.store.verbs.intake import Fate
from schemas.ids import body_hash

_TOGETHER = 64


@dataclass(frozen=True, slots=True)
class RowTaken:
    """What became of one message of a file; it was committed before anybody is told."""

    where: str
    outcome: Outcome
    reference: UUID
    repeated: bool
    """It came before, with the same content: this time it had no effect."""
    issues: tuple[Issue, ...]
    epoch: int | None = None


@dataclass(frozen=True, slots=True)
class FileTaken:
    """What became of a file."""

    rows: tuple[RowTaken, ...]
    issues: tuple[Issue, ...]
    """Of the file as a whole; with an error no row of it could be read."""
    returned: Returned | None
    """The rows that were not taken, to be mended and sent again."""

    @property
    def was_read(self) -> bool:
        """False when the file as a whole was refused."""
        return not any(it.severity is Severity.ERROR for it in self.issues)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows ended how."""
        return dict(Counter("repeated" if it.repeated else it.outcome.value for it in self.rows))


async def take_file(house: House, partner: str, raw: bytes, *, by: str | None = None) -> FileTaken:
    """Take every message of a file. Raises `StoreDown`; what was committed by then has its one effect when it is
    sent again."""
    codec = house.codecs[partner]
    parts = await asyncio.to_thread(_split, codec, raw)
    if not parts.parts:
        fault = next((it for it in parts.issues if it.severity is Severity.ERROR), None)
        if fault is not None:
            await take(house, partner, raw, control_id=whole_id(raw), fault=fault, by=by)
        return FileTaken((), parts.issues, None)
    rows: list[RowTaken] = []
    for start in range(0, len(parts.parts), _TOGETHER):
        some = await _take_some(house, partner, parts.parts[start : start + _TOGETHER], by)
        rows += [_placed(it, parts.places) for it in some]
    reasons = {at: _reason(it) for at, it in enumerate(rows) if it.outcome is Outcome.REFUSED}
    returned = None
    if reasons and isinstance(codec, FileCodec):
        returned = await asyncio.to_thread(codec.returned, raw, reasons)
    return FileTaken(tuple(rows), parts.issues, returned)


def whole_id(raw: bytes) -> str:
    """The control id of a file that could not be taken apart, and so is one message."""
    return f"file-{body_hash(raw)[:24]}"


def _split(codec: object, raw: bytes) -> Parts:
    return codec.split(raw) if isinstance(codec, FileCodec) else Parts((Part(raw, "file"),))


async def _take_some(house: House, partner: str, parts: Sequence[Part], by: str | None) -> list[RowTaken]:
    """They enter the store in the order of the file and share commits."""
    taken = await asyncio.gather(*(take(house, partner, it.raw, fault=it.fault, by=by) for it in parts))
    return [_row(part, it) for part, it in zip(parts, taken, strict=True)]


def _row(part: Part, taken: Taken) -> RowTaken:
    receipt = taken.receipt
    repeated = receipt.fate is Fate.REPEATED and part.fault is None
    return RowTaken(
        part.where, taken.verdict.outcome, receipt.message_id, repeated, taken.verdict.issues, receipt.epoch
    )


def _placed(row: RowTaken, places: Mapping[str, str]) -> RowTaken:
    """The same, with each place by the name that the file gives it."""
    return replace(row, issues=tuple(replace(it, where=places.get(it.where, it.where)) for it in row.issues))


def _reason(row: RowTaken) -> str:
    wrong = [it for it in row.issues if it.severity in {Severity.ERROR, Severity.FATAL}]
    return "; ".join(f"{it.where}: {it.message}" for it in wrong or row.issues)
