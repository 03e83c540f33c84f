"""The runbook as a test gives its commands: section by section, one after the other."""

import asyncio
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from gateway.cli.main import main

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "runbook.md").read_text()
SECTIONS = {
    heading: re.findall(r"^```bash\n(.*?)^```$", text, re.M | re.S)
    for heading, text in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
}


class Hand:
    """Whoever stands at the keyboard: gives the commands of one section, one after the other."""

    def __init__(self, heading: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.lines = [line for block in SECTIONS[heading] for line in block.splitlines()]
        self.folder, self.names = folder, {"MESSAGE": "", "DELIVERY": "", "PERSON": ""}
        self._capsys = capsys

    async def gives(self, command: str, status: int, says: str) -> str:
        """The next command of the section, its exit status and something of what it says; returns all of it."""
        line = self.lines.pop(0)
        assert line.startswith(command), f"the page says `{line}`"
        for name, value in self.names.items():
            line = line.replace(name, value)
        if not line.startswith("nwd "):
            done = await asyncio.to_thread(
                subprocess.run, line, shell=True, check=False, cwd=self.folder, capture_output=True, text=True
            )
            found, said = done.returncode, done.stdout + done.stderr
        else:
            self._capsys.readouterr()
            found = await asyncio.to_thread(main, shlex.split(line)[1:])
            said = "".join(self._capsys.readouterr())
        assert (found, says in said) == (status, True), f"{line}: {found} {said}"
        return said

    def done(self) -> None:
        """Nothing of the section is left."""
        assert self.lines == []


async def mended(folder: Path, old: str, new: str) -> None:
    """The settings file as its owner changes it."""
    text = (folder / "nwd.toml").read_text()
    assert old in text
    (folder / "nwd.toml").write_text(text.replace(old, new))
