"""`nwd adapters list|try|new`: what is installed, what becomes of a file before anything is sent, a new adapter."""

import argparse
from pathlib import Path

from adapters import registry
from gateway.cli import rehearse, scaffold


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `nwd`."""
    parser = subparsers.add_parser("adapters", help="list the installed adapters, try a file, begin a new one")
    inner = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = inner.add_parser("list", help="every installed adapter with the options of its profile")
    listing.set_defaults(run=_list)
    trying = inner.add_parser("try", help="show what would become of each message of a file; nothing is sent or kept")
    trying.add_argument("file", metavar="FILE", help="a message, a spreadsheet, or a folder of them; - for one message")
    trying.add_argument("--adapter", required=True, metavar="NAME", help="installed adapter, such as csv")
    trying.add_argument("--sender", type=Path, metavar="PROFILE", help="TOML file with the options of the sender")
    trying.add_argument("--json", action="store_true", help="print JSON, for programs")
    trying.set_defaults(run=rehearse.run)
    making = inner.add_parser("new", help="write a new adapter that passes the contract suite, to fill in")
    making.add_argument("name", metavar="NAME", help="its name: small letters, digits and _")
    making.add_argument("--dir", type=Path, default=Path(), metavar="D", help="where to put it; here")
    making.set_defaults(run=scaffold.run)


def _list(arguments: argparse.Namespace) -> int:
    """Print each adapter and its options."""
    for name, adapter in registry.installed().items():
        print(name)
        for option, field in adapter.profile.model_fields.items():
            print(f"  {option}: {field.description or ''}")
    return 0
