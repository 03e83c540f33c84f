"""Appointments: how long, of what type, and what is said where something is not known."""

import pytest

from adapters.contract import Outcome
from tests.unit.hl7v2.samples import PID, Decode, only

START = "^^^20260302140000"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"


@pytest.mark.parametrize(
    ("length", "unit", "end"),
    [
        *(("90", it, "14:01:30") for it in ("S", "SEC", "SECONDS", "s")),
        *(("90", it, "15:30:00") for it in ("M", "MIN", "MINS", "MINUTES", "min", "")),
        *(("2", it, "16:00:00") for it in ("H", "HR", "HOURS", "h")),
        ("2", "WEEKS", "14:00:00"),
        ("long", "MIN", "14:00:00"),
    ],
)
def test_an_appointment_is_as_long_as_sch_9_and_10_say(decode: Decode, length: str, unit: str, end: str) -> None:
    """In minutes where no unit is named; of an unknown unit the end is the start, and a remark says so."""
    found = decode("SIU^S12", f"SCH|A77||||||||{length}|{unit}|{START}", PID)

    assert only(found, "Appointment")["end"] == f"2026-03-02T{end}+00:00"
    assert [(it.severity, it.where) for it in found.issues] == ([("information", "SCH-9")] if end == "14:00:00" else [])


def test_why_and_of_what_type_an_appointment_is(decode: Decode) -> None:
    """SCH-7 is the reason and SCH-8 the type."""
    made = only(decode("SIU^S12", f"SCH|A77||||||REV^Review|FU^Follow-up|30|MIN|{START}", PID), "Appointment")

    system = "urn:nwd:rxx01:appointment-code"
    assert made["reasonCode"] == [
        {"coding": [{"system": system, "code": "REV", "display": "Review"}], "text": "Review"}
    ]
    assert made["appointmentType"] == {
        "coding": [{"system": system, "code": "FU", "display": "Follow-up"}],
        "text": "Follow-up",
    }


@pytest.mark.parametrize("event", ["S12", "S14"])
def test_what_is_to_come_needs_a_time(decode: Decode, event: str) -> None:
    """A booking and a change alike are refused without."""
    found = decode(f"SIU^{event}", "SCH|A77", PID)

    assert (found.outcome, found.issues[-1].where) == (Outcome.REFUSED, "SCH-11.4")


def test_a_missed_visit_of_unknown_hour_has_neither_beginning_nor_end(decode: Decode) -> None:
    """Both are said to be unknown, and the message is put before a person."""
    found = decode("SIU^S26", "SCH|A77", PID)

    made = only(found, "Appointment")
    unknown = {"extension": [{"url": ABSENT, "valueCode": "unknown"}]}
    assert (made["_start"], made["_end"]) == (unknown, unknown)
    assert (found.outcome, [it.where for it in found.issues]) == (Outcome.FLAGGED, ["SCH-11.4"])


@pytest.mark.parametrize(
    ("event", "said", "status", "told", "issues"),
    [
        ("S12", "Cancelled", "cancelled", "appointment.changed", ["warning"]),
        ("S12", "DNA", "noshow", "appointment.changed", ["warning"]),
        ("S12", "Deleted", "entered-in-error", "appointment.changed", ["warning"]),
        ("S14", "CANCELED", "cancelled", "appointment.changed", []),
        ("S14", "Attended", "fulfilled", "appointment.changed", []),
        ("S14", "Seen in error", "booked", "appointment.changed", ["information"]),
        ("S12", "Pending", "pending", "appointment.changed", []),
        ("S12", "Waitlist", "waitlist", "appointment.changed", []),
        ("S14", "Dc", "cancelled", "appointment.changed", []),
        ("S12", "Discontinued", "cancelled", "appointment.changed", ["warning"]),
        ("S12", "Overbook", "booked", "appointment.booked", []),
        ("S12", "Started", "arrived", "appointment.booked", []),
        ("S15", "Booked", "cancelled", "appointment.changed", ["warning"]),
    ],
)
def test_how_an_appointment_stands(
    decode: Decode, event: str, said: str, status: str, told: str, issues: list[str]
) -> None:
    """SCH-25: what was called off is never told as booked, and a word that nobody knows is named."""
    found = decode(f"SIU^{event}", f"SCH|A77||||||||30|MIN|{START}{'|' * 14}{said}", PID)

    assert (only(found, "Appointment")["status"], found.occurrences[0].type.value) == (status, told)
    assert [str(it.severity) for it in found.issues if it.where == "SCH-25"] == issues


def test_every_service_of_an_appointment_is_told(decode: Decode) -> None:
    """AIS-3 of each; what AIG-3 names is remarked on."""
    rest = ("AIS|1|A|CPA^Review", "AIS|2|A|DEPOT^Depot", "AIG|1|A|LIST7^Crisis list")
    found = decode("SIU^S12", f"SCH|A77||||||||30|MIN|{START}", PID, *rest)

    assert [it["text"] for it in only(found, "Appointment")["serviceType"]] == ["Review", "Depot"]
    assert [it.where for it in found.issues] == ["AIG-3"]


@pytest.mark.parametrize(("said", "end"), [("M45", "14:45"), ("h1", "15:00"), ("S90", "14:01"), ("D1", "14:30")])
def test_a_length_may_stand_beside_the_start(decode: Decode, said: str, end: str) -> None:
    """SCH-11.3 counts before SCH-9; what is no length in it says nothing."""
    found = decode("SIU^S12", f"SCH|A77||||||||30|MIN|^^{said}^20260302140000", PID)

    assert only(found, "Appointment")["end"].startswith(f"2026-03-02T{end}")


def test_what_was_taken_out_of_an_appointment_is_no_part_of_it(decode: Decode) -> None:
    """Segment action code `D`, of a segment or of its whole group; neither its worker nor its time counts."""
    rest = (
        "RGS|1|A", "AIS|1|D|OLD^Old review|20260302090000|||90|MIN", "AIS|2|A|CPA^Review|20260302100000|||20|MIN",
        "AIL|1|d|ROOM1", "AIL|2|A|ROOM2", "AIP|1|D|C1^GONE^AL", "AIP|2|U|C2^STAYS^JO",
        "RGS|2|D", "AIP|1|A|C3^ALSO^GONE", "AIG|1|A|LIST7^Crisis list", "RGS|3|U", "AIP|1||C4^COMES^KIM",
    )  # fmt: skip
    found = decode("SIU^S14", "SCH|A77|D", PID, *rest)

    made = only(found, "Appointment")
    told = [it["actor"].get("display") for it in made["participant"][2:]]
    assert (told, [it["text"] for it in made["serviceType"]]) == (["ROOM2", "JO STAYS", "KIM COMES"], ["Review"])
    assert (made["start"], made["end"]) == ("2026-03-02T10:00:00+00:00", "2026-03-02T10:20:00+00:00")
    assert found.issues == ()


def test_a_number_of_the_filler_takes_nothing_out(decode: Decode) -> None:
    """SCH-2 stands where others have their action code."""
    assert only(decode("SIU^S12", f"SCH|A77|D|||||||30|MIN|{START}", PID), "Appointment")["start"]
