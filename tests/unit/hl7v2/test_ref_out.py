"""A referral written as REF and read again is the same referral."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.contract import Decoded, Recipient, Released, Unsendable
from adapters.hl7v2.codec import Hl7Codec
from adapters.hl7v2.profile import SenderProfile
from schemas.events import EventType
from tests.unit.hl7v2.samples import PID, decoded, every, only

NOW = datetime(2026, 3, 1, 9, 16, tzinfo=UTC)
CODEC = Hl7Codec(SenderProfile(organisation="rxx01", writes=("REF",)))
CORPUS = Path(__file__).parents[2] / "corpus"
REQUEST = (
    "status", "priority", "code", "orderDetail", "category", "identifier", "requisition", "authoredOn",
    "occurrencePeriod", "reasonCode",
)  # fmt: skip
PERSON = ("name", "gender", "birthDate", "address", "telecom", "communication", "deceasedDateTime", "deceasedBoolean")


def released(found: Decoded, event: EventType = EventType.REFERRAL_RECEIVED) -> Released:
    """What a recipient that may see all of a decoded referral is given."""
    return Released(
        UUID(int=1), UUID(int=2), event, NOW, NOW, Recipient("cmht", "Town CMHT", "Town Trust", "RXX01"),
        only(found, "Patient"), (only(found, "ServiceRequest"), *every(found, "Task")), (), "Haven",
    )  # fmt: skip


def again(found: Decoded, event: EventType = EventType.REFERRAL_RECEIVED) -> Decoded:
    """Written and read again."""
    return CODEC.decode(CODEC.encode(released(found, event)).body, received_at=NOW)


def kept(resource: dict[str, Any], members: tuple[str, ...]) -> dict[str, Any]:
    return {name: resource[name] for name in members if name in resource}


def numbers(resource: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((one["system"], one["value"]) for one in resource.get("identifier", []))


def assert_same(one: Decoded, other: Decoded) -> None:
    """Everything that RF1 and PID carry."""
    assert kept(only(one, "ServiceRequest"), REQUEST) == kept(only(other, "ServiceRequest"), REQUEST)
    assert kept(only(one, "Patient"), PERSON) == kept(only(other, "Patient"), PERSON)
    assert numbers(only(one, "Patient")) == numbers(only(other, "Patient"))
    assert [it["authoredOn"] for it in every(one, "Task")] == [it["authoredOn"] for it in every(other, "Task")]


def corpus() -> dict[str, Decoded]:
    """The referrals of the corpus that can be read, are not sealed and not for training: the others go nowhere."""
    paths = sorted(CORPUS.glob("hl7-referral*/input.hl7"))
    every_one = {path.parent.name: CODEC.decode(path.read_bytes(), received_at=NOW) for path in paths}
    return {name: one for name, one in every_one.items() if one.bundle and one.occurrences and not one.is_test}


@pytest.mark.parametrize("case", corpus())
def test_the_referrals_of_the_corpus_come_back_as_they_went(case: str) -> None:
    """Each with the trigger of its own event."""
    found = corpus()[case]

    assert_same(found, again(found, found.occurrences[0].type))


TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=12)


@given(family=TEXT, given_=TEXT, reason=TEXT, number=TEXT, street=TEXT)
def test_whatever_is_written_comes_back(family: str, given_: str, reason: str, number: str, street: str) -> None:
    """Separators, escapes and signs of any script stay inside their field."""
    found = decoded("REF^I12", "RF1|A|R|PSY||O|X|20260228|20261231||01^LOW MOOD", PID, organisation="rxx01")
    person, request = only(found, "Patient"), only(found, "ServiceRequest")
    person["name"] = [{"text": f"{given_} {family}", "family": family, "given": [given_]}]
    person["address"] = [{"use": "home", "line": [street]}]
    request["reasonCode"] = [{"text": reason}]
    request["identifier"] = [{"system": "urn:nwd:rxx01:referral", "value": number}]
    assert_same(found, again(found))


@pytest.mark.parametrize(
    ("event", "trigger"),
    [
        (EventType.REFERRAL_RECEIVED, b"REF^I12"),
        (EventType.REFERRAL_UPDATED, b"REF^I13"),
        (EventType.REFERRAL_CANCELLED, b"REF^I14"),
        (EventType.REFERRAL_ACCEPTED, b"MDM^T02"),
    ],
)
def test_each_event_has_its_message(event: EventType, trigger: bytes) -> None:
    """What is no referral stays a document; without the option everything is."""
    found = decoded("REF^I12", "RF1|A|R|||||20260228", PID, organisation="rxx01")

    assert b"|" + trigger + b"|" in CODEC.encode(released(found, event)).body
    plain = Hl7Codec(SenderProfile(organisation="rxx01"))
    assert b"|MDM^T02|" in plain.encode(released(found, event)).body


def test_what_may_not_be_shown_is_not_sent() -> None:
    """Without a referral, or without anybody."""
    whole = released(decoded("REF^I12", "RF1|A", PID, organisation="rxx01"))
    for less in (
        replace(whole, resources=()),
        replace(whole, patient=None),
        replace(whole, patient={"gender": "male"}),
    ):
        with pytest.raises(Unsendable):
            CODEC.encode(less)


def test_the_service_and_who_asks_stand_in_the_message() -> None:
    """PRD, and the warnings in NTE."""
    whole = released(decoded("REF^I12", "RF1|A", PID, organisation="rxx01"))
    lines = CODEC.encode(replace(whole, warnings=("identity unverified",))).body.decode().split("\r")

    assert "PRD|RT|Town CMHT|||||RXX01" in lines and "PRD|RP|Haven" in lines
    assert "NTE|1||Warning: identity unverified" in lines
