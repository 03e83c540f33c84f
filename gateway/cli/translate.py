"""`nwd translate`: shows what an adapter makes of one message, without a server and without keeping anything."""

import argparse
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import orjson
from pydantic import BaseModel, ValidationError

from adapters import registry
from adapters.contract import Adapter, Codec, Decoded, Verdict

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
    decoded = codec.decode(raw, received_at=now)
    reply = codec.reply(decoded, Verdict(decoded.outcome, decoded.issues, now))
    return {
        "outcome": str(decoded.outcome),
        "bundle": decoded.bundle,
        "reply": reply.decode("utf-8", "replace"),
        "issues": _issues(decoded),
    }


def _issues(decoded: Decoded) -> list[dict[str, str]]:
    return [
        {"severity": str(it.severity), "code": it.code, "where": it.where, "message": it.message}
        for it in decoded.issues
    ]


def profile(adapter: Adapter, path: Path | None) -> BaseModel:
    """The profile in a TOML file, or of the defaults. Raises `Unusable`."""
    try:
        options = tomllib.loads(path.read_text("utf-8")) if path else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unusable(f"cannot read the profile ({error.__class__.__name__}); expected a TOML file") from error
    try:
        return adapter.profile.model_validate(options.get("profile", options))
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        where = "profile" if path else "--sender is needed: profile"
        raise Unusable(f"{where} `{place}`: {first['msg'].lower()}") from error


def read(name: str) -> bytes:
    """The bytes of a file, or of standard input for `-`. Raises `Unusable`."""
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise Unusable(f"cannot read the file ({error.strerror}); name a file or - for standard input") from error
