"""Messages that are almost right never crash the codec, never name somebody else, and get an answer of their own."""

import pytest

from tests.fuzz.laws import broken
from tests.fuzz.mutants import mutants, samples
from tests.unit.hl7v2.samples import PID, Decode, only


def test_two_thousand_mutants_break_no_law() -> None:
    """The same ones each time; `python -m tests.fuzz --mutants 50000` runs more."""
    found = [(number, law) for number, raw in enumerate(mutants(1, 2_000)) for law in broken(raw)]

    assert found == []


def test_the_laws_find_a_codec_that_would_name_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """A control: with numbers that are made up, each law of identity is seen broken."""
    from adapters.hl7v2 import numbers

    def another(*_: object) -> list[dict[str, str]]:
        return [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991234519"}]

    monkeypatch.setattr("adapters.hl7v2.person.identifiers", another)
    found = {law for raw in mutants(1, 200) for law in broken(raw)}

    assert "an NHS number that does not stand in PID" in found
    assert numbers.identifiers is not another


@pytest.mark.parametrize("number", ["99912\\X00\\34500", "999\\X07\\1234500"])
def test_a_control_character_does_not_join_two_halves_of_a_number(decode: Decode, number: str) -> None:
    """It stays visible, and the number is flagged."""
    found = decode("REF^I12", PID.replace("9991234500", number))

    assert "9991234500" not in str(only(found, "Patient"))
    assert found.outcome.value == "flagged"


def test_a_segment_is_named_without_escapes(decode: Decode) -> None:
    """What only becomes PID by an escape is no PID."""
    found = decode("REF^I12", PID.replace("PID|", "PI\\X00\\D|"))

    assert found.outcome.value == "refused"


def test_the_messages_that_are_changed_are_as_on_the_wire() -> None:
    """With CR behind each segment, so that a change of a field or segment is one, and not a change of the whole."""
    assert all(raw.count(b"\r") > 1 and b"\n" not in raw for raw in samples())
