"""Merges: which number goes away, and when nobody may act on it."""

import pytest

from adapters.contract import Merge, Outcome, Severity
from tests.unit.hl7v2.samples import PID, Decode, only

MRN, NHS = "urn:nwd:rxx01:mrn", "https://fhir.nhs.uk/Id/nhs-number"


@pytest.mark.parametrize("event", ["ADT^A40", "ADT^A40^ADT_A39", "ADT^A40^ADT_A40", "ADT^A39^ADT_A39", "ADT^A34"])
def test_mrg_1_is_the_number_that_goes_away(decode: Decode, event: str) -> None:
    """By whatever event or structure the sender writes it; who stays is the Patient."""
    decoded = decode(event, "EVN", PID, "MRG|0700099^^^RXX01^MRN")

    assert decoded.merges == (Merge(((MRN, "0700099"),)),)
    assert [it["value"] for it in only(decoded, "Patient")["identifier"]] == ["9991234500", "0700001"]
    assert (decoded.outcome, decoded.only_if_linked) == (Outcome.ACCEPTED, True)
    assert decoded.occurrences == ()


def test_a_number_that_both_records_have_does_not_go_away(decode: Decode) -> None:
    """The NHS number of the person stays theirs."""
    decoded = decode("ADT^A40", PID, "MRG|0700099^^^RXX01^MRN~999 123 4500^^^NHS^NH")

    assert decoded.merges == (Merge(((MRN, "0700099"),)),)


def test_the_record_that_goes_away_may_be_the_one_with_the_nhs_number(decode: Decode) -> None:
    """Then it is named by it too."""
    decoded = decode("ADT^A40", "PID|||0700001^^^RXX01^MRN||A^B", "MRG|0700099^^^RXX01^MRN~9991234519^^^NHS^NH")

    assert decoded.merges == (Merge(((MRN, "0700099"), (NHS, "9991234519"))),)


def test_two_nhs_numbers_are_never_made_one(decode: Decode) -> None:
    """They are two people until somebody has looked."""
    decoded = decode("ADT^A40", PID, "MRG|0700099^^^RXX01^MRN~9991234519^^^NHS^NH")

    assert (decoded.outcome, decoded.merges, decoded.occurrences) == (Outcome.QUARANTINED, (), ())
    assert decoded.issues[0].where == "MRG-1"


def test_an_nhs_number_alone_takes_no_record_away(decode: Decode) -> None:
    """It is the person's in every record: a person looks which one is meant, and the message is kept for it."""
    decoded = decode("ADT^A40", "PID|||0700001^^^RXX01^MRN||A^B||19900417", "MRG|9991234519^^^NHS^NH")

    assert (decoded.outcome, decoded.merges) == (Outcome.QUARANTINED, ())
    assert [(it.severity, it.where) for it in decoded.issues] == [(Severity.WARNING, "MRG-1")]


@pytest.mark.parametrize("number", ["3333333333", "1000000001", "4444444444", "9999999999", "9991234501"])
def test_a_placeholder_never_goes_away(decode: Decode, number: str) -> None:
    """Else everybody who was ever given it would be one person."""
    decoded = decode("ADT^A40", PID, f"MRG|0700099^^^RXX01^MRN~{number}^^^NHS^NH")

    assert decoded.outcome is Outcome.FLAGGED
    assert decoded.merges == (Merge(((MRN, "0700099"),)),)


@pytest.mark.parametrize(
    ("segments", "where"),
    [
        ((PID,), "MRG-1"),
        ((PID, "MRG|"), "MRG-1"),
        ((PID, 'MRG|""'), "MRG-1"),
        ((PID, "MRG|3333333333^^^NHS^NH"), "MRG-1"),
        (("PID|||||A^B", "MRG|0700099"), "PID-3"),
        ((PID, "MRG|0700099", PID, "MRG|0700098"), "PID[2]"),
    ],
)
def test_a_merge_that_does_not_say_who_is_refused(decode: Decode, segments: tuple[str, ...], where: str) -> None:
    """The sender is told at once, and mends it."""
    decoded = decode("ADT^A40", *segments)

    assert (decoded.outcome, decoded.issues[-1].where) == (Outcome.REFUSED, where)


def test_several_records_may_go_at_once(decode: Decode) -> None:
    """Each MRG is a record of its own."""
    decoded = decode("ADT^A40", PID, "MRG|0700098", "MRG|0700099")

    assert decoded.merges == (Merge(((MRN, "0700098"),)), Merge(((MRN, "0700099"),)))


def test_a_merge_with_itself_merges_nothing(decode: Decode) -> None:
    """It is flagged, for the sender meant another number."""
    decoded = decode("ADT^A40", PID, "MRG|0700001^^^RXX01^MRN")

    assert (decoded.merges, decoded.outcome, decoded.issues[0].where) == ((), Outcome.FLAGGED, "MRG-1")


def test_a_person_in_doubt_is_merged_with_nobody(decode: Decode) -> None:
    """Two NHS numbers in PID: a person must look first."""
    two = PID.replace("9991234500^^^^NHS", "9991234500^^^^NHS~9991234519^^^^NHS")

    decoded = decode("ADT^A40", two, "MRG|0700099^^^RXX01^MRN")

    assert (decoded.merges, decoded.outcome) == ((), Outcome.QUARANTINED)


def test_one_number_of_two_sites_is_two_records(decode: Decode) -> None:
    """Where the profile says whose numbers are the sender's own, another authority's are kept apart."""
    pid = "PID|||77^^^169^PI~77^^^108^PI||A^B"
    found = decode("ADT^A40", pid, "MRG|12^^^108^PI", record_number_authorities=["169"])

    assert [(it["system"], it["value"]) for it in only(found, "Patient")["identifier"]] == [
        ("urn:nwd:rxx01:mrn", "77"),
        ("urn:nwd:rxx01:mrn-108", "77"),
    ]
    assert [it.identifiers for it in found.merges] == [(("urn:nwd:rxx01:mrn-108", "12"),)]
