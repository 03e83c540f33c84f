"""Mutants of the judge that mean the same as the original, each with the reason why no test can tell them apart."""

EQUIVALENT: dict[tuple[str, str], str] = {}
"""(file, what was changed) to the reason."""
