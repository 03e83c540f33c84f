"""What a webhook carries: one CloudEvent in structured JSON, ids only unless the subscription asks for more."""

from datetime import UTC, datetime
from typing import Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field

from adapters.contract import Codec, Decoded, Issue, Outcome, Released, Rendition, Severity, Verdict
from schemas.cloud_events import CONTENT_TYPE, CloudEvent, Extract, ExtractEvent, References, ReferencesEvent, written


class WebhookProfile(BaseModel):
    """Options of a webhook subscription."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field("nwd", description="CloudEvents `source`: the name of this gateway.")
    payload: Literal["ids", "extract"] = Field(
        "ids", description="`ids`: references to fetch. `extract`: also what this recipient may see."
    )


class WebhookCodec:
    """Writes events; a webhook brings nothing in."""

    def __init__(self, profile: WebhookProfile) -> None:
        self._profile = profile

    def decode(self, raw: bytes, *, received_at: datetime) -> Decoded:
        """Refuse: a webhook is a way out only."""
        fault = Issue(Severity.ERROR, "not-supported", "body", "webhooks only go out; send to the API instead")
        return Decoded(Outcome.REFUSED, "webhook", control_id="", issues=(fault,))

    def reply(self, decoded: Decoded, verdict: Verdict) -> bytes:
        """The faults, as JSON."""
        return orjson.dumps({"faults": [{"where": it.where, "message": it.message} for it in verdict.issues]})

    def encode(self, released: Released) -> Rendition:
        """One CloudEvent; its id is what the recipient counts."""
        rendition = str(released.rendition_id)
        told = (released.recipient.service, released.references, released.warnings)
        about: dict[str, Any] = {
            "id": rendition,
            "source": self._profile.source,
            "type": released.event_type,
            "time": _instant(released.occurred_at),
        }
        event: CloudEvent = ReferencesEvent(**about, data=References(*told))
        if self._profile.payload == "extract":
            extract = Extract(*told, released.attribution, released.patient, released.resources)
            event = ExtractEvent(**about, data=extract)
        return Rendition(content_type=CONTENT_TYPE, body=written(event), control_id=rendition)


class WebhookAdapter:
    """The installed adapter `webhook`."""

    name = "webhook"
    profile: type[BaseModel] = WebhookProfile

    def codec(self, profile: BaseModel) -> Codec:
        """The codec for one subscription."""
        return WebhookCodec(WebhookProfile.model_validate(profile.model_dump()))


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
