"""`python -m tests.proof`: every case, three ways; prints the counts and the first differences."""

import sys
from itertools import islice
from time import monotonic

from consent import judge
from tests.proof.cases import deep, wide
from tests.proof.comparing import compare


def main() -> int:
    """Try them all; 0 only when none differs."""
    uk, wrong = judge.load("uk"), 0
    for name, cases in (("wide", wide()), ("deep", deep())):
        started = monotonic()
        found = compare(uk, cases)
        wrong += len(found.differences)
        print(f"{name}: {found.tried:,} cases, {len(found.differences)} differences, {monotonic() - started:.0f} s")
        for one in islice(found.differences, 20):
            print(f"  table {one.table}, walked {one.walked}, oracle {one.oracle}: {one.case}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
