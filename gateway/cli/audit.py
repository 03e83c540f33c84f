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

_END = frozenset({"writer", "number", "hash"})


class NothingToCheck(Exception):
    """What was named cannot be read as an audit or a head; the text says how to get one."""


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
        kept = [_head(path) for path in arguments.head]
        lines = list(_lines(arguments))
    except (NotRunning, SettingsInvalid, NothingToCheck) as error:
        print(f"nwd audit verify: {error}", file=sys.stderr)
        return 2
    found = [f"{path}: the signature does not hold" for path, head in zip(arguments.head, kept, strict=True)
             if not signature_holds(head)]  # fmt: skip
    found += faults(lines, [one for head in kept for one in head["heads"]])
    for fault in found:
        print(fault)
    print(f"{len(lines)} lines, {len(found)} faults")
    return 1 if found else 0


def _lines(arguments: argparse.Namespace) -> Iterable[bytes]:
    if arguments.export is not None:
        found = [line for line in _bytes(arguments.export).splitlines() if line]
        if not found:
            raise NothingToCheck(f"`{arguments.export}` is empty; keep the whole answer of GET /audit/export")
        return found
    answer = ask(arguments.config, {"do": "audit"})
    if "error" in answer:
        raise NothingToCheck(answer["error"])
    return [json.dumps(line).encode() for line in answer["answer"]["lines"]]


def _head(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(_bytes(path))
        whole = all(set(one) >= _END for one in found["heads"])
    except (ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        raise NothingToCheck(f"`{path}` is no head; keep the whole answer of GET /audit/head")
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NothingToCheck(f"`{path}` cannot be read: {error.strerror}") from error
