"""No file is longer than somebody reads at a sitting."""

import subprocess
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_LONGEST = 400
_GENERATED = "schemas/fhir/generated/"


def test_no_file_that_people_write_is_long() -> None:
    """Code and tests alike; what a script makes of published definitions is as long as these."""
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=_ROOT, capture_output=True, text=True, check=True).stdout
    written = [one for one in listed.split() if not one.startswith(_GENERATED)]

    assert written
    assert [one for one in written if len((_ROOT / one).read_text().splitlines()) > _LONGEST] == []
