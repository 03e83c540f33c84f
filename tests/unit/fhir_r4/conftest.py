"""What the tests of the FHIR adapter share."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from adapters.contract import Decoded
from adapters.fhir_r4.adapter import FhirAdapter
from adapters.fhir_r4.profile import FhirProfile

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def decode() -> Callable[[Any], Decoded]:
    """Decode a resource given as a dictionary, or bytes."""
    codec = FhirAdapter().codec(FhirProfile(organisation="trust"))
    return lambda sent: codec.decode(sent if isinstance(sent, bytes) else orjson.dumps(sent), received_at=AT)
