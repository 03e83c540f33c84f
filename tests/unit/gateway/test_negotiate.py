"""Which format a caller prefers."""

import pytest

from gateway.api.negotiate import preferred

_JSON, _XML = "application/fhir+json", "application/fhir+xml"


@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        ("", None),
        ("*/*", None),
        ("text/html", None),
        ("application/fhir+xml", _XML),
        ("application/xml; charset=utf-8", _XML),
        ("APPLICATION/FHIR+JSON", _JSON),
        ("application/json, application/xml", _JSON),
        ("application/json;q=0.4, text/xml;q=0.5, */*", _XML),
        ("application/xml;q=0", None),
        ("application/xml;q=x, application/json;q=0.1", _JSON),
    ],
)
def test_the_highest_weight_counts(accept: str, format_: str | None) -> None:
    """The first of equals; where neither is named the answer stays as it is."""
    assert preferred(accept) == format_
