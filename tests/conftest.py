"""What tests of every kind may ask for."""

import pytest

from tests.kafka_server import servers


@pytest.fixture(scope="session")
def kafka() -> str:
    """The bootstrap servers of the run's one Apache Kafka."""
    return servers()
