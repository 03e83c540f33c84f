"""`nwd migrate`: brings the database to this version before any process of it starts."""

import argparse
import asyncio
import sys
from pathlib import Path

from gateway.bootstrap import migrated
from gateway.settings.loading import SettingsInvalid, load
from gateway.settings.outside import NotReady
from gateway.store.errors import StoreError


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `nwd`."""
    parser = subparsers.add_parser("migrate", help="bring the database to this version; nwd serve does it too")
    parser.add_argument("--config", type=Path, default=Path("nwd.toml"), help="settings file (default: nwd.toml)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Say the schema that there is now; 1 when the database does not allow it, 2 when the settings do not."""
    try:
        print(f"schema {asyncio.run(migrated(load(arguments.config)))}")
    except (SettingsInvalid, NotReady) as error:
        print(f"nwd migrate: {error}", file=sys.stderr)
        return 2
    except (StoreError, OSError) as error:
        print(f"nwd migrate: {error}", file=sys.stderr)
        return 1
    return 0
