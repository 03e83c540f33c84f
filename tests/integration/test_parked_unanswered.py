"""What was parked because nobody answered may still arrive: it says until when, and nothing follows it sooner."""

import asyncio
from datetime import datetime
from pathlib import Path

from adapters.kafka.fate import SEALED_AFTER_SECONDS
from tests.integration.test_closed_when_broken import change
from tests.integration.test_kafka_gateway import BEFORE_HOOK, instead_of_hook, silent
from tests.patience import eventually
from tests.town import Town, referral, town

_DAYS_AGO = "UPDATE delivery SET first_tried_at = 1 WHERE state = 'retrying'"
_DUE = "UPDATE lane SET due_at = 1 WHERE worker IS NULL"


async def test_a_topic_that_gives_no_answer_is_left_in_peace_after_parking_too(tmp_path: Path) -> None:
    """A person may skip it at once; the lane waits for as long as brokers could take the record."""
    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    brokers = f'[kafka]\nservers = ["127.0.0.1:{server.sockets[0].getsockname()[1]}"]\n[http]'
    way = instead_of_hook("t").replace("min_insync", "timeout_seconds = 0.2, min_insync")
    async with server, town(tmp_path, change={"[http]": brokers, BEFORE_HOOK: way}) as place:
        await place.send(referral(1))
        await _tried(place)
        change(tmp_path, _DAYS_AGO, _DUE)
        [row] = await place.until("/ops/parked", await place.token("cmht", "operator"))

    assert row["reason"] == "timeout"
    waits = datetime.fromisoformat(row["next_at"]) - datetime.fromisoformat(row["changed_at"])
    assert waits.total_seconds() == SEALED_AFTER_SECONDS


async def _tried(place: Town) -> None:
    token = await place.token("cmht", "operator")

    async def look() -> bool:
        _, told, _ = await place.call("GET", "/ops/messages?source=engine", token)
        return [one["state"] for one in told[0]["deliveries"]] == ["retrying"]

    await eventually(look, told=lambda: "no attempt was made")
