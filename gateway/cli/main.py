"""The command `nwd`."""

import argparse
import sys
from collections.abc import Sequence

from gateway.cli import (
    adapters,
    audit,
    backup,
    check,
    config,
    decide,
    demo,
    faults,
    init,
    migrate,
    operate,
    policy,
    serve,
    token,
    topics,
    translate,
)

_COMMANDS = (
    serve,
    demo,
    init,
    check,
    config,
    decide,
    policy,
    translate,
    adapters,
    operate,
    audit,
    migrate,
    backup,
    topics,
    token,
    faults,
)
_EPILOG = "Start with: nwd demo. A gateway of your own: nwd init, nwd check, nwd serve."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="nwd", description="The gateway between NHS record systems and third-sector services.", epilog=_EPILOG
    )
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in _COMMANDS:
        command.add_parser(subparsers)
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
