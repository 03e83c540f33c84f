"""`python -m tests.fuzz --mutants 50000 --seed 1`: prints every mutant that breaks a law; exit 1 when one does."""

import argparse
import sys

from tests.fuzz.laws import broken
from tests.fuzz.mutants import mutants

_EVERY = 5_000


def main() -> int:
    """Run so many mutants and tell of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--mutants", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    found = 0
    for number, raw in enumerate(mutants(asked.seed, asked.mutants), 1):
        for law in broken(raw):
            found += 1
            print(f"{number}: {law}: {raw!r}")
        if number % _EVERY == 0:
            print(f"{number} mutants, {found} faults", file=sys.stderr, flush=True)
    print(f"{asked.mutants} mutants, seed {asked.seed}: {found} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
