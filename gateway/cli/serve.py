"""`nwd serve` and `nwd work`: run a gateway, or a part of one, until SIGTERM."""

import argparse
import asyncio
import sys
from pathlib import Path

import uvloop

from gateway import serve as gateway
from gateway.faults import FaultInvalid
from gateway.settings.loading import SettingsInvalid
from gateway.settings.outside import NotReady
from gateway.store.errors import StoreError
from gateway.telemetry import logs


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to `nwd`."""
    serve = subparsers.add_parser("serve", help="run the gateway until SIGTERM")
    told = "both: everything in one process; serve: take in and answer; work: fan out, deliver, keep the clocks"
    serve.add_argument("--role", choices=("both", "serve", "work"), default="both", help=told)
    work = subparsers.add_parser("work", help="run only the work of a gateway: the same as serve --role work")
    for parser in (serve, work):
        parser.add_argument("--config", type=Path, default=Path("nwd.toml"), help="settings file (default: nwd.toml)")
        parser.add_argument("--port", type=int, help="HTTP port, instead of the one in the file")
        parser.set_defaults(run=run)
    work.set_defaults(role="work")


def run(arguments: argparse.Namespace) -> int:
    """Serve; 0 after SIGTERM, 2 when the settings or the machine do not allow a start."""
    logs.set_up()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(gateway.serve(arguments.config, role=arguments.role, port=arguments.port))
    except SettingsInvalid as error:
        for fault in error.faults:
            print(f"nwd serve: {arguments.config}: {fault}", file=sys.stderr)
        return 2
    except (NotReady, StoreError, FaultInvalid, OSError) as error:
        print(f"nwd serve: {error}", file=sys.stderr)
        return 2
    return 0
