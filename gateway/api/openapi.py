"""The OpenAPI description, made from the routes themselves, so that it can leave none out."""

import re
from collections.abc import Iterable
from typing import Any, Protocol

from gateway.api.bodies import ANSWERS, FHIR, JSON, PLAIN, PROBLEM, QUERIES, Schema, body_of, components
from gateway.api.border import Handler
from gateway.api.token import ASSERTION_TYPE


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


_WORDS = {
    "200": "The answer.",
    "201": "Recorded; it binds now.",
    "202": "Taken, and put before a person.",
    "207": "Some rows were taken and some refused; each says which.",
    "400": "The request cannot be read; the answer names the place.",
    "401": "A valid token is needed.",
    "403": "A named person is needed.",
    "404": "Nothing here that you may see.",
    "405": "The path has other methods; `Allow` names them.",
    "409": "Not possible as things stand.",
    "413": "The body is too long.",
    "422": "The content is refused; the answer names the places.",
    "429": "Too many people were looked up; `Retry-After` says how long to wait.",
    "503": "Nothing was stored or shown; try again later.",
}
_READS = ("200", "400", "401", "403", "404", "503")
_CHANGES = ("200", "201", "202", "207", "400", "401", "403", "404", "409", "413", "422", "429", "503")
_OPEN = {
    "/livez": ("Is the process alive?", {"text/plain": {"schema": {"type": "string"}}}),
    "/readyz": ("Can a write commit?", {"text/plain": {"schema": {"type": "string"}}}),
    "/information": (
        "General information for carers: of nobody's record, the same for everybody.",
        {"text/html": {"schema": {"type": "string"}}},
    ),
    "/metrics": (
        "Counts by state and the age of the oldest, in the Prometheus text format.",
        {"text/plain": {"schema": {"type": "string"}}},
    ),
}
"""Served without a token: to whoever runs the processes, and to anybody who cares for somebody."""


def described(title: str, version: str, routes: Iterable[Described]) -> dict[str, Any]:
    """An OpenAPI 3.1 document of every route."""
    paths: dict[str, dict[str, Any]] = {}
    for one in routes:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    paths["/oauth2/token"] = {"post": _token()}
    for path, (told, media) in _OPEN.items():
        answers = {"200": _answer("200", media), "503": _answer("503", FHIR)}
        paths[path] = {"get": {"summary": told, "security": [], "responses": answers}}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "paths": paths,
        "components": {
            "schemas": components(),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"bearer": []}],
    }


def _operation(one: Described) -> dict[str, Any]:
    name = one.handler.__name__.rstrip("_")
    made: dict[str, Any] = {
        "operationId": f"{one.method.lower()}{re.sub(r'[^a-zA-Z]+', '_', one.path)}",
        "summary": (one.handler.__doc__ or "").splitlines()[0],
        "parameters": [*_path_parameters(one.path), *_query_parameters(name)],
        "responses": _answers(one, name),
    }
    body = body_of(name)
    return made | ({"requestBody": body} if body and one.method == "POST" else {})


def _answers(one: Described, name: str) -> dict[str, Any]:
    plain = one.path.startswith("/api/")
    media = ANSWERS.get(name, JSON if plain or name in PLAIN else FHIR)
    refusals = PROBLEM if plain else FHIR
    codes = _READS if one.method == "GET" else _CHANGES
    told = {code: _answer(code, media if code < "3" else refusals) for code in codes}
    if name == "receive":
        told |= {code: _answer(code, {**media, **FHIR}) for code in codes if code >= "4"}
    return told


def _path_parameters(path: str) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)}", path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _query_parameters(name: str) -> list[dict[str, Any]]:
    return [_query_parameter(key, schema) for key, schema in QUERIES.get(name, {}).items()]


def _query_parameter(name: str, schema: Schema) -> dict[str, Any]:
    told = {key: value for key, value in schema.items() if key != "required"}
    return {"name": name, "in": "query", "required": schema.get("required", False), "schema": told}


def _token() -> dict[str, Any]:
    members = {
        "grant_type": {"const": "client_credentials"},
        "scope": {"type": "string", "pattern": "^service/[a-z0-9][a-z0-9-]{0,62}$"},
        "client_assertion_type": {"const": ASSERTION_TYPE},
        "client_assertion": {"type": "string", "pattern": r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$"},
    }
    schema = {"type": "object", "properties": members, "required": sorted(members)}
    return {
        "summary": "Get a token for a client, one service and, where there is one, a named person (RFC 7523).",
        "security": [],
        "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}},
        "responses": {code: _answer(code, JSON) for code in ("200", "400", "401", "413", "503")},
    }


def _answer(code: str, media: Schema) -> dict[str, Any]:
    return {"description": _WORDS[code], "content": dict(media)}
