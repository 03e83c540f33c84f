"""Spreadsheets over HTTP: each row is taken by itself; the answer tells of every row, or gives back those not taken."""

from starlette.responses import Response

from adapters.contract import Issue, Outcome
from gateway.api.border import Call, body_of
from gateway.api.problem import Refused, json
from gateway.intake.files import FileTaken, RowTaken, take_file
from gateway.store.errors import StoreDown

_TO_LOOK_AT = frozenset({Outcome.FLAGGED, Outcome.QUARANTINED})
_SHEETS = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


async def receive(call: Call, partner: str) -> Response:
    """Take a spreadsheet. `Accept: text/csv` (or of XLSX) asks for the rows not taken, as a file of the same shape."""
    try:
        taken = await take_file(call.house, partner, await body_of(call.request), by=call.caller.person)
    except StoreDown as error:
        text = "some rows may be stored; send the whole file again later, no row will count twice"
        raise Refused(503, "transient", text, retry_after="5") from error
    headers = {"cache-control": "no-store"} | _epoch(taken)
    wants = call.request.headers.get("accept", "")
    if taken.returned is not None and wants.startswith(_SHEETS):
        name = f'attachment; filename="rejected{taken.returned.suffix}"'
        return Response(
            taken.returned.body,
            _status(taken),
            media_type=taken.returned.content_type,
            headers=headers | {"content-disposition": name},
        )
    return json(_told(taken), _status(taken), headers)


def _epoch(taken: FileTaken) -> dict[str, str]:
    """Consents of the sheet bind by the time that this is read."""
    epochs = [it.epoch for it in taken.rows if it.epoch is not None]
    return {"nwd-epoch": str(max(epochs))} if epochs else {}


def _status(taken: FileTaken) -> int:
    """201 all taken, 202 some for a person to look at, 207 some refused, 422 none taken."""
    outcomes = {it.outcome for it in taken.rows}
    if not taken.was_read or outcomes <= {Outcome.REFUSED}:
        return 422 if outcomes or not taken.was_read else 200
    if Outcome.REFUSED in outcomes:
        return 207
    return 202 if outcomes & _TO_LOOK_AT else 201


def _told(taken: FileTaken) -> dict[str, object]:
    return {
        "counts": taken.counts,
        "issues": [_issue(it) for it in taken.issues],
        "rows": [_row(it) for it in taken.rows],
    }


def _row(row: RowTaken) -> dict[str, object]:
    return {
        "row": row.where,
        "outcome": str(row.outcome),
        "repeated": row.repeated,
        "message": str(row.reference),
        "issues": [_issue(it) for it in row.issues],
    }


def _issue(it: Issue) -> dict[str, str]:
    return {"severity": str(it.severity), "code": it.code, "where": it.where, "message": it.message}
