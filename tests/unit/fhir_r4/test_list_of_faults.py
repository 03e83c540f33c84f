"""Faults of the list, caught? Each is refused with its place; every fault of a message is told at once."""

import orjson
import pytest

from adapters.contract import Outcome, Verdict
from adapters.fhir_r4.adapter import FhirAdapter
from adapters.fhir_r4.profile import FhirProfile
from tests.faults_of_the_list import Listed, listed, sound
from tests.unit.fhir_r4.conftest import AT

_CODEC = FhirAdapter().codec(FhirProfile(organisation="trust"))


def test_what_the_faults_are_planted_in_is_taken() -> None:
    """Without a word."""
    found = _CODEC.decode(sound(), received_at=AT)
    assert (found.outcome, found.issues) == (Outcome.ACCEPTED, ())


@pytest.mark.parametrize("fault", listed(), ids=lambda it: it.name)
def test_a_fault_of_the_list_is_caught(fault: Listed) -> None:
    """Refused; the OperationOutcome names the place and a mend, and never the value."""
    found = _CODEC.decode(fault.raw, received_at=AT)
    reply = orjson.loads(_CODEC.reply(found, Verdict(found.outcome, found.issues, AT)))

    assert found.outcome is Outcome.REFUSED
    assert fault.place == "*" or fault.place in [it.where for it in found.issues]
    assert all(it["details"]["text"] for it in reply["issue"])
    assert not any("Quill" in it.message for it in found.issues)
