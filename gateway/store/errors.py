"""What can go wrong at the store.

StoreError
├── StoreDown       nothing was committed: no reply, close the connection, 503 with Retry-After
├── StoreLocked     another process owns the file: stop
└── StoreRefused    the file or schema is not one that this version may use: stop
"""


class StoreError(Exception):
    """The store could not do what was asked."""


class StoreDown(StoreError):
    """Nothing was committed (disk full, database gone); the sender must keep its message and try again."""


class StoreLocked(StoreError):
    """Another process owns the data file."""


class StoreRefused(StoreError):
    """The database library or the schema version is not one that this version may use."""
