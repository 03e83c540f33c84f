"""Logs: one JSON line an event, with a fixed list of keys that may appear; nothing else ever leaves."""

import contextlib
import io
import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO, cast

import orjson
import structlog

ALLOWED = frozenset(
    [
        "event",
        "level",
        "timestamp",
        "partner",
        "fault",
        "bytes",
        "error",
        "event_id",
        "recipient",
        "detail",
        "events",
        "delivery",
        "route",
        "status",
        "message_id",
        "source",
        "outcome",
        "where",
        "port",
        "host",
        "version",
        "name",
    ]
)
"""What may stand in a log line: ids of messages, names of parties, fixed words. Add a key only with a reason."""


class StandardError(io.TextIOBase):
    """Standard error as it is at the moment; when nobody can read it any more, no message waits for that."""

    def write(self, text: str) -> int:
        """Write, or let it be."""
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush, or let it be."""
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.flush()


def set_up() -> None:
    """Send structlog to standard error as JSON lines, and the standard library's warnings with it."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(serializer=lambda value, **_: orjson.dumps(value, default=str).decode()),
        ],
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", StandardError())),  # only written to and flushed
        cache_logger_on_first_use=True,
    )
    logging.getLogger("aiokafka").setLevel(
        logging.CRITICAL
    )  # it says each second that brokers are away; we say it once
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(NameAlone())
    logging.basicConfig(level=logging.ERROR, handlers=[handler])


class NameAlone(logging.Formatter):
    """Of what a library logs: which library it was, and the kind of the error."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; its words, the error's and the lines of its traceback may quote a message."""
        kind = record.exc_info[0] if record.exc_info else None
        line = {"event": "library_error", "name": record.name}
        return orjson.dumps(line | ({} if kind is None else {"error": kind.__name__})).decode()


def only_allowed(logger: object, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every key that is not on the list, and say how many were dropped."""
    kept = {name: value for name, value in line.items() if name in ALLOWED}
    dropped = len(line) - len(kept)
    return kept | ({"status": f"{dropped} keys not allowed"} if dropped else {})
