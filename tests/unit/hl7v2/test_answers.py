"""What a service answers to a referral, by RRI."""

import pytest

from adapters.contract import Outcome
from tests.unit.hl7v2.samples import PID, Decode, every, only

MSA = "MSA|AA|0000000001000001"
ANSWERED = "2026-03-01T10:00:00+00:00"


@pytest.mark.parametrize(
    ("code", "status", "told", "outcome"),
    [
        ("A", "accepted", ["referral.accepted"], Outcome.ACCEPTED),
        ("R", "rejected", ["referral.declined"], Outcome.ACCEPTED),
        ("E", "rejected", ["referral.declined"], Outcome.ACCEPTED),
        ("P", "requested", [], Outcome.ACCEPTED),
        ("", "requested", [], Outcome.ACCEPTED),
        ("X", "requested", [], Outcome.FLAGGED),
    ],
)
def test_rf1_1_is_the_answer(decode: Decode, code: str, status: str, told: list[str], outcome: Outcome) -> None:
    """A referral that waits is not opened, so that nobody is told that it was; a word not known is never guessed."""
    found = decode("RRI^I12", MSA, f"RF1|{code}|||||REF77^RXX01|||20260301100000", PID)

    task = only(found, "Task")
    assert (task["status"], [it.type.value for it in found.occurrences], found.outcome) == (status, told, outcome)
    assert (task["authoredOn"], task["intent"]) == (ANSWERED, "order")


@pytest.mark.parametrize(
    ("rf1", "system", "value"),
    [
        ("RF1|A|||||REF77^NORTHSHIRE", "urn:nwd:northshire:referral", "REF77"),
        ("RF1|A|||||REF77", "urn:nwd:rxx01:referral", "REF77"),
        ("RF1|A|||||^^REF77", "urn:nwd:rxx01:referral", "REF77"),
        ("RF1|A||||||||||EXT9^NORTHSHIRE", "urn:nwd:northshire:referral", "EXT9"),
        ("RF1|A", "urn:nwd:rxx01:answered-message", "0000000001000001"),
    ],
)
def test_the_referral_is_known_by_its_number(decode: Decode, rf1: str, system: str, value: str) -> None:
    """In the name of who gave it; without one, by the message that is answered."""
    task = only(decode("RRI^I12", MSA, rf1, PID), "Task")

    assert task["focus"] == {"type": "ServiceRequest", "identifier": {"system": system, "value": value}}


def test_an_answer_to_nothing_is_refused(decode: Decode) -> None:
    """Neither RF1-6 nor MSA-2."""
    found = decode("RRI^I12", "MSA|AA", "RF1|A", PID)

    assert (found.outcome, found.issues[-1].where) == (Outcome.REFUSED, "RF1-6")


def test_a_refusal_says_why(decode: Decode) -> None:
    """RF1-10 and NTE; the service by name, and to whom the answer goes."""
    prd = ("PRD|RT|Haven Café^Crisis|||||G4H1A", "PRD|RP|DOE^JO|||||C123")
    found = decode(
        "RRI^I12", MSA, "RF1|R|||||REF77||||FULL^No room", *prd, PID, "NTE|1||Try the helpline",
        services={"C123": "cmht", "G4H1A": "haven-cafe"},
    )  # fmt: skip

    task = only(found, "Task")
    assert task["statusReason"]["text"] == "No room"
    assert task["businessStatus"]["coding"][0]["display"] == "Rejected"
    assert task["note"] == [{"text": "Try the helpline"}]
    assert only(found, "HealthcareService")["name"] == "Crisis Haven Café"
    assert found.addressee.codes[0] == ("PRD[2]-7", "cmht")
    assert every(found, "ServiceRequest") == []


def test_a_message_that_could_not_be_taken_is_a_refusal(decode: Decode) -> None:
    """Nobody will act on it: who referred must know."""
    found = decode("RRI^I12", "MSA|AE|0000000001000001", PID)

    assert (only(found, "Task")["status"], found.outcome) == ("rejected", Outcome.FLAGGED)
    assert [(it.code, it.where) for it in found.issues] == [("processing", "MSA-1")]


def test_a_word_that_is_not_known_is_no_refusal(decode: Decode) -> None:
    """Whatever MSA-1 says of the message: what stands in RF1-1 is put before a person, and not taken for a no."""
    found = decode("RRI^I12", "MSA|AE|0000000001000001", "RF1|X|||||REF77", PID)

    assert only(found, "Task")["status"] == "requested"
    assert [(it.severity, it.code, it.where) for it in found.issues] == [("warning", "code-invalid", "RF1-1")]


@pytest.mark.parametrize(
    ("code", "status", "outcome"), [("A", "cancelled", Outcome.ACCEPTED), ("R", "received", Outcome.FLAGGED)]
)
def test_the_answer_to_a_cancellation(decode: Decode, code: str, status: str, outcome: Outcome) -> None:
    """Taken, it is news to nobody; not taken, a person must speak with the service."""
    found = decode("RRI^I14", MSA, f"RF1|{code}|||||REF77", PID)

    assert (only(found, "Task")["status"], found.outcome, found.occurrences) == (status, outcome, ())


def test_the_number_of_whoever_asked_is_not_taken_for_the_answerers_own(decode: Decode) -> None:
    """An answer repeats the number of the other side's record, which may be somebody else's in this one."""
    pid = "PID|||0700001^^^NWD^MR~12^^^RXX01^MR~34^^^^MR~9991234500^^^NHS^NH||EXAMPLE^SAM"
    found = only(decode("RRI^I12", "RF1|A|||||REF77", pid), "Patient")

    assert [it["value"] for it in found["identifier"]] == ["9991234500", "12", "34"]


def test_the_answerer_is_known_by_each_of_its_names(decode: Decode) -> None:
    """By MSH-4, by the name and the ODS code in its profile, and without any name."""
    pid = "PID|||1^^^NWD^MR~2^^^RXX01^MR~3^^^acme^MR~4^^^RXX99^MR~5^^^^MR||EXAMPLE^SAM"
    found = decode("RRI^I12", "RF1|A|||||REF77", pid, organisation="acme", ods_code="RXX99")

    assert [it["value"] for it in only(found, "Patient")["identifier"]] == ["2", "3", "4", "5"]
