"""FHIR answers in the format that the caller asks for: JSON, or XML where `Accept` prefers it."""

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from gateway.api.problem import FHIR_JSON
from schemas.fhir.generated.table import CLASSES
from schemas.fhir.numbers import load
from schemas.fhir.xml_read import read_xml
from schemas.fhir.xml_write import FHIR_XML, write_xml

_XML = frozenset({FHIR_XML, "application/xml", "text/xml"})
_JSON = frozenset({FHIR_JSON, "application/json"})


def negotiated(request: Request, answer: Response) -> Response:
    """The same answer in the other format where that is asked for; anything that is not FHIR stays as it is."""
    if isinstance(answer, StreamingResponse) or answer.media_type not in {FHIR_JSON, FHIR_XML}:
        return answer
    wanted = preferred(request.headers.get("accept", ""))
    if wanted is None or wanted == answer.media_type:
        return answer
    body = bytes(answer.body)
    resource = load(body) if wanted == FHIR_XML else read_xml(body)
    if resource["resourceType"] not in CLASSES:
        return answer
    said = write_xml(resource) if wanted == FHIR_XML else orjson.dumps(resource)
    headers = {name: value for name, value in answer.headers.items() if name not in {"content-type", "content-length"}}
    return Response(said, answer.status_code, media_type=wanted, headers=headers)


def preferred(accept: str) -> str | None:
    """The FHIR format with the highest weight, the first of equals; None where neither is named."""
    best, weight = None, 0.0
    for one in accept.split(","):
        name, *parameters = (it.strip().lower() for it in one.split(";"))
        found = FHIR_XML if name in _XML else FHIR_JSON if name in _JSON else None
        if found and _weight(parameters) > weight:
            best, weight = found, _weight(parameters)
    return best


def _weight(parameters: list[str]) -> float:
    said = next((it[2:] for it in parameters if it.startswith("q=")), "1")
    try:
        return float(said)
    except ValueError:
        return 0.0
