"""One trace from bytes in to bytes out; spans carry ids of messages and events, never anything about a person."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_wire = TraceContextTextMapPropagator()


@contextmanager
def span(name: str, *, parent: str | None = None, **attributes: str | int) -> Iterator[None]:
    """Time one step; `parent` is the W3C trace parent that an event carries across the store."""
    tracer = trace.get_tracer("nowrongdoor")
    context = None if parent is None else _wire.extract({"traceparent": parent})
    with tracer.start_as_current_span(
        name, context=context, attributes=attributes, record_exception=False, set_status_on_exception=False
    ):
        yield


def set_up(path: Path, *, share: float) -> TracerProvider:
    """Trace a share of messages into a file of JSON lines; the caller shuts the provider down at the end."""
    sampler = ParentBased(TraceIdRatioBased(share))
    provider = TracerProvider(sampler=sampler, resource=Resource.create({"service.name": "nowrongdoor"}))
    output = path.open("a")
    exporter = ConsoleSpanExporter(out=output, formatter=lambda one: one.to_json(indent=None) + "\n")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return provider


def current_parent() -> str | None:
    """The W3C trace parent of the span in force; None when nothing records."""
    carrier: dict[str, str] = {}
    _wire.inject(carrier)
    return carrier.get("traceparent")
