"""The command `nwd`."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from gateway.telemetry import crashes

_COMMANDS = {
    "serve": ("serve", "work"),
    "demo": ("demo",),
    "init": ("init",),
    "check": ("check",),
    "config": ("config",),
    "decide": ("decide",),
    "policy": ("policy",),
    "translate": ("translate",),
    "adapters": ("adapters",),
    "operate": (
        "messages", "show", "parked", "stuck", "replay", "shadow", "resolve", "skip", "erase", "hold",
        "erasures", "rebuild-topics", "explain",
    ),
    "audit": ("audit",),
    "migrate": ("migrate",),
    "backup": ("backup", "restore"),
    "topics": ("topics",),
    "token": ("token",),
    "faults": ("faults",),
}  # fmt: skip
"""The commands by the module that has them: only the one that is called is loaded, for a server is slow to load."""
_EPILOG = "Start with: nwd demo. A gateway of your own: nwd init, nwd check, nwd serve."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    if arguments is None:
        crashes.set_up()
    words = sys.argv[1:] if arguments is None else arguments
    chosen = _parser(words[0] if words else "").parse_args(words)
    try:
        return int(chosen.run(chosen))
    except BrokenPipeError:
        return 0
    except OSError as error:
        place = f"`{error.filename}`: " if error.filename else ""
        print(f"nwd {words[0]}: {place}{error.strerror or str(error) or type(error).__name__}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130


def _parser(first: str) -> argparse.ArgumentParser:
    """The parser of the command that is called; of all of them when it is none that we know."""
    parser = argparse.ArgumentParser(
        prog="nwd", description="The gateway between NHS record systems and third-sector services.", epilog=_EPILOG
    )
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    called = [name for name, commands in _COMMANDS.items() if first in commands]
    for name in called or _COMMANDS:
        import_module(f"gateway.cli.{name}").add_parser(subparsers)
    return parser


if __name__ == "__main__":
    sys.exit(main())
