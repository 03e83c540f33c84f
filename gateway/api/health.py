"""Is it alive, is it ready, and how much is on its way: for whoever runs the processes."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from gateway.api.problem import outcome
from gateway.house import House
from gateway.store.errors import StoreDown
from gateway.telemetry.metrics import exposition


def health_routes(house: House) -> list[Route]:
    """`/livez`, `/readyz` and `/metrics`; none needs a token, none tells of a person."""

    async def livez(request: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def readyz(request: Request) -> Response:
        """Ready is whoever can commit; a backbone that is away is told, and holds nothing up for good."""
        try:
            await house.store.ping()
        except StoreDown:
            return outcome(503, "transient", "the store takes no writes: is the disk full?", **{"retry-after": "5"})
        trouble = house.backbone_trouble
        return PlainTextResponse("ready\n" if trouble is None else f"ready\nbackbone: {trouble}\n")

    async def metrics(request: Request) -> Response:
        return PlainTextResponse(await exposition(house))

    served = (("/livez", livez), ("/readyz", readyz), ("/metrics", metrics))
    return [Route(path, serve, methods=["GET"]) for path, serve in served]


def health(house: House) -> Starlette:
    """The application of a process that only works."""
    return Starlette(routes=health_routes(house))
