"""What it takes to erase a person."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Erasure:
    """Whom to erase, who orders it and why; no patient data stands in the reason."""

    patient: int
    by: str
    reason: str
    other_keys: tuple[int, ...] = ()
    """Keys of messages that are about them and were never joined to them."""
    other_messages: tuple[int, ...] = ()
    """The rows of those messages."""


@dataclass(frozen=True, slots=True)
class Nobody:
    """A message kept of which it was never decided whom it is about."""

    number: int
    name: bytes
    source: str
    key_id: int

    @property
    def message_id(self) -> UUID:
        """Its id."""
        return UUID(bytes=self.name)


@dataclass(frozen=True, slots=True)
class Remains:
    """What was sent about an erased person by one subscription."""

    patient: int
    ordered_at: int
    by: str
    reason: str
    subscription: str
    last_at: int
    """When the last attempt to send it began."""
