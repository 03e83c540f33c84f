"""Attachments beside which a size or a hash stands."""

from collections.abc import Callable
from typing import Any

import pytest

from adapters.contract import Decoded, Outcome
from tests.made_up.fhir import about, bundle, patient

Decode = Callable[[Any], Decoded]


@pytest.mark.parametrize(
    ("beside", "wrong"),
    [
        ({"size": 5, "hash": "qvTGHdzF6KLavt4PO0gs2a6pQ00="}, []),
        ({"size": 4}, ["size"]),
        ({"hash": "MDAwMDAwMDAwMDAwMDAwMDAwMDA="}, ["hash"]),
        ({"size": 0, "hash": "MDAw"}, ["size", "hash"]),
        ({}, []),
    ],
)
def test_a_file_that_is_not_what_it_says(decode: Decode, beside: dict[str, Any], wrong: list[str]) -> None:
    """Attachment.size and hash (SHA-1) are of the decoded content; another is flagged, and the file kept."""
    file = {"contentType": "text/plain", "data": "aGVsbG8=", **beside}
    found = decode(bundle(patient(), about("DocumentReference", status="current", content=[{"attachment": file}])))

    place = "Bundle.entry[1].resource.content[0].attachment"
    assert [it.where for it in found.issues] == [f"{place}.{it}" for it in wrong]
    assert found.outcome is (Outcome.FLAGGED if wrong else Outcome.ACCEPTED)


def test_content_that_is_no_base64_is_refused(decode: Decode) -> None:
    """Before anybody looks at its size."""
    for data in ("abc", "a=bc", "@@@@"):
        file = {"contentType": "text/plain", "data": data, "size": 2}
        sent = bundle(patient(), about("DocumentReference", status="current", content=[{"attachment": file}]))
        assert decode(sent).outcome is Outcome.REFUSED
