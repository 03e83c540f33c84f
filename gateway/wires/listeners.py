"""The sockets and folders of all partners, opened and closed as the settings change."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import structlog

from gateway.house import House
from gateway.settings.model import Drop, Listen
from gateway.wires import folder, mllp

_log = structlog.get_logger()


class _Open(Protocol):
    @property
    def address(self) -> str: ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _Watched:
    """A folder that is being watched."""

    address: str
    stop: asyncio.Event
    task: "asyncio.Task[None]"

    async def close(self) -> None:
        """Finish the file in hand."""
        self.stop.set()
        await self.task


class NoListeners:
    """Those of a process that only works."""

    async def follow(self, house: House) -> list[str]:
        """Listen for nobody."""
        return []


class Listeners:
    """One listener for each partner with a `listen` table."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[Listen | Drop, _Open]] = {}

    @property
    def addresses(self) -> Mapping[str, str]:
        """`mllp.<partner>` to `host:port` as bound, `folder.<partner>` to the folder."""
        return {f"{wire.wire}.{partner}": one.address for partner, (wire, one) in self._open.items()}

    async def follow(self, house: House) -> list[str]:
        """Listen for the partners of now; returns those whose address could not be taken."""
        wanted = {one.id: one.listen for one in house.directory.partners.values() if one.listen is not None}
        for partner, (wire, listener) in list(self._open.items()):
            if wanted.get(partner) != wire:
                await listener.close()
                del self._open[partner]
        failed = []
        for partner, wire in wanted.items():
            if partner not in self._open:
                try:
                    self._open[partner] = (wire, await _opened(house, partner, wire))
                except OSError as error:
                    _log.error("cannot_listen", partner=partner, error=type(error).__name__)
                    failed.append(partner)
        return failed

    async def close(self) -> None:
        """Take no more; what is being committed is still answered."""
        for _, listener in self._open.values():
            await listener.close()


async def _opened(house: House, partner: str, wire: Listen | Drop) -> _Open:
    if isinstance(wire, Listen):
        return await mllp.listen(house, partner)
    if not await asyncio.to_thread(wire.path.is_dir):
        raise NotADirectoryError
    stop = asyncio.Event()
    return _Watched(str(wire.path), stop, asyncio.create_task(folder.watch(house, partner, wire, stop)))
