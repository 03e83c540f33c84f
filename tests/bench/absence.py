"""Can a clock tell what is denied from what is absent? `python -m tests.bench.absence [PAIRS] [SETS]`.

Pairs of calls, one about somebody on record whom the caller may not see and one about nobody, in an order drawn by lot,
over many connections at once. Printed is the median over the sets of the Kolmogorov-Smirnov distance between the two
samples of times, beside that of two halves of the absent sample: what the same thing twice gives on this machine.
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.town import Town, town

_AT_ONCE = 6
_LIMIT = 0.05
_MANY = {'owner = "ops"': 'owner = "ops"\nfinds_per_minute = 100000000'}
_SAM = {"nhs_number": "9991234500", "family_name": "EXAMPLE", "given_name": "SAM", "birth_date": "1990-04-17"}
Call = tuple[str, str, dict[str, Any]]


def distance(one: Sequence[float], other: Sequence[float]) -> float:
    """The Kolmogorov-Smirnov distance of two samples: the largest gap between their distribution functions."""
    marks = sorted((value, which) for which, sample in enumerate((one, other)) for value in sample)
    sizes, seen, largest = (len(one), len(other)), [0, 0], 0.0
    for at, (value, which) in enumerate(marks):
        seen[which] += 1
        if at + 1 == len(marks) or marks[at + 1][0] != value:
            largest = max(largest, abs(seen[0] / sizes[0] - seen[1] / sizes[1]))
    return largest


async def measured(place: Town, token: str, denied: Call, absent: Call, pairs: int) -> tuple[list[float], list[float]]:
    """Seconds of each call of so many pairs."""
    found: tuple[list[float], list[float]] = ([], [])
    left = iter(range(pairs))
    headers = {"authorization": f"Bearer {token}"}

    async def one(which: int) -> None:
        method, path, more = (denied, absent)[which]
        begun = time.perf_counter()
        async with place.session.request(method, place.http + path, headers=headers, **more) as answer:
            await answer.read()
        found[which].append(time.perf_counter() - begun)

    async def worker() -> None:
        for _ in left:
            for which in random.sample((0, 1), 2):
                await one(which)

    await asyncio.gather(*(worker() for _ in range(_AT_ONCE)))
    return found


async def _cases(place: Town) -> dict[str, tuple[Call, Call]]:
    reference, nobody = await place.referred(), "a" * 26
    _, seen, _ = await place.call("GET", f"/fhir/{reference}", await place.token())
    patient = str(seen["subject"]["reference"])
    unknown: dict[str, Any] = {"json": _SAM | {"nhs_number": "9991234527"}}
    return {
        "read": (("GET", f"/fhir/{reference}", {}), ("GET", f"/fhir/ServiceRequest/{nobody}", {})),
        "search": (
            ("GET", f"/fhir/CarePlan?patient={patient}", {}), ("GET", f"/fhir/CarePlan?patient=Patient/{nobody}", {})
        ),
        "find": (("POST", "/api/people/find", {"json": _SAM}), ("POST", "/api/people/find", unknown)),
        "act": (
            ("POST", f"/referrals/{reference.partition('/')[2]}/accept", {}),
            ("POST", f"/referrals/{nobody}/accept", {}),
        ),
    }  # fmt: skip


async def run(pairs: int, sets: int) -> int:
    """Print a line for each kind of call; 1 where one can be told apart."""
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        async with town(Path(folder), change=_MANY) as place:
            for name, (denied, absent) in (await _cases(place)).items():
                apart, same = [], []
                for _ in range(sets):
                    samples = await measured(place, await place.token("club", "worker"), denied, absent, pairs)
                    apart.append(distance(*samples))
                    same.append(distance(samples[1][::2], samples[1][1::2]))
                worst = max(worst, statistics.median(apart))
                told = f"{statistics.median(apart):.3f}, {sets} sets of {pairs} pairs"
                beside = f"largest {max(apart):.3f}; the same twice {statistics.median(same):.3f}"
                print(f"{name:8} denied or absent: median KS distance {told} ({beside})", flush=True)
    return 0 if worst <= _LIMIT else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(run(*(int(it) for it in (*sys.argv[1:], *("2000", "10")[len(sys.argv) - 1 :])))))
