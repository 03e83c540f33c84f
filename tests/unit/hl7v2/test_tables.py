"""Every row of the tables that the mappers hold themselves."""

import base64

import pytest

from adapters.contract import LinkEffect, Outcome
from adapters.hl7v2 import plan_text
from adapters.hl7v2.codec import Hl7Codec
from adapters.hl7v2.mllp import framed
from adapters.hl7v2.profile import SenderProfile
from tests.unit.hl7v2.samples import PID, RECEIVED, Decode, every, only

RF1 = "RF1|A|U|710^Crisis support|||REF1"
TXA = "TXA|1|{kind}|TX|20260228||20260228101500||||||DOC9|||||AU|R|AV"


def test_a_diagnosis_in_words(decode: Decode) -> None:
    """DG1-4 counts where DG1-3 is empty."""
    assert only(decode("REF^I12", RF1, PID, "DG1|1|||Low mood"), "Condition")["code"] == {"text": "Low mood"}


@pytest.mark.parametrize("named", ["F32.1", "F32.1^Depressive episode^I10"])
def test_a_diagnosis_keeps_its_words_beside_its_code(decode: Decode, named: str) -> None:
    """DG1-4 is what was written down of it; the code's own words stay with the code."""
    code = only(decode("REF^I12", RF1, PID, f"DG1|1|I10|{named}|Low since March"), "Condition")["code"]

    (coding,) = code["coding"]
    assert (code["text"], coding["code"], coding.get("display", "")) == (
        "Low since March",
        *(named + "^").split("^")[:2],
    )


@pytest.mark.parametrize("named", ["SCT", "SNOMED-CT", "SNOMEDCT", "SNM3", "SNM", "sct"])
def test_the_names_of_snomed_ct(decode: Decode, named: str) -> None:
    """Senders name it in several ways."""
    code = only(decode("REF^I12", RF1, PID, f"DG1|1||35489007^Depression^{named}"), "Condition")["code"]

    assert code["coding"][0]["system"] == "http://snomed.info/sct"


@pytest.mark.parametrize(
    ("named", "start", "kind"),
    [
        ("PDF", b"%PDF-1.4 %%EOF", "application/pdf"), ("RTF", b"{\\rtf1}", "application/rtf"),
        ("JPEG", b"\xff\xd8\xff1\xff\xd9", "image/jpeg"), ("PNG", b"\x89PNG1IEND", "image/png"),
        ("TIFF", b"II*\x00", "image/tiff"), ("application/pdf", b"%PDF-1.4 %%EOF", "application/pdf"),
        ("OCTET-STREAM", b"%PDF-1.4 %%EOF", "application/pdf"),
        ("JPG", b"\xff\xd8\xff1\xff\xd9", "image/jpeg"), ("tif", b"MM\x00*", "image/tiff"),
        ("TXT", b"words", "text/plain"), ("TEXT", b"words", "text/plain"), ("X-RTF", b"{\\rtf1}", "application/rtf"),
        ("PLAIN", b"words", "text/plain"), ("ODT", b"PK", "application/octet-stream"),
    ],
)  # fmt: skip
def test_the_kind_of_a_file(decode: Decode, named: str, start: bytes, kind: str) -> None:
    """ED-3 names it."""
    sent = base64.b64encode(start).decode()

    found = decode("MDM^T02", PID, TXA.format(kind="DS"), f"OBX|1|ED|||RXX01^AP^{named}^Base64^{sent}")

    assert only(found, "DocumentReference")["content"] == [
        {"attachment": {"contentType": kind, "data": sent, "size": len(start)}}
    ]


@pytest.mark.parametrize("named", ["RTF", "JPEG", "PNG"])
def test_a_file_that_is_not_what_it_says(decode: Decode, named: str) -> None:
    """It is refused, naming the place."""
    sent = base64.b64encode(b"something else").decode()

    found = decode("MDM^T02", PID, TXA.format(kind="DS"), f"OBX|1|ED|||RXX01^AP^{named}^Base64^{sent}")

    assert [it.where for it in found.issues] == ["OBX-5.3"]


@pytest.mark.parametrize(
    ("named", "start"),
    [
        ("PDF", b"%PDF-1.4 "),
        ("PDF", b"%PDF-1.4 %%EOF" + b"x" * 1_025),
        ("ODT", b"%PDF-1.4"),
        ("RTF", b"{\\rtf1 half"),
        ("JPEG", b"\xff\xd8\xff1"),
        ("PNG", b"\x89PNG1"),
    ],
)
def test_a_file_that_was_cut_short(decode: Decode, named: str, start: bytes) -> None:
    """It has its beginning and not its end: refused, and never kept as readable."""
    sent = base64.b64encode(start).decode()

    found = decode("MDM^T02", PID, TXA.format(kind="DS"), f"OBX|1|ED|||RXX01^AP^{named}^Base64^{sent}")

    assert ([it.where for it in found.issues], found.bundle) == (["OBX-5.5"], None)


