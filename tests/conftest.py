"""What tests of every kind may ask for."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings

from gateway import faults
from schemas.clock import SystemClock
from tests.kafka_server import servers

# How long an example takes says more of the machine than of us. A commit that passed passes again: the examples are
# drawn anew when a test changes, and with `--hypothesis-profile=anew` at every run.
settings.register_profile("nwd", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile("anew", settings.get_profile("nwd"), derandomize=False)
settings.load_profile("nwd")


@pytest.fixture(autouse=True)
def unbroken() -> Iterator[None]:
    """A fault that a test arms, and may fail over, is none of the next one's."""
    yield
    faults.arm("", production=False)


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Sets how far the gateway's clock is ahead of the machine's: what comes at a moment need not be waited for."""
    by = [timedelta(0)]
    monkeypatch.setattr(SystemClock, "now", lambda self: datetime.now(UTC) + by[0])
    return lambda far: by.__setitem__(0, far)


@pytest.fixture(scope="session")
def kafka() -> str:
    """The bootstrap servers of the run's one Apache Kafka."""
    return servers()
