"""`nwd translate`: shows what an adapter makes of one message, without a server and without keeping anything."""

import argparse
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import orjson
from pydantic import BaseModel, ValidationError

from adapters import registry
from adapters.contract import Adapter, Codec, Decoded, FileCodec, Issue, Outcome, Severity, Verdict
from gateway.settings.loading import mend

_WRONG_USE = 2


class Unusable(Exception):
    """The command cannot run as it was called; the text says how to mend it."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `nwd`."""
    parser = subparsers.add_parser("translate", help="show what an adapter makes of one message")
    parser.add_argument("--adapter", required=True, metavar="NAME", help="installed adapter, such as hl7v2")
    parser.add_argument("--sender", type=Path, metavar="PROFILE", help="TOML file with the options of the sender")
    parser.add_argument("file", metavar="FILE", help="the message, framed or bare; - for standard input")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print outcome, bundle, reply and issues as JSON; 0 whatever the outcome, 2 when called wrongly."""
    try:
        adapter = registry.find(arguments.adapter)
        codec = adapter.codec(profile(adapter, arguments.sender))
        raw = read(arguments.file)
    except (Unusable, registry.AdapterUnknown, registry.AdapterBroken) as error:
        print(f"nwd translate: {error}", file=sys.stderr)
        return _WRONG_USE
    shown = translated(codec, raw, now=datetime.now(UTC))
    sys.stdout.buffer.write(orjson.dumps(shown, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()
    return 0


def translated(codec: Codec, raw: bytes, *, now: datetime) -> dict[str, object]:
    """What the codec makes of one message, as the command prints it."""
    decoded = _decoded(codec, raw, now)
    reply = codec.reply(decoded, Verdict(decoded.outcome, decoded.issues, now))
    return {
        "outcome": str(decoded.outcome),
        "bundle": decoded.bundle,
        "reply": reply.decode("utf-8", "replace"),
        "issues": _issues(decoded),
    }


def _decoded(codec: Codec, raw: bytes, now: datetime) -> Decoded:
    """One message; the only row of a file as it is taken out of it, with what is said of the file."""
    if not isinstance(codec, FileCodec):
        return codec.decode(raw, received_at=now)
    parts = codec.split(raw)
    if len(parts.parts) != 1:
        text = f"has {len(parts.parts)} messages and one is shown; look at all of them with `nwd adapters try`"
        several = Issue(Severity.ERROR, "structure", "file", text)
        refused = any(it.severity is Severity.ERROR for it in parts.issues)
        return Decoded(Outcome.REFUSED, "", "", issues=parts.issues if refused else (*parts.issues, several))
    (part,) = parts.parts
    found = codec.decode(part.raw, received_at=now)
    if part.fault is not None:
        found = Decoded(Outcome.REFUSED, found.kind, found.control_id, issues=(part.fault,))
    placed = (replace(it, where=parts.places.get(it.where, it.where)) for it in found.issues)
    return replace(found, issues=(*placed, *parts.issues))


def _issues(decoded: Decoded) -> list[dict[str, str]]:
    return [
        {"severity": str(it.severity), "code": it.code, "where": it.where, "message": it.message}
        for it in decoded.issues
    ]


def profile(adapter: Adapter, path: Path | None) -> BaseModel:
    """The profile in a TOML file, or of the defaults. Raises `Unusable`."""
    options = _options(path) if path else {}
    try:
        return adapter.profile.model_validate(options)
    except ValidationError as error:
        where = f"`{path}`" if path else "--sender is needed"
        found = [(".".join(map(str, it["loc"])), mend(it["type"], it["msg"])) for it in error.errors()]
        said = "; ".join(f"`{place}` {told}" if place else told for place, told in found)
        raise Unusable(f"{where}: {said}") from error


def _options(path: Path) -> Mapping[str, object]:
    """What stands in the file by itself, under `[profile]`, or under `[partner.profile]` as in nwd.toml."""
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Unusable(f"`{path}` cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unusable(f"`{path}` is not TOML: {error}") from error
    partner = found.get("partner")
    holder = partner if isinstance(partner, dict) else found
    options: Mapping[str, object] = holder.get("profile", holder)
    return options


def read(name: str) -> bytes:
    """The bytes of a file, or of standard input for `-`. Raises `Unusable`."""
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise Unusable(f"`{name}` cannot be read: {error.strerror}; name a file or - for standard input") from error
