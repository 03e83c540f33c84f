"""What goes out: a sound FHIR message for one recipient, the same bytes each time."""

from dataclasses import replace
from uuid import UUID

import orjson
import pytest
from fhir.resources.R4B.bundle import Bundle

from adapters.contract import Recipient, Released, Unsendable
from adapters.fhir_r4.adapter import FhirAdapter
from adapters.fhir_r4.profile import FhirProfile
from schemas.codes.nwd import SERVICE_ID
from schemas.events import EventType
from schemas.fhir.numbers import written
from tests.made_up.fhir import patient, referral
from tests.unit.fhir_r4.conftest import AT

_REQUEST = {**referral(id="r1", subject={"reference": "Patient/pat"})}
del _REQUEST["contained"]
_RELEASED = Released(
    event_id=UUID(int=1),
    rendition_id=UUID(int=2),
    event_type=EventType.REFERRAL_RECEIVED,
    occurred_at=AT,
    released_at=AT,
    recipient=Recipient("haven-cafe", "Haven Crisis Café", "haven", "A9999"),
    patient=patient(),
    resources=(_REQUEST,),
    references=("ServiceRequest/r1",),
    attribution="Northmoor Trust",
    warnings=("identity unverified",),
)
_CODEC = FhirAdapter().codec(FhirProfile(source="https://nwd.example", endpoint="https://haven.example"))


def test_a_release_is_a_sound_message() -> None:
    """Header first, references that resolve, who says so, and the warnings."""
    rendition = _CODEC.encode(_RELEASED)
    bundle = orjson.loads(rendition.body)
    Bundle.model_validate(bundle)
    by_type = {it["resource"]["resourceType"]: it for it in bundle["entry"]}
    assert list(by_type) == ["MessageHeader", "ServiceRequest", "Patient", "Provenance", "OperationOutcome"]
    assert by_type["ServiceRequest"]["resource"]["subject"]["reference"] == by_type["Patient"]["fullUrl"]
    assert by_type["MessageHeader"]["resource"]["focus"][0]["reference"] == by_type["ServiceRequest"]["fullUrl"]
    assert by_type["Provenance"]["resource"]["agent"][0]["who"]["display"] == "Northmoor Trust"
    assert by_type["OperationOutcome"]["resource"]["issue"][0]["details"]["text"] == "identity unverified"
    assert (rendition.content_type, rendition.control_id) == ("application/fhir+json", str(UUID(int=2)))


def test_a_release_is_as_precise_as_what_it_tells() -> None:
    """Decimals go out as they came."""
    dose = {"quantityQuantity": {"value": written("1.10"), "unit": "mg"}}
    released = replace(_RELEASED, resources=(_REQUEST | dose,))

    assert b'"value":1.10,' in _CODEC.encode(released).body.replace(b"\t", b"")


def test_a_release_says_which_rendition_it_is() -> None:
    """Bundle.identifier, the persistent identity of a message in FHIR, and when it was let out."""
    bundle = orjson.loads(_CODEC.encode(_RELEASED).body)

    assert bundle["identifier"] == {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{UUID(int=2)}"}
    assert bundle["timestamp"].startswith(AT.isoformat()[:19])


@pytest.mark.parametrize(
    ("ods_code", "identifier"),
    [
        ("A9999", {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "A9999"}),
        ("", {"system": SERVICE_ID, "value": "haven-cafe"}),
    ],
)
def test_the_header_says_what_happened_from_whom_and_to_whom(ods_code: str, identifier: dict[str, str]) -> None:
    """The recipient by its ODS code, else by the id that it has here; the warnings and the author stand behind."""
    recipient = Recipient("haven-cafe", "Haven Crisis Café", "haven", ods_code)
    entries = orjson.loads(_CODEC.encode(replace(_RELEASED, recipient=recipient)).body)["entry"]
    header, *_, provenance, outcome = (it["resource"] for it in entries)
    urls = [it["fullUrl"] for it in entries]

    assert header["eventCoding"] == {
        "system": "https://nowrongdoor.example/CodeSystem/event",
        "code": "referral.received",
    }
    receiver = {"identifier": identifier, "display": "Haven Crisis Café"}
    to = {"name": "Haven Crisis Café", "endpoint": "https://haven.example", "receiver": receiver}
    assert (header["destination"], header["source"]) == (
        [to],
        {"name": "No Wrong Door", "endpoint": "https://nwd.example"},
    )
    assert header["focus"] == [{"reference": it} for it in urls[1:3]]
    at = AT.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    assert (provenance["occurredDateTime"], provenance["recorded"]) == (at, at)
    assert outcome["issue"] == [
        {"severity": "warning", "code": "informational", "details": {"text": "identity unverified"}}
    ]


def test_a_release_is_the_same_bytes_each_time_and_leaves_its_input_alone() -> None:
    """A repeat can be compared."""
    assert _CODEC.encode(_RELEASED) == _CODEC.encode(_RELEASED)
    assert _REQUEST["subject"] == {"reference": "Patient/pat"}


def test_a_notice_without_content_names_nobody() -> None:
    """Only the header goes out."""
    bare = replace(_RELEASED, patient=None, resources=(), warnings=())
    bundle = orjson.loads(_CODEC.encode(bare).body)
    assert [it["resource"]["resourceType"] for it in bundle["entry"]] == ["MessageHeader"]
    assert b"Quill" not in _CODEC.encode(bare).body


def test_unsound_content_is_not_sent() -> None:
    """The fault names the place, not the data."""
    with pytest.raises(Unsendable, match=r"Bundle\.entry\[2\]\.resource\.gender"):
        _CODEC.encode(replace(_RELEASED, patient=patient(gender="F")))


def test_the_adapter_is_installed_by_name() -> None:
    """The registry finds it."""
    from adapters.registry import find

    assert find("fhir_r4").name == "fhir_r4"
