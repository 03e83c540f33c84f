"""How long recipients wait, and whether those who are well wait longer while another is away."""

from collections.abc import Iterator

from tests.faults.campaign.evidence import Evidence

TIMES, SLACK_SECONDS = 2.0, 0.25
"""Healthy recipients may wait twice as long, and the time that the scheduler of a busy machine takes."""
_LEAST = 20


def waits(run: Evidence) -> dict[str, list[float]]:
    """Seconds from acknowledgement to first arrival at recipients that were never unwell, by phase, sorted."""
    unwell = {one.get("who") for one in run.of("fault")}
    acked: dict[str, float] = {}
    for one in run.of("answered"):
        if one["good"]:
            acked.setdefault(one["sha"], one["at"])
    phases = [(one["at"], one["name"]) for one in run.of("phase")]
    found: dict[str, list[float]] = {}
    seen: set[tuple[str, str]] = set()
    for arrival in sorted(run.arrivals, key=lambda it: it.at):
        way, at = (
            (arrival.delivery.event, arrival.delivery.recipient),
            acked.get(arrival.delivery.message.get("sha", "")),
        )
        if at is None or way in seen or arrival.delivery.recipient in unwell:
            continue
        seen.add(way)
        phase = next((name for begun, name in reversed(phases) if begun <= at), "")
        found.setdefault(phase, []).append(max(0.0, arrival.at - at))
    return {phase: sorted(them) for phase, them in found.items()}


def p99(values: list[float]) -> float:
    """The 99th percentile of sorted values."""
    return values[min(len(values) - 1, round(len(values) * 0.99))]


def slowed(run: Evidence) -> Iterator[str]:
    """I16: those who are well wait more than twice as long while another is away."""
    found = waits(run)
    well, away = found.get("well", []), found.get("away", [])
    if min(len(well), len(away)) >= _LEAST and p99(away) > TIMES * p99(well) + SLACK_SECONDS:
        yield f"p99 {p99(away):.3f} s, {p99(well):.3f} s before"
