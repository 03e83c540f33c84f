"""Whatever arrives, the codec decides and answers; it never raises."""

import json
from collections.abc import Callable
from typing import Any

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.contract import Decoded, Outcome, Verdict
from adapters.fhir_r4.adapter import FhirAdapter
from adapters.fhir_r4.profile import FhirProfile
from schemas.fhir.check import check
from schemas.fhir.xml_read import is_xml, read_xml
from schemas.fhir.xml_write import write_xml
from tests.made_up.fhir import about, bundle, carer, communication, consent, patient, referral
from tests.unit.fhir_r4.conftest import AT

_SOUND = [
    referral(),
    bundle(patient(), consent(), carer()),
    bundle(patient(), communication("carer-concern"), carer()),
    bundle(patient(), about("CarePlan", status="active", intent="plan", activity=[{"detail": {"status": "unknown"}}])),
]
_LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.just({}) | st.just([]) | st.just([None])


def _answered(raw: bytes) -> Decoded:
    codec = FhirAdapter().codec(FhirProfile())
    found = codec.decode(raw, received_at=AT)
    said = codec.reply(found, Verdict(found.outcome, found.issues, AT))
    reply = read_xml(said) if is_xml(raw) else orjson.loads(said)
    assert reply["resourceType"] == "OperationOutcome"
    assert check(reply) == ()
    assert (found.bundle is None) == (found.outcome is Outcome.REFUSED)
    return found


@given(st.binary(max_size=300))
def test_any_bytes_are_answered(raw: bytes) -> None:
    """With a sound OperationOutcome, in XML where it looks like XML."""
    _answered(raw)
    _answered(b"<" + raw)


@given(st.sampled_from(_SOUND), st.integers(0), st.binary(min_size=1, max_size=3))
def test_any_change_to_sound_xml_is_answered(sent: Any, at: int, put: bytes) -> None:
    """Bytes put anywhere into a message in XML."""
    raw = write_xml(sent)
    place = at % len(raw)
    found = _answered(raw[:place] + put + raw[place + len(put) :])
    assert found.bundle is None or check(found.bundle) == ()


@st.composite
def _mutated(draw: st.DrawFn) -> Any:
    """A sound message with one place changed into something else."""
    sent = orjson.loads(orjson.dumps(draw(st.sampled_from(_SOUND))))
    places = list(_places(sent))
    holder, key = draw(st.sampled_from(places))
    holder[key] = draw(_LEAVES)
    return sent


def _places(value: Any) -> Any:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        yield value, key
        yield from _places(item)


@given(_mutated())
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_any_change_to_a_sound_message_is_answered(sent: Any) -> None:
    """Taken with sound FHIR inside, or refused with issues."""
    found = _answered(json.dumps(sent).encode())
    if found.bundle is None:
        assert found.issues
    else:
        assert check(found.bundle) == ()


def test_a_refusal_of_many_faults_lists_them(decode: Callable[[Any], Decoded]) -> None:
    """All in one reply."""
    assert len(decode(referral(status="x", intent="y", priority="z")).issues) == 3
