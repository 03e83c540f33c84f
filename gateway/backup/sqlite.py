"""Backups of the embedded store: two files, copied from a running gateway and put in place of a store that is gone."""

import shutil
from pathlib import Path

import apsw

from gateway.backup import manifest
from gateway.backup.manifest import NotBackedUp, Restored, checked, sign_off, sync, two_places
from gateway.store.sealed import MasterKeys
from gateway.store.sqlite.opening import SCHEMA

DATA, KEYS = "nwd.db", "keys.db"


def backup(data_dir: Path, to: Path, keys_to: Path) -> None:
    """Copy data, then keys, of a running or stopped gateway. Raises `NotBackedUp`.

    The data comes first: whatever it was sealed under was on disk before it, and so is in the later copy of the keys.
    """
    two_places(to, keys_to)
    for folder, name in ((to, DATA), (keys_to, KEYS)):
        _copy(data_dir / name, folder / name)
        sign_off(folder, [name], kind="sqlite", schema=SCHEMA)


def restore(data_dir: Path, from_: Path, keys_from: Path, keys: MasterKeys) -> Restored:
    """Put a backup in place of a store that is not there. Raises `NotBackedUp`; nothing is left half-way.

    The key store that still lies in `data_dir`, if one does, only tells which keys were destroyed since.
    """
    if (data_dir / DATA).exists():
        raise NotBackedUp(f"`{data_dir / DATA}` is there; stop the gateway and move it away first")
    taken = checked(from_, [DATA], kind="sqlite", schema=SCHEMA)["taken_at"]
    checked(keys_from, [KEYS], kind="sqlite", schema=SCHEMA)
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
        sync(data_dir / f"{name}.restored")
        (data_dir / f"{name}.restored").replace(data_dir / name)
    sync(data_dir)
    return Restored(taken, people, messages, kept)


def _copy(source: Path, target: Path) -> None:
    if not source.exists():
        raise NotBackedUp(f"`{source}` is not there; is gateway.data_dir right?")
    old = apsw.Connection(str(source), flags=apsw.SQLITE_OPEN_READWRITE)
    new = apsw.Connection(str(target))
    with new.backup("main", old, "main") as going:
        while not going.done:
            going.step(1_000)
    new.execute("PRAGMA journal_mode = DELETE").fetchall()
    new.close()
    old.close()


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
    """Whose key is destroyed is nobody in the restored data too."""
    store = apsw.Connection(str(data))
    store.execute("ATTACH ? AS keys", (str(key_file),))
    mine = "IN (SELECT id FROM patient WHERE key_id IN (SELECT id FROM keys.destroyed))"
    with store:
        for statement in manifest.nobody(mine, now=manifest.now_micros()):
            store.execute(statement)
    store.close()


def _sound(data: Path, key_file: Path, master: MasterKeys) -> tuple[int, int]:
    """Check the file, that its keys are at hand or destroyed, and that our master key opens them."""
    store = apsw.Connection(str(data))
    if store.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise NotBackedUp(f"`{data}` is damaged inside; use another backup")
    needed = {int(str(row[0])) for row in store.execute("SELECT DISTINCT key_id FROM patient WHERE erased_at IS NULL")}
    counts = [store.execute(f"SELECT COUNT(*) FROM {table}").fetchall()[0][0] for table in ("patient", "message")]
    store.close()
    keys = apsw.Connection(str(key_file))
    held = {int(str(row[0])): bytes(row[1]) for row in keys.execute("SELECT id, wrapped FROM data_key")}
    keys.close()
    manifest.opens(frozenset(needed), held, _destroyed(key_file), master)
    return int(str(counts[0])), int(str(counts[1]))
