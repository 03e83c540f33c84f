"""The description holds every served route, and the routes hold what it says."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route

from gateway.api.app import ROUTES
from gateway.api.openapi import described
from tests.patience import SECONDS
from tests.town import Town, town

CALLERS = {
    "volunteer": ("cafe", "volunteer", "/", "fuzzing"),
    "worker": ("cafe", "worker", "/referrals|/patients|/api/people", "coverage"),
    "operator": ("cmht", "operator", "/ops|/audit", "coverage,fuzzing"),
    "officer": ("cmht", "privacy-officer", "/explain|/audit|/consent/", "coverage,fuzzing"),
}
"""Who calls: the service, the role, what of the description is tried, and how: at the edges of each schema
(coverage) or at random (fuzzing)."""
CHECKS = f"""
suppress-health-check = ["too_slow"]
request-timeout = {SECONDS}
[[operations]]
include-path-regex = "^/(fhir|consents|messages|api)"
include-method = "POST"
checks.positive_data_acceptance.enabled = false
"""
"""What no JSON Schema says of FHIR and of the forms (rules between members) is checked at the border; there a body
that fits the schema may be refused with 422. How long an answer takes says more of the machine than of us."""


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def test_every_served_route_is_described(place: Town) -> None:
    """No route is served in silence, and none is promised that is not there; the console is for people."""
    from gateway.api.app import application

    async with place.session.get(f"{place.http}/openapi.json") as answer:
        document = await answer.json()
    app = application(None, None)  # type: ignore[arg-type]
    served = {
        (method.lower(), route.path)
        for route in app.routes
        if isinstance(route, Route) and route.path != "/openapi.json" and not route.path.startswith("/console")
        for method in route.methods or ()
        if method != "HEAD"
    }

    assert served == {(method, path) for path, methods in document["paths"].items() for method in methods}


def test_the_description_is_sound() -> None:
    """Every operation has a summary, an id of its own, and every path parameter; every reference leads somewhere."""
    document = described("x", "1", ROUTES)
    operations = [one for methods in document["paths"].values() for one in methods.values()]

    assert all(one["summary"] for one in operations)
    ids = [one["operationId"] for one in operations if "operationId" in one]
    assert len(ids) == len(set(ids))
    named = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(references(document)) <= named


def references(part: Any) -> list[str]:
    """Every `$ref` in a document."""
    if isinstance(part, dict):
        own = [part["$ref"]] if "$ref" in part else []
        return own + [it for value in part.values() for it in references(value)]
    return [it for value in part for it in references(value)] if isinstance(part, list) else []


@pytest.mark.parametrize("who", CALLERS)
async def test_schemathesis_passes(who: str, place: Town, tmp_path: Path) -> None:
    """Generated calls to every documented route, good and bad, are answered as the description says."""
    service, role, paths, phases = CALLERS[who]
    token = await place.token(service, role)
    config = tmp_path / "schemathesis.toml"
    config.write_text(CHECKS)
    process = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("schemathesis").as_posix(), "--config-file", str(config),
        "run", f"{place.http}/openapi.json", "-H", f"Authorization: Bearer {token}",
        "--include-path-regex", f"^({paths})", "--max-examples", "2", "--phases", phases, "--seed", "7",
        "--no-color", "--workers", "1",
        cwd=tmp_path, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await asyncio.wait_for(process.communicate(), 900)

    assert process.returncode == 0, output.decode()[-4000:]


@pytest.mark.parametrize("limit", ["²", "9" * 30, "0"])
async def test_a_number_that_is_none_is_refused(limit: str, place: Town) -> None:
    """Digits of other alphabets and endless numbers are 400, never a failure of the gateway."""
    status, body, _ = await place.call("GET", f"/referrals?limit={limit}", await place.token())

    assert status == 400
    assert body["issue"][0]["diagnostics"] == "limit: must be a number from 1 to 100"


async def test_what_no_route_takes_is_answered_like_everything_else(place: Town) -> None:
    """An unknown path looks like absence; a wrong method names the right ones, in the caller's own format."""
    token = await place.token()

    status, body, _ = await place.call("GET", "/nowhere", token)
    wrong, _, headers = await place.call("DELETE", "/fhir/Patient", token)
    only, _, told = await place.call("POST", "/fhir/metadata", token)
    plainly, problem, _ = await place.call("DELETE", "/api/referrals", token)

    assert (status, body["issue"][0]["code"]) == (404, "not-found")
    assert (wrong, headers["allow"]) == (405, "GET, HEAD, POST")
    assert (only, told.get("allow")) == (422, None)
    assert (plainly, problem["detail"]) == (405, "this path takes GET, HEAD, POST")


def test_no_body_schema_lacks_its_handler() -> None:
    """The bodies, parameters and answers described are those of handlers that exist."""
    from gateway.api import bodies

    names: set[str] = {one.handler.__name__.rstrip("_") for one in ROUTES}

    assert {*bodies.BODIES, *bodies.QUERIES, *bodies.FORMS, *bodies.ANSWERS, *bodies.PLAIN} <= names
    json.dumps(bodies.components())
