"""`nwd messages|show|parked|stuck|replay|skip|erase|explain` and more: asks the running gateway through its socket."""

import argparse
import json
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gateway.cli.login import login
from gateway.settings.loading import SettingsInvalid, load
from gateway.socket_path import short

_SECONDS = 60
_SLOW, _SLOW_SECONDS = frozenset({"rebuild-topics", "policy-effect", "shadow", "erase"}), 3600
_WORD_SECONDS, _CHUNK = 10, 1 << 20
_NOTHING = {
    "show": "no message with this id is on record; `nwd messages` lists them",
    "replay": "nothing with this id waits; `nwd parked` lists deliveries, `nwd stuck` messages that are held",
    "resolve": "no message with this id waits to be looked at; `nwd stuck` lists those that do",
    "skip": "no delivery with this id is parked; `nwd parked` lists those that are",
    "explain": "nothing with this id is on record; `nwd messages` lists messages and their events",
}
"""What a command says when there is nothing of that name."""


class NotRunning(Exception):
    """No gateway answers at the socket of this settings file, or not in time."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to `nwd`."""
    messages = _command(subparsers, "messages", "received messages and what became of them")
    messages.add_argument("--source", help="partner id")
    messages.add_argument("--id", help="the sender's message id, such as MSH-10")
    show = _command(subparsers, "show", "a message as received; leaves an audit entry")
    show.add_argument("message", help="message id (UUID)")
    show.add_argument("--reason", required=True, type=_words, help="why you look")
    _command(subparsers, "parked", "deliveries that wait for a person")
    _command(subparsers, "stuck", "everything past its deadline, with its owner")
    replay = _command(subparsers, "replay", "put a parked delivery or a held message through again")
    replay.add_argument("delivery", help="Delivery/<id>, as `nwd parked` prints it, or a message id (UUID)")
    replay.add_argument("--preview", action="store_true", help="say what it would do, and do nothing")
    shadow = _command(subparsers, "shadow", "where a new adapter or profile makes something else of the messages")
    shadow.add_argument(
        "--last", type=int, default=0, metavar="N", help="read the last N stored messages of each first"
    )
    resolve = _command(subparsers, "resolve", "a flagged or quarantined message has been looked at")
    resolve.add_argument("message", help="message id (UUID)")
    resolve.add_argument("--reason", required=True, type=_words, help="what was found")
    skip = _command(subparsers, "skip", "end a parked delivery unsent, so that its lane moves on")
    skip.add_argument("delivery", help="Delivery/<id>, as `nwd parked` prints it")
    skip.add_argument("--reason", required=True, type=_words, help="why it is not sent")
    for name, told in (
        ("erase", "destroy every key of a person: not to be undone"),
        ("hold", "forbid erasing a person"),
    ):
        parser = _command(subparsers, name, told)
        parser.add_argument("whom", help="Patient/<id>, or - to read an NHS number from standard input")
        parser.add_argument("--reason", required=True, type=_words, help="why, without naming anybody")
        if name == "hold":
            parser.add_argument("--release", action="store_true", help="end every hold on the person")
    _command(subparsers, "erasures", "what recipients' topics still hold of erased people, and until when")
    _command(subparsers, "rebuild-topics", "fill the Kafka topics again from the database after they were lost")
    explain = _command(subparsers, "explain", "why something was or was not shown; leaves an audit entry")
    explain.add_argument("message", help="message or event id (UUID)")


def _command(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, told: str
) -> argparse.ArgumentParser:
    parser = subparsers.add_parser(name, help=told)
    parser.add_argument("--config", type=Path, default=Path("nwd.toml"), help="settings file (default: nwd.toml)")
    parser.add_argument("--by", default=login(), help="your name, for the audit (default: your login)")
    parser.set_defaults(run=run, do=name)
    return parser


def _words(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("say why, in words; it stands in the audit")
    return text


def run(arguments: argparse.Namespace) -> int:
    """Print the answer as JSON; 1 when there is nothing of that name, 2 when no gateway runs."""
    order = {name: value for name, value in vars(arguments).items() if name not in {"run", "config"}}
    if order.get("whom") == "-":
        order["whom"] = sys.stdin.readline().strip()
    try:
        answer = ask(arguments.config, order)
    except (NotRunning, SettingsInvalid) as error:
        print(f"nwd {arguments.do}: {error}", file=sys.stderr)
        return 2
    if "error" in answer:
        print(f"nwd {arguments.do}: {answer['error']}", file=sys.stderr)
        return 1
    found = answer["answer"]
    if found in (None, False, []) and arguments.do in _NOTHING:
        print(f"nwd {arguments.do}: {_NOTHING[arguments.do]}", file=sys.stderr)
        return 1
    print(found if isinstance(found, str) else json.dumps(found, indent=2, ensure_ascii=False))
    return 0


def ask(config: Path, order: Mapping[str, Any]) -> dict[str, Any]:
    """The running gateway's answer to one order. Raises `NotRunning` or `SettingsInvalid`."""
    path = load(config).gateway.data_dir / "nwd.sock"
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(_WORD_SECONDS)
            with short(path) as name:
                line.connect(name)
            line.sendall(json.dumps(order).encode() + b"\n")
            answer: dict[str, Any] = json.loads(_line(line, _SLOW_SECONDS if order["do"] in _SLOW else _SECONDS))
    except TimeoutError as error:
        told = "it runs, and may still be doing what it was asked; look before you ask again"
        raise NotRunning(f"the gateway at `{path}` took the order and has not answered: {told}") from error
    except PermissionError as error:
        raise NotRunning(f"`{path}` may be used by its owner alone; ask as that user: sudo -u OWNER nwd ...") from error
    except (OSError, json.JSONDecodeError) as error:
        raise NotRunning(f"no gateway answers at `{path}`; start it: nwd serve --config {config}") from error
    return answer


def _line(line: socket.socket, seconds: int) -> bytes:
    """What is answered, with a word on standard error whenever it takes long. Raises `TimeoutError`."""
    got, waited = bytearray(), 0
    while not got.endswith(b"\n"):
        try:
            more = line.recv(_CHUNK)
        except TimeoutError:
            waited += _WORD_SECONDS
            if waited >= seconds:
                raise
            print(f"the gateway is at it for {waited} seconds", file=sys.stderr)
            continue
        if not more:
            break
        got += more
    return bytes(got)
