"""`nwd config diff|apply|show`: what a changed settings file would change, and taking it up without a restart."""

import argparse
import json
import sys
from pathlib import Path

from gateway.cli.login import login
from gateway.cli.operate import NotRunning, ask
from gateway.settings.loading import SettingsInvalid, text_of


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `nwd`."""
    parser = subparsers.add_parser("config", help="compare or apply a changed settings file; show the one in force")
    parser.add_argument("what", choices=("diff", "apply", "show"), help="diff: say what apply would change")
    parser.add_argument("--config", type=Path, default=Path("nwd.toml"), help="settings file (default: nwd.toml)")
    parser.add_argument("--by", default=login(), help="your name, for the record (default: your login)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what changes, a line each; 0 when there is nothing wrong, 1 when refused, 2 when no gateway runs."""
    try:
        text = text_of(arguments.config)
        answer = ask(arguments.config, {"do": f"config-{arguments.what}", "text": text, "by": arguments.by})
    except SettingsInvalid as error:
        print(*(f"{arguments.config}: {fault}" for fault in error.faults), sep="\n", file=sys.stderr)
        return 1
    except NotRunning as error:
        print(f"nwd config: {error}", file=sys.stderr)
        return 2
    if "error" in answer:
        print(f"{arguments.config}: {answer['error']}", file=sys.stderr)
        return 1
    if arguments.what == "show":
        print(json.dumps(answer["answer"], indent=2, ensure_ascii=False))
    else:
        print(*(answer["answer"] or ["nothing changes"]), sep="\n")
    return 0
