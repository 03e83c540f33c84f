"""An answer written as RRI and read again is the same answer."""

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
from schemas.events import EventType
from tests.unit.hl7v2.samples import only
from tests.unit.hl7v2.test_mdm_out import HAVEN, PATIENT

AT = datetime(2026, 7, 1, 9, 15, tzinfo=UTC)
CODEC = Hl7Codec(SenderProfile(organisation="acme-trust", writes=("RRI",)))
TASK: dict[str, Any] = {
    "resourceType": "Task",
    "id": "t1",
    "status": "accepted",
    "authoredOn": "2026-07-01T09:00:00+00:00",
    "lastModified": "2026-07-01T09:10:00+00:00",
    "note": [
        {"text": "Come on Friday", "authorString": "Jo Example", "time": "2026-07-01T09:10:00+00:00"},
        {"time": "2026"},
    ],
}
FULL = {
    "coding": [{"system": "urn:nwd:acme-trust:referral-reason", "code": "FULL", "display": "No room this week"}],
    "text": "No room this week",
}
REFUSED = TASK | {"status": "rejected", "statusReason": FULL}


def released(task: dict[str, Any] = TASK, event: EventType = EventType.REFERRAL_ACCEPTED) -> Released:
    """What the trust may see of an answer to its own referral."""
    return Released(
        UUID(int=1), UUID(int=2), event, AT, AT, Recipient("cmht", "Town CMHT", "acme-trust", "RXX01"), PATIENT,
        (task,), (), HAVEN, ("identity unverified",), {"referral": "REF77"},
    )  # fmt: skip


def written(found: Released) -> Message:
    """The message as its reader takes it apart."""
    return parse(CODEC.encode(found).body)


def again(found: Released) -> Decoded:
    """Read by an engine of the one who referred."""
    return CODEC.decode(CODEC.encode(found).body, received_at=AT)


@pytest.mark.parametrize(
    ("event", "task", "status", "told"),
    [
        (EventType.REFERRAL_ACCEPTED, TASK, "accepted", EventType.REFERRAL_ACCEPTED),
        (EventType.REFERRAL_DECLINED, REFUSED, "rejected", EventType.REFERRAL_DECLINED),
    ],
)
def test_an_answer_comes_back_as_it_went(event: EventType, task: dict[str, Any], status: str, told: EventType) -> None:
    """The same word about the same referral, with the reason and what was agreed."""
    found = again(released(task, event))
    read = only(found, "Task")

    assert [it.type for it in found.occurrences] == [told]
    named = read["focus"]["identifier"]
    assert (read["status"], named["system"], named["value"]) == (status, "urn:nwd:acme-trust:referral", "REF77")
    assert read["authoredOn"] == task["lastModified"]
    assert read.get("statusReason") == task.get("statusReason")
    assert "Come on Friday" in [it["text"] for it in read["note"]]


def test_each_thing_stands_in_its_field() -> None:
    """RF1, who answers whom, the person under the reader's own number, and the words in NTE in their order."""
    message = written(released(REFUSED, EventType.REFERRAL_DECLINED))
    rf1, asked, answered = message.first_or_empty("RF1"), *message.all("PRD")

    assert message.header.text(9, 1) + message.header.text(9, 2) == "RRII12"
    assert message.header.text(10) == CODEC.encode(released()).control_id
    assert (rf1.text(1), rf1.text(6), rf1.text(9)) == ("R", "REF77", "20260701091000+0000")
    assert (rf1.text(10, 1), rf1.text(10, 2), rf1.text(10, 3)) == ("FULL", "No room this week", "L")
    assert (asked.text(1), asked.text(2), answered.text(1), answered.text(2)) == (
        "RP", "Town CMHT", "RT", "Haven Crisis Café",
    )  # fmt: skip
    assert (message.first_or_empty("PID").text(3), message.first_or_empty("PID").text(5)) == ("0700001", "EXAMPLE")
    assert [(it.text(1), it.text(3), it.text(5, 2), it.text(6)) for it in message.all("NTE")] == [
        ("1", HAVEN, "", ""),
        ("2", "Haven Crisis Café has declined the referral. Responsibility stays with the referrer.", "", ""),
        ("3", "Come on Friday", "Jo Example", "20260701091000+0000"),
        ("4", "Warning: identity unverified", "", ""),
    ]


@pytest.mark.parametrize(
    ("coded", "text", "told"),
    [
        ([{"code": "FULL", "display": "No room"}], "Try the Harbour", ["In their words: Try the Harbour"]),
        ([{"code": "FULL", "display": "No room"}], "No room", []),
        ([{"code": "FULL", "display": "No room"}], "", []),
        ([{"code": "FULL", "display": "No room"}, {"code": "F", "display": "Full"}], "Full", []),
        ([{"code": "FULL"}], "Try the Harbour", []),
    ],
)
def test_a_reason_in_words_is_told_beside_its_code(coded: list[dict[str, str]], text: str, told: list[str]) -> None:
    """RF1-10 has room for one of them."""
    task = REFUSED | {"statusReason": {"coding": coded} | ({"text": text} if text else {})}
    message = written(released(task, EventType.REFERRAL_DECLINED))

    words = [it.text(3) for it in message.all("NTE")]
    assert [it for it in words if it.startswith("In their words")] == told
    assert told or text in ["", *message.rows[1][10][0]]


def test_what_ran_out_is_told_as_expired() -> None:
    """Table 0283, `E`."""
    late = TASK | {"status": "rejected", "statusReason": {"text": "expired"}}

    assert written(released(late, EventType.REFERRAL_DECLINED)).first_or_empty("RF1").text(1) == "E"


def test_without_the_moment_of_a_change_that_of_the_answer_stands() -> None:
    """RF1-9 is when it was answered."""
    task = {name: it for name, it in TASK.items() if name != "lastModified"}

    assert written(released(task)).first_or_empty("RF1").text(9) == "20260701090000+0000"


@pytest.mark.parametrize(
    "found",
    [
        replace(released(), correlation={}),
        replace(released(), resources=()),
        replace(released(), patient=None),
        released(event=EventType.REFERRAL_OPENED),
        released(event=EventType.REFERRAL_UNOPENED),
    ],
    ids=["no number of its own", "no answer shown", "nobody", "opened", "unopened"],
)
def test_what_is_no_answer_that_it_can_find_goes_as_a_document(found: Released) -> None:
    """Nothing waits because it does not fit."""
    assert b"|MDM^T02|" in CODEC.encode(found).body


def test_only_who_asks_for_rri_gets_it() -> None:
    """Everybody else gets the document."""
    assert b"|MDM^T02|" in Hl7Codec(SenderProfile()).encode(released()).body
