"""What every backup has: a place of its own, and a manifest that tells what it is and that it is as it was taken."""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from gateway.store.errors import StoreRefused
from gateway.store.sealed import MasterKeys, Sealer

MANIFEST = "manifest.json"
Kind = Literal["sqlite", "postgres"]
_FORMAT = 1
_PIECE = 1 << 20


class NotBackedUp(Exception):
    """The backup was not taken, or cannot be restored; the text names what and the mend."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored store holds."""

    taken_at: str
    people: int
    messages: int
    kept_erased: int
    """Keys that the backup still had and that were destroyed again."""


def two_places(to: Path, keys_to: Path) -> None:
    """Make both folders. Raises `NotBackedUp` where they are one, or hold something."""
    if to.resolve() == keys_to.resolve():
        raise NotBackedUp("--to and --keys-to must be two places: whoever has both can read everything")
    for folder in (to, keys_to):
        if folder.exists() and any(folder.iterdir()):
            raise NotBackedUp(f"`{folder}` is not empty; name a new folder")
        folder.mkdir(parents=True, exist_ok=True)


def sign_off(folder: Path, names: Iterable[str], *, kind: Kind, schema: int, **more: object) -> None:
    """Write the manifest, last of all, with everything on disk before it."""
    files = list(names)
    for name in files:
        sync(folder / name)
    told = {
        "format": _FORMAT, "kind": kind, "taken_at": datetime.now(UTC).isoformat(timespec="seconds"), "schema": schema,
        "sha256": {name: _sha256(folder / name) for name in files},
    }  # fmt: skip
    (folder / MANIFEST).write_text(json.dumps(told | more, indent=2) + "\n")
    sync(folder / MANIFEST)
    sync(folder)


def checked(folder: Path, needs: Iterable[str], *, kind: Kind, schema: int) -> Mapping[str, Any]:
    """The manifest of a folder that holds what it was taken with. Raises `NotBackedUp`."""
    try:
        told = json.loads((folder / MANIFEST).read_text())
        if told.get("kind", "sqlite") != kind:
            raise NotBackedUp(f"`{folder}` is a backup of {told['kind']}; set store.kind to that to restore it")
        sums = {name: told["sha256"][name] for name in (*needs, *told["sha256"])}
        changed = [name for name, taken in sums.items() if _sha256(folder / name) != taken]
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise NotBackedUp(f"`{folder}` holds no whole backup of {kind}: {type(error).__name__}") from error
    if changed:
        raise NotBackedUp(f"`{folder / changed[0]}` is not as it was taken: its SHA-256 differs; use another backup")
    if told["format"] != _FORMAT or told["schema"] > schema:
        raise NotBackedUp(f"`{folder}` was taken by a newer version; install that version to restore it")
    found: Mapping[str, Any] = told
    return found


def opens(needed: frozenset[int], held: Mapping[int, bytes], gone: frozenset[int], master: MasterKeys) -> None:
    """Raise `NotBackedUp` unless every needed key is held or destroyed, and our master key opens what is held."""
    missing = needed - held.keys() - gone
    if missing:
        raise NotBackedUp(f"{len(missing)} keys are missing: this key store is older than the data; use the later one")
    try:
        for key, wrapped in list(held.items())[:1]:
            Sealer(master).learn(key, wrapped)
    except StoreRefused as error:
        raise NotBackedUp("keys.master_key_file is not the one that this key store was made with") from error


def nobody(mine: str, *, now: int) -> tuple[str, ...]:
    """Statements by which whoever `mine` names is nobody in restored data: found by nothing, joined by nothing."""
    return (
        *(
            f"DELETE FROM {table} WHERE patient {mine}"
            for table in ("patient_identifier", "link", "override", "holder")
        ),
        f"UPDATE timer SET done = 1 WHERE patient {mine}",
        f"UPDATE event SET routed = 1 WHERE patient {mine}",
        "UPDATE delivery SET state = 'skipped', reason = 'erased', owner = NULL"
        " WHERE state IN ('queued', 'sending', 'retrying', 'parked')"
        f" AND lane IN (SELECT id FROM lane WHERE patient {mine})",
        f"UPDATE patient SET erased_at = COALESCE(erased_at, {now}) WHERE id {mine}",
    )


def now_micros() -> int:
    """Now, in microseconds since 1970 UTC."""
    return int(datetime.now(UTC).timestamp() * 1_000_000)


def sync(path: Path) -> None:
    """Return once a file or a folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sha256(file: Path) -> str:
    whole = hashlib.sha256()
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            whole.update(piece)
    return whole.hexdigest()
