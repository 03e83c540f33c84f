"""A new configuration without a restart: checked, stored as a version, and taken up by every process."""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from gateway.bootstrap import config_digest, generation
from gateway.house import House
from gateway.settings.differences import differences, needs_restart
from gateway.settings.loading import SettingsInvalid, parse
from gateway.settings.model import Settings
from gateway.settings.outside import NotReady
from gateway.store.errors import StoreDown
from gateway.wires.listeners import Listeners, NoListeners
from schemas.clock import micros

_log = structlog.get_logger()
_LOOK_SECONDS = 1.0


class NotApplied(Exception):
    """The configuration was not taken; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Reconfiguring:
    """What a process needs in order to follow its configuration."""

    house: House
    listeners: Listeners | NoListeners
    folder: Path
    """Relative paths in the file are relative to it."""

    def foreseen(self, text: str) -> list[str]:
        """What the configuration would change. Raises `SettingsInvalid`."""
        return differences(self.house.generation.settings, parse(text, folder=self.folder))

    async def apply(self, text: str, *, by: str) -> Sequence[str]:
        """Store and take up a configuration; returns what changed. Raises `SettingsInvalid` or `NotApplied`."""
        settings = parse(text, folder=self.folder)
        before = self.house.generation.settings
        fixed = needs_restart(before, settings)
        if fixed:
            raise NotApplied(f"changes [{'], ['.join(fixed)}], which only a restart can; take that out, or restart")
        try:
            generation(settings, 0, before=self.house.generation)
        except NotReady as error:
            raise NotApplied(str(error)) from error
        raw = text.encode()
        now = micros(self.house.clock.now())
        epoch = await self.house.store.apply_config(config_digest(settings, raw), raw, by=by, now=now)
        failed = await self._take_up(settings, epoch)
        if failed:
            raise NotApplied(f"applied, but cannot listen for {', '.join(failed)}: is the port free, the folder there?")
        return differences(before, settings)

    async def follow(self, stop: asyncio.Event) -> None:
        """Take up what another process has applied, until told to stop."""
        while not stop.is_set():
            try:
                await self._look()
            except (StoreDown, SettingsInvalid, NotReady) as error:
                _log.error("configuration_not_taken_up", error=type(error).__name__)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS):
                    await stop.wait()

    async def _look(self) -> None:
        latest = await self.house.store.config()
        if latest is not None and latest.gate_epoch != self.house.generation.gate_epoch:
            await self._take_up(parse(latest.toml.decode(), folder=self.folder), latest.gate_epoch)

    async def _take_up(self, settings: Settings, epoch: int) -> list[str]:
        before = self.house.generation
        self.house.generation = generation(settings, epoch, before=before)
        failed = await self.listeners.follow(self.house)
        for name, sink in before.sinks.items():
            if self.house.sinks.get(name) is not sink:
                await sink.close()
        _log.info("configuration_taken_up", gate_epoch=epoch)
        return failed
