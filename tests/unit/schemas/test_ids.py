"""Ids are derived, so that the same fact has the same id on every machine."""

from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from schemas import ids

MESSAGE = UUID("11111111-2222-5333-8444-555555555555")


def test_same_source_id_and_bytes_give_the_same_message_id() -> None:
    """A resent message is recognised by its id alone."""
    first = ids.message_id("trust-a", "0001", b"MSH|")

    assert first == ids.message_id("trust-a", "0001", b"MSH|")
    assert first != ids.message_id("trust-a", "0001", b"MSH^")
    assert first != ids.message_id("trust-b", "0001", b"MSH|")


@given(st.text())
def test_an_entry_is_called_by_the_uuid_of_its_name(name: str) -> None:
    """Written out for speed, and the very name that RFC 4122 gives, so that earlier entries keep theirs."""
    assert ids.entry_url(name) == f"urn:uuid:{uuid5(ids.NAMESPACE, name)}"


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_events_and_renditions_never_share_an_id(ordinal: int, other: int, number: int) -> None:
    """A second rendition of one event is never taken for another event of the same message."""
    event = ids.event_id(MESSAGE, ordinal)

    renditions = {ids.rendition_id(event, n) for n in range(1, number + 2)}

    assert ids.event_id(MESSAGE, other) not in renditions


def test_hl7_control_id_fits_v24_and_depends_on_the_recipient() -> None:
    """MSH-10 holds at most 20 characters in HL7 v2.4, and two recipients never share one."""
    first, second = (ids.hl7_control_id(MESSAGE, name) for name in ("trust-a", "trust-b"))

    assert len(first) == 20
    assert first != second
