"""`nwd adapters try`: the fate of each message of a file, a spreadsheet or a folder, without a server."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import orjson

from adapters import registry
from adapters.contract import Codec, FileCodec, Issue, Outcome, Severity
from gateway.cli.translate import Unusable, profile, read

_WRONG_USE = 2
_TO_MEND = frozenset({Outcome.REFUSED, Outcome.QUARANTINED})


@dataclass(frozen=True, slots=True)
class Fate:
    """What would become of one message."""

    file: str
    place: str
    """`row 4` of a spreadsheet; empty where the file is one message."""
    outcome: Outcome
    kind: str
    says: tuple[str, ...]
    """What would be told to others, and to whom it is addressed."""
    issues: tuple[Issue, ...]


def run(arguments: argparse.Namespace) -> int:
    """Print every fate; 0 when all would be taken, 1 when something needs mending, 2 when called wrongly."""
    try:
        adapter = registry.find(arguments.adapter)
        codec = adapter.codec(profile(adapter, arguments.sender))
        files = [(name, read(name)) for name in _files(arguments.file)]
    except (Unusable, registry.AdapterUnknown, registry.AdapterBroken) as error:
        print(f"nwd adapters try: {error}", file=sys.stderr)
        return _WRONG_USE
    now = datetime.now(UTC)
    found = [fate for name, raw in files for fate in fates(codec, Path(name).name, raw, now=now)]
    _print_json(found) if arguments.json else _print(found)
    return 1 if any(it.outcome in _TO_MEND for it in found) else 0


def fates(codec: Codec, name: str, raw: bytes, *, now: datetime) -> Iterator[Fate]:
    """What would become of each message in a file."""
    if not isinstance(codec, FileCodec):
        yield _fate(codec, name, "", raw, None, now)
        return
    parts = codec.split(raw)
    if parts.issues:
        bad = any(it.severity is Severity.ERROR for it in parts.issues)
        yield Fate(name, "whole file", Outcome.REFUSED if bad else Outcome.ACCEPTED, "", (), parts.issues)
    for part in parts.parts:
        found = _fate(codec, name, part.where, part.raw, part.fault, now)
        placed = tuple(replace(it, where=parts.places.get(it.where, it.where)) for it in found.issues)
        yield replace(found, issues=placed)


def _fate(codec: Codec, name: str, place: str, raw: bytes, fault: Issue | None, now: datetime) -> Fate:
    decoded = codec.decode(raw, received_at=now)
    if fault is not None:
        return Fate(name, place, Outcome.REFUSED, decoded.kind, (), (fault,))
    to = next((code for _, code in decoded.addressee.codes), None)
    told = [str(it.type) for it in decoded.occurrences] + ([f"to {to}"] if to else [])
    told += ["a test: nothing live"] if decoded.is_test else []
    taken = decoded.outcome is not Outcome.REFUSED
    return Fate(name, place, decoded.outcome, decoded.kind, tuple(told) if taken else (), decoded.issues)


def _files(name: str) -> list[str]:
    """The file itself, or the files of a folder in order of their names."""
    path = Path(name)
    if name == "-" or not path.is_dir():
        return [name]
    found = sorted(str(it) for it in path.iterdir() if it.is_file() and not it.name.startswith("."))
    if not found:
        raise Unusable("the folder holds no files; name a file or a folder with messages in it")
    return found


def _print(found: list[Fate]) -> None:
    file = None
    for it in found:
        if it.file != file:
            file = it.file
            print(file)
        if it.place != "whole file" or it.outcome is Outcome.REFUSED:
            print(f"  {it.place or 'message':<12} {it.outcome:<12} {', '.join((it.kind, *it.says))}".rstrip(" ,"))
        for issue in it.issues:
            print(f"      {issue.severity}: {issue.where}: {issue.message}")
    messages = Counter(it.outcome.value for it in found if it.place != "whole file" or it.outcome is Outcome.REFUSED)
    print("nothing was sent or kept: " + (", ".join(f"{n} {it}" for it, n in messages.items()) or "no messages"))


def _print_json(found: list[Fate]) -> None:
    said = [
        {
            "file": it.file,
            "place": it.place,
            "outcome": str(it.outcome),
            "kind": it.kind,
            "says": it.says,
            "issues": [
                {"severity": str(one.severity), "code": one.code, "where": one.where, "message": one.message}
                for one in it.issues
            ],
        }
        for it in found
    ]
    sys.stdout.buffer.write(orjson.dumps(said, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()
