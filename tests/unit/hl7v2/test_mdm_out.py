"""The documents that go back to record systems."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.contract import Recipient, Released
from adapters.hl7v2.codec import Hl7Codec
from adapters.hl7v2.profile import SenderProfile
from adapters.hl7v2.split import parse
from adapters.hl7v2.tree import Message
from schemas import ids
from schemas.codes import nwd
from schemas.events import EventType
from schemas.fhir import Resource

AT = datetime(2026, 7, 1, 9, 15, tzinfo=UTC)
RENDITION = UUID("22222222-2222-5222-8222-222222222222")
PATIENT: Resource = {
    "resourceType": "Patient",
    "identifier": [
        {"system": "urn:nwd:acme-trust:mrn", "value": "0700001"},
        {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991234500"},
    ],
    "name": [{"family": "EXAMPLE", "given": ["SAM", "LEE"]}],
    "birthDate": "1990-04-17",
    "gender": "female",
}
HAVEN = "Haven Crisis Café (non-clinical source, not clinically verified)"


def released(
    event: EventType, *resources: Resource, patient: Resource | None = PATIENT, attribution: str = HAVEN
) -> Released:
    return Released(
        event_id=RENDITION, rendition_id=RENDITION, event_type=event, occurred_at=AT, released_at=AT,
        recipient=Recipient("cmht-north", "CMHT North", "acme-trust", "RXX01"), patient=patient, resources=resources,
        references=(), attribution=attribution, warnings=("identity unverified",),
        correlation={"referral": "REF77"},
    )  # fmt: skip


def written(event: EventType, *resources: Resource) -> Message:
    rendition = Hl7Codec(SenderProfile()).encode(released(event, *resources))
    return parse(rendition.body)


def words(message: Message) -> str:
    return "\n".join(it.text(5) for it in message.all("OBX"))


@pytest.mark.parametrize(
    ("name", "pid_5"),
    [
        ({"family": "EXAMPLE"}, "EXAMPLE"),
        ({"text": "Sam Example"}, "Sam Example"),
        ({"family": "EXAMPLE", "given": ["SAM"]}, "EXAMPLE^SAM"),
        ({"family": "EXAMPLE", "given": ["SAM", "LEE", "JO"]}, "EXAMPLE^SAM^LEE JO"),
    ],
)
def test_a_name_is_written_as_far_as_it_is_known(name: Resource, pid_5: str) -> None:
    """PID-5: family name, first given name, the others."""
    body = (
        Hl7Codec(SenderProfile()).encode(released(EventType.CONTACT_RECORDED, patient=PATIENT | {"name": [name]})).body
    )

    (pid,) = [line for line in body.decode().split("\r") if line.startswith("PID|")]
    assert pid.split("|")[5] == pid_5


def test_a_clinician_can_file_the_document() -> None:
    """Record number, NHS number, type, unique number, who says so, what was agreed, what it answers."""
    note: Resource = {
        "resourceType": "Communication",
        "payload": [{"contentString": "Agreed: call on Friday"}],
        "reasonCode": [{"coding": [{"system": "x", "code": "y", "display": "Signposted"}]}],
    }

    message = written(EventType.CONTACT_RECORDED, note)

    header, pid, txa = message.header, message.first("PID"), message.first("TXA")
    assert pid is not None and txa is not None
    assert (header.text(9), header.text(9, 2), header.text(12)) == ("MDM", "T02", "2.4")
    assert header.text(10) == ids.hl7_control_id(RENDITION, "cmht-north") and len(header.text(10)) == 20
    assert (header.text(6), header.text(7), header.text(18)) == ("RXX01", "20260701101500+0100", "UNICODE UTF-8")
    assert pid.repeats(3) == [["0700001", "", "", "acme-trust", "MR"], ["9991234500", "", "", "NHS", "NH"]]
    assert (pid.text(5), pid.text(5, 2), pid.text(5, 3), pid.text(7), pid.text(8)) == (
        "EXAMPLE", "SAM", "LEE", "19900417", "F",
    )  # fmt: skip
    assert [txa.text(it) for it in (2, 12, 14, 17, 19)] == ["PR", str(RENDITION), "REF77", "DO", "AV"]
    assert words(message).splitlines() == [
        HAVEN,
        "Haven Crisis Café has been in contact with the person.",
        "When: 01 July 2026 10:15 BST",
        "Outcome: Signposted",
        "Agreed: call on Friday",
        "Warning: identity unverified",
        "Your referral: REF77",
    ]


@pytest.mark.parametrize("event", list(EventType))
def test_every_event_has_plain_words(event: EventType) -> None:
    """No event goes out as a bare code."""
    text = words(written(event))

    assert event.value not in text and len(text.splitlines()[1]) > 15


def test_a_declined_referral_says_why() -> None:
    """The reason stands in the document, and who keeps the responsibility."""
    reason = {"coding": [{"code": "no-capacity"}], "text": "No room tonight"}
    task: Resource = {"resourceType": "Task", "status": "rejected", "statusReason": reason}

    text = words(written(EventType.REFERRAL_DECLINED, task))

    assert "Responsibility stays with the referrer." in text
    assert "Reason: no capacity\nIn their words: No room tonight" in text


def test_a_carers_concern_is_told_as_the_carers_words() -> None:
    """A clinician sees whose words they are."""
    category = {"coding": [{"system": nwd.COMMUNICATION_KIND, "code": "carer-concern"}]}
    told: Resource = {
        "resourceType": "Communication", "category": [category], "payload": [{"contentString": "not eating"}],
    }  # fmt: skip

    assert "The carer said: not eating" in words(written(EventType.CONCERN_RECORDED, told))


DANGER: Resource = {"category": [{"coding": [{"code": "risk", "display": "Risk"}]}], "code": {"text": "has cut before"}}


@pytest.mark.parametrize(
    ("flag", "told"),
    [
        (DANGER, ["Alert: Risk: has cut before"]),
        (DANGER | {"status": "active", "code": {"text": "Risk"}}, ["Alert: Risk"]),
        ({"category": DANGER["category"]}, ["Alert: Risk"]),
        ({"code": DANGER["code"]}, ["Alert: has cut before"]),
        (DANGER | {"status": "inactive"}, ["Alert that no longer stands: Risk: has cut before"]),
        (DANGER | {"status": "entered-in-error"}, ["Alert entered in error: Risk: has cut before"]),
        ({"status": "active"}, []),
    ],
)
def test_a_risk_is_told_in_words(flag: Resource, told: list[str]) -> None:
    """That there is a document is no warning."""
    text = words(written(EventType.DOCUMENT_RECEIVED, {"resourceType": "Flag", **flag}))

    assert [it for it in text.splitlines() if it.startswith("Alert")] == told


def test_a_step_down_notice_is_labelled() -> None:
    """Each item has its label in words."""
    url = "https://nowrongdoor.example/StructureDefinition/step-down-item"
    notice: Resource = {
        "resourceType": "Communication",
        "payload": [{"extension": [{"url": url, "valueCode": "held-by-next"}], "contentString": "not recorded"}],
    }

    assert "Care is next held by: not recorded" in words(written(EventType.DISCHARGE_NOTIFIED, notice))


def filed_under(what: Released) -> tuple[str, str]:
    """PID-3 and PID-5 of the document."""
    pid = next(it for it in Hl7Codec(SenderProfile()).encode(what).body.decode().split("\r") if it.startswith("PID"))
    return pid.split("|")[3], pid.split("|")[5]


def test_a_notice_about_nobody_stands_under_its_own_number() -> None:
    """Parked, it would hold up what comes after it; and it says nothing of anybody."""
    number = ids.hl7_control_id(RENDITION, "cmht-north")

    assert filed_under(released(EventType.SHARING_STOPPED, patient=None)) == (f"{number}^^^NWD^U", "^^^^^^U")


def test_without_a_number_that_may_be_seen_our_own_id_stands_for_the_person() -> None:
    """That of the Patient, or where not even that may be seen of whom the content is about."""
    nameless = {"id": "abc", "resourceType": "Patient", "name": PATIENT["name"]}
    note: Resource = {"resourceType": "Communication", "subject": {"reference": "Patient/abd"}}

    assert filed_under(released(EventType.CONTACT_RECORDED, patient=nameless))[0] == "abc^^^NWD^PI"
    assert filed_under(released(EventType.CONTACT_RECORDED, note, patient=None)) == ("abd^^^NWD^PI", "^^^^^^U")


def test_the_same_release_always_gives_the_same_bytes() -> None:
    """A repeat is byte for byte the same."""
    codec, what = Hl7Codec(SenderProfile()), released(EventType.REFERRAL_ACCEPTED)

    assert codec.encode(what) == codec.encode(what)


@given(st.text(max_size=60), st.text(max_size=30))
def test_no_value_can_break_out_of_its_field(said: str, name: str) -> None:
    """Text of any kind adds no segment, and no field beyond its own."""
    note: Resource = {"resourceType": "Communication", "payload": [{"contentString": said + "\rPID|1||666|"}]}
    patient = {**PATIENT, "name": [{"family": name + "|^~\\&", "given": [name]}]}

    what = released(EventType.CONTACT_RECORDED, note, patient=patient, attribution=f"{name} (x)")
    message = parse(Hl7Codec(SenderProfile()).encode(what).body)

    names = [row[0] for row in message.rows]
    assert re.fullmatch("MSH EVN PID PV1 TXA( OBX)+", " ".join(map(str, names)))
    pid = message.first("PID")
    assert pid is not None and len(pid.row) == 9
    assert all(len(it.row) == 12 for it in message.all("OBX"))


def test_every_segment_of_a_document_stands_as_v2_4_has_it() -> None:
    """MSH, EVN, PID, PV1, TXA and an OBX a line (HL7 v2.4 chapters 2, 3 and 9)."""
    profile = SenderProfile(application="NWD", facility="ICB", receiving_application="ENGINE")

    sent = Hl7Codec(profile).encode(released(EventType.CONTACT_RECORDED))

    at, title = "20260701101500+0100", "NWD^The service has been in contact with the person."
    assert sent.body.decode().split("\r")[:6] == [
        f"MSH|^~\\&|NWD|ICB|ENGINE|RXX01|{at}||MDM^T02|{sent.control_id}|P|2.4|||||GBR|UNICODE UTF-8",
        f"EVN|T02|{at}||||{at}",
        "PID|1||0700001^^^acme-trust^MR~9991234500^^^NHS^NH||EXAMPLE^SAM^LEE||19900417|F",
        "PV1|1|N",
        f"TXA|1|PR|TX|{at}||{at}|{at}||^Haven Crisis Café|||{RENDITION}^NWD||REF77|||DO||AV",
        f"OBX|1|TX|{title}||{HAVEN}||||||F",
    ]
