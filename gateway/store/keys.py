"""The store of data keys: apart from the data, so that erasing a person is destroying a key."""

from collections.abc import Iterable
from pathlib import Path

import apsw

from gateway.store.sealed import Sealer

_SCHEMA = "CREATE TABLE IF NOT EXISTS data_key (id INTEGER PRIMARY KEY AUTOINCREMENT, wrapped BLOB NOT NULL)"
_DESTROYED = "CREATE TABLE IF NOT EXISTS destroyed (id INTEGER PRIMARY KEY)"
"""What may not come back with an older copy of this file."""
_LAST = "SELECT seq FROM sqlite_sequence WHERE name = 'data_key'"

_ANY = "SELECT id FROM data_key ORDER BY id LIMIT 1"


class KeyFile:
    """`keys.db` beside the data file; used by one thread at a time.

    New keys are committed and synced by `sync`, before the commit of what was sealed under them. Raises `StoreRefused`
    where another master key made it: a gateway with the wrong one would know nobody again, and no refusal of theirs.
    """

    def __init__(self, path: Path, sealer: Sealer) -> None:
        self._db = apsw.Connection(str(path))
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("PRAGMA secure_delete = ON")
        self._db.execute(_SCHEMA)
        self._db.execute(_DESTROYED)
        self._last = next((row for (row,) in self._db.execute(_LAST) if isinstance(row, int)), 0)
        self._sealer = sealer
        self._new: list[tuple[int, bytes]] = []
        self.bring(row for (row,) in self._db.execute(_ANY).fetchall() if isinstance(row, int))

    def make(self) -> int:
        """A fresh key's id; the key is on disk after the next `sync`."""
        self._last += 1
        self._new.append((self._last, self._sealer.new_key(self._last)))
        return self._last

    def bring(self, ids: Iterable[int]) -> None:
        """Put these keys at hand; a destroyed one stays unknown."""
        for key in ids:
            for _, wrapped in self._db.execute("SELECT id, wrapped FROM data_key WHERE id = ?", (key,)):
                self._sealer.learn(key, wrapped)

    def drop(self, ids: Iterable[int]) -> None:
        """Destroy these keys: overwritten in the file and its log, and remembered as destroyed, on disk on return."""
        with self._db:
            for key in sorted(ids):
                self._db.execute("DELETE FROM data_key WHERE id = ?", (key,))
                self._db.execute("INSERT OR IGNORE INTO destroyed VALUES (?)", (key,))
                self._sealer.forget(key)
        self._db.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)

    def sync(self) -> None:
        """Commit and sync the keys made since the last time."""
        if self._new:
            with self._db:
                self._db.executemany("INSERT INTO data_key VALUES (?,?)", self._new)
            self._new.clear()

    def forget_new(self) -> None:
        """The commit that would have used them failed: their ids are not used again."""
        self._new.clear()

    def close(self) -> None:
        """Give the file back."""
        self._db.close()
