"""The published examples of UK Core, BaRS, NRL and PDS pass the border and mean what they should."""

from pathlib import Path

import orjson
import pytest

from adapters.contract import Outcome
from adapters.fhir_r4.adapter import FhirAdapter
from adapters.fhir_r4.profile import FhirProfile
from schemas.fhir.check import check
from schemas.fhir.generated.table import CLASSES
from tests.published.standards import folder, resource
from tests.unit.fhir_r4.conftest import AT


@pytest.mark.parametrize("name", ["uk-core-r4/examples", "england-r4", "nrl"])
def test_every_published_example_is_sound(name: str) -> None:
    """No false alarm on any of them."""
    read = {path.name: resource(path) for path in sorted(folder(name).rglob("*")) if path.suffix in {".xml", ".json"}}
    known = {file: it for file, it in read.items() if it and it["resourceType"] in CLASSES}
    assert known
    assert {file: faults for file, it in known.items() if (faults := check(it))} == {}


def _bars() -> list[Path]:
    return [it for it in sorted(folder("bars/examples").glob("*.xml")) if it.name.startswith(("REFREQ", "SERVREQ"))]


def test_published_referral_messages_are_taken() -> None:
    """All but the one whose patient has neither number nor name; their numbers are mostly invalid, so flagged."""
    codec = FhirAdapter().codec(FhirProfile())
    for path in _bars():
        found = codec.decode(orjson.dumps(resource(path)), received_at=AT)
        nameless = path.name.startswith("REFREQ8A")
        assert found.outcome is (Outcome.REFUSED if nameless else found.outcome), path.name
        assert nameless or found.outcome in {Outcome.ACCEPTED, Outcome.FLAGGED}, (path.name, found.issues)
        assert nameless or str(found.occurrences[0].type).startswith("referral."), path.name
