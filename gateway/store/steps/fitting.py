"""Whether the key store belongs to the data, asked once before anything is taken."""

from gateway.store.errors import StoreRefused
from gateway.store.steps.step import Desk, Steps, need

_NEWEST = "SELECT key_id, erased_at FROM patient ORDER BY id DESC LIMIT 1"


_MEND = "put back a later copy of it, or restore data and keys together (nwd restore; docs/runbook.md, `Keys are lost`)"


def keys_fit(desk: Desk, where: str) -> Steps[None]:
    """Raise `StoreRefused` unless the newest person can be read: keys are on disk before what is sealed under them.

    With an older key store whoever is missing there would count as erased, and what they refused with them; new keys
    would take the numbers of the lost ones.
    """
    rows = yield _NEWEST, ()
    for key, erased_at in rows:
        yield from need(desk, frozenset({key}))
        if erased_at is None and not desk.sealer.knows(key):
            raise StoreRefused(f"the key store {where} is older than the data, and its newest keys are lost; {_MEND}")
