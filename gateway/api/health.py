"""Is it alive, is it ready, and how much is on its way: for whoever runs the processes."""

from ipaddress import IPv6Address, ip_address

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from gateway.api.problem import absent, outcome
from gateway.house import House
from gateway.store.errors import StoreDown
from gateway.telemetry.metrics import exposition


def health_routes(house: House) -> list[Route]:
    """`/livez`, `/readyz` and `/metrics`; none needs a token, none tells of a person.

    What `/metrics` counts would tell an asker whether it was refused or asked for nothing: without a port of its
    own it answers callers on this machine only.
    """

    async def livez(request: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def readyz(request: Request) -> Response:
        """Ready is whoever can commit; a backbone that is away, or an unsafe topic, is told and holds nothing up."""
        try:
            await house.store.ping()
        except StoreDown:
            return outcome(503, "transient", "the store takes no writes: is the disk full?", **{"retry-after": "5"})
        told = "".join(f"{what}: {trouble}\n" for what, trouble in house.troubles.items())
        return PlainTextResponse(f"ready\n{told}")

    async def metrics(request: Request) -> Response:
        apart = house.generation.settings.telemetry.metrics_port is not None
        return absent() if apart or not _is_here(request) else await _told(house)

    served = (("/livez", livez), ("/readyz", readyz), ("/metrics", metrics))
    return [Route(path, serve, methods=["GET"]) for path, serve in served]


def health(house: House) -> Starlette:
    """The application of a process that only works."""
    return Starlette(routes=health_routes(house))


def metrics_apart(house: House) -> Starlette:
    """The application of the port that only the operators' own tools reach."""

    async def metrics(request: Request) -> Response:
        return await _told(house)

    return Starlette(routes=[Route("/metrics", metrics, methods=["GET"])])


async def _told(house: House) -> Response:
    return PlainTextResponse(await exposition(house), media_type="text/plain; version=0.0.4")


def _is_here(request: Request) -> bool:
    """True for a caller on this machine."""
    try:
        address = ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
