"""Where a reference and an attachment lead, and who goes along with a referral."""

from collections.abc import Callable
from typing import Any

import pytest

from adapters.contract import Decoded
from tests.made_up.fhir import (
    CARE_PLAN,
    TASK,
    about,
    bundle,
    communication,
    patient,
    referral,
    resource_of,
    url_of,
)

Decode = Callable[[Any], Decoded]


@pytest.mark.parametrize(
    "full_url", ["https://sender.example/fhir/Goal/g", "urn:uuid:6e1a8b36-8b0c-4a43-9f4b-2f1d4f0c0d11"]
)
def test_references_by_full_url(decode: Decode, full_url: str) -> None:
    """Absolute, or `Type/id` of an absolute one."""
    goal = about("Goal", lifecycleStatus="active", description={"text": "x"})
    said = [full_url, "Goal/g"] if full_url.startswith("https") else [full_url]
    sent = bundle(patient(), CARE_PLAN | {"goal": [{"reference": it} for it in said]})
    sent["entry"].append({"fullUrl": full_url, "resource": {name: it for name, it in goal.items() if name != "id"}})

    found = decode(sent)

    assert {it["reference"] for it in resource_of(found.bundle, "CarePlan")["goal"]} == {url_of(found.bundle, "Goal")}


def test_a_contained_resource_may_point_to_what_contains_it(decode: Decode) -> None:
    """By `#` alone."""
    task = TASK | {"status": "requested", "focus": {"reference": "#"}, "for": {"reference": "#pat"}}

    found = decode(referral(contained=[patient(), task]))

    assert resource_of(found.bundle, "Task")["focus"]["reference"] == url_of(found.bundle, "ServiceRequest")


@pytest.mark.parametrize(
    ("kind", "more", "path"),
    [
        ("DocumentReference", {"status": "current", "content": [{"attachment": {"url": "Binary/b"}}]},
         ("content", 0, "attachment")),
        ("Communication", {"status": "completed", "category": communication("contact-note")["category"],
                           "payload": [{"contentAttachment": {"url": "Binary/b"}}]},
         ("payload", 0, "contentAttachment")),
        ("QuestionnaireResponse", {"status": "completed", "item": [{"linkId": "1", "answer": [
            {"valueAttachment": {"url": "Binary/b"}}]}]}, ("item", 0, "answer", 0, "valueAttachment")),
        ("Consent", {"status": "inactive", "scope": {"coding": [{"code": "patient-privacy"}]}, "category": [
            {"text": "x"}], "patient": {"reference": "Patient/pat"}, "dateTime": "2026-01-01", "policyRule": {
            "text": "x"}, "sourceAttachment": {"url": "Binary/b"}}, ("sourceAttachment",)),
    ],
)  # fmt: skip
def test_the_address_of_an_attachment(
    decode: Decode, kind: str, more: dict[str, Any], path: tuple[str | int, ...]
) -> None:
    """A file that came along is found under its new name."""
    whose = {} if kind == "Consent" else {"subject": {"reference": "Patient/pat"}}
    sent = {"resourceType": kind, **whose, **more}
    binary = {"resourceType": "Binary", "id": "b", "contentType": "text/plain", "data": "eA=="}

    found = decode(bundle(patient(), sent, binary))

    value: Any = resource_of(found.bundle, kind)
    for step in path:
        value = value[step]
    assert value["url"] == url_of(found.bundle, "Binary")


def test_what_only_looks_like_a_reference_stays_as_it_is(decode: Decode) -> None:
    """The words of a narrative are not followed."""
    plan = CARE_PLAN | {
        "text": {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">Goal/g</div>'}
    }

    assert resource_of(decode(bundle(patient(), plan)).bundle, "CarePlan")["text"] == plan["text"]


@pytest.mark.parametrize(
    ("requester", "goes_along"),
    [
        ("#doc", ["Practitioner"]),
        ("#role", ["Practitioner", "PractitionerRole"]),
        ("#org", []),
    ],
)
def test_who_refers_goes_along_with_a_referral(decode: Decode, requester: str, goes_along: list[str]) -> None:
    """The requester in person, and whose role that is; nobody else who is named beside them."""
    beside = [
        {"resourceType": "Practitioner", "id": "doc", "name": [{"family": "DOE"}]},
        {"resourceType": "PractitionerRole", "id": "role", "practitioner": {"reference": "#doc"}},
        {"resourceType": "Practitioner", "id": "other", "name": [{"family": "ROE"}]},
        {"resourceType": "Organization", "id": "org", "name": "Town Trust"},
    ]
    named = {"requester": {"reference": requester}, "note": [{"text": "x", "authorReference": {"reference": "#other"}}]}
    also = [{"url": "urn:x", "valueReference": {"reference": one}} for one in ("#doc", "#role", "#org")]
    found = decode(referral(**named, extension=also, contained=[patient(), *beside]))

    assert found.bundle is not None, found.issues
    types = {it["fullUrl"]: it["resource"]["resourceType"] for it in found.bundle["entry"]}
    (told,) = found.occurrences
    assert types[told.focus[0]] == "ServiceRequest"
    assert sorted(types[one] for one in told.focus[1:]) == goes_along
