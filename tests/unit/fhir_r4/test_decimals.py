"""A message keeps its decimals as precise as they were sent, whatever is done to it on the way in."""

import json
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from adapters.contract import Decoded, Outcome
from schemas.codes.systems import NHS_PROXY_LEGAL_BASIS
from schemas.fhir.check import check
from schemas.fhir.read import read
from tests.made_up.fhir import about, bundle, patient
from tests.unit.fhir.test_numbers import NOTHING_BUT_NUMBERS, WRITTEN, observation, sent

_PLAN = about("CarePlan", status="active", intent="plan")


@pytest.mark.parametrize("text", [*WRITTEN, *NOTHING_BUT_NUMBERS])
def test_what_is_taken_keeps_its_numbers(decode: Callable[[Any], Decoded], text: str) -> None:
    """The Bundle that the adapter makes of a message."""
    found = decode(sent(text))
    assert found.outcome is Outcome.ACCEPTED
    assert found.bundle is not None
    assert f'"value":{text},'.encode() in orjson.dumps(found.bundle).replace(b"\t", b"")


def test_a_proxy_keeps_its_numbers_too(decode: Callable[[Any], Decoded]) -> None:
    """What such a Consent leaves out is given to it again where the message is read once more."""
    actor = {"reference": {"display": "Bo"}}
    basis = {"coding": [{"system": NHS_PROXY_LEGAL_BASIS, "code": "x"}]}
    proxy = {
        "resourceType": "Consent", "status": "active", "scope": {"coding": [{"code": "patient-privacy"}]},
        "category": [{"text": "x"}], "patient": {"reference": "Patient/pat"}, "dateTime": "2026-11-01T10:00:00Z",
        "policyRule": basis, "provision": {"actor": [actor]}, "extension": [{"url": "urn:x", "valueDecimal": 7}],
    }  # fmt: skip
    raw = orjson.dumps(bundle(patient(), _PLAN, proxy)).replace(b'"valueDecimal":7', b'"valueDecimal":7.00')
    found = decode(raw)
    assert found.bundle is not None
    (consent,) = (it["resource"] for it in found.bundle["entry"] if it["resource"]["resourceType"] == "Consent")
    assert consent["provision"]["actor"][0]["role"]
    assert str(consent["extension"][0]["valueDecimal"]) == "7.00"


@pytest.mark.parametrize("text", ["1e400", "9" * 400])
def test_a_number_too_large_is_refused_in_json(decode: Callable[[Any], Decoded], text: str) -> None:
    """It would be infinite."""
    found = decode(sent(text))
    assert found.outcome is Outcome.REFUSED
    assert "number" in found.issues[0].message
    assert [it.where for it in check(read(observation(text)))] == ["Observation.valueQuantity.value"]


@pytest.mark.parametrize("text", ["1.10", "1e1", "18446744073709551616"])
def test_a_whole_number_stays_whole(decode: Callable[[Any], Decoded], text: str) -> None:
    """Where FHIR wants one."""
    raw = orjson.dumps(bundle(patient(multipleBirthInteger=7), _PLAN))
    found = decode(raw.replace(b":7", f":{text}".encode()))
    assert found.outcome is Outcome.REFUSED
    assert "multipleBirthInteger" in found.issues[0].where


@pytest.mark.parametrize("more", [{}, {"_birthDate": {"extension": [{"url": "urn:x", "valueInteger": 1}]}}])
def test_a_message_without_fractions_is_read_once(
    decode: Callable[[Any], Decoded], monkeypatch: pytest.MonkeyPatch, more: dict[str, Any]
) -> None:
    """Nor is one read again whose fractions are written as we would write them, with white space or without."""
    monkeypatch.setattr(json, "loads", pytest.fail)
    message = bundle(patient(name=[{"text": "Zoë / \n"}], **more), _PLAN)
    text = orjson.dumps(message).decode()
    for raw in (
        text,
        text.replace("ë", "\\u00eb"),
        text.replace("/", "\\/"),
        sent("1.5").decode().replace(" ", "\n\t "),
    ):
        assert decode(raw.encode()).outcome is Outcome.ACCEPTED
