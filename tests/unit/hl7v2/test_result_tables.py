"""Every row of the tables of results, as OBX tells them."""

from typing import Any

import pytest

from schemas.codes import systems, v2_document
from tests.unit.hl7v2.samples import PID, Decode, every, only

V3 = systems.INTERPRETATION
RF1 = "RF1|A|U|710^Crisis support|||REF1"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("F", "final"), ("P", "preliminary"), ("C", "corrected"), ("R", "preliminary"), ("I", "registered"),
        ("X", "cancelled"), ("W", "entered-in-error"), ("D", "entered-in-error"), ("", "unknown"), ("Q", "unknown"),
    ],
)  # fmt: skip
def test_the_status_of_a_result(decode: Decode, sent: str, status: str) -> None:
    """OBX-11 by table 0085."""
    found = decode("REF^I12", RF1, PID, f"OBX|1|TX|||well||||||{sent}")

    assert only(found, "Observation")["status"] == status


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("TX", "well", {"valueString": "well"}),
        ("FT", "well", {"valueString": "well"}),
        ("ST", "well", {"valueString": "well"}),
        ("", "well", {"valueString": "well"}),
        ("NM", "1.5", {"valueQuantity": {"value": 1.5, "unit": "h"}}),
        ("CE", "Y^Yes", {"valueCodeableConcept": {"text": "Yes"}}),
        ("CWE", "Y^Yes", {"valueCodeableConcept": {"text": "Yes"}}),
        ("NM", "<5", {"valueString": "<5 h"}),
        ("SN", ">^40", {"valueQuantity": {"value": 40, "comparator": ">", "unit": "h"}}),
        ("SN", "<^40", {"valueQuantity": {"value": 40, "comparator": "<", "unit": "h"}}),
        ("SN", ">=^40", {"valueQuantity": {"value": 40, "comparator": ">=", "unit": "h"}}),
        ("SN", "<=^40", {"valueQuantity": {"value": 40, "comparator": "<=", "unit": "h"}}),
        ("SN", "^1^-^5", {"valueRange": {"low": {"value": 1, "unit": "h"}, "high": {"value": 5, "unit": "h"}}}),
        ("SN", "^-2^-^-1", {"valueRange": {"low": {"value": -2, "unit": "h"}, "high": {"value": -1, "unit": "h"}}}),
        ("SN", "^5^-^5", {"valueRange": {"low": {"value": 5, "unit": "h"}, "high": {"value": 5, "unit": "h"}}}),
        ("SN", "^10^-^5", {"valueString": "10 - 5 h"}),
        ("SN", "^5", {"valueQuantity": {"value": 5, "unit": "h"}}),
        ("SN", "^5^^7", {"valueString": "5 7 h"}),
        ("SN", "^5^.^7", {"valueString": "5 . 7 h"}),
        ("SN", "^3^+", {"valueString": "3 + h"}),
        ("SN", "^x^-^5", {"valueString": "x - 5 h"}),
        ("SN", "^5^-^x", {"valueString": "5 - x h"}),
        ("SN", "<^x", {"valueString": "< x h"}),
        ("SN", "!^5", {"valueString": "! 5 h"}),
        ("SN", "<^1^-^5", {"valueString": "< 1 - 5 h"}),
        ("SN", ">^5^^7", {"valueString": "> 5 7 h"}),
        ("SN", "^1^-^5^7", {"valueString": "1 - 5 7 h"}),
        ("SN", "^1^:^5", {"valueString": "1 : 5 h"}),
        ("SN", "^120^/^80", {"valueString": "120 / 80 h"}),
        ("DR", "20260101^20260102", {"valuePeriod": {"start": "2026-01-01", "end": "2026-01-02"}}),
        ("DR", "20260101", {"valuePeriod": {"start": "2026-01-01"}}),
        ("DR", "^20260102", {"valuePeriod": {"end": "2026-01-02"}}),
        ("DR", "20260102^20260101", {"valueString": "20260102^20260101"}),
        ("DR", "20260101^20260102^x", {"valueString": "20260101^20260102^x"}),
        ("DT", "20260101", {"valueDateTime": "2026-01-01"}),
        ("TS", "202601011030", {"valueDateTime": "2026-01-01T10:30:00+00:00"}),
        ("DTM", "20260101", {"valueDateTime": "2026-01-01"}),
        ("RP", "doc^app^TEXT", {}),
        ("TM", "0930", {"valueTime": "09:30:00"}),
        ("TM", "093015.5", {"valueTime": "09:30:15.5"}),
        ("XCN", "C1^SMITH^JO", {"valueString": "C1^SMITH^JO"}),
    ],
)
def test_the_value_of_a_result(decode: Decode, kind: str, value: str, said: dict[str, Any]) -> None:
    """OBX-5 by the type in OBX-2; a type that is not read is remarked on, and the observation stays."""
    found = decode("REF^I12", RF1, PID, f"OBX|1|{kind}|||{value}|h|||||F")

    given = {name: it for name, it in only(found, "Observation").items() if name.startswith("value")}
    for it in given.values():
        if isinstance(it, dict):
            it.pop("coding", None)
    assert given == said
    assert [it.where for it in found.issues] == (["OBX-2"] if kind in {"RP", "XCN"} else [])


