"""Lines of mapping that no other test would miss."""

import pytest

from adapters.contract import Outcome, Unsendable
from adapters.hl7v2.codec import Hl7Codec
from adapters.hl7v2.profile import SenderProfile
from schemas.events import EventType
from tests.unit.hl7v2.samples import PID, decoded, only
from tests.unit.hl7v2.test_mdm_out import PATIENT, released


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


def test_a_document_needs_a_number_to_file_it_under() -> None:
    """Neither the recipient's record number nor the NHS number: nothing goes out, and the reason says why."""
    nameless = {name: value for name, value in PATIENT.items() if name != "identifier"}

    with pytest.raises(Unsendable, match="no record number"):
        Hl7Codec(SenderProfile()).encode(released(EventType.CONTACT_RECORDED, patient=nameless))
