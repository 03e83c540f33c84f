"""The installed adapter `fhir_r4`."""

from pydantic import BaseModel

from adapters.contract import Codec
from adapters.fhir_r4.codec import FhirCodec
from adapters.fhir_r4.profile import FhirProfile


class FhirAdapter:
    """FHIR R4 in JSON, in and out."""

    name = "fhir_r4"
    profile: type[BaseModel] = FhirProfile

    def codec(self, profile: BaseModel) -> Codec:
        """The codec for one partner."""
        return FhirCodec(FhirProfile.model_validate(profile.model_dump()))
