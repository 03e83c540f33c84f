"""`/metrics` in the Prometheus text format: counts by state and the age of the oldest open thing of each kind."""

from gateway.house import House
from schemas.clock import micros


async def exposition(house: House) -> str:
    """The metrics now; labels are states only, never ids."""
    counts = await house.store.counts()
    now = micros(house.clock.now())
    lines = ["# HELP nwd_count How many there are, by kind and state.", "# TYPE nwd_count gauge"]
    lines += [f"nwd_count{{{_labels(name)}}} {count}" for name, count in sorted(counts.by_state.items())]
    lines += ["# HELP nwd_oldest_seconds Age of the oldest open one.", "# TYPE nwd_oldest_seconds gauge"]
    lines += [
        f"nwd_oldest_seconds{{{_labels(name)}}} {max(0, now - at) / 1_000_000:.3f}"
        for name, at in sorted(counts.oldest_at.items())
    ]
    lines += ["# HELP nwd_backbone_up 1 while the backbone carries events.", "# TYPE nwd_backbone_up gauge"]
    lines.append(f"nwd_backbone_up {int(house.backbone_trouble is None)}")
    return "\n".join(lines) + "\n"


def _labels(name: str) -> str:
    kind, _, state = name.partition(".")
    return f'kind="{kind}",state="{state}"'
