"""The description holds every served route, and the routes hold what it says."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route

from gateway.api.app import ROUTES
from gateway.api.openapi import described
from tests.town import Town, town


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
    """Every operation has a summary, an id of its own, and every path parameter."""
    document = described("x", "1", ROUTES)
    operations = [one for methods in document["paths"].values() for one in methods.values()]

    assert all(one["summary"] for one in operations)
    ids = [one["operationId"] for one in operations if "operationId" in one]
    assert len(ids) == len(set(ids))
    json.dumps(document)


async def test_schemathesis_passes(place: Town, tmp_path: Path) -> None:
    """Generated calls to every documented route never make the gateway fail."""
    import asyncio
    import sys

    token = await place.token()
    process = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("schemathesis").as_posix(), "run", f"{place.http}/openapi.json",
        "-H", f"Authorization: Bearer {token}", "--checks", "not_a_server_error,status_code_conformance",
        "--max-examples", "5", "--phases", "fuzzing", "--seed", "7", "--no-color", "--workers", "1",
        cwd=tmp_path, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await asyncio.wait_for(process.communicate(), 120)

    assert process.returncode == 0, output.decode()[-4000:]


def test_no_body_schema_lacks_its_handler() -> None:
    """The bodies described are those of handlers that exist."""
    from gateway.api import openapi

    names: set[str] = {one.handler.__name__.rstrip("_") for one in ROUTES}
    described_bodies: dict[str, Any] = dict(openapi._BODIES)

    assert set(described_bodies) <= names
