"""`nwd` as the next version might be: its schema is one step further, and the step only adds.

With `NWD_TAKES_AWAY` it goes one more step, which takes something away: whoever is older no longer fits.
"""

import os
import sys
from typing import Any

from gateway.cli.main import main
from gateway.store.postgres import engine

ADDS = engine.SCHEMA + 1
TAKES_AWAY = ADDS + 1
_STEPS = {
    ADDS: (
        "ALTER TABLE delivery ADD COLUMN asked_for TEXT; ALTER TABLE event ADD COLUMN weight BIGINT NOT NULL DEFAULT 1;"
        "CREATE TABLE of_the_next (id BIGINT PRIMARY KEY); CREATE INDEX event_weight ON event (weight);"
        f"UPDATE meta SET value = {ADDS} WHERE name = 'schema'"
    ),
    TAKES_AWAY: (
        f"ALTER TABLE delivery DROP COLUMN asked_for; UPDATE meta SET value = {TAKES_AWAY} WHERE name = 'fits';"
        f"UPDATE meta SET value = {TAKES_AWAY} WHERE name = 'schema'"
    ),
}
_this_version = engine.migrate


async def _migrate(line: Any, *, to: int = TAKES_AWAY if os.environ.get("NWD_TAKES_AWAY") else ADDS) -> None:
    async with line.transaction():
        await line.execute("SELECT pg_advisory_xact_lock(7211)")
        if await line.fetchval("SELECT to_regclass('meta')") is None:
            await _this_version(line)
        found = await line.fetchval("SELECT value FROM meta WHERE name = 'schema'")
        for number in range(found + 1, to + 1):
            await line.execute(_STEPS[number])


if __name__ == "__main__":
    engine.migrate = _migrate
    sys.exit(main())
