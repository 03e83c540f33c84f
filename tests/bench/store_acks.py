"""Durable acknowledgements a second over MLLP: sealed, audited, synced; against one commit for each message."""

import asyncio
from collections.abc import Sequence
from itertools import count
from statistics import median
from time import perf_counter

import uvloop

from tests.bench.measure import carried, cpu_seconds
from tests.bench.served import ONE_BY_ONE, never_answers, served
from tests.faults.senders import referral

_END = b"\x1c\r"
_ROUNDS = 3
_MESSAGES = 960
_PEOPLE = 500
_LOADS = ((1, False), (8, False), (32, False), (1, True), (8, True), (32, True))


def main() -> None:
    """Print both for 1, 8 and 32 senders that wait for each answer, and that do not."""
    uvloop.run(_main())


async def _main() -> None:
    numbers = count(1)
    with never_answers() as port:
        async with (
            served(port, ["cafe"], answer_in=600) as ours,
            served(port, ["cafe"], answer_in=600, program=ONE_BY_ONE) as other,
        ):
            both = ours.ports["mllp.engine"], other.ports["mllp.engine"]
            for where in both:
                await _speed(where, numbers, 8, pipelined=True)
            for senders, pipelined in _LOADS:
                await _compare(both, numbers, senders, pipelined=pipelined)
            assert ours.process is not None
            begun = cpu_seconds(ours.process.pid)
            await _speed(both[0], numbers, 32, pipelined=True)
            print(f"  the gateway: {carried(cpu_seconds(ours.process.pid) - begun, _MESSAGES)}", flush=True)


async def _compare(both: tuple[str, str], numbers: "count[int]", senders: int, *, pipelined: bool) -> None:
    speeds: tuple[list[float], list[float]] = ([], [])
    for _ in range(_ROUNDS):
        for where, found in zip(both, speeds, strict=True):
            found.append(await _speed(where, numbers, senders, pipelined=pipelined))
    mine, theirs = (median(found) for found in speeds)
    told = f"{senders:>2} senders, {'pipelined' if pipelined else 'waiting for each answer'}"
    print(f"  {told:<36} {mine:>8,.0f}/s   a commit each {theirs:>8,.0f}/s   x{mine / theirs:.2f}", flush=True)


async def _speed(where: str, numbers: "count[int]", senders: int, *, pipelined: bool) -> float:
    each = _MESSAGES // senders if senders > 1 else _MESSAGES // 4
    shares = [[_frame(next(numbers)) for _ in range(each)] for _ in range(senders)]
    begun = perf_counter()
    await asyncio.gather(*(send(where, share, pipelined=pipelined) for share in shares))
    return each * senders / (perf_counter() - begun)


def _frame(number: int) -> bytes:
    return b"\x0b" + referral(number, to="CAFE", person=number % _PEOPLE).encode() + _END


async def send(where: str, frames: Sequence[bytes], *, pipelined: bool) -> None:
    """Send every frame down one connection and read as many answers."""
    host, port = where.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    for burst in [b"".join(frames)] if pipelined else frames:
        writer.write(burst)
        for _ in range(burst.count(_END)):
            assert b"MSA|AA" in await reader.readuntil(_END)
    writer.close()


if __name__ == "__main__":
    main()
