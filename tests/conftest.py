"""What tests of every kind may ask for."""

import pytest
from hypothesis import settings

from tests.kafka_server import servers

# How long an example takes says more of the machine than of us.
settings.register_profile("nwd", deadline=None)
settings.load_profile("nwd")


@pytest.fixture(scope="session")
def kafka() -> str:
    """The bootstrap servers of the run's one Apache Kafka."""
    return servers()
