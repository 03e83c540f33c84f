"""What has its right form and makes no sense: a subscription to nothing, a port twice, a contract over at once."""

from collections.abc import Iterator

from gateway.settings.model import Listen, Settings
from schemas.ids import GATEWAY_SOURCE

_NO_HL7 = frozenset({"csv", "fhir_r4", "json", "webhook"})
"""Adapters of ours whose messages no wire of `send` would ever see acknowledged."""
_Place = tuple[str | int, ...]
Fault = tuple[_Place, str]


def senseless(settings: Settings) -> Iterator[Fault]:
    """Every such fault, with its place and how to mend it."""
    yield from _parties(settings)
    yield from _ports(settings)
    yield from _partners(settings)
    for number, one in enumerate(settings.subscription):
        if not one.events:
            yield ("subscription", number, "events"), "names no event, so that nothing is ever sent; name some"
    for at, server in enumerate(settings.kafka.servers):
        _, colon, port = server.rpartition(":")
        if not (colon and port.isdecimal()):
            yield ("kafka", "servers", at), f"`{server}` has no port; write `host:port`"


def _parties(settings: Settings) -> Iterator[Fault]:
    for number, one in enumerate(settings.organisation):
        if one.ods_code is not None and not (one.ods_code.isascii() and one.ods_code.isalnum()):
            yield ("organisation", number, "ods_code"), f"`{one.ods_code}` is no ODS code, which is letters and digits"
    for number, contract in enumerate(settings.agreement):
        if contract.until is not None and contract.until < contract.since:
            yield ("agreement", number, "until"), f"is before its first day, {contract.since}; it would never hold"


def _partners(settings: Settings) -> Iterator[Fault]:
    for number, one in enumerate(settings.partner):
        if one.id == GATEWAY_SOURCE:
            told = "is how the gateway names itself as a source; give the partner another id"
            yield ("partner", number, "id"), f"`{one.id}` {told}"
        if one.send is not None and one.adapter in _NO_HL7:
            told = f"carries HL7 v2 and waits for its acknowledgement, which `{one.adapter}` does not write"
            yield ("partner", number, "send"), f"{told}; tell the service by a subscription with a webhook"


def _ports(settings: Settings) -> Iterator[Fault]:
    """Two that would listen in one place; port 0 is a free one for each."""
    telemetry = settings.telemetry
    wires = [(n, one.id, one.listen) for n, one in enumerate(settings.partner) if isinstance(one.listen, Listen)]
    asked: list[tuple[_Place, str, tuple[str, int | None]]] = [
        (("http", "port"), "http.port", (settings.http.host, settings.http.port)),
        (("telemetry", "metrics_port"), "telemetry.metrics_port", (telemetry.metrics_host, telemetry.metrics_port)),
        *((("partner", n, "listen", "port"), f"the port of `{name}`", (it.host, it.port)) for n, name, it in wires),
    ]
    taken: dict[tuple[str, int | None], str] = {}
    for place, name, where in asked:
        if where[1] and where in taken:
            yield place, f"is also {taken[where]}; give each its own"
        taken.setdefault(where, name)
