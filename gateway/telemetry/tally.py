"""What this process has done since it began: counters for metrics, with names of parties and fixed words only."""

from collections import Counter
from enum import StrEnum


class Tallied(StrEnum):
    """A counter; the value is its name in the Prometheus text format."""

    MESSAGES = "nwd_messages_total"
    DELIVERIES = "nwd_deliveries_total"
    DECISIONS = "nwd_decisions_total"


MEANING = {
    Tallied.MESSAGES: "Messages taken in by this process, by partner and outcome.",
    Tallied.DELIVERIES: "Attempts and ends of deliveries in this process, by recipient and how they went.",
    Tallied.DECISIONS: "Answers of the gate in this process; absent counts as denied, as it looks to the asker.",
}
LABELS = {
    Tallied.MESSAGES: ("partner", "outcome"),
    Tallied.DELIVERIES: ("recipient", "how"),
    Tallied.DECISIONS: ("exit", "outcome"),
}


class Tally:
    """Counts by counter and labels; kept by one process, gone with it."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[Tallied, str, str]] = Counter()

    def add(self, what: Tallied, *labels: str) -> None:
        """One more; the labels stand in the order of `LABELS`."""
        first, second = labels
        self._counts[what, first, second] += 1

    def of(self, what: Tallied) -> dict[tuple[str, str], int]:
        """The counts of one counter by its labels."""
        return {(first, second): count for (name, first, second), count in self._counts.items() if name is what}
