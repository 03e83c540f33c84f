"""`nwd serve` and `nwd work`: API and listeners, relay, delivery and clocks, in one process or many.

Ended in order by SIGTERM.
"""

import asyncio
import contextlib
import gc
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Literal

import structlog

from gateway import erasure
from gateway.api.app import application
from gateway.api.health import health, metrics_apart
from gateway.api.token import Tokens
from gateway.backbone.opening import backbone_of
from gateway.backbone.port import Backbone
from gateway.bootstrap import opened
from gateway.console import desk_socket
from gateway.delivery import workers
from gateway.going_on import going_on
from gateway.house import House
from gateway.intake import shadow
from gateway.reconfigure import Reconfiguring
from gateway.relay import publish, pump
from gateway.settings.loading import parse, text_of
from gateway.settings.model import Settings
from gateway.settings.outside import NotReady
from gateway.telemetry import trace
from gateway.topics import watch
from gateway.wires import timers
from gateway.wires.http import serving
from gateway.wires.listeners import Listeners, NoListeners

_log = structlog.get_logger()
_COLLECT_AFTER = 50_000
"""More than a batch of deliveries holds at once, all of which goes without a collector when the batch is done."""
Work = Callable[[], Awaitable[None]]
Role = Literal["serve", "work", "both"]
"""serve: takes in and answers. work: fans out, delivers and keeps the clocks."""


class Running:
    """A gateway that is up: where it listens, and the order to stop."""

    def __init__(self, ports: Mapping[str, str], stop: asyncio.Event) -> None:
        self.ports, self.stop = ports, stop


async def serve(path: Path, *, role: Role = "both", port: int | None = None) -> None:
    """Run until SIGTERM or SIGINT; prints one line when everything listens. `port` goes before the file's."""
    text = (await asyncio.to_thread(text_of, path)).encode()
    settings = parse(text.decode(), folder=path.parent)
    if port is not None:
        settings = settings.model_copy(update={"http": settings.http.model_copy(update={"port": port})})
    async with contextlib.AsyncExitStack() as stack:
        provider = trace.set_up(settings.telemetry)
        if provider is not None:
            stack.callback(provider.shutdown)
        gateway = await stack.enter_async_context(running(settings, text, folder=path.parent, role=role))
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, gateway.stop.set)
        _keep_what_is_loaded()
        print("ready " + " ".join(f"{name}={where}" for name, where in gateway.ports.items()), flush=True)
        await gateway.stop.wait()


def _keep_what_is_loaded() -> None:
    """Modules, settings and policy stay for as long as the process: the collector need not look at them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)


@contextlib.asynccontextmanager
async def running(
    settings: Settings, text: bytes, *, folder: Path = Path(), role: Role = "both"
) -> AsyncIterator[Running]:
    """A gateway in this process, up inside the context, given back after it in reverse order.

    First it stops taking anything in, then it finishes what it has begun, then it gives back its connections.
    """
    if role != "both" and settings.store.kind == "sqlite":
        raise NotReady(f'role `{role}` needs a database that processes can share; set store.kind = "postgres"')
    stop = asyncio.Event()
    async with contextlib.AsyncExitStack() as stack:
        house = await stack.enter_async_context(opened(settings, text))
        backbone = backbone_of(settings, house)
        house.backbone = backbone
        tasks = [
            asyncio.create_task(going_on(name, one, stop)) for name, one in _work(house, backbone, stop, role).items()
        ]
        stack.push_async_callback(_finish, tasks, stop, backbone)
        listeners = NoListeners() if role == "work" else Listeners()
        reconfiguring = Reconfiguring(house, listeners, folder)
        ports = await _wires(reconfiguring, stack) | await _metrics(house, stack)
        tasks.append(asyncio.create_task(going_on("settings", partial(reconfiguring.follow, stop), stop)))
        yield Running(ports, stop)


def _work(house: House, backbone: Backbone, stop: asyncio.Event, role: Role) -> dict[str, Work]:
    """What goes on in the background. Whoever takes messages in publishes them too, so that none waits for another."""
    settings = house.generation.settings.backbone
    found: dict[str, Work] = {"topics": partial(watch.run, house, stop)}
    if house.generation.settings.store.kind != "sqlite":
        found["erasures"] = partial(erasure.follow, house, stop)
    if settings.kind == "kafka":
        found["publish"] = partial(publish.run, house, backbone, stop, settings)
    if role != "serve":
        found["fan-out"] = partial(pump.run, house, backbone)
        found["delivery"] = partial(workers.run, house, stop)
        found["timers"] = partial(timers.run, house, stop)
    if role != "work":
        found["shadows"] = partial(shadow.run, house.shadows, house.shadows_of, house.clock, stop)
    return found


async def _wires(reconfiguring: Reconfiguring, stack: contextlib.AsyncExitStack) -> dict[str, str]:
    """Open the ways in; a process that only works has none but its health."""
    house, listeners = reconfiguring.house, reconfiguring.listeners
    settings = house.generation.settings
    at = settings.http.host, settings.http.port
    if isinstance(listeners, NoListeners):
        return {"http": await stack.enter_async_context(serving(health(house), *at))}
    stack.push_async_callback(listeners.close)
    failed = await listeners.follow(house)
    if failed:
        raise NotReady(f"cannot listen for {', '.join(failed)}: is the port free, the folder there?")
    tokens = Tokens(house.blind("sign", "access tokens"), "")
    url = await stack.enter_async_context(serving(application(house, tokens), *at))
    tokens.audience = (settings.http.public_url or url).rstrip("/") + "/oauth2/token"
    await stack.enter_async_context(desk_socket(reconfiguring, settings.gateway.data_dir / "nwd.sock"))
    return {"http": url} | dict(listeners.addresses)


async def _metrics(house: House, stack: contextlib.AsyncExitStack) -> dict[str, str]:
    """The port of the metrics, where they have one of their own."""
    telemetry = house.generation.settings.telemetry
    if telemetry.metrics_port is None:
        return {}
    server = serving(
        metrics_apart(house), telemetry.metrics_host, telemetry.metrics_port, option="telemetry.metrics_port"
    )
    return {"metrics": await stack.enter_async_context(server)}


async def _finish(tasks: list["asyncio.Task[None]"], stop: asyncio.Event, backbone: Backbone) -> None:
    stop.set()
    await backbone.close()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, BaseException):
            _log.error("task_failed", error=type(result).__name__)
