"""`nwd demo`: plays the story over real wires, with partners in processes of their own."""

import argparse
import asyncio
import signal
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from gateway.demo.engines import Engines, played_on
from gateway.demo.examples import examples
from gateway.demo.story import STEPS, Tale
from gateway.demo.world import NotAsTold, World, world
from gateway.settings.outside import NotReady
from gateway.topics.cluster import BrokersRefused

_BROKEN_SECONDS = 8.0
"""How long it is waited for what will not come."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `nwd`."""
    parser = subparsers.add_parser("demo", help="play the whole story over real wires (under a minute)")
    parser.add_argument("--serve", action="store_true", help="leave it running at the end and print calls to try")
    parser.add_argument("--break", type=int, default=0, dest="broken", choices=range(1, len(STEPS) + 1),
                        metavar="STEP", help="break this step, to see the story notice it")  # fmt: skip
    parser.add_argument("--store", choices=("sqlite", "postgres"), default="sqlite", help="the database to play on")
    parser.add_argument("--backbone", choices=("outbox", "kafka"), default="outbox", help="what carries the events")
    parser.add_argument("--postgres", metavar="DSN", help="a PostgreSQL to play on (default: NWD_POSTGRES)")
    parser.add_argument("--kafka-servers", metavar="HOST:PORT", help="an Apache Kafka to play on (default: NWD_KAFKA)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Play; 0 when everything happened as told, 1 when a step did not, 2 without the engines asked for.

    SIGTERM in the middle ends it as Ctrl-C does: partners stopped, the folder gone.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="nwd-demo-") as folder:
        return asyncio.run(_play(Path(folder), arguments))


async def _play(folder: Path, arguments: argparse.Namespace) -> int:
    begun = time.monotonic()
    print("Starting a gateway and its partners on free loopback ports ...", flush=True)
    try:
        engines = Engines(arguments.store, arguments.backbone, arguments.postgres, arguments.kafka_servers)
        async with played_on(engines) as played, world(folder, broken=arguments.broken, played=played) as place:
            known = await _tell(place, arguments.broken)
            print(f"\nEverything happened as told, in {time.monotonic() - begun:.0f} seconds.", flush=True)
            if arguments.serve:
                await _stay(examples(place, known))
    except NotAsTold as error:
        print(f"   NOT AS TOLD: {error}", file=sys.stderr, flush=True)
        return 1
    except (NotReady, BrokersRefused) as error:
        print(f"nwd demo: {error}", file=sys.stderr, flush=True)
        return 2
    return 0


async def _tell(place: World, broken: int) -> Mapping[str, str]:
    tale = Tale(place, broken, lambda line: print(line, flush=True))
    for number, step in enumerate(STEPS, 1):
        print(f"\n{number}. {(step.__doc__ or '').strip()}", flush=True)
        if number == broken:
            tale.world = replace(place, patience_seconds=_BROKEN_SECONDS)
        await step(tale)
    return tale.known


async def _stay(calls: str) -> None:
    print(calls, flush=True)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()
