"""What the documents of HL7 v2 become: plans in words and in parts, files, and what a header says."""

import base64
from typing import Any

import pytest

from adapters.contract import Outcome
from tests.unit.hl7v2.samples import PID, Decode, every, kinds, only

TXA = "TXA|1|{kind}|TX|20260228|C1^DOE^JO^^^DR|20260228101500||||||DOC9^PAS|||||AU|R|AV"
PV1 = "PV1|1|O|HTT^ROOM1^^RXX01|||||||725|||||||||V77" + "|" * 25 + "20260101090000|20260228170000"
PDF = base64.b64encode(b"%PDF-1.4 made up %%EOF").decode()


PLAN = (
    "OBX|1|TX|||My plan", "OBX|2|TX|||Warning signs:", "OBX|3|TX|||- not sleeping", "OBX|4|TX|||",
    "OBX|5|FT|||What helps: music\\.br\\a walk", "OBX|6|TX|||Medication:", "OBX|7|TX|||something secret",
    "OBX|8|TX|||People to call: Alex~Haven Café",
)  # fmt: skip


def test_a_crisis_plan_in_words_becomes_a_plan_in_parts(decode: Decode) -> None:
    """Only what stands under a heading that we know is a part; the whole text is the document."""
    found = decode("MDM^T02", PID, TXA.format(kind="CRISIS^Crisis plan"), *PLAN)

    parts = [it["detail"] for it in only(found, "CarePlan")["activity"]]
    assert [(it["code"]["coding"][0]["code"], it["description"]) for it in parts] == [
        ("warning-sign", "not sleeping"),
        ("what-helps", "music"),
        ("what-helps", "a walk"),
        ("person-to-call", "Alex"),
        ("person-to-call", "Haven Café"),
    ]
    document = only(found, "DocumentReference")
    text = base64.b64decode(document["content"][0]["attachment"]["data"]).decode()
    assert text.startswith("My plan\nWarning signs:\n- not sleeping\n\nWhat helps: music\na walk\nMedication:\n")
    assert document["type"]["coding"][0]["code"] == "736253002"
    assert [it.type for it in found.occurrences] == ["care-plan.updated"]
    plan, urls = only(found, "CarePlan"), kinds(found)
    assert plan["identifier"] == [{"system": "urn:nwd:rxx01:document", "value": "DOC9"}]
    assert [it["coding"][0]["code"] for it in plan["category"]] == ["736253002", "734163000"]
    assert (plan["status"], plan["intent"], plan["title"]) == ("active", "plan", "Mental health crisis plan")
    assert plan["created"] == "2026-02-28T10:15:00+00:00"
    assert [urls[plan[it]["reference"]] for it in ("subject", "author")] == ["Patient", "Organization"]
    assert urls[plan["supportingInfo"][0]["reference"]] == "DocumentReference"


def test_a_document_keeps_its_header(decode: Decode) -> None:
    """Every field of TXA has its place."""
    found = decode("MDM^T02", PID, PV1, TXA.format(kind="DS"), "OBX|1|TX|||Words")

    document, urls = only(found, "DocumentReference"), kinds(found)
    assert document["masterIdentifier"] == {"system": "urn:nwd:rxx01:document", "value": "DOC9"}
    assert document["identifier"] == [document["masterIdentifier"]]
    assert [urls[document[it]["reference"]] for it in ("subject", "custodian")] == ["Patient", "Organization"]
    assert urls[document["context"]["encounter"][0]["reference"]] == "Encounter"
    assert (document["status"], document["docStatus"]) == ("current", "final")
    assert document["date"] == "2026-02-28T10:15:00+00:00"
    assert document["author"] == [{"type": "Practitioner", "display": "DR JO DOE"}]
    assert document["securityLabel"][0]["coding"][0]["code"] == "R"
    assert [it["code"] for it in document["type"]["coding"]] == ["373942005", "DS"]


@pytest.mark.parametrize(
    ("kind", "options", "concept", "event"),
    [
        ("X1", {"documents": {"X1": "crisis-plan"}}, "736253002", "care-plan.updated"),
        ("X2", {"documents": {"X2": "care-plan"}}, "734163000", "care-plan.updated"),
        ("736253002", {}, "736253002", "care-plan.updated"),
        ("Z^Safety plan", {}, "736253002", "care-plan.updated"),
        ("Z^Letter", {}, "Z", "document.received"),
    ],
)
def test_the_type_of_a_document_decides_what_is_told(
    decode: Decode, kind: str, options: dict[str, Any], concept: str, event: str
) -> None:
    """By the profile's table, by SNOMED CT, or by the title."""
    found = decode("MDM^T02", PID, TXA.format(kind=kind), "OBX|1|TX|||Words", **options)

    assert only(found, "DocumentReference")["type"]["coding"][0]["code"] == concept
    assert [it.type.value for it in found.occurrences] == [event]
    assert every(found, "CarePlan") == []


def test_a_pdf_is_kept_as_it_is(decode: Decode) -> None:
    """The bytes come back."""
    found = decode("MDM^T02", PID, TXA.format(kind="DS"), f"OBX|1|ED|||PAS^Application^PDF^Base64^{PDF}")

    attachment = only(found, "DocumentReference")["content"][0]["attachment"]
    assert (attachment["contentType"], attachment["data"]) == ("application/pdf", PDF)


@pytest.mark.parametrize(
    ("obx", "where"),
    [
        ("OBX|1|ED|||PAS^Application^PDF^Base64^%%%", "OBX-5.5"),
        ("OBX|1|ED|||PAS^Application^PDF^Base64^", "OBX-5.5"),
        ("OBX|1|ED|||PAS^Application^PDF^Base64^AAAA", "OBX-5.3"),
        ("OBX|1|ED|||PAS^Application^PDF^UU^AAAA", "OBX-5.4"),
        ("OBX|1|TX|||", "OBX-5"),
        ("OBX|1|RP|||//host/file", "OBX-5"),
    ],
)
def test_a_document_that_is_not_what_it_says_is_refused(decode: Decode, obx: str, where: str) -> None:
    """A file is checked before it is taken."""
    found = decode("MDM^T02", PID, TXA.format(kind="DS"), obx)

    assert (found.outcome, found.issues[0].where) == (Outcome.REFUSED, where)


@pytest.mark.parametrize(("kind", "expected"), [("CRISIS", False), ("CAREPLAN", False), ("PN", True)])
def test_a_plan_is_kept_for_who_comes_later_and_a_feed_of_letters_is_not(
    decode: Decode, kind: str, expected: bool
) -> None:
    """Documents that are no plans are kept only about people with a live link here."""
    found = decode("MDM^T02", PID, TXA.format(kind=kind), "OBX|1|TX|||Words")

    assert found.only_if_linked is expected
