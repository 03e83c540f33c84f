"""Answers that say no, as FHIR OperationOutcome or problem+json; what is denied and what is absent answer alike."""

from collections.abc import Mapping, Sequence

import orjson
from starlette.responses import Response

from schemas.fhir.read import Fault

FHIR_JSON = "application/fhir+json"
_TITLES = {
    "forbidden": "not with this token", "login": "a token is needed", "not-found": "nothing here that you may see",
    "conflict": "not possible as things stand", "transient": "try again later", "exception": "the gateway failed",
}  # fmt: skip
_ABSENT = (
    b'{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found",'
    b'"diagnostics":"there is nothing here that you may see"}]}'
)


_KEPT = ("www-authenticate", "retry-after", "cache-control", "allow")


class Refused(Exception):
    """The request cannot be served; caught once, at the HTTP border."""

    def __init__(
        self, status: int, code: str, message: str, *, places: Sequence[Mapping[str, str]] = (), **headers: str
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.places = status, code, message, places
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
    if error.places:
        return issues(error.status, [Fault(one["where"], one["code"], one["message"]) for one in error.places])
    return outcome(error.status, error.code, error.message, **error.headers)


def issues(status: int, found: Sequence[Fault]) -> Response:
    """An OperationOutcome with every fault and its place."""
    listed = [
        {"severity": "error", "code": one.code, "diagnostics": one.message, "expression": [one.where]} for one in found
    ]
    body = {"resourceType": "OperationOutcome", "issue": listed}
    return Response(orjson.dumps(body), status, media_type=FHIR_JSON)


def problem(answer: Response) -> Response:
    """The same refusal as problem details for an app that does not speak FHIR. Source: RFC 9457."""
    found = orjson.loads(bytes(answer.body))["issue"]
    code = found[0]["code"]
    said = {"title": _TITLES.get(code, "the request cannot be taken"), "status": answer.status_code}
    if "expression" in found[0]:
        said["errors"] = [
            {"where": one["expression"][0], "message": one["diagnostics"], "code": one["code"]} for one in found
        ]
    else:
        said["detail"] = found[0]["diagnostics"]
    kept = {name: answer.headers[name] for name in _KEPT if name in answer.headers}
    kind = f"https://nowrongdoor.example/problems/{code}"
    return Response(orjson.dumps({"type": kind} | said), answer.status_code, kept, "application/problem+json")


def json(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A plain JSON answer that nobody may cache."""
    every = {"cache-control": "no-store", **(headers or {})}
    return Response(orjson.dumps(body), status, every, "application/json")
