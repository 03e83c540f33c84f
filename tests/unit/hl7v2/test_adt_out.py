"""Notices of admission, discharge and new details, in the shape of an ADT."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from adapters.contract import Decoded, Recipient, Released
from adapters.hl7v2.codec import Hl7Codec
from adapters.hl7v2.profile import SenderProfile
from adapters.hl7v2.split import parse
from adapters.hl7v2.tree import Message
from schemas.codes import nwd
from schemas.events import EventType
from tests.unit.hl7v2.samples import only
from tests.unit.hl7v2.test_mdm_out import PATIENT

AT = datetime(2026, 7, 1, 9, 15, tzinfo=UTC)
HAPPENED = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
CODEC = Hl7Codec(SenderProfile(organisation="acme-trust", writes=("ADT",)))
STAY: dict[str, Any] = {
    "resourceType": "Encounter",
    "identifier": [{"system": "urn:nwd:acme-trust:visit", "value": "V1"}],
    "status": "finished",
    "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB", "display": "ambulatory"},
    "period": {"end": "2026-07-01T08:00:00+00:00"},
}
STEP_DOWN: dict[str, Any] = {
    "resourceType": "Communication",
    "payload": [
        {"extension": [{"url": nwd.STEP_DOWN_ITEM, "valueCode": "crisis-number"}], "contentString": "01632 960111"}
    ],
}
KIN: dict[str, Any] = {"resourceType": "RelatedPerson", "name": [{"family": "KIN"}]}
KINDS = {
    EventType.ADMISSION_NOTIFIED: "A01",
    EventType.DISCHARGE_NOTIFIED: "A03",
    EventType.DEMOGRAPHICS_UPDATED: "A31",
}


def released(event: EventType = EventType.DISCHARGE_NOTIFIED, **changed: Any) -> Released:
    """What a trust's team may see of one notice."""
    found = Released(
        UUID(int=1), UUID(int=2), event, HAPPENED, AT, Recipient("cmht", "Town CMHT", "acme-trust", "RXX01"),
        PATIENT | {"generalPractitioner": [{"type": "Organization", "display": "TOWN SURGERY"}]},
        (STEP_DOWN, STAY, KIN), (), "HTT North", ("this person has died",),
    )  # fmt: skip
    return replace(found, **changed)


def written(found: Released) -> Message:
    """The message as its reader takes it apart."""
    return parse(CODEC.encode(found).body)


def again(found: Released) -> Decoded:
    """Read by an engine that speaks as the gateway does."""
    return CODEC.decode(CODEC.encode(found).body, received_at=AT)


@pytest.mark.parametrize(("event", "trigger"), KINDS.items())
def test_each_notice_has_its_trigger(event: EventType, trigger: str) -> None:
    """MSH-9 and EVN, written now and happened then; the acknowledgement is matched by MSH-10."""
    message = written(released(event))
    evn = message.first_or_empty("EVN")

    assert (message.header.text(9, 1), message.header.text(9, 2)) == ("ADT", trigger)
    assert message.header.text(10) == CODEC.encode(released(event)).control_id
    assert (evn.text(1), evn.text(2), evn.text(6)) == (trigger, "20260701101500+0100", "20260701090000+0100")


def test_a_discharge_says_who_which_stay_and_what_next() -> None:
    """PID and PD1, PV1, and the words of a step-down notice in OBX."""
    message = written(released())
    pid, pv1 = message.first_or_empty("PID"), message.first_or_empty("PV1")
    said = [it.text(5) for it in message.all("OBX")]

    assert (pid.text(3), pid.text(5), message.first_or_empty("PD1").text(3)) == ("0700001", "EXAMPLE", "TOWN SURGERY")
    assert (pv1.text(2), pv1.text(19), pv1.text(45)) == ("O", "V1", "20260701080000+0000")
    assert said[0] == "HTT North" and "The person has been discharged or stepped down." in said
    assert "Crisis number: 01632 960111" in said and "Warning: this person has died" in said
    assert {it.text(2) for it in message.all("OBX")} == {"TX"}


@pytest.mark.parametrize(("event", "kin"), [*zip(KINDS, (1, 0, 1), strict=True)])
def test_kin_stand_where_the_structure_has_a_place_for_them(event: EventType, kin: int) -> None:
    """ADT^A03 has none (HL7 v2.4 section 3.3.3)."""
    assert len(written(released(event)).all("NK1")) == kin


def test_new_details_are_of_no_visit() -> None:
    """PV1-2 `N`, for PV1 may not be missing."""
    found = released(EventType.DEMOGRAPHICS_UPDATED, resources=())

    assert written(found).first_or_empty("PV1").text(2) == "N"
    read = only(again(found), "Patient")
    assert (read["birthDate"], read["gender"], read["name"][0]["family"]) == ("1990-04-17", "female", "EXAMPLE")


def test_who_must_not_be_found_is_marked() -> None:
    """ZU8-4."""
    hidden = PATIENT | {"meta": {"security": [{"code": "R"}]}}

    assert written(released(patient=hidden)).first_or_empty("ZU8").text(4) == "Y"
    assert not written(released()).all("ZU8")


@pytest.mark.parametrize(
    "found",
    [
        released(patient=None),
        released(patient={name: it for name, it in PATIENT.items() if name != "name"}),
        released(patient={name: it for name, it in PATIENT.items() if name != "identifier"}),
        released(patient=PATIENT | {"name": [{"use": "old"}]}),
        released(patient=PATIENT | {"id": "p1", "identifier": [{"system": "urn:nwd:acme-trust:patient"}]}),
        released(resources=(STEP_DOWN,)),
        released(EventType.ADMISSION_NOTIFIED, resources=()),
        released(EventType.CONTACT_RECORDED),
    ],
    ids=[
        "nobody",
        "no name",
        "no number",
        "a name of nothing",
        "a number of nothing",
        "no stay",
        "an admission without one",
        "another event",
    ],
)
def test_what_a_record_system_could_take_wrong_goes_as_a_document(found: Released) -> None:
    """An ADT without a name would take the name away; without a number it would make a new person."""
    assert b"|MDM^T02|" in CODEC.encode(found).body


@pytest.mark.parametrize("part", ["family", "given", "text"])
def test_any_part_of_a_name_is_a_name(part: str) -> None:
    """Many a person has but one."""
    known = {part: ["SAM"] if part == "given" else "SAM"}

    assert b"|ADT^A03|" in CODEC.encode(released(patient=PATIENT | {"name": [{"use": "old"}, known]})).body


def test_only_who_asks_for_adt_gets_it() -> None:
    """Many systems do what an ADT says."""
    assert b"|MDM^T02|" in Hl7Codec(SenderProfile(writes=("REF", "RRI"))).encode(released()).body
