"""`nwd serve`: API, listeners, relay, delivery and clocks in one process, ended in order by SIGTERM."""

import asyncio
import contextlib
import gc
import signal
from collections.abc import AsyncIterator, Generator, Mapping
from pathlib import Path

import structlog
import uvicorn

from gateway.api.app import application
from gateway.api.token import Tokens
from gateway.backbone.opening import backbone_of
from gateway.backbone.port import Backbone
from gateway.bootstrap import opened
from gateway.console import desk_socket
from gateway.delivery import workers
from gateway.house import House
from gateway.reconfigure import Reconfiguring
from gateway.relay import publish, pump
from gateway.settings.loading import parse
from gateway.settings.model import Settings
from gateway.settings.outside import NotReady
from gateway.telemetry import trace
from gateway.wires import timers
from gateway.wires.listeners import Listeners

_log = structlog.get_logger()
_COLLECT_AFTER = 10_000


class Running:
    """A gateway that is up: where it listens, and the order to stop."""

    def __init__(self, ports: Mapping[str, str], stop: asyncio.Event) -> None:
        self.ports, self.stop = ports, stop


async def serve(path: Path) -> None:
    """Run until SIGTERM or SIGINT; prints one line when everything listens."""
    text = await asyncio.to_thread(path.read_bytes)
    settings = parse(text.decode(), folder=path.parent)
    async with contextlib.AsyncExitStack() as stack:
        if settings.telemetry.trace_file is not None:
            provider = trace.set_up(settings.telemetry.trace_file, share=settings.telemetry.trace_share)
            stack.callback(provider.shutdown)
        gateway = await stack.enter_async_context(running(settings, text, folder=path.parent))
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
async def running(settings: Settings, text: bytes, *, folder: Path = Path()) -> AsyncIterator[Running]:
    """A whole gateway in this process, up inside the context, given back after it in reverse order."""
    stop = asyncio.Event()
    async with contextlib.AsyncExitStack() as stack:
        house = await stack.enter_async_context(opened(settings, text))
        backbone = backbone_of(settings, house)
        tasks = [
            asyncio.create_task(pump.run(house, backbone)),
            asyncio.create_task(workers.run(house, stop)),
            asyncio.create_task(timers.run(house, stop)),
        ]
        if settings.backbone.kind == "kafka":
            tasks.append(asyncio.create_task(publish.run(house, backbone, stop, settings.backbone)))
        stack.push_async_callback(_finish, tasks, stop, backbone)
        listeners = Listeners()
        stack.push_async_callback(listeners.close)
        failed = await listeners.follow(house)
        if failed:
            raise NotReady(f"cannot listen for {', '.join(failed)}: is the port taken?")
        reconfiguring = Reconfiguring(house, listeners, folder)
        tasks.append(asyncio.create_task(reconfiguring.follow(stop)))
        http = await _http(house, settings, stack)
        await stack.enter_async_context(desk_socket(reconfiguring, settings.gateway.data_dir / "nwd.sock"))
        yield Running({"http": http} | dict(listeners.addresses), stop)


async def _http(house: House, settings: Settings, stack: contextlib.AsyncExitStack) -> str:
    tokens = Tokens(house.blind("sign", "access tokens"), "")
    app = application(house, tokens)
    config = uvicorn.Config(
        app, host=settings.http.host, port=settings.http.port, log_config=None, access_log=False, lifespan="off",
        server_header=False, proxy_headers=False, timeout_graceful_shutdown=2,
    )  # fmt: skip
    server = _Server(config)
    task = asyncio.create_task(server.serve())
    stack.push_async_callback(_stop_http, server, task)
    while not server.started:
        if task.done():
            await task
        await asyncio.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    url = f"http://{host}:{port}"
    tokens.audience = (settings.http.public_url or url).rstrip("/") + "/oauth2/token"
    return url


class _Server(uvicorn.Server):
    """Leaves signals to the one who runs everything."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


async def _stop_http(server: uvicorn.Server, task: "asyncio.Task[None]") -> None:
    server.should_exit = True
    await task


async def _finish(tasks: list["asyncio.Task[None]"], stop: asyncio.Event, backbone: Backbone) -> None:
    stop.set()
    await backbone.close()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, BaseException):
            _log.error("task_failed", error=type(result).__name__)
