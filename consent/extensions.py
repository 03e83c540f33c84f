"""What publishers write in extensions: conditions of a provision, which narrow it as an element would, and grantors."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from consent.codes import plain
from consent.errors import ConsentUnreadable
from consent.names import reference_names
from consent.periods import Period, stated
from consent.question import Coding
from schemas.codes.systems import NHS_PROXY_LEGAL_BASIS

_T = TypeVar("_T")
_ENVIRONMENT = "https://g.co/fhir/medicalrecords/Environment"
_SOURCE = "https://g.co/fhir/medicalrecords/DataSource"
_TAG = "https://g.co/fhir/medicalrecords/DataTag"
_PLACE = "http://hl7.org/fhir/StructureDefinition/consent-location"
_REPLACES = "http://hl7.org/fhir/StructureDefinition/replaces"
_LATER = "hl7.org/fhir/5.0/StructureDefinition/extension-Consent."
"""Elements of a later FHIR, as R4 guides carry them."""


def environments(provision: Mapping[str, Any]) -> frozenset[Coding] | None:
    """Where or by what application somebody must ask; None when the provision does not say."""
    return _codings(provision, _ENVIRONMENT)


def tags(provision: Mapping[str, Any]) -> frozenset[Coding] | None:
    """How an item must be tagged; None when the provision does not say."""
    return _codings(provision, _TAG)


def sources(provision: Mapping[str, Any]) -> frozenset[str] | None:
    """The `meta.source` that an item must have; None when the provision does not say."""
    found = _of(provision, _SOURCE)
    texts = [it.get(key) for it in found for key in ("valueUri", "valueUrl", "valueString", "valueCanonical")]
    return _whole(found, [it for it in texts if isinstance(it, str)])


def places(provision: Mapping[str, Any]) -> frozenset[str] | None:
    """Locations at which alone it holds (the extension of FHIR R4); None when the provision does not say."""
    found = _of(provision, _PLACE)
    return frozenset().union(*(reference_names(it["valueReference"]) for it in found)) if found else None


def grantors(consent: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """References to who granted it, as the element of a later FHIR that national profiles bring along."""
    return [it["valueReference"] for it in _later(consent, "grantor") if it.get("valueReference")]


def grantees(consent: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """References to whom it was granted, as the element of a later FHIR; one that cannot be read names nobody."""
    return [it.get("valueReference", {}) for it in _later(consent, "grantee")]


def term(consent: Mapping[str, Any]) -> Period | None:
    """How long it holds, as the element of a later FHIR; None when it does not say."""
    found = _later(consent, "period")
    return stated(found[0].get("valuePeriod")) if found else None


def _later(consent: Mapping[str, Any], element: str) -> list[Mapping[str, Any]]:
    return [it for it in consent.get("extension", ()) if str(it.get("url", "")).endswith(f"{_LATER}{element}")]


def replaced(consent: Mapping[str, Any]) -> frozenset[str]:
    """The Consents in whose place it says that it stands."""
    found = _of(consent, _REPLACES)
    texts = (it.get(key) for it in found for key in ("valueUri", "valueCanonical"))
    references = ({"reference": it} for it in texts if isinstance(it, str))
    return frozenset().union(*map(reference_names, (*references, *(it.get("valueReference", {}) for it in found))))


def names_proxy(consent: Mapping[str, Any]) -> bool:
    """True when it names the legal basis on which somebody is the person's proxy in the national service."""
    actors = consent.get("provision", {}).get("actor", ())
    bases = [it.get("valueCodeableConcept", {}) for it in consent.get("extension", ())]
    concepts = (consent.get("policyRule", {}), *bases, *(it.get("role", {}) for it in actors))
    systems = (str(code.get("system")) for it in concepts for code in it.get("coding", ()))
    return any(plain(it, "").system == NHS_PROXY_LEGAL_BASIS for it in systems)


def _codings(provision: Mapping[str, Any], url: str) -> frozenset[Coding] | None:
    found = _of(provision, url)
    concepts = [it.get("valueCodeableConcept", {}).get("coding", []) for it in found]
    codings = [*(it["valueCoding"] for it in found if "valueCoding" in it), *(it for some in concepts for it in some)]
    return _whole(found, [plain(str(it.get("system", "")), str(it["code"])) for it in codings])


def _of(provision: Mapping[str, Any], url: str) -> list[Mapping[str, Any]]:
    return [it for it in provision.get("extension", ()) if it.get("url") == url]


def _whole(found: list[Mapping[str, Any]], values: Iterable[_T]) -> frozenset[_T] | None:
    whole = frozenset(values)
    if found and not whole:
        raise ConsentUnreadable("a condition in an extension has no value; give a coding or an address")
    return whole if found else None
