"""Times alternatives in turn, in one run, and prints the medians beside their ratio."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time

Work = Callable[[], int]
"""Does the work once and returns how many operations that was."""


def compare(title: str, alternatives: Mapping[str, Work], *, rounds: int = 5) -> dict[str, float]:
    """Run the alternatives interleaved; print and return the median operations a second of each.

    The first is ours; ratios are ours against each other one.
    """
    speeds: dict[str, list[float]] = {name: [] for name in alternatives}
    for _ in range(rounds):
        for name, work in alternatives.items():
            speeds[name].append(_speed(work))
    medians = {name: median(values) for name, values in speeds.items()}
    _print(title, medians)
    return medians


def percentiles(values: list[float]) -> str:
    """The 50th and 99th percentile of durations in seconds, as milliseconds to read."""
    ordered = sorted(values)
    at = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 for share in (0.5, 0.99)]
    return f"p50 {at[0]:.1f} ms, p99 {at[1]:.1f} ms"


def cpu_seconds(process: int) -> float:
    """What a process and its threads have used of a processor so far; neighbours on the machine hardly change it."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def least_cpu(works: Sequence[Callable[[], object]], *, rounds: int = 600, times: int = 20) -> list[float]:
    """The least processor time of each, in seconds, in rounds so short and many that neighbours leave some alone."""
    least = [float("inf")] * len(works)
    for _ in range(rounds):
        for at, work in enumerate(works):
            start = thread_time()
            for _ in range(times):
                work()
            least[at] = min(least[at], (thread_time() - start) / times)
    return least


def carried(seconds: float, operations: int) -> str:
    """The processor time of one operation, and how many a core to itself would carry a second."""
    each = seconds / operations
    return f"{each * 1e6:,.0f} us of a core each, {1 / each:,.0f}/s a core"


def _speed(work: Work) -> float:
    start = perf_counter()
    operations = work()
    return operations / (perf_counter() - start)


def _print(title: str, medians: Mapping[str, float]) -> None:
    ours = next(iter(medians.values()))
    print(title)
    for name, speed in medians.items():
        print(f"  {name:<44} {speed:>12,.0f}/s   ours is x{ours / speed:.2f}")
