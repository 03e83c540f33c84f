"""Runs the benchmarks one after another: `python -m tests.bench [NAME ...]`."""

import sys
from importlib import import_module

NAMES = ("hl7_parse", "fhir_border", "spreadsheets", "decisions", "store_acks", "reads", "webhooks", "kafka", "engines")


def main(chosen: list[str]) -> int:
    """Run the chosen benchmarks, or all; 2 for a name that is not one."""
    unknown = [name for name in chosen if name not in NAMES]
    if unknown:
        print(f"unknown benchmark `{unknown[0]}`; there are: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    for name in chosen or NAMES:
        print(f"== {name}", flush=True)
        import_module(f"tests.bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
