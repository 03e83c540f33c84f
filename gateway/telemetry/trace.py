"""One trace from bytes in to bytes out; spans carry ids of messages and events, never anything about a person."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_tracer = trace.get_tracer("nowrongdoor")
_wire = TraceContextTextMapPropagator()


@contextmanager
def span(name: str, *, parent: str | None = None, **attributes: str | int) -> Iterator[None]:
    """Time one step; `parent` is the W3C trace parent that an event carries across the store."""
    context = None if parent is None else _wire.extract({"traceparent": parent})
    with _tracer.start_as_current_span(
        name, context=context, attributes=attributes, record_exception=False, set_status_on_exception=False
    ):
        yield


def current_parent() -> str | None:
    """The W3C trace parent of the span in force; None when nothing records."""
    carrier: dict[str, str] = {}
    _wire.inject(carrier)
    return carrier.get("traceparent")
