"""What a recipient of plain JSON is told: the event, the person, the resources as FHIR, who says so."""

from datetime import UTC, datetime

import orjson

from adapters.contract import Released, Rendition
from schemas.fhir import Resource


def notice(released: Released) -> Rendition:
    """One JSON object; its `id` is what the recipient counts."""
    said: Resource = {
        "id": str(released.rendition_id),
        "event": str(released.event_type),
        "occurred_at": _instant(released.occurred_at),
        "released_at": _instant(released.released_at),
        "service": released.recipient.service,
        "from": released.attribution,
        "notices": list(released.warnings),
        "patient": released.patient,
        "resources": list(released.resources),
        "references": list(released.references),
        "in_reply_to": dict(released.correlation),
    }
    return Rendition("application/json", orjson.dumps(said), str(released.rendition_id))


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
