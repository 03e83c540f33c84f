"""What runs in the gateway's process before the gateway: its disk or its clock is changed, then `nwd` begins."""

import runpy
import sys
from pathlib import Path


def main(arguments: list[str]) -> None:
    """`[--disk FOLDER] [--full FILE] [--clock FILE] -- nwd's own arguments`."""
    at = arguments.index("--")
    options = dict(zip(arguments[:at:2], arguments[1:at:2], strict=True))
    if "--disk" in options:
        from tests.faults.campaign.power_disk import put_under

        put_under(options["--disk"])
    if "--full" in options:
        from tests.faults.campaign.full_disk import put_under_full

        put_under_full(Path(options["--full"]))
    if "--clock" in options:
        from tests.faults.campaign.bent_clock import bend

        bend(Path(options["--clock"]))
    sys.argv = ["nwd", *arguments[at + 1 :]]
    runpy.run_module("gateway.cli.main", run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1:])
