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


def refuse_newer(schema: int, fits: int | None, *, knows: int) -> None:
    """Raise `StoreRefused` for a newer schema on which a version that knows `knows` may not run.

    `fits` is the oldest version that may, as the database says; None where it does not say.
    """
    if fits is None or fits > knows:
        raise StoreRefused(f"the database has schema `{schema}`, this version knows `{knows}`; install a newer one")
