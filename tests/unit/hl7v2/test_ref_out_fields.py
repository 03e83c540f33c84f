"""Each place of a referral that is written out, one by one."""

from dataclasses import replace
from typing import Any

import pytest

from adapters.hl7v2.codec import Hl7Codec
from adapters.hl7v2.profile import SenderProfile
from schemas.codes import nwd, systems, uk_core
from tests.unit.hl7v2.samples import PID, decoded
from tests.unit.hl7v2.test_ref_out import CODEC, released

WHOLE = released(decoded("REF^I12", "RF1|A", PID, organisation="rxx01"))


def lines(name: str, patient: dict[str, Any] | None = None, **request: Any) -> list[str]:
    """The segments of one name, of a referral with these elements about this patient."""
    asked = next(it for it in WHOLE.resources if it["resourceType"] == "ServiceRequest")
    shown = replace(WHOLE, patient=WHOLE.patient if patient is None else patient, resources=({**asked, **request},))
    return [it for it in CODEC.encode(shown).body.decode().split("\r") if it.startswith(name)]


def test_the_header_says_who_sends_what_and_in_which_letters() -> None:
    """MSH-3 to 6, 9, 11, 12, 17 and 18, and nothing asked for in between."""
    profile = SenderProfile(
        organisation="rxx01", writes=("REF",), application="NWD", facility="ICB", receiving_application="ENGINE"
    )

    sent = Hl7Codec(profile).encode(WHOLE)

    assert sent.body.decode().split("\r")[0] == (
        f"MSH|^~\\&|NWD|ICB|ENGINE|RXX01|20260301091600+0000||REF^I12|{sent.control_id}|P|2.4|||||GBR|UNICODE UTF-8"
    )


@pytest.mark.parametrize(
    ("status", "code"),
    [
        *(("active", "A"), ("draft", "A"), ("on-hold", "A"), ("unknown", "A")),
        *(("revoked", "R"), ("entered-in-error", "R"), ("completed", "E")),
    ],
)
def test_how_a_referral_stands_is_said_in_table_0283(status: str, code: str) -> None:
    """What was called off must not look as if it stood."""
    assert [it.split("|")[1] for it in lines("RF1", status=status)] == [code]


@pytest.mark.parametrize(
    ("numbers", "requisition", "own", "others"),
    [
        (["REF77", "EXT9"], "EXT9", "REF77", "EXT9"),
        (["REF77", "REF78"], "", "REF77~REF78", ""),
        (["REF77", "REF78", "EXT9"], "EXT9", "REF77~REF78", "EXT9"),
        (["REF77", "EXT9", "EXT8"], "EXT9", "REF77", "EXT9~EXT8"),
        (["EXT9", "REF77"], "EXT9", "REF77", "EXT9"),
        (["EXT9"], "EXT9", "EXT9", "EXT9"),
        (["REF~77"], "EXT9", "REF\\R\\77", "EXT9"),
        ([], "EXT9", "EXT9", "EXT9"),
        ([], "", "", ""),
    ],
)
def test_every_number_of_a_referral_goes_out(numbers: list[str], requisition: str, own: str, others: str) -> None:
    """RF1-6 is the number of whom it came from, RF1-11 the requisition; the second of either beside the first."""
    (sent,) = lines("RF1", identifier=[{"value": it} for it in numbers], requisition={"value": requisition})

    fields = [*sent.split("|"), *[""] * 12]
    assert (fields[6], fields[11]) == (own, others)


@pytest.mark.parametrize(
    ("trigger", "code", "sent"),
    [
        *(("I12", "E", "E"), ("I12", "R", "R"), ("I12", "A", "A")),
        *(("I13", "E", "E"), ("I13", "R", "R"), ("I13", "A", "A")),
        *(("I14", "E", "R"), ("I14", "A", "R")),
    ],
)
def test_a_referral_that_expired_goes_out_as_expired(trigger: str, code: str, sent: str) -> None:
    """Not as rejected; one that is cancelled is that alone."""
    found = decoded(f"REF^{trigger}", f"RF1|{code}|||||REF77", PID, organisation="rxx01")

    message = CODEC.encode(released(found, found.occurrences[0].type)).body.decode()
    assert [it.split("|")[1] for it in message.split("\r") if it.startswith("RF1")] == [sent]


@pytest.mark.parametrize(
    ("status", "url", "code"),
    [
        ("revoked", systems.STATUS_REASON, "E"),
        ("revoked", "urn:other", "R"),
        ("entered-in-error", systems.STATUS_REASON, "R"),
        ("active", systems.STATUS_REASON, "A"),
    ],
)
def test_only_a_referral_that_is_revoked_has_expired(status: str, url: str, code: str) -> None:
    """One that never should have been is taken back, and one that stands stands, whatever reason is given."""
    asked = next(it for it in WHOLE.resources if it["resourceType"] == "ServiceRequest")
    why = {"coding": [{"system": systems.table("0283"), "code": "E"}]}
    said = {"status": status, "extension": [{"url": url, "valueCodeableConcept": why}]}
    shown = replace(WHOLE, resources=({**asked, **said},))

    assert f"\rRF1|{code}|" in CODEC.encode(shown).body.decode()


@pytest.mark.parametrize(
    ("request_said", "name"),
    [
        ({"requester": {"display": "Town CMHT"}}, "Town CMHT"),
        ({"extension": [{"url": nwd.WHOM_TO_ASK, "valueReference": {"display": "Town CMHT"}}]}, "Town CMHT"),
        ({"extension": [{"url": "urn:other", "valueReference": {"display": "Another"}}]}, "Haven"),
        ({}, "Haven"),
    ],
)
def test_who_refers_is_the_service_that_can_be_asked(request_said: dict[str, Any], name: str) -> None:
    """PRD-2 of the `RP`: the requester, or who stands beside it, else who says so."""
    assert lines("PRD|RP", **{"requester": {}, "extension": []} | request_said) == [f"PRD|RP|{name}"]


@pytest.mark.parametrize(("mark", "hidden"), [("R", ["ZU8||||Y"]), ("V", ["ZU8||||Y"]), ("N", [])])
def test_where_a_person_hides_is_marked(mark: str, hidden: list[str]) -> None:
    """ZU8-4, so that the next system keeps the address back as well."""
    assert WHOLE.patient is not None
    assert lines("ZU8", patient={**WHOLE.patient, "meta": {"security": [{"code": mark}]}}) == hidden


def test_nothing_is_said_of_a_practice_that_is_not_known() -> None:
    """PD1 goes out only with a practice or a doctor in it."""
    assert WHOLE.patient is not None
    doctor = [{"type": "Practitioner", "display": "DR JO EXAMPLE"}]

    assert lines("PD1") == []
    assert lines("PD1", patient={**WHOLE.patient, "generalPractitioner": doctor}) == ["PD1||||^DR JO EXAMPLE"]


def test_where_a_referral_comes_from_stands_in_zu1_13() -> None:
    """As English patient administration systems read it."""
    source = {"url": uk_core.SOURCE_OF_SERVICE_REQUEST, "valueCodeableConcept": {"coding": [{"code": "03"}]}}

    (sent,) = lines("ZU1", extension=[source])

    assert sent.split("|")[13] == "03" and len(sent.split("|")) == 14
