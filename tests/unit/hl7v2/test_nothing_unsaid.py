"""What no mapper reads is named in the issues, so that nobody takes silence for agreement."""

import pytest

from adapters.contract import Severity
from tests.unit.hl7v2.samples import PID, decoded, every


def remarks(event: str, *segments: str) -> list[str]:
    """The places that are remarked on and change nothing."""
    return [it.where for it in decoded(event, *segments).issues if it.severity is Severity.INFORMATION]


def test_a_segment_that_nothing_of_was_read_is_named_once() -> None:
    """Allergies of an admission, and Z segments; not the frame of the message."""
    seen = remarks("ADT^A31", "EVN|A31", PID, "AL1|1|DA|X1^Penicillin", "AL1|2|DA|X2", "ZPI|x", "PV1|1|O")

    assert seen == ["AL1", "ZPI"]


def test_of_very_many_the_first_are_named() -> None:
    """A message of nothing but strange segments does not fill the list."""
    assert len(remarks("ADT^A31", PID, *(f"Z{it:02}|x" for it in range(60)))) == 20


def test_a_result_that_belongs_to_no_order_is_flagged() -> None:
    """OBX before every OBR."""
    found = decoded("ORU^R01", PID, "OBX|1|TX|N||lost", "OBR|1||D1|LET^Letter", "OBX|1|TX|N||kept", "NTE|1||why")

    assert [(it.severity, it.where) for it in found.issues if it.code in {"structure", "not-supported"}] == [
        (Severity.WARNING, "OBX-3"),
        (Severity.INFORMATION, "NTE"),
    ]


def test_of_two_who_refer_the_second_is_named() -> None:
    """And a role of no table; who is consulted is told, each apart."""
    who = ("PRD|RP|DOE^JO", "PRD|RP|ROE^AL", "PRD|CP|SPECIMEN^KIM", "PRD|CP|^^^^DR", "PRD||NOBODY", "PRD|PP|GEE^PEE")
    found = decoded("REF^I12", "RF1|A|R", *who, PID)

    assert [it.where for it in found.issues if it.where.startswith("PRD")] == ["PRD[2]-1", "PRD[5]-1"]
    assert [it["participant"][0]["member"].get("display") for it in every(found, "CareTeam")] == ["KIM SPECIMEN", "DR"]


def test_a_provider_of_two_roles_has_both() -> None:
    """PRD-1 repeated: the doctor of everyday who refers."""
    found = decoded("REF^I12", "RF1|A|R", "PRD|PP~RP|DOE^JO^^^DR", PID)

    (role,) = every(found, "PractitionerRole")
    request, patient = every(found, "ServiceRequest")[0], every(found, "Patient")[0]
    assert found.bundle is not None
    urls = {it["resource"]["resourceType"]: it["fullUrl"] for it in found.bundle["entry"]}
    assert request["requester"]["reference"] == urls["PractitionerRole"] and role["practitioner"]
    assert [it["display"] for it in patient["generalPractitioner"]] == ["DR JO DOE"]


def test_a_mailbox_beside_a_number_is_told_too() -> None:
    """XTN-4, where XTN-1 has the number; once where both have the mailbox."""
    both = decoded("ADT^A31", PID.replace("01632960001^^^HOME", "01632960001^PRN^PH^alex@example.org"))
    same = decoded("ADT^A31", PID.replace("01632960001^^^HOME", "a@example.org^NET^Internet^a@example.org"))

    said = [[it["value"] for it in every(found, "Patient")[0]["telecom"]] for found in (both, same)]
    assert said[0][:2] == ["01632960001", "alex@example.org"]
    assert "use" not in every(both, "Patient")[0]["telecom"][1]
    assert said[1].count("a@example.org") == 1


def test_a_relation_without_a_name_is_remarked_on() -> None:
    """NK1-2; an NK1 that says nothing at all is not."""
    kin = ("NK1|1||CGV|||01632960002", "NK1|2", "NK1|3|SAMPLE^ALEX", 'NK1|4|""|CGV')

    assert remarks("ADT^A31", PID, *kin) == ["NK1-2"]


def test_a_discharge_keeps_the_words_of_its_codes() -> None:
    """PV1-10 and PV1-36 may name what their code means (since v2.7)."""
    pv1 = f"PV1|1|I|{'|' * 6}|710^Adult mental health{'|' * 26}1^To usual home"

    (met,) = every(decoded("ADT^A03", PID, pv1), "Encounter")

    assert met["serviceType"]["text"] == "Adult mental health"
    assert met["hospitalization"]["dischargeDisposition"]["text"] == "To usual home"


