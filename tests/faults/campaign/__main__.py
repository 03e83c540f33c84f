"""The whole campaign: every kind of fault, as often as asked, judged together.

    python -m tests.faults.campaign --kills 200 --database 50 --broker 50 --power 20 --seed 1

prints one JSON: faults, counts, breaches, and the bound; ends with 1 when a promise was broken. Every run keeps its
files in the folder that is named first, for `python -m tests.faults.campaign.checker`.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from tests.faults.campaign import brokers, embedded, hardship, network, shared
from tests.faults.campaign.checker import judge
from tests.faults.campaign.database import Database, database
from tests.faults.campaign.evidence import Evidence
from tests.faults.campaign.proxy import WAYS

Run = tuple[str, Callable[..., Awaitable[Evidence]]]
_TOGETHER = 10
"""Faults in one run: more on the same data find more, and take longer to look at."""
_ROLE_FAULTS = (
    ("work", "kill"), ("serve", "kill"), ("work", "before-fan-out:2"), ("work", "after-fan-out:2"), ("work", "sleep"),
    ("work", "before-release:3"), ("work", "after-release:3"), ("work", "after-send:3"), ("serve", "before-commit:5"),
    ("serve", "after-commit:5"), ("serve", "before-ack:5"), ("serve", "sleep"), ("serve", "after-ack:5"),
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run everything and print the verdict."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.campaign", description=__doc__)
    for name, told in (
        ("kills", "kill -9 of a process, half of them of the embedded gateway"),
        ("database", "faults of PostgreSQL and of the way to it"),
        ("broker", "faults of Apache Kafka and of the way to it"),
        ("power", "power cuts under the embedded gateway"),
        ("disk", "times that the embedded gateway's disk is full"),
        ("clock", "jumps of the wall clock"),
        ("links", "cuts of the way to the recipients, and of the network where namespaces are allowed"),
        ("away", "runs in which one of five recipients hangs or refuses"),
        ("seed", "what chance begins with"),
    ):
        parser.add_argument(f"--{name}", type=int, default=0, help=told)
    parser.add_argument("--folder", type=Path, help="where the runs keep their files (default: a new one)")
    parser.add_argument("--brokers", type=int, default=1, choices=(1, 3), help="brokers in the cluster (default: 1)")
    asked = parser.parse_args(arguments)
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="nwd-faults-"))
    print(f"runs keep their files in {folder}", file=sys.stderr)
    with ExitStack() as stack:
        verdict = judge([_ran(folder, *one) for one in enumerate(_runs(asked, stack))])
    print(json.dumps({"seed": asked.seed} | verdict, indent=2))
    return 0 if verdict["holds"] else 1


def _ran(folder: Path, number: int, run: Run) -> Evidence:
    name, begin = run
    at = time.monotonic()
    found = asyncio.run(_awaited(begin(folder / f"{number:03}-{name}")))
    counts = f"{len(found.acked())} acked, {time.monotonic() - at:.0f} s"
    print(f"{number:03} {name}: {counts}, {'holds' if judge([found])['holds'] else 'BROKEN'}", file=sys.stderr)
    return found


async def _awaited(run: Awaitable[Evidence]) -> Evidence:
    return await run


def _runs(asked: argparse.Namespace, stack: ExitStack) -> Iterator[Run]:
    """Every run that the options ask for, each with a seed of its own."""
    seeds = iter(range(asked.seed * 1000, asked.seed * 1000 + 1000))
    alone = asked.kills // 2
    for name, begin in _embedded(asked, alone):
        yield name, partial(begin, seed=next(seeds))
    if asked.kills - alone or asked.database or asked.broker:
        base: Database = stack.enter_context(database())
        for name, begin in _shared(asked, asked.kills - alone):
            yield name, partial(begin, seed=next(seeds), base=base)


def _embedded(asked: argparse.Namespace, kills: int) -> Iterator[Run]:
    """Runs of the gateway that is one process."""
    points = (f"{one}:{nth}" for nth in cycle((1, 5, 23)) for one in embedded.POINTS)
    mixed = (fault for point in points for fault in (point, "random"))
    for some in _parts(mixed, kills):
        yield "kills", partial(embedded.kills, faults=some)
    for some in _parts(cycle("|"), asked.power):
        yield "power-cuts", partial(embedded.power_cuts, cuts=len(some))
    for some in _parts(cycle("|"), asked.disk):
        yield "full-disk", partial(hardship.full_disks, times=len(some))
    for some in _parts(cycle(hardship.JUMPS), asked.clock):
        yield "clock", partial(hardship.clock_jumps, jumps=some)
    for some in _parts(cycle(WAYS), asked.links):
        yield "links", partial(hardship.cut_links, cuts=some)
    if asked.links and network.is_allowed():
        for some in _parts(cycle(network.CUTS), asked.links):
            yield "network", partial(network.partitions, cuts=some)
    for mood in islice(cycle(("hangs", "fails")), asked.away):
        yield "away", partial(hardship.a_fifth_away, mood=mood)


def _shared(asked: argparse.Namespace, kills: int) -> Iterator[Run]:
    """Runs of several processes on one PostgreSQL, and on Apache Kafka."""
    for roles in _parts(cycle(_ROLE_FAULTS), kills):
        yield "roles", partial(shared.process_faults, faults=roles)
    for some in _parts(cycle(shared.DATABASE_FAULTS), asked.database):
        yield "database", partial(shared.database_faults, faults=some)
    kinds = brokers.BROKER_FAULTS + (("all",) if asked.brokers > 1 else ())
    for some in _parts(cycle(kinds), asked.broker):
        yield "brokers", partial(_over_brokers, faults=some, number=asked.brokers)


async def _over_brokers(folder: Path, *, number: int, **told: Any) -> Evidence:
    async with brokers.backbone(folder / "brokers", brokers=number) as over:
        return await brokers.broker_faults(folder, over=over, **told)


def _parts(faults: Iterator[Any], number: int) -> Iterator[list[Any]]:
    """So many faults, a few at a time."""
    few = list(islice(faults, number))
    return (few[at : at + _TOGETHER] for at in range(0, number, _TOGETHER))


if __name__ == "__main__":
    sys.exit(main())
