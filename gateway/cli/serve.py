"""`nwd serve`: runs a gateway until SIGTERM."""

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
    """Add the command to `nwd`."""
    parser = subparsers.add_parser("serve", help="run the gateway until SIGTERM")
    parser.add_argument("--config", type=Path, default=Path("nwd.toml"), help="settings file (default: nwd.toml)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve; 0 after SIGTERM, 2 when the settings or the machine do not allow a start."""
    logs.set_up()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(gateway.serve(arguments.config))
    except SettingsInvalid as error:
        for fault in error.faults:
            print(f"nwd serve: {arguments.config}: {fault}", file=sys.stderr)
        return 2
    except (NotReady, StoreError, FaultInvalid, OSError) as error:
        print(f"nwd serve: {error}", file=sys.stderr)
        return 2
    return 0
