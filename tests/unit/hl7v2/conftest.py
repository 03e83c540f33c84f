"""What the HL7 v2 tests share."""

import pytest

from tests.unit.hl7v2 import samples


@pytest.fixture
def decode() -> samples.Decode:
    """Decodes a message of the given event and segments."""
    return samples.decoded
