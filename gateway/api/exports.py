"""A service's own worklist as a spreadsheet: what its people may see, read through the gate row by row."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from starlette.responses import Response

from adapters.csv.returned import CSV, XLSX, delimited, workbook
from adapters.json_api.views import referral
from consent.question import Channel
from gateway.api.border import Call
from gateway.api.problem import absent
from gateway.api.referrals import person_needed
from gateway.gate import read
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


async def referrals(call: Call) -> Response:
    """Referrals addressed to the caller's service, newest first, as `csv` or `xlsx`; 5,000 rows at most."""
    person_needed(call)
    form = call.path("form")
    if form not in {"csv", "xlsx"}:
        return absent()
    rows = [HEADINGS, *[row async for row in _rows(call)]]
    write = workbook if form == "xlsx" else delimited
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="referrals.{form}"'}
    return Response(await asyncio.to_thread(write, rows), 200, headers, XLSX if form == "xlsx" else CSV)


async def _rows(call: Call) -> AsyncIterator[Sequence[str]]:
    before: int | None = None
    told = 0
    while told < _LONGEST:
        limit = min(_PAGE, _LONGEST - told)
        page = await read.inbox(
            call.house, call.asker, purpose=call.caller.purpose, limit=limit, before=before, channel=_BULK
        )
        for one in page.shown.resources:
            yield await _row(call, one)
            told += 1
        before = page.next_before
        if before is None:
            return


async def _row(call: Call, seen: Resource) -> Sequence[str]:
    about = seen.get("subject", {}).get("reference", "")
    shown = (
        await read.show(call.house, call.asker, [about], purpose=call.caller.purpose, channel=_BULK) if about else None
    )
    person: Resource = shown.resources[0] if shown is not None else {}
    name: Resource = next(iter(person.get("name", [])), {})
    plain = referral(seen)
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
