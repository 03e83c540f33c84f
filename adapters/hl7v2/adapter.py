"""The installed adapter `hl7v2`."""

from pydantic import BaseModel

from adapters.contract import Codec
from adapters.hl7v2.codec import Hl7Codec
from adapters.hl7v2.profile import SenderProfile


class Hl7Adapter:
    """HL7 v2 in and out, over MLLP or in a file."""

    name = "hl7v2"
    profile: type[BaseModel] = SenderProfile

    def codec(self, profile: BaseModel) -> Codec:
        """The codec for one partner's profile."""
        return Hl7Codec(SenderProfile.model_validate(profile.model_dump()))
