"""FHIR reading: one resource, or a search over one patient; whatever may not be seen is absent."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import orjson
from starlette.responses import Response

from adapters.fhir_r4.meaning import MAIN
from gateway.api.border import Call, form_of
from gateway.api.finding import NOBODY, find
from gateway.api.problem import FHIR_JSON, Refused, absent
from gateway.gate import read
from gateway.gate.read import Shown
from schemas.codes.systems import NHS_NUMBER
from schemas.fhir import Resource
from schemas.fhir.masked import whole
from schemas.fhir.xml_write import FHIR_XML

_HEADERS = {"cache-control": "no-store"}
_PEOPLE = frozenset({"Patient"})


async def get(call: Call) -> Response:
    """Read one resource by its id."""
    reference = f"{call.path('type')}/{call.path('id')}"
    shown = await read.show(call.house, call.asker, [reference], purpose=call.caller.purpose)
    if shown is None:
        return absent()
    headers = _HEADERS | {"etag": f'W/"{shown.etags[0]}"'} | _warned(shown)
    return Response(orjson.dumps(whole(shown.resources[0])), media_type=FHIR_JSON, headers=headers)


async def search(call: Call) -> Response:
    """Search resources of one type about one patient: `?patient=Patient/<id>` and nothing else."""
    asked = dict(call.request.query_params)
    patient = asked.pop("patient", None) or asked.pop("subject", None)
    if asked or patient is None:
        raise Refused(400, "not-supported", "search by patient=Patient/<id> only; identifiers go by POST _search")
    return bundle(await of_patient(call, call.path("type"), patient))


async def post_search(call: Call) -> Response:
    """Find a person by NHS number, birth date and name, all in the body, or search by `patient`."""
    if call.request.query_params:
        raise Refused(400, "not-supported", "POST _search takes its parameters in the body, none in the address")
    form = await form_of(call.request)
    patient = form.pop("patient", None) or form.pop("subject", None)
    if patient is not None and not form:
        return bundle(await of_patient(call, call.path("type"), patient))
    if call.path("type") not in _PEOPLE or set(form) != {"identifier", "birthdate", "family", "given"}:
        raise Refused(400, "not-supported", "POST Patient/_search needs identifier, birthdate, family and given")
    system, _, number = form["identifier"].rpartition("|")
    if system not in {"", NHS_NUMBER}:
        raise Refused(400, "value", f"identifier: only {NHS_NUMBER} can be searched")
    found = await find(call, number=number, born=form["birthdate"], family=form["family"], given=form["given"])
    return bundle(await of_patient(call, "Patient", found or NOBODY))


async def everything(call: Call) -> Response:
    """All resources about one patient that the caller may see."""
    reference = f"Patient/{call.path('id')}"
    shown = await read.search(call.house, call.asker, reference, purpose=call.caller.purpose)
    return absent() if shown is None else bundle(shown)


async def metadata(call: Call) -> Response:
    """What this API can do, as a CapabilityStatement."""
    interaction = [{"code": "read"}, {"code": "search-type"}, {"code": "create"}]
    rest = {
        "mode": "server",
        "resource": [{"type": one, "interaction": interaction} for one in MAIN],
        "interaction": [{"code": "transaction"}],
    }
    statement = {
        "resourceType": "CapabilityStatement", "status": "active", "kind": "instance", "fhirVersion": "4.0.1",
        "date": "2026-11-23", "format": [FHIR_JSON, FHIR_XML], "rest": [rest],
        "implementation": {"description": call.house.name},
    }  # fmt: skip
    return Response(orjson.dumps(statement), media_type=FHIR_JSON)


def bundle(shown: Shown) -> Response:
    """What may be seen of one person, with the warnings to read with it."""
    return _searchset([_entry(one) for one in shown.resources], _warned(shown))


def bundle_of_many(each: Sequence[Shown]) -> Response:
    """One resource of each of many people, and behind them the warnings, each with the places that it is about."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for at, shown in enumerate(each):
        for warning in shown.warnings:
            places[warning].append(f"Bundle.entry[{at}].resource")
    return _searchset([*(_entry(shown.resources[0]) for shown in each), *_outcome(places)], {})


def _entry(one: Resource) -> Resource:
    name = f"urn:nwd:{one['resourceType']}/{one['id']}"
    return {"fullUrl": name, "resource": whole(one), "search": {"mode": "match"}}


def _outcome(places: Mapping[str, Sequence[str]]) -> list[Resource]:
    issues = [
        {"severity": "warning", "code": "informational", "details": {"text": text}, "expression": where}
        for text, where in places.items()
    ]
    if not issues:
        return []
    return [{"resource": {"resourceType": "OperationOutcome", "issue": issues}, "search": {"mode": "outcome"}}]


def _searchset(entries: Sequence[Resource], warned: Mapping[str, str]) -> Response:
    """Without a total: a count would tell of what is hidden."""
    found: Resource = {"resourceType": "Bundle", "type": "searchset"}
    if entries:
        found["entry"] = entries
    return Response(orjson.dumps(found), media_type=FHIR_JSON, headers={**_HEADERS, **warned})


async def of_patient(call: Call, kind: str, patient: str) -> Shown:
    """What the caller may see of one type on one person."""
    reference = patient if patient.startswith("Patient/") else f"Patient/{patient}"
    shown = await read.search(call.house, call.asker, reference, types=frozenset({kind}), purpose=call.caller.purpose)
    return shown or read.NOTHING


def _warned(shown: Shown) -> dict[str, str]:
    return {"nwd-warning": "; ".join(shown.warnings)} if shown.warnings else {}
