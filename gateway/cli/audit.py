"""`nwd audit verify`: checks the chain of a running gateway, or of an exported file, against kept heads."""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gateway.audit.verify import faults, signature_holds
from gateway.cli.operate import NotRunning, ask
from gateway.settings.loading import SettingsInvalid


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `nwd`."""
    parser = subparsers.add_parser("audit", help="check the audit chain")
    parser.add_argument("what", choices=("verify",), help="verify: every hash, every number, every kept head")
    parser.add_argument("--config", type=Path, default=Path("nwd.toml"), help="settings file (default: nwd.toml)")
    parser.add_argument("--export", type=Path, help="check this NDJSON file instead of the running gateway")
    parser.add_argument("--head", type=Path, action="append", default=[], help="a head kept outside (JSON); repeatable")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what is wrong, or how many lines hold; 0 when the chain holds."""
    try:
        lines = list(_lines(arguments))
    except (NotRunning, SettingsInvalid, OSError) as error:
        print(f"nwd audit verify: {error}", file=sys.stderr)
        return 2
    kept = [json.loads(path.read_text()) for path in arguments.head]
    found = [f"{path}: the signature does not hold" for path, head in zip(arguments.head, kept, strict=True)
             if not signature_holds(head)]  # fmt: skip
    found += faults(lines, [one for head in kept for one in head["heads"]])
    for fault in found:
        print(fault)
    print(f"{len(lines)} lines, {len(found)} faults")
    return 1 if found else 0


def _lines(arguments: argparse.Namespace) -> Iterable[bytes]:
    if arguments.export is not None:
        return [line for line in arguments.export.read_bytes().splitlines() if line]
    answer: dict[str, Any] = ask(arguments.config, {"do": "audit"})["answer"]
    return [json.dumps(line).encode() for line in answer["lines"]]
