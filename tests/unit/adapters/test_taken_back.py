"""A referral that is taken back without its number takes back none: it is flagged, whatever it was sent in."""

from collections.abc import Callable

import orjson
import pytest

from adapters.contract import Decoded, Outcome
from adapters.fhir_r4.adapter import FhirAdapter
from adapters.fhir_r4.profile import FhirProfile
from tests.made_up.fhir import Resource, referral
from tests.unit.csv.samples import AT, GOOD
from tests.unit.csv.samples import decoded as sheet
from tests.unit.json_api.test_forms import decode as plain
from tests.unit.json_api.test_forms import form

_NUMBER = {"identifier": [{"system": "urn:x", "value": "R1"}]}


def _fhir(sent: Resource) -> Decoded:
    return FhirAdapter().codec(FhirProfile(organisation="trust")).decode(orjson.dumps(sent), received_at=AT)


@pytest.mark.parametrize(
    ("read", "where"),
    [
        (lambda: _fhir(referral(status="revoked")), "ServiceRequest.identifier"),
        (lambda: _fhir(referral(status="entered-in-error")), "ServiceRequest.identifier"),
        (lambda: plain(form("referral", cancelled=True)), "reference"),
        (lambda: sheet(GOOD | {"Our ref": "", "Status": "cancelled"}), "column `Our ref`"),
    ],
)
def test_it_is_flagged_where_its_number_should_stand(read: Callable[[], Decoded], where: str) -> None:
    """Its sender would believe that it is over, and whoever was asked would go on."""
    found = read()

    assert (found.outcome, [it.where for it in found.issues]) == (Outcome.FLAGGED, [where])


@pytest.mark.parametrize(
    "read",
    [
        lambda: _fhir(referral(status="revoked", **_NUMBER)),
        lambda: _fhir(referral(status="revoked", id="abc")),
        lambda: _fhir(referral()),
        lambda: plain(form("referral", cancelled=True, reference="R1")),
        lambda: sheet(GOOD | {"Status": "cancelled"}),
    ],
)
def test_with_its_number_it_is_taken(read: Callable[[], Decoded]) -> None:
    """And one that stands needs none."""
    assert read().outcome is Outcome.ACCEPTED
