"""Backups of the embedded store: the data in one place, the keys in another, and neither readable without both.

A key store as old as its data brings nobody back who was erased since: the ids of destroyed keys are carried over.
"""

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw

from gateway.store.errors import StoreRefused
from gateway.store.sealed import MasterKeys, Sealer
from gateway.store.sqlite.opening import SCHEMA

DATA, KEYS, MANIFEST = "nwd.db", "keys.db", "manifest.json"
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


def backup(data_dir: Path, to: Path, keys_to: Path) -> None:
    """Copy data, then keys, of a running or stopped gateway. Raises `NotBackedUp`.

    The data comes first: whatever it was sealed under was on disk before it, and so is in the later copy of the keys.
    """
    if to.resolve() == keys_to.resolve():
        raise NotBackedUp("--to and --keys-to must be two places: whoever has both can read everything")
    for folder, name in ((to, DATA), (keys_to, KEYS)):
        if folder.exists() and any(folder.iterdir()):
            raise NotBackedUp(f"`{folder}` is not empty; name a new folder")
        folder.mkdir(parents=True, exist_ok=True)
        _copy(data_dir / name, folder / name)
        _sign_off(folder, name)


def restore(data_dir: Path, from_: Path, keys_from: Path, keys: MasterKeys) -> Restored:
    """Put a backup in place of a store that is not there. Raises `NotBackedUp`; nothing is left half-way.

    The key store that still lies in `data_dir`, if one does, only tells which keys were destroyed since.
    """
    if (data_dir / DATA).exists():
        raise NotBackedUp(f"`{data_dir / DATA}` is there; stop the gateway and move it away first")
    taken = _checked(from_, DATA)
    _checked(keys_from, KEYS)
    data_dir.mkdir(parents=True, exist_ok=True)
    gone = _destroyed(data_dir / KEYS) if (data_dir / KEYS).exists() else frozenset()
    placed = data_dir / f"{KEYS}.restored"
    shutil.copyfile(keys_from / KEYS, placed)
    kept = _destroy(placed, gone)
    shutil.copyfile(from_ / DATA, data_dir / f"{DATA}.restored")
    _make_nobody(data_dir / f"{DATA}.restored", placed)
    people, messages = _sound(data_dir / f"{DATA}.restored", placed, keys)
    for name in (KEYS, DATA):
        for beside in ("-wal", "-shm"):
            (data_dir / f"{name}{beside}").unlink(missing_ok=True)
        _sync(data_dir / f"{name}.restored")
        (data_dir / f"{name}.restored").replace(data_dir / name)
    _sync(data_dir)
    return Restored(taken, people, messages, kept)


def _copy(source: Path, target: Path) -> None:
    if not source.exists():
        raise NotBackedUp(f"`{source}` is not there; is gateway.data_dir right? PostgreSQL is backed up with pg_dump")
    old = apsw.Connection(str(source), flags=apsw.SQLITE_OPEN_READWRITE)
    new = apsw.Connection(str(target))
    with new.backup("main", old, "main") as going:
        while not going.done:
            going.step(1_000)
    new.execute("PRAGMA journal_mode = DELETE").fetchall()
    new.close()
    old.close()
    _sync(target)


def _sign_off(folder: Path, name: str) -> None:
    told = {
        "format": _FORMAT, "taken_at": datetime.now(UTC).isoformat(timespec="seconds"), "schema": SCHEMA,
        "sha256": {name: _sha256(folder / name)},
    }  # fmt: skip
    (folder / MANIFEST).write_text(json.dumps(told, indent=2) + "\n")
    _sync(folder / MANIFEST)
    _sync(folder)


def _checked(folder: Path, name: str) -> str:
    try:
        told = json.loads((folder / MANIFEST).read_text())
        sound = told["sha256"][name] == _sha256(folder / name)
    except (OSError, ValueError, KeyError) as error:
        raise NotBackedUp(f"`{folder}` holds no backup of {name}: {type(error).__name__}") from error
    if not sound:
        raise NotBackedUp(f"`{folder / name}` is not as it was taken: its SHA-256 differs; use another backup")
    if told["format"] != _FORMAT or told["schema"] > SCHEMA:
        raise NotBackedUp(f"`{folder}` was taken by a newer version; install that version to restore it")
    return str(told["taken_at"])


def _destroyed(file: Path) -> frozenset[int]:
    keys = apsw.Connection(str(file))
    rows = keys.execute("SELECT id FROM destroyed").fetchall()
    keys.close()
    return frozenset(int(str(row[0])) for row in rows)


def _destroy(file: Path, gone: frozenset[int]) -> int:
    """Destroy these keys in a copy of a key store; returns how many it still had."""
    keys = apsw.Connection(str(file))
    keys.execute("PRAGMA secure_delete = ON").fetchall()
    had = 0
    with keys:
        for key in sorted(gone):
            had += len(keys.execute("DELETE FROM data_key WHERE id = ? RETURNING id", (key,)).fetchall())
            keys.execute("INSERT OR IGNORE INTO destroyed VALUES (?)", (key,))
    keys.close()
    return had


def _make_nobody(data: Path, key_file: Path) -> None:
    """Whose key is destroyed is nobody in the restored data too: found by nothing, joined by nothing."""
    store = apsw.Connection(str(data))
    store.execute("ATTACH ? AS keys", (str(key_file),))
    mine = "IN (SELECT id FROM patient WHERE key_id IN (SELECT id FROM keys.destroyed))"
    with store:
        for table in ("patient_identifier", "link", "override", "holder"):
            store.execute(f"DELETE FROM {table} WHERE patient {mine}")
        store.execute(f"UPDATE timer SET done = 1 WHERE patient {mine}")
        store.execute(f"UPDATE event SET routed = 1 WHERE patient {mine}")
        store.execute(
            "UPDATE delivery SET state = 'skipped', reason = 'erased', owner = NULL"
            " WHERE state IN ('queued', 'sending', 'retrying', 'parked')"
            f" AND lane IN (SELECT id FROM lane WHERE patient {mine})"
        )
        now = int(datetime.now(UTC).timestamp() * 1_000_000)
        store.execute(f"UPDATE patient SET erased_at = COALESCE(erased_at, ?) WHERE id {mine}", (now,))
    store.close()


def _sound(data: Path, key_file: Path, master: MasterKeys) -> tuple[int, int]:
    """Check the file, that its keys are at hand or destroyed, and that our master key opens them."""
    store = apsw.Connection(str(data))
    if store.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise NotBackedUp(f"`{data}` is damaged inside; use another backup")
    needed = {row[0] for row in store.execute("SELECT DISTINCT key_id FROM patient WHERE erased_at IS NULL")}
    counts = [store.execute(f"SELECT COUNT(*) FROM {table}").fetchall()[0][0] for table in ("patient", "message")]
    store.close()
    keys = apsw.Connection(str(key_file))
    held: dict[Any, Any] = dict(keys.execute("SELECT id, wrapped FROM data_key"))
    gone = {row[0] for row in keys.execute("SELECT id FROM destroyed")}
    keys.close()
    missing = needed - held.keys() - gone
    if missing:
        raise NotBackedUp(f"{len(missing)} keys are missing: this key store is older than the data; use the later one")
    try:
        for key, wrapped in list(held.items())[:1]:
            Sealer(master).learn(key, wrapped)
    except StoreRefused as error:
        raise NotBackedUp("keys.master_key_file is not the one that this key store was made with") from error
    return int(str(counts[0])), int(str(counts[1]))


def _sha256(file: Path) -> str:
    whole = hashlib.sha256()
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            whole.update(piece)
    return whole.hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