def test_a_file_in_hexadecimal(decode: Decode) -> None:
    """Rare, and allowed."""
    found = decode("MDM^T02", PID, TXA.format(kind="DS"), f"OBX|1|ED|||R^AP^PDF^Hex^{b'%PDF-1%%EOF'.hex()}")

    assert base64.b64decode(only(found, "DocumentReference")["content"][0]["attachment"]["data"]) == b"%PDF-1%%EOF"


@pytest.mark.parametrize("kind", ["ED", "TX", "RP"])
@pytest.mark.parametrize("encoded", ["^AP^PDF^{}^{}", "^application/pdf^{}^{}"])
@pytest.mark.parametrize("encoding", ["Base64", "Hex"])
def test_a_file_is_known_by_its_encoding(decode: Decode, kind: str, encoded: str, encoding: str) -> None:
    """OBX-5.4, or 5.3 where type and subtype were made one, whatever OBX-2 says."""
    content = b"%PDF-1.4 %%EOF"
    written = base64.b64encode(content).decode() if encoding == "Base64" else content.hex()

    found = decode("MDM^T02", PID, TXA.format(kind="DS"), f"OBX|1|{kind}|||R{encoded.format(encoding, written)}")

    (part,) = only(found, "DocumentReference")["content"]
    assert base64.b64decode(part["attachment"]["data"]) == content


def test_a_document_with_something_beside_its_text(decode: Decode) -> None:
    """A number among the lines is remarked on and kept in the original."""
    found = decode("MDM^T02", PID, TXA.format(kind="DS"), "OBX|1|TX|||words", "OBX|2|NM|||7")

    assert [(it.where, it.code) for it in found.issues] == [("OBX[2]-2", "not-supported")]


@pytest.mark.parametrize(
    ("sent", "concept"),
    [
        ("CRISIS", "736253002"), ("CRISISPLAN", "736253002"), ("CRISIS-PLAN", "736253002"),
        ("SAFETYPLAN", "736253002"), ("SAFETY-PLAN", "736253002"), ("CAREPLAN", "734163000"),
        ("CARE-PLAN", "734163000"), ("X^Crisis Plan", "736253002"), ("X^Safety plan", "736253002"),
        ("X^Mental health crisis plan", "736253002"), ("X^Care plan", "734163000"), ("736253002", "736253002"),
    ],
)  # fmt: skip
def test_the_names_of_plans(decode: Decode, sent: str, concept: str) -> None:
    """TXA-2 by code or by title."""
    found = decode("MDM^T02", PID, TXA.format(kind=sent), "OBX|1|TX|||words")

    assert only(found, "DocumentReference")["type"]["coding"][0]["code"] == concept


@pytest.mark.parametrize(
    ("sent", "date"),
    [("2026", "2026-01-01T00:00:00Z"), ("202602", "2026-02-01T00:00:00Z"), ("20260228", "2026-02-28T00:00:00Z")],
)
def test_a_document_dated_by_less_than_a_moment(decode: Decode, sent: str, date: str) -> None:
    """The first moment of what it says stands for it."""
    found = decode("MDM^T02", PID, f"TXA|1|DS|TX|||{sent}||||||DOC9", "OBX|1|TX|||words")

    assert only(found, "DocumentReference")["date"] == date


@pytest.mark.parametrize(
    ("place", "element"),
    [
        (5, "name"), (7, "birthDate"), (8, "gender"), (11, "address"), (13, "telecom"), (15, "communication"),
        (16, "maritalStatus"), (29, "deceased"),
    ],
)  # fmt: skip
def test_an_element_that_is_deleted(decode: Decode, place: int, element: str) -> None:
    """Two quotation marks delete, wherever they stand."""
    fields = ["PID", "1", "", "0700001^^^RXX01^MRN", *[""] * 27]
    fields[place] = '""'

    person = only(decode("ADT^A08", "|".join(fields)), "Patient")

    assert [it["valueCode"] for it in person["extension"]] == [f"Patient.{element}"]


@pytest.mark.parametrize(("sent", "hidden"), [("Y", True), ("1", True), ("YES", True), ("N", False), ("", False)])
def test_a_mark_that_hides_where_somebody_is(decode: Decode, sent: str, hidden: bool) -> None:
    """ZU8-4."""
    person = only(decode("REF^I12", RF1, PID, f"ZU8||||{sent}"), "Patient")

    assert ("address" in person) is not hidden


@pytest.mark.parametrize(
    ("pid", "place", "outcome"),
    [
        ("PID|||||||19900417", "PID-3", Outcome.REFUSED),
        ("PID|||1^^^R^MRN||A^B||20300101", "PID-7", Outcome.FLAGGED),
        ("PID|||1^^^R^MRN||A^B||19900417" + "|" * 22 + "20260101|N", "PID-30", Outcome.FLAGGED),
    ],
)
def test_a_person_who_cannot_be(decode: Decode, pid: str, place: str, outcome: Outcome) -> None:
    """Nobody is refused; a birth to come and a living dead are put before a person."""
    found = decode("ADT^A08", pid)

    assert (found.outcome, [it.where for it in found.issues]) == (outcome, [place])
    assert found.bundle is None or not any("deceased" in name for name in only(found, "Patient"))


