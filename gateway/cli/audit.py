"""`nwd audit verify`: checks the chain of a running gateway, or of an exported file, against kept heads."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from gateway.audit.verify import faults, signature_holds
from gateway.cli.operate import NotRunning, ask
from gateway.settings.loading import SettingsInvalid

_MANY = 100_000
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
    """Print what is wrong as it is found, then how many lines there were; 0 when the chain holds."""
    try:
        kept = [_head(path) for path in arguments.head]
        lines = exported(arguments.export) if arguments.export is not None else running(arguments.config)
        return _judged(arguments.head, kept, _Counted(lines))
    except (NotRunning, SettingsInvalid, NothingToCheck) as error:
        print(f"nwd audit verify: {error}", file=sys.stderr)
        return 2


def _judged(paths: Sequence[Path], kept: Sequence[Mapping[str, Any]], lines: "_Counted") -> int:
    wrong = 0
    unsigned = [path for path, head in zip(paths, kept, strict=True) if not signature_holds(head)]
    signatures = (f"{path}: the signature does not hold" for path in unsigned)
    for fault in chain(signatures, faults(lines, [one for head in kept for one in head["heads"]])):
        wrong += 1
        print(fault)
    print(f"{lines.number} lines, {wrong} faults")
    return 1 if wrong else 0


class _Counted:
    """Lines that are counted while they go by, with a word on standard error whenever there were many."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines, self.number = lines, 0

    def __iter__(self) -> Iterator[bytes]:
        for line in self._lines:
            self.number += 1
            yield line
            if self.number % _MANY == 0:
                print(f"nwd audit verify: {self.number} lines so far", file=sys.stderr)


def exported(path: Path) -> Iterator[bytes]:
    """The lines of a kept export. Raises `NothingToCheck`."""
    is_empty = True
    try:
        with path.open("rb") as file:
            for line in file:
                if text := line.strip():
                    is_empty = False
                    yield text
    except OSError as error:
        raise _unread(path, error) from error
    if is_empty:
        raise NothingToCheck(f"`{path}` is empty; keep the whole answer of GET /audit/export")


def running(config: Path) -> Iterator[bytes]:
    """The lines of a running gateway's audit, page by page. Raises `NotRunning`, `SettingsInvalid`."""
    for one in _answer(config, {})["head"]["heads"]:
        after = 0
        while page := _answer(config, {"writer": one["writer"], "after": after})["lines"]:
            yield from (json.dumps(line).encode() for line in page)
            after = page[-1]["number"]


def _answer(config: Path, more: Mapping[str, Any]) -> Any:
    answer = ask(config, {"do": "audit", **more})
    if "error" in answer:
        raise NothingToCheck(answer["error"])
    return answer["answer"]


def _head(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
        whole = all(set(one) >= _END for one in found["heads"])
    except OSError as error:
        raise _unread(path, error) from error
    except (ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        raise NothingToCheck(f"`{path}` is no head; keep the whole answer of GET /audit/head")
    return found


def _unread(path: Path, error: OSError) -> NothingToCheck:
    return NothingToCheck(f"`{path}` cannot be read: {error.strerror}")
