"""A service's own worklist as a spreadsheet: what its people may see, read through the gate row by row."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from adapters.csv.returned import CSV, XLSX, delimited, workbook
from adapters.json_api.views import referral
from consent.question import Channel
from gateway.api.border import Call
from gateway.api.problem import absent
from gateway.api.referrals import person_needed
from gateway.gate import read
from gateway.gate.read import Shown
from gateway.store.errors import StoreDown
from gateway.store.verbs.reading import Decided
from schemas.codes.systems import NHS_NUMBER
from schemas.fhir import Resource

HEADINGS = (
    "Referral", "Status", "Urgency", "Referred at", "Referred by", "Reason", "NHS no", "Family name", "Given name",
    "DOB", "Phone", "Notices",
)  # fmt: skip
_BULK = Channel.EXPORT
"""No override reaches a list: it opens one record to one reader."""
_LONGEST = 5_000
_PAGE = 100
_TRIES = 5


async def referrals(call: Call) -> Response:
    """Referrals addressed to the caller's service, newest first, as `csv` or `xlsx`; 5,000 rows at most."""
    person_needed(call)
    form = call.path("form")
    if form not in {"csv", "xlsx"}:
        return absent()
    body = await _written(call, workbook if form == "xlsx" else delimited)
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="referrals.{form}"'}
    return Response(body, 200, headers, XLSX if form == "xlsx" else CSV)


@dataclass(frozen=True, slots=True)
class _Row:
    """A referral with whom it is about, as far as each may be seen."""

    referral: Shown
    person: Shown | None

    @property
    def decided(self) -> tuple[Decided, ...]:
        return self.referral.decided + (() if self.person is None else self.person.decided)


async def _written(call: Call, write: Callable[[Sequence[Sequence[str]]], bytes]) -> bytes:
    """The sheet, written again while something in it has changed: a long one takes longer than a refusal may wait."""
    rows = [row async for row in _rows(call)]
    for _ in range(_TRIES):
        body = await asyncio.to_thread(write, [HEADINGS, *map(_cells, rows)])
        stands = await read.standing(call.house, [one.decided for one in rows])
        if all(stands):
            return body
        again = [one if fine else await _again(call, one) for one, fine in zip(rows, stands, strict=True)]
        rows = [one for one in again if one is not None]
    raise StoreDown("what is in the list changes faster than it can be written")


async def _again(call: Call, row: _Row) -> _Row | None:
    found = await _read(call, read.named(row.referral))
    return None if found is None else await _row(call, found)


async def _read(call: Call, reference: str) -> Shown | None:
    return await read.show(call.house, call.asker, [reference], purpose=call.caller.purpose, channel=_BULK)


async def _rows(call: Call) -> AsyncIterator[_Row]:
    before: int | None = None
    told = 0
    while told < _LONGEST:
        limit = min(_PAGE, _LONGEST - told)
        page = await read.inbox(
            call.house, call.asker, purpose=call.caller.purpose, limit=limit, before=before, channel=_BULK
        )
        for one in page.each:
            yield await _row(call, one)
            told += 1
        before = page.next_before
        if before is None:
            return


async def _row(call: Call, referral: Shown) -> _Row:
    about = referral.resources[0].get("subject", {}).get("reference", "")
    return _Row(referral, await _read(call, about) if about else None)


def _cells(row: _Row) -> Sequence[str]:
    shown = row.person
    person: Resource = shown.resources[0] if shown is not None else {}
    name: Resource = next(iter(person.get("name", [])), {})
    plain = referral(row.referral.resources[0])
    said = [str(plain.get(key, "")) for key in ("id", "status", "urgency", "referred_at", "referred_by", "reason")]
    return [
        *said,
        _first(person.get("identifier", []), NHS_NUMBER),
        str(name.get("family", "")),
        " ".join(name.get("given", [])),
        str(person.get("birthDate", "")),
        _first(person.get("telecom", []), "phone"),
        "; ".join(shown.warnings) if shown is not None else "",
    ]


def _first(listed: Sequence[Resource], system: str) -> str:
    return next((str(one.get("value", "")) for one in listed if one.get("system") == system), "")