@pytest.mark.parametrize(
    ("segments", "where"),
    [
        (["RF1|P|^Emergency|CAFE|||REF1"], ("warning", "RF1-2")),
        (["RF1|C|R|CAFE|||REF1"], ("warning", "RF1-1")),
        (["RF1|P|R|CAFE||Q|REF1"], ("information", "RF1-5")),
        (["RF1|P|R|CAFE|||REF1", "AL1|1|DA||SV|Rash"], ("information", "AL1-3")),
    ],
)
def test_a_word_of_a_referral_that_nobody_knows_is_named(segments: list[str], where: tuple[str, str]) -> None:
    """A priority in words, a status and a category of no table, an allergy to nothing."""
    found = decoded("REF^I12", *segments, PID)

    assert [(str(it.severity), it.where) for it in found.issues] == [where]


def test_words_about_a_number_are_remarked_on() -> None:
    """XTN-9 beside a number; a number that stands there itself is told."""
    words = PID.replace("01632960001^^^HOME", "01632960001^PRN^PH^^^^^^Never before ten")
    number = PID.replace("01632960001^^^HOME", "^PRN^PH^^^^^^01632 960001")

    assert [remarks("ADT^A31", it) for it in (words, number)] == [["PID-13.9"], []]


def test_a_place_and_a_county_are_told() -> None:
    """XAD-8 and XAD-9, where XAD-4 has no county."""
    found = decoded("ADT^A31", PID.replace("^^HOME", "^^HOME^LITTLE MADE UP^TESTSHIRE"))

    (address,) = every(found, "Patient")[0]["address"]
    assert address["line"] == ["1 MADE UP ROAD", "LITTLE MADE UP"]
    assert address["district"] == "TESTSHIRE"


def test_where_somebody_was_discharged_to_is_told_unless_they_must_not_be_found() -> None:
    """PV1-37; under ZU8-4 it is left out as the address is."""
    pv1 = f"PV1|1|I|WARD{'|' * 33}1|19^Usual home"
    shown, hidden = decoded("ADT^A03", PID, pv1), decoded("ADT^A03", PID, pv1, "ZU8||||Y")

    stays = [every(it, "Encounter")[0]["hospitalization"] for it in (shown, hidden)]
    place = {"system": "urn:nwd:rxx01:discharge-destination", "value": "19"}
    assert stays[0]["destination"] == {"type": "Location", "identifier": place, "display": "Usual home"}
    assert "destination" not in stays[1]


@pytest.mark.parametrize(
    ("event", "segments", "where"),
    [
        ("REF^I12", ["RF1|P|R|A^Cafe~B^Home team|||REF1"], "RF1-3[2]"),
        ("REF^I12", ["RF1|P|R|A|||REF1", "AL1|1|DA|X^Penicillin~Y^Aspirin"], "AL1-3[2]"),
        ("REF^I12", ["RF1|P|R|A|||REF1", "DG1|1||F32^Low^I10~F41^Anxious^I10"], "DG1-3[2]"),
        ("REF^I12", ["RF1|P|R|A|||REF1", "NK1|1|SAMPLE^ALEX|MTH~CGV"], "NK1-3[2]"),
        ("SIU^S12", ["SCH|A1||||||R^Review~D^Depot||30|min|^^^20260310100000"], "SCH-7[2]"),
    ],
)
def test_what_is_repeated_where_one_is_read_is_flagged(event: str, segments: list[str], where: str) -> None:
    """The first counts, and nobody takes the second for told."""
    found = decoded(event, *segments, PID)

    assert [(str(it.severity), it.where) for it in found.issues] == [("warning", where)]
    assert not decoded("REF^I12", "RF1|P|R|A^Cafe~~|||REF1", PID).issues


@pytest.mark.parametrize(("last", "where"), [("DSC|C77|F", "DSC-1"), ("ADD|and the rest", "ADD-1")])
def test_a_piece_of_a_message_is_refused(last: str, where: str) -> None:
    """The first half of a plan is no plan, and neither is the second."""
    told = (PID, "TXA|1|CN|TX|20260227||||||||D1", "OBX|1|TX|||Call Jo when", last)
    found = decoded("MDM^T02", *told)

    assert [(str(found.outcome), it.where) for it in found.issues] == [("refused", where)]


def test_an_empty_mark_of_a_piece_marks_none() -> None:
    """`DSC|` at the end of every message says nothing, and neither does MSH-14, where ITK puts a time."""
    assert decoded("ADT^A31", PID, "DSC|", head="P|2.4|1|20101010141857").bundle is not None
