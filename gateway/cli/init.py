"""`nwd init`: writes a settings file to begin with and a master key beside it."""

import argparse
import base64
import os
import sys
from importlib.resources import files
from pathlib import Path


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `nwd`."""
    parser = subparsers.add_parser("init", help="write a first nwd.toml and a master key")
    parser.add_argument("folder", type=Path, nargs="?", default=Path(), help="where (default: here)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write what is not there yet; what is there is never overwritten."""
    folder: Path = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    settings, key = folder / "nwd.toml", folder / "master.key"
    for path in (settings, key):
        if path.exists():
            print(f"nwd init: `{path}` is there already; nothing was written", file=sys.stderr)
            return 2
    settings.write_text(files("gateway.settings").joinpath("first.toml").read_text())
    key.touch(mode=0o600)
    key.write_text(base64.b64encode(os.urandom(32)).decode() + "\n")
    print(f"wrote {settings} and {key}")
    print("keep a copy of the master key apart from the data: without it nothing can be read again")
    print(f"next: nwd check --config {settings}; nwd serve --config {settings}")
    return 0
