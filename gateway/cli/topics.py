"""`nwd topics`: plans, makes and checks the Kafka topics that the settings ask for, and prints who may read them."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import orjson

from gateway.settings.brokers import connection_of
from gateway.settings.loading import SettingsInvalid, load
from gateway.settings.model import Settings
from gateway.settings.outside import NotReady
from gateway.topics.acls import acls
from gateway.topics.asyncapi import document
from gateway.topics.cluster import BrokersRefused, admin, found, make
from gateway.topics.wanted import Step, plan, wanted


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `nwd`."""
    parser = subparsers.add_parser("topics", help="plan, create and check Kafka topics")
    told = "plan: say what differs; apply: make it so; acls: arguments for kafka-acls.sh; "
    told += "asyncapi: a document of what the topics carry"
    parser.add_argument("do", choices=("plan", "apply", "acls", "asyncapi"), help=told)
    parser.add_argument("--config", type=Path, default=Path("nwd.toml"), help="settings file (default: nwd.toml)")
    parser.add_argument(
        "--go-on", action="store_true", help="exit 0 whatever the brokers say: the gateway runs all the same and tells"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """0 when everything is as the settings say, 1 when something is not, 2 when that cannot be found out."""
    try:
        settings = load(arguments.config)
    except SettingsInvalid as error:
        print(f"nwd topics: {error}", file=sys.stderr)
        return 2
    status = _done(settings, arguments.do)
    return 0 if arguments.go_on else status


def _done(settings: Settings, do: str) -> int:
    try:
        if do == "acls":
            print("\n".join(acls(settings)))
            return 0
        if do == "asyncapi":
            print(orjson.dumps(document(settings), option=orjson.OPT_INDENT_2).decode())
            return 0
        return asyncio.run(_topics(settings, apply=do == "apply"))
    except (NotReady, BrokersRefused) as error:
        print(f"nwd topics: {error}", file=sys.stderr)
        return 2


async def _topics(settings: Settings, *, apply: bool) -> int:
    asked = wanted(settings)
    if not asked:
        print("the settings ask for no topic: the backbone is the outbox, and no subscription has a topic table")
        return 0
    async with admin(connection_of(settings)) as client:
        names = [one.name for one in asked]
        steps = plan(asked, await found(client, names))
        if apply:
            _say("doing", [one for one in steps if not one.by_hand])
            await make(client, asked)
            steps = plan(asked, await found(client, names))
    _say("to do", steps)
    if not steps:
        print(f"{len(asked)} topics are as the settings say: {', '.join(names)}")
    return 1 if steps else 0


def _say(heading: str, steps: Sequence[Step]) -> None:
    for one in steps:
        print(f"{'by hand' if one.by_hand else heading}: {one.topic.name}: {one.what}")
