"""The options of a FHIR partner."""

from pydantic import BaseModel, ConfigDict, Field


class FhirProfile(BaseModel):
    """Options of a partner that speaks FHIR R4."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    organisation: str = Field("", description="Id of the partner's organisation, in the ids made for its messages.")
    source: str = Field("urn:nwd", description="MessageHeader.source.endpoint: this gateway's address.")
    endpoint: str = Field("urn:nwd:recipient", description="MessageHeader.destination.endpoint: its address.")
