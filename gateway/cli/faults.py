"""`nwd faults list`: the points where a test may kill, break or delay the gateway."""

import argparse

from gateway import faults


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `nwd`."""
    parser = subparsers.add_parser("faults", help="list the fault points for tests")
    parser.add_argument("what", choices=("list",), help="list: every point; use as FAULT=name:nth:kill|raise|delay")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print each point."""
    for name, told in faults.POINTS.items():
        print(f"{name:16} {told}")
    return 0
