"""What every installed codec promises, whatever format it reads."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import registry
from adapters.contract import Codec, Outcome, Verdict

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NAMES = tuple(registry.installed())
SEEDS = (
    b"",
    b"MSH|^~\\&|",
    b"\x0bMSH|^~\\&|A|B|C|D|1||REF^I12|1|P|2.4\x1c\r",
    b"{}",
    b'{"resourceType":"Bundle"}',
    b"\xff",
)


def codec(name: str) -> Codec:
    adapter = registry.find(name)
    needed = {"source": "urn:x", "payload": "ids"} if name == "webhook" else {}
    return adapter.codec(adapter.profile.model_validate(needed))


@pytest.mark.parametrize("name", NAMES)
@given(raw=st.one_of(st.sampled_from(SEEDS), st.binary(max_size=400)))
@settings(max_examples=80, deadline=None)
def test_any_bytes_are_read_without_an_error_and_can_be_answered(name: str, raw: bytes) -> None:
    """Decode never raises, and there is a reply for whatever becomes of the message."""
    decoded = codec(name).decode(raw, received_at=AT)

    for outcome in Outcome:
        reply = codec(name).reply(decoded, Verdict(outcome, decoded.issues, AT, UUID(int=1)))
        assert isinstance(reply, bytes)


@pytest.mark.parametrize("name", NAMES)
@given(raw=st.one_of(st.sampled_from(SEEDS), st.binary(max_size=200)))
@settings(max_examples=40, deadline=None)
def test_the_same_bytes_always_say_the_same(name: str, raw: bytes) -> None:
    """A codec is pure: replay decodes what was decoded before."""
    assert codec(name).decode(raw, received_at=AT) == codec(name).decode(raw, received_at=AT)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_refused_says_why_and_where(name: str) -> None:
    """Every refusal has an issue with a place and a mend."""
    decoded = codec(name).decode(b"rubbish", received_at=AT)

    assert decoded.outcome is Outcome.REFUSED
    assert all(issue.where and issue.message for issue in decoded.issues)
    assert decoded.issues


@pytest.mark.parametrize("name", NAMES)
def test_every_option_says_what_it_means(name: str) -> None:
    """The configuration page is made from these sentences."""
    assert all(field.description for field in registry.find(name).profile.model_fields.values())