@pytest.mark.parametrize("sign", [":", "/"])
def test_two_bare_numbers_are_a_ratio(decode: Decode, sign: str) -> None:
    """OBX-5 of type SN without OBX-6, as a titre has it."""
    found = only(decode("REF^I12", RF1, PID, f"OBX|1|SN|T^Titre||^1^{sign}^128||||||F"), "Observation")

    assert found["valueRatio"] == {"numerator": {"value": 1}, "denominator": {"value": 128}}


@pytest.mark.parametrize(
    ("kind", "value", "where"),
    [
        ("TM", "0930+0100", ["OBX-5"]),
        ("TM", "2460", ["OBX-5"]),
        ("DR", "20260101^20261301", ["OBX-5.2"]),
        ("DR", "20261301^20260101", ["OBX-5"]),
        ("DR", "20260101^20260102~20260103", ["OBX-2"]),
    ],
)
def test_a_time_that_cannot_be_read_stands_as_it_came(decode: Decode, kind: str, value: str, where: list[str]) -> None:
    """In words and flagged: half of a period would be another one."""
    found = decode("REF^I12", RF1, PID, f"OBX|1|{kind}|LS^Last seen||{value}||||||F")

    assert only(found, "Observation")["valueString"] == value.replace("~", "\n")
    assert [it.where for it in found.issues] == where


@pytest.mark.parametrize(
    ("sent", "system", "code"),
    [
        *((it, V3, it.upper()) for it in (*v2_document.INTERPRETATION, "hh")),
        ("H^High^HL70078", V3, "H"),
        ("H^Hospital^ACME", "urn:nwd:rxx01:interpretation:ACME", "H"),
        ("QX", "urn:nwd:rxx01:interpretation", "QX"),
    ],
)
def test_how_far_a_result_is_out_of_the_usual(decode: Decode, sent: str, system: str, code: str) -> None:
    """OBX-8 by table 0078, which FHIR has the same codes for; another is one of the sender's own."""
    found = only(decode("REF^I12", RF1, PID, f"OBX|1|NM|||5|h||{sent}|||F"), "Observation")

    ((coding,),) = (it["coding"] for it in found["interpretation"])
    assert (coding["system"], coding["code"]) == (system, code)
    assert coding.get("display") == (v2_document.INTERPRETATION[code] if system == V3 else coding.get("display"))


def test_a_note_behind_a_result_is_of_that_result(decode: Decode) -> None:
    """NTE right behind OBX, on each of its values; behind a file, an empty result or anything else of the referral."""
    file = "OBX|3|ED|L^Letter||^application^pdf^Base64^JVBERi0xLjQgbWFkZSB1cCAlJUVPRg=="
    found = decode(
        "REF^I12", RF1, PID, "OBR|1", "NTE|1||of the order", "OBX|1|NM|S^Score||3~4", "NTE|1||fasting^X|||",
        "NTE|2||at home", file, "NTE|1||of the letter", "OBX|4|NM|E^Empty", "NTE|1||of nothing", "OBX|5|TX|||well",
        "PV1|1|I", "NTE|1||of the referral||^Jo|20260101", organisation="rxx01",
    )  # fmt: skip

    notes = [[it["text"] for it in one.get("note", [])] for one in every(found, "Observation")]
    assert notes == [["fasting^X", "at home"], ["fasting^X", "at home"], []]
    of_referral = only(found, "ServiceRequest")["note"]
    assert [it["text"] for it in of_referral] == ["of the order", "of the letter", "of nothing", "of the referral"]
    assert of_referral[-1] == {"authorString": "Jo", "time": "2026-01-01", "text": "of the referral"}


@pytest.mark.parametrize(
    ("kind", "sent", "said"),
    [
        ("CE", "SH^Self-harm~SU^Suicide~~", ["Self-harm", "Suicide"]),
        ("NM", "120~80", [120, 80]),
        ("CWE", '""', [None]),
    ],
)
def test_of_several_results_on_a_line_each_counts(decode: Decode, kind: str, sent: str, said: list[object]) -> None:
    """OBX-5 repeated: an Observation each, for one holds one value."""
    found = every(decode("REF^I12", RF1, PID, f"OBX|1|{kind}|RISK^Risks||{sent}||||||F"), "Observation")

    given = [it.get("valueCodeableConcept", it.get("valueQuantity", {})) for it in found]
    assert [it.get("text", it.get("value")) for it in given] == said


def test_a_date_that_cannot_be_is_flagged_and_the_result_stays(decode: Decode) -> None:
    """OBX-5 of type DT."""
    found = decode("REF^I12", RF1, PID, "OBX|1|DT|LS^Last seen||20261301||||||F")

    assert ([it.where for it in found.issues], len(every(found, "Observation"))) == (["OBX-5"], 1)
