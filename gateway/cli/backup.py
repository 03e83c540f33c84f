"""`nwd backup` and `nwd restore`: data and keys apart."""

import argparse
import asyncio
import sys
from pathlib import Path

from gateway.backup import postgres, sqlite
from gateway.backup.manifest import NotBackedUp
from gateway.bootstrap import dsns, master_keys
from gateway.settings.loading import SettingsInvalid, load
from gateway.settings.outside import NotReady
from gateway.store.errors import StoreError


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to `nwd`."""
    taking = subparsers.add_parser("backup", help="copy data and keys to two places; the gateway may run")
    taking.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="new folder for the data")
    taking.add_argument(
        "--keys-to", type=Path, required=True, metavar="FOLDER", help="new folder for the keys, kept elsewhere"
    )
    bringing = subparsers.add_parser("restore", help="put a backup in place of a store that is not there")
    bringing.add_argument(
        "--from", dest="from_", type=Path, required=True, metavar="FOLDER", help="folder with the data"
    )
    bringing.add_argument("--keys-from", type=Path, required=True, metavar="FOLDER", help="folder with the keys")
    for name, parser, what in (("backup", taking, _backup), ("restore", bringing, _restore)):
        parser.add_argument("--config", type=Path, default=Path("nwd.toml"), help="settings file (default: nwd.toml)")
        parser.set_defaults(run=run, what=what, name=name)


def run(arguments: argparse.Namespace) -> int:
    """Say what was done; 1 when it cannot be, 2 when the settings cannot be read."""
    try:
        arguments.what(arguments)
    except (SettingsInvalid, NotReady) as error:
        print(f"nwd {arguments.name}: {error}", file=sys.stderr)
        return 2
    except (NotBackedUp, StoreError, OSError) as error:
        print(f"nwd {arguments.name}: {error}", file=sys.stderr)
        return 1
    return 0


def _backup(arguments: argparse.Namespace) -> None:
    settings = load(arguments.config)
    if settings.store.kind == "postgres":
        asyncio.run(postgres.backup(*dsns(settings), arguments.to, arguments.keys_to))
    else:
        sqlite.backup(settings.gateway.data_dir, arguments.to, arguments.keys_to)
    print(f"data: {arguments.to}\nkeys: {arguments.keys_to}\nThe master key is in neither: keep it in a third place.")


def _restore(arguments: argparse.Namespace) -> None:
    settings = load(arguments.config)
    places, keys = (arguments.from_, arguments.keys_from), master_keys(settings)
    if settings.store.kind == "postgres":
        done = asyncio.run(postgres.restore(*dsns(settings), *places, keys))
    else:
        done = sqlite.restore(settings.gateway.data_dir, *places, keys)
    print(f"as of {done.taken_at}: {done.people} people, {done.messages} messages")
    print(f"erased since, and still erased: {done.kept_erased} keys")
    print("What was queued then is sent again under the same ids. Consents and refusals recorded since are not in it:")
    print("ask their recorders to repeat them before you start the gateway. Then: nwd serve, nwd audit verify.")
