"""A stand-in partner as a process of its own, spoken to in JSON lines."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

_SECONDS = 120


class Partner:
    """One running stand-in and the ledger that it keeps."""

    def __init__(self, process: asyncio.subprocess.Process, ledger: Path, port: int) -> None:
        self._process, self._ledger, self.port = process, ledger, port

    async def order(self, **what: Any) -> dict[str, Any]:
        """Give an order and wait for the answer."""
        if self._process.stdin is None:
            raise RuntimeError("the partner has no standard input")
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        await self._process.stdin.drain()
        return await self._line()

    def ledger(self) -> list[dict[str, Any]]:
        """Everything that the partner has written down so far."""
        return written(self._ledger) if self._ledger.exists() else []

    async def stop(self) -> None:
        """End the process."""
        if self._process.returncode is None:
            self._process.terminate()
        await self._process.wait()

    async def _line(self) -> dict[str, Any]:
        if self._process.stdout is None:
            raise RuntimeError("the partner has no standard output")
        async with asyncio.timeout(_SECONDS):
            answer: dict[str, Any] = json.loads(await self._process.stdout.readline())
        return answer


def written(ledger: Path) -> list[dict[str, Any]]:
    """The lines of a ledger; one that its writer is still at is not there yet."""
    whole, _, _ = ledger.read_text().rpartition("\n")
    return [json.loads(line) for line in whole.splitlines()]


async def start(program: str, argument: Path, ledger: Path) -> Partner:
    """Start a stand-in program and learn its port."""
    pipe = asyncio.subprocess.PIPE
    path = Path(__file__).with_name(f"{program}.py")
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(path), str(argument), stdin=pipe, stdout=pipe, limit=16_777_216
    )
    partner = Partner(process, ledger, 0)
    partner.port = (await partner._line())["port"]
    return partner
