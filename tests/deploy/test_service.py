"""The systemd unit: sound, and with little to lose."""

import re
from pathlib import Path

from tests.deploy.toolbox import run

UNIT = Path(__file__).parents[2] / "deploy" / "nwd.service"
_MOST_EXPOSED = 20
"""Tenths of systemd's own measure, which ends at 10."""


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    """Every line is one that systemd knows; the program itself lies elsewhere on this machine."""
    unit = tmp_path / "nwd.service"
    unit.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT.read_text(), flags=re.M))

    assert run("systemd-analyze", "verify", "--man=no", unit) == ""


def test_it_has_little_to_lose() -> None:
    """By systemd's own measure of what a process could do to the machine."""
    told = run("systemd-analyze", "security", "--offline=true", f"--threshold={_MOST_EXPOSED}", "--no-pager", UNIT)

    assert "Overall exposure level" in told


def test_it_is_started_again_however_often_it_failed() -> None:
    """After five starts in ten seconds systemd leaves a service dead, and nothing is taken in any more."""
    lines = UNIT.read_text().splitlines()

    assert {"Restart=always", "StartLimitIntervalSec=0"} <= set(lines)
    assert lines.index("StartLimitIntervalSec=0") < lines.index("[Service]")
