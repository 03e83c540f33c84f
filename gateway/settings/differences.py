"""What is different between two configurations, in sentences that an engineer can check before applying one."""

from collections.abc import Iterator
from typing import Any

from gateway.settings.model import Settings

AT_START_ONLY = ("gateway", "keys", "http", "store", "backbone", "kafka", "telemetry")
"""Tables that a running process cannot change: they need a restart."""


def differences(before: Settings, after: Settings) -> list[str]:
    """One line for each party or option that comes (`+`), goes (`-`) or changes (`~`); none holds a secret."""
    old, new = before.model_dump(mode="json", by_alias=True), after.model_dump(mode="json", by_alias=True)
    return [line for name in new for line in _table(name, old[name], new[name])]


def needs_restart(before: Settings, after: Settings) -> list[str]:
    """The changed tables that only a start can take up."""
    return [name for name in AT_START_ONLY if getattr(before, name) != getattr(after, name)]


def _table(name: str, old: Any, new: Any) -> Iterator[str]:
    if not isinstance(new, list):
        yield from (f"~ [{name}] {line}" for line in _options(old, new))
        return
    was, now = ({one["id"]: one for one in listed} for listed in (old, new))
    yield from (f"+ {name} `{key}`" for key in now if key not in was)
    yield from (f"- {name} `{key}`" for key in was if key not in now)
    for key in now:
        if key in was:
            yield from (f"~ {name} `{key}`: {line}" for line in _options(was[key], now[key]))


def _options(old: Any, new: Any, place: str = "") -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _options(old.get(key), new.get(key), f"{place}.{key}" if place else key)
    elif old != new:
        yield f"{place}: {_said(old)} -> {_said(new)}"


def _said(value: Any) -> str:
    return "not set" if value is None else f"{value!r}"
