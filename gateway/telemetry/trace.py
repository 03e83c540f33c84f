"""One trace from bytes in to bytes out; spans carry ids of messages and events, never anything about a person."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SpanExporter
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from gateway.settings.model import Telemetry

_SEND_SECONDS = 5
_wire = TraceContextTextMapPropagator()
_untimed = nullcontext()


def span(name: str, *, parent: str | None = None, **attributes: str | int) -> AbstractContextManager[None]:
    """Time one step; `parent` is the W3C trace parent that an event carries across the store.

    Where nothing is traced it costs next to nothing.
    """
    return _timed(name, parent, attributes) if _is_on() else _untimed


def _is_on() -> bool:
    return isinstance(trace.get_tracer_provider(), TracerProvider)


@contextmanager
def _timed(name: str, parent: str | None, attributes: Mapping[str, str | int]) -> Iterator[None]:
    tracer = trace.get_tracer("nowrongdoor")
    context = None if parent is None else _wire.extract({"traceparent": parent})
    with tracer.start_as_current_span(
        name, context=context, attributes=attributes, record_exception=False, set_status_on_exception=False
    ):
        yield


def set_up(telemetry: Telemetry) -> TracerProvider | None:
    """Trace a share of messages into a file of JSON lines, to a collector, or both; None where neither is named.

    The caller shuts the provider down at the end. A collector that is away costs spans, never messages.
    """
    exporters = list(_exporters(telemetry))
    if not exporters:
        return None
    sampler = ParentBased(TraceIdRatioBased(telemetry.trace_share))
    provider = TracerProvider(sampler=sampler, resource=Resource.create({"service.name": "nowrongdoor"}))
    for one in exporters:
        provider.add_span_processor(BatchSpanProcessor(one))
    trace.set_tracer_provider(provider)
    return provider


def _exporters(telemetry: Telemetry) -> Iterator[SpanExporter]:
    if telemetry.trace_file is not None:
        output = telemetry.trace_file.open("a")
        yield ConsoleSpanExporter(out=output, formatter=lambda one: one.to_json(indent=None) + "\n")
    if telemetry.trace_url is not None:
        yield OTLPSpanExporter(telemetry.trace_url, timeout=_SEND_SECONDS)


def current_parent() -> str | None:
    """The W3C trace parent of the span in force; None when nothing records."""
    carrier: dict[str, str] = {}
    _wire.inject(carrier)
    return carrier.get("traceparent")
