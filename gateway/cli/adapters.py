"""`nwd adapters list`: the installed adapters and the options of their profiles."""

import argparse

from adapters import registry


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `nwd`."""
    parser = subparsers.add_parser("adapters", help="list the installed adapters and their options")
    parser.add_argument("what", choices=("list",), help="list: every adapter with the options of its profile")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print each adapter and its options."""
    for name, adapter in registry.installed().items():
        print(name)
        for option, field in adapter.profile.model_fields.items():
            print(f"  {option}: {field.description or ''}")
    return 0
