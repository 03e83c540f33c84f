"""What brokers lost, made good in parts: each part remembers how far it is, so that whoever is broken off goes on."""

from collections.abc import Mapping, Sequence

from gateway.store.steps.step import Steps, flat, marks, rows_of


def begin(parts: Sequence[str], lost: Sequence[str]) -> Steps[dict[str, int]]:
    """Those lost now start from nothing; the answer is how far each of the parts is that is not done."""
    if lost:
        anew = [(_name(one), 0) for one in lost]
        yield (
            f"INSERT INTO meta (name, value) VALUES {rows_of(anew)} ON CONFLICT (name) DO UPDATE SET value = 0",
            flat(anew),
        )
    names = {_name(one): one for one in parts}
    rows = yield f"SELECT name, value FROM meta WHERE name IN ({marks(tuple(names))})", tuple(names)
    return {names[name]: value for name, value in rows}


def reached(part: str, at: int) -> Steps[None]:
    """A part is done as far as this row."""
    yield "UPDATE meta SET value = ? WHERE name = ?", (at, _name(part))


def done(part: str) -> Steps[None]:
    """Nothing of a part is left."""
    yield "DELETE FROM meta WHERE name = ?", (_name(part),)


def delivered(subscription: str, after: int, *, since: int, limit: int) -> Steps[list[tuple[int, int]]]:
    """Rows and lanes of what was delivered by a subscription since then, in order."""
    rows = yield (
        "SELECT id, lane FROM delivery WHERE id > ? AND subscription = ? AND state = 'delivered' AND changed_at >= ?"
        " ORDER BY id LIMIT ?",
        (after, subscription, since, limit),
    )
    return [(delivery, lane) for delivery, lane in rows]


def send_again(part: str, lanes: Mapping[int, Sequence[int]], *, now: int) -> Steps[int]:
    """Queue these deliveries again, whole lanes at a time, but of no lane that the part has reached before.

    Lanes are locked first, as by whoever releases and settles. Each is due at once, and whoever holds one has it no
    more: the later event at work there would be the first in a topic that is made meanwhile.
    """
    rows = yield "SELECT value FROM meta WHERE name = ? /*lock*/", (_name(part),)
    left = sorted(lane for lane in lanes if rows and lane > rows[0][0])
    if not left:
        return 0
    yield f"SELECT id FROM lane WHERE id IN ({marks(left)}) ORDER BY id /*lock*/", tuple(left)
    asked = [delivery for lane in left for delivery in lanes[lane]]
    queued = yield (
        "UPDATE delivery SET state = 'queued', reason = 'topic rebuilt', next_at = NULL, changed_at = ?,"
        f" first_tried_at = NULL WHERE id IN ({marks(asked)}) AND state = 'delivered' RETURNING lane",
        (now, *asked),
    )
    if due := tuple({row[0] for row in queued}):
        yield (
            f"UPDATE lane SET due_at = ?, worker = NULL, fence = fence + 1 WHERE id IN ({marks(due)})",
            (now, *due),
        )
    yield from reached(part, left[-1])
    return len(queued)


def _name(part: str) -> str:
    return f"rebuild {part}"
