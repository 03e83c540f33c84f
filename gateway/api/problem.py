"""Answers that say no, as FHIR OperationOutcome; what is denied and what is absent are one and the same answer."""

from collections.abc import Sequence

import orjson
from starlette.responses import Response

from schemas.fhir.read import Fault

FHIR_JSON = "application/fhir+json"
EMPTY_SEARCH = b'{"resourceType":"Bundle","type":"searchset"}'
"""The answer to a search that finds nothing, and to one whose findings may not be seen."""
_ABSENT = (
    b'{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found",'
    b'"diagnostics":"there is nothing here that you may see"}]}'
)


class Refused(Exception):
    """The request cannot be served; caught once, at the HTTP border."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def absent() -> Response:
    """The one answer for what is not there and for what may not be seen."""
    return Response(_ABSENT, 404, media_type=FHIR_JSON, headers={"cache-control": "no-store"})


def outcome(status: int, code: str, message: str, **headers: str) -> Response:
    """One OperationOutcome with one issue."""
    body = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": code, "diagnostics": message}]}
    return Response(orjson.dumps(body), status, media_type=FHIR_JSON, headers=headers)


def refusal(error: Refused) -> Response:
    """The answer that a `Refused` stands for."""
    return outcome(error.status, error.code, error.message, **error.headers)


def issues(status: int, found: Sequence[Fault]) -> Response:
    """An OperationOutcome with every fault and its place."""
    listed = [
        {"severity": "error", "code": one.code, "diagnostics": one.message, "expression": [one.where]} for one in found
    ]
    body = {"resourceType": "OperationOutcome", "issue": listed}
    return Response(orjson.dumps(body), status, media_type=FHIR_JSON)


def json(body: object, status: int = 200, **headers: str) -> Response:
    """A plain JSON answer that nobody may cache."""
    return Response(
        orjson.dumps(body), status, media_type="application/json", headers={"cache-control": "no-store", **headers}
    )
