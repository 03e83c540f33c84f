"""Judges a run afterwards, from files alone: which promises were broken, how often, and how sure that makes us.

    python -m tests.faults.campaign.checker FOLDER...

prints one JSON and ends with 1 when anything was broken.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.faults.campaign import audited, delivered, punctual, revoked
from tests.faults.campaign.evidence import Evidence, load

Finding = Callable[[Evidence], Iterable[str]]
FINDINGS: Mapping[str, Finding] = {
    "lost": delivered.lost,
    "unknown": delivered.unknown,
    "duplicate_effects": delivered.duplicate_effects,
    "inversions": delivered.inversions,
    "late_repeats": delivered.late_repeats,
    "uncredited": delivered.uncredited,
    "unentitled": delivered.unentitled,
    "mixed_people": delivered.mixed_people,
    "changed_repeats": delivered.changed_repeats,
    "changed_answers": delivered.changed_answers,
    "silent_clashes": delivered.silent_clashes,
    "releases_after_revoke": revoked.releases_after_revoke,
    "reads_after_revoke": revoked.reads_after_revoke,
    "distinguishers": revoked.distinguishers,
    "audit_faults": audited.chain_faults,
    "unaudited": audited.unaudited,
    "miscounted": audited.miscounted,
    "bloated": audited.bloated,
    "not_on_stuck": audited.not_on_stuck,
    "slowed": punctual.slowed,
}
"""Every promise by the name of its breach; each finding is one line."""
_SHOWN = 5


def judge(runs: Sequence[Evidence]) -> dict[str, Any]:
    """One verdict over all runs: counts of faults and of breaches, and the bound that the number of messages allows."""
    found = {name: [line for run in runs for line in check(run)] for name, check in FINDINGS.items()}
    acked = sum(len(run.acked()) for run in runs)
    return {
        "runs": len(runs),
        "faults": dict(Counter(one["kind"] for run in runs for one in run.of("fault"))),
        "sent": sum(len(run.messages) for run in runs),
        "acked": acked,
        "deliveries": sum(len(run.deliveries) for run in runs),
        "arrivals": sum(len(run.arrivals) for run in runs),
        "revocations": sum(1 for run in runs for _ in run.of("revoked")),
        "readable_until_revoked": sum(one.get("before") == 200 for run in runs for one in run.of("revoked")),
        "parked_and_put_back": sum(1 for run in runs for _ in run.of("put-back")),
        "bound_3_over_n": 3 / acked if acked else None,
        "healthy_p99_seconds": {
            phase: round(punctual.p99(them), 4) for run in runs for phase, them in punctual.waits(run).items() if phase
        },
        **{name: len(lines) for name, lines in found.items()},
        "examples": {name: lines[:_SHOWN] for name, lines in found.items() if lines},
        "holds": not any(found.values()) and acked > 0,
    }


def main(folders: Sequence[str]) -> int:
    """Print the verdict on these folders."""
    verdict = judge([load(Path(one)) for one in folders])
    print(json.dumps(verdict, indent=2))
    return 0 if verdict["holds"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