@pytest.mark.parametrize("kind", ["9991234500^^^^NI", "9991234500^^^R^^NHS", "9991234500^^^NHS"])
def test_the_marks_of_an_nhs_number(decode: Decode, kind: str) -> None:
    """By type, by authority or by facility."""
    person = only(decode("REF^I12", RF1, f"PID|||{kind}||A^B"), "Patient")

    assert {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991234500"} in person["identifier"]


def test_an_authority_of_two_letters_may_be_anybodys(decode: Decode) -> None:
    """`NI` marks an NHS number as a type, and not as an authority."""
    person = only(decode("REF^I12", RF1, "PID|||9991234500^^^NI^MRN||A^B"), "Patient")

    assert [it["system"] for it in person["identifier"]] == ["urn:nwd:rxx01:mrn"]


def test_an_nhs_number_is_looked_for_in_pid_alone(decode: Decode) -> None:
    """A place elsewhere in the profile finds nothing."""
    found = decode("REF^I12", RF1, "PID|||||A^B", nhs_number_untyped=["ZDS-5"])

    assert "identifier" not in only(found, "Patient")


@pytest.mark.parametrize(("sent", "urgent"), [("S", True), ("A", True), ("U", True), ("R", False), ("", False)])
def test_what_is_urgent(decode: Decode, sent: str, urgent: bool) -> None:
    """RF1-2."""
    found = decode("REF^I12", f"RF1|A|{sent}|710|||REF1", PID)

    assert [it.urgent for it in found.occurrences] == [urgent]


@pytest.mark.parametrize(("needed", "outcome"), [(False, Outcome.ACCEPTED), (True, Outcome.REFUSED)])
def test_a_referral_without_its_number(decode: Decode, needed: bool, outcome: Outcome) -> None:
    """It is remarked on, and refused where the profile asks for it."""
    found = decode("REF^I12", "RF1|A|U|710", PID, requires_referral_id=needed)

    assert (found.outcome, [it.where for it in found.issues]) == (outcome, ["RF1-6"])


def test_a_disposition_of_the_senders_own(decode: Decode) -> None:
    """RF1-4 beyond table 0282."""
    request = only(decode("REF^I12", "RF1|A|U|710|Z9^Ring first||REF1", PID), "ServiceRequest")

    assert request["orderDetail"] == [
        {"coding": [{"system": "urn:nwd:rxx01:referral-disposition", "code": "Z9", "display": "Ring first"}],
         "text": "Ring first"},
    ]  # fmt: skip


def test_a_referral_to_nobody_named(decode: Decode) -> None:
    """No provider and no service of ours: no HealthcareService is made up."""
    found = decode("REF^I12", RF1, PID)

    assert not every(found, "HealthcareService")
    assert "owner" not in only(found, "Task")


def test_a_name_addresses_where_no_code_does_and_the_ends_of_the_message_may_be_a_service(decode: Decode) -> None:
    """PRD-2, then MSH-6."""
    found = decode("REF^I12", "RF1|A|U||||REF1", "PRD|RT|Haven", PID, services={"HAVEN": "cafe"})

    assert found.addressee.codes == (("PRD-2", "Haven"), ("MSH-6", "cafe"), ("MSH-5", "ENGINE"))
    assert only(found, "HealthcareService")["identifier"][0]["value"] == "cafe"


def test_no_processing_id_counts_as_production(decode: Decode) -> None:
    """MSH-11 is often empty."""
    assert decode("REF^I12", RF1, PID, head="|2.4").outcome is Outcome.ACCEPTED


def test_an_event_segment_that_says_otherwise(decode: Decode) -> None:
    """MSH-9 counts, and a person looks."""
    found = decode("REF^I12", "EVN|I13", RF1, PID)

    assert (found.outcome, [it.where for it in found.issues]) == (Outcome.FLAGGED, ["EVN-1"])


def test_a_message_in_its_frame() -> None:
    """Framed or bare, it is the same message."""
    raw = "\r".join(("MSH|^~\\&|PAS|RXX01|E|F|20260301091500||REF^I12|1|P|2.4", RF1, PID)).encode()
    codec = Hl7Codec(SenderProfile())

    assert codec.decode(framed(raw), received_at=RECEIVED) == codec.decode(raw, received_at=RECEIVED)


def test_a_team_without_a_visit(decode: Decode) -> None:
    """A row for any class and place fits a message that has no PV1."""
    found = decode("ADT^A04", PID, teams=[{"event": "A04", "service": "cmht", "effect": "link"}])

    assert [(it.service, it.effect) for it in found.links] == [("cmht", LinkEffect.LINK)]


def test_a_place_of_safety_may_have_a_number_behind_a_colon() -> None:
    """It is no heading."""
    assert plan_text.elements("Place of safety:\nHaven: 01632 960111") == [("place-of-safety", "Haven: 01632 960111")]


@pytest.mark.parametrize("named", ["", "&", "^^L", "~"])
def test_an_allergy_to_nothing_is_none(decode: Decode, named: str) -> None:
    """AL1-3 without a code and without words."""
    assert not every(decode("REF^I12", RF1, PID, f"AL1|1|DA|{named}|SV|Rash"), "AllergyIntolerance")
