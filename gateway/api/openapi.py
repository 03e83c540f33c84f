"""The OpenAPI description, made from the routes themselves, so that it can leave none out."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import orjson

from adapters.csv.returned import XLSX
from adapters.json_api.schema import public
from gateway.api.border import Handler


class Described(Protocol):
    """What a route must tell."""

    @property
    def method(self) -> str:
        """HTTP method."""
        ...

    @property
    def path(self) -> str:
        """Path with its parameters in braces."""
        ...

    @property
    def handler(self) -> Handler:
        """What serves it; its docstring is the description."""
        ...


_FORMS = {
    "send_referral": "referral",
    "send_care_plan": "care-plan",
    "send_consent": "carer-consent",
    "send_contact": "contact-note",
    "send_concern": "carer-concern",
    "send_discharge": "discharge",
}
"""What each sending route of the plain interface takes; the path already says the kind."""
_PAGED: Mapping[str, Mapping[str, Any]] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": 100},
    "cursor": {"type": "string"},
}
_TEXT = {"type": "string", "maxLength": 20_000}
_BODIES: Mapping[str, Mapping[str, Any]] = {
    "decline": {"required": ["reason"], "reason": {"type": "string", "minLength": 1, "maxLength": 64}, "text": _TEXT},
    "contact": {
        "attended": {"type": "boolean"},
        "outcome": {"enum": ["01", "02", "03", "04", "05", "06", "98"]},
        "agreed": _TEXT,
        "text": _TEXT,
        "for_clinical_record": {"type": "boolean"},
    },
    "concern": {
        "required": ["text"],
        "text": _TEXT | {"minLength": 1},
        "carer": {"type": "string", "maxLength": 64},
        "patient_may_see": {"type": "boolean"},
    },
    "decline_plain": {
        "required": ["reason"],
        "reason": {"type": "string", "minLength": 1, "maxLength": 64},
        "text": _TEXT,
    },
    "find_person": {
        "required": ["nhs_number", "birth_date", "family_name", "given_name"],
        "nhs_number": {"type": "string"},
        "birth_date": {"type": "string", "format": "date"},
        "family_name": {"type": "string"},
        "given_name": {"type": "string"},
    },
    "join": {"required": ["loser", "keeper", "reason"], "loser": _TEXT, "keeper": _TEXT, "reason": _TEXT},
    "decide": {
        "required": ["patient"],
        "patient": {"type": "string"},
        "service": {"type": "string"},
        "role": {"type": "string"},
        "purpose": {"type": "string"},
    },
    "what_if": {"required": ["patient", "consent"], "patient": {"type": "string"}, "consent": {"type": "object"}},
    "break_glass": {
        "required": ["ground", "reason"],
        "patient": {"type": "string"},
        "nhs_number": {"type": "string"},
        "birth_date": {"type": "string"},
        "family_name": {"type": "string"},
        "given_name": {"type": "string"},
        "ground": {"type": "string"},
        "reason": {"type": "string", "maxLength": 2_000},
        "minutes": {"type": "integer"},
    },
    "resolve_message": {"required": ["reason"], "reason": {"type": "string", "minLength": 1, "maxLength": 200}},
    "skip": {"required": ["reason"], "reason": {"type": "string", "minLength": 1, "maxLength": 200}},
}
_QUERIES: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "disclosures": {"patient": {"type": "string"}},
    "search": {"patient": {"type": "string"}},
    "list_care_plans": {"patient": {"type": "string"}},
    "list_consents": {"patient": {"type": "string"}},
    "list_contacts": {"patient": {"type": "string"}},
    "list_referrals": _PAGED,
    "inbox": _PAGED,
    "messages": {"source": {"type": "string"}, "id": {"type": "string"}},
    "ledger": {"after": {"type": "integer", "minimum": 0}},
    "audit_export": {"from": {"type": "integer", "minimum": 0}, "writer": {"type": "string"}},
}
_ANSWERS = {
    "200": "The answer.",
    "201": "Recorded; it binds now.",
    "202": "Taken, and put before a person.",
    "207": "Some rows were taken and some refused; each says which.",
    "400": "The request cannot be read; the answer names the place.",
    "401": "A valid token is needed.",
    "403": "A named person is needed.",
    "404": "Nothing here that you may see.",
    "409": "Not possible as things stand.",
    "413": "The body is too long.",
    "422": "The content is refused; the answer names the places.",
    "503": "Nothing was stored; try again later.",
}


def described(title: str, version: str, routes: Iterable[Described]) -> dict[str, Any]:
    """An OpenAPI 3.1 document of every route."""
    paths: dict[str, dict[str, Any]] = {}
    for one in routes:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    paths["/oauth2/token"] = {"post": _token()}
    for path, told in (
        ("/livez", "Is the process alive?"),
        ("/readyz", "Can a write commit?"),
        ("/metrics", "Metrics."),
    ):
        paths[path] = {"get": {"summary": told, "security": [], "responses": _responses("200", "503")}}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "paths": paths,
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
        "security": [{"bearer": []}],
    }


def _operation(one: Described) -> dict[str, Any]:
    name = one.handler.__name__.rstrip("_")
    made: dict[str, Any] = {
        "operationId": f"{one.method.lower()}{re.sub(r'[^a-zA-Z]+', '_', one.path)}",
        "summary": (one.handler.__doc__ or "").splitlines()[0],
        "parameters": [*_path_parameters(one.path), *_query_parameters(name)],
        "responses": _responses(*_ANSWERS),
    }
    body = _body(name)
    return made | ({"requestBody": body} if body and one.method == "POST" else {})


def _path_parameters(path: str) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)}", path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _query_parameters(name: str) -> list[dict[str, Any]]:
    return [{"name": key, "in": "query", "schema": schema} for key, schema in _QUERIES.get(name, {}).items()]


def _body(name: str) -> dict[str, Any] | None:
    if name in {"create_consent", "post_bundle", "create"}:
        return {"required": True, "content": {"application/fhir+json": {"schema": {"type": "object"}}}}
    if name in _FORMS:
        return {"required": True, "content": {"application/json": {"schema": _form(_FORMS[name])}}}
    if name == "receive":
        kinds = ("application/octet-stream", "text/csv", "text/tab-separated-values", XLSX)
        return {"required": True, "content": {it: {"schema": {"type": "string"}} for it in kinds}}
    if name == "post_search":
        return {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}}
    if name not in _BODIES:
        return None
    members = {key: schema for key, schema in _BODIES[name].items() if key != "required"}
    schema = {
        "type": "object", "properties": members, "required": _BODIES[name].get("required", []),
        "additionalProperties": False,
    }  # fmt: skip
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _form(kind: str) -> dict[str, Any]:
    """The published schema of a form, less what the path already says."""
    schema: dict[str, Any] = orjson.loads(public(kind) or b"{}")
    said = {"kind", "service"}
    members = {name: one for name, one in schema["properties"].items() if name not in said}
    needed = [name for name in schema.get("required", ()) if name not in said]
    return schema | {"properties": members, "required": needed}


def _token() -> dict[str, Any]:
    members = {
        name: {"type": "string"} for name in ("grant_type", "scope", "client_assertion_type", "client_assertion")
    }
    schema = {"type": "object", "properties": members, "required": sorted(members)}
    return {
        "summary": "Get a token for a client, one service and, where there is one, a named person (RFC 7523).",
        "security": [],
        "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}},
        "responses": _responses("200", "400", "401", "503"),
    }


def _responses(*codes: str) -> dict[str, Any]:
    return {code: {"description": _ANSWERS[code]} for code in codes}
