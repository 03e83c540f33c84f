"""Lines of mapping that no other test would miss."""

import pytest

from adapters.contract import Outcome
from tests.unit.hl7v2.samples import PID, decoded, only
from tests.unit.hl7v2.test_events import OBR


def test_notes_of_an_appointment_are_its_comment() -> None:
    """Every NTE, a line each."""
    found = decoded(
        "SIU^S12", "SCH|A77||||||||30|MIN|^^^20260302140000", PID, "NTE|1||Ring the bell", "NTE|2||Side door"
    )

    assert only(found, "Appointment")["comment"] == "Ring the bell\nSide door"


def test_a_report_on_nothing_is_refused_by_its_place() -> None:
    """Without an OBR nobody knows what was reported on."""
    found = decoded("ORU^R01", PID, "OBX|1|TX|R||Seen at home")

    assert found.outcome is Outcome.REFUSED
    assert [(it.code, it.where) for it in found.issues] == [("required", "OBR")]


@pytest.mark.parametrize("code", ["AE", "AR", "CE", "CR"])
def test_every_way_of_not_taking_a_referral_is_a_refusal(code: str) -> None:
    """Whichever acknowledgement the other side uses: who referred must know."""
    found = decoded("RRI^I12", f"MSA|{code}|0000000001000001", PID)

    assert only(found, "Task")["status"] == "rejected"


@pytest.mark.parametrize(
    ("code", "status"),
    [("F", "final"), ("P", "preliminary"), ("R", "preliminary"), ("C", "amended"), ("X", "entered-in-error")],
)
def test_a_report_says_how_final_it_is(code: str, status: str) -> None:
    """OBR-25 by its own words."""
    pdf = "OBX|1|ED|R||^application^PDF^Base64^JVBERi0xLjQKJSVFT0YK"
    found = decoded("ORU^R01", PID, OBR[:-1] + code, pdf)

    assert only(found, "DocumentReference")["docStatus"] == status


def test_a_referral_that_ran_out_says_so() -> None:
    """RF1-1 E without a reason of its own is told as `expired`, a refusal without one as nothing."""
    expired = decoded("RRI^I12", "MSA|AA|0000000001000001", "RF1|E|||||REF77", PID)
    refused = decoded("RRI^I12", "MSA|AA|0000000001000001", "RF1|R|||||REF77", PID)

    assert only(expired, "Task")["statusReason"] == {"text": "expired"}
    assert "statusReason" not in only(refused, "Task")


def test_what_is_ordered_stands_beside_a_code_that_is_said_to_be_unknown() -> None:
    """RF1-4 without RF1-3: R4 (prr-1) takes orderDetail only with a code."""
    made = only(decoded("REF^I12", "RF1|A|||RP||REF77", PID), "ServiceRequest")

    assert made["orderDetail"][0]["coding"][0]["code"] == "RP"
    assert made["code"] == {
        "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]
    }


@pytest.mark.parametrize(
    ("mark", "hidden"),
    [*((it, False) for it in ("", "0", "N", "no", "FALSE")), *((it, True) for it in ("Y", "1", "TRUE", "?"))],
)
def test_only_a_plain_no_leaves_a_place_in_sight(mark: str, hidden: bool) -> None:
    """ZU8-4: a mark that nobody knows hides where the person is."""
    found = only(decoded("ADT^A31", PID, f"ZU8||||{mark}"), "Patient")

    assert ("address" not in found, "telecom" not in found) == (hidden, hidden)
    assert (
        found.get("meta", {}).get("security", [])
        == [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}] * hidden
    )


@pytest.mark.parametrize(("said", "asked"), [("2", True), ("N", True), ("no", True), ("1", False), ("Y", False)])
def test_a_no_to_sharing_is_put_before_a_person(said: str, asked: bool) -> None:
    """ZU8-2: a feed makes no Consent."""
    found = decoded("ADT^A31", PID, f"ZU8||{said}")

    assert [it.where for it in found.issues] == ["ZU8-2"] * asked


def test_the_frame_of_a_message_is_nothing_unread() -> None:
    """EVN, ERR, SFT and RGS say nothing of a person: nobody is asked to look at them."""
    frame = ("EVN|I12|20260301091500", "ERR|", "SFT|ACME|1", "RGS|1")

    assert decoded("REF^I12", *frame, "RF1|A", PID).issues == decoded("REF^I12", "RF1|A", PID).issues
