"""What UK Core asks beyond FHIR R4, for the types that we read: minimum cardinalities, slices, single extensions.

Source: UK Core R4 STU 2 (2025-06). Left out: MedicationRequest.substitution 1..1, which real prescriptions do not
carry, and language codes, where the sender's word is kept.
"""

from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from schemas.codes.systems import NHS_NUMBER, ODS, ODS_SITE
from schemas.fhir import Resource
from schemas.fhir.rule import ALWAYS, Rule, Wrong

_WITH_CODE = ("AllergyIntolerance", "Medication")
_WITH_VALUE = frozenset({NHS_NUMBER, ODS, ODS_SITE})
_WHOLE_IDENTIFIERS = frozenset({"MedicationStatement"})
_ONE_EACH = {"Organization": frozenset({ODS, ODS_SITE}), "Location": frozenset({ODS_SITE})}
_EXTENSION = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-"
_SINGLE = frozenset(
    _EXTENSION + it
    for it in ("EthnicCategory", "SourceOfServiceRequest", "Coverage", "DeliveryChannel", "CareSettingType")
)
_VERIFICATION = _EXTENSION + "NHSNumberVerificationStatus"
_URL = itemgetter("url")
_MISSING = "is missing; UK Core requires it"
_TWICE = "stands twice; UK Core allows one"


def rules(kind: str) -> tuple[Rule, ...]:
    """What UK Core asks of a resource of this type itself."""
    coded = (Rule(ALWAYS, _coded, _is_coded),) if kind in _WITH_CODE else ()
    return (*coded, _of_identifiers(kind), Rule("extension", _extensions, _differ))


def _of_identifiers(kind: str) -> Rule:
    if kind in _WHOLE_IDENTIFIERS:
        return Rule("identifier", _identifiers)
    return Rule("identifier", _identifiers, _has_one if kind in _ONE_EACH else _has_values)


def _coded(resource: Resource) -> Iterator[Wrong]:
    if "code" not in resource:
        yield "code", "required", _MISSING


def _is_coded(resource: Resource) -> bool:
    return "code" in resource


def _has_values(resource: Resource) -> bool:
    """The quick look: each has a value and at most one extension; the one of a Bundle, in no list, is asked nothing."""
    listed = resource["identifier"]
    for it in () if type(listed) is dict else listed:
        if "value" not in it or ("extension" in it and len(it["extension"]) > 1):
            break
    else:
        return True
    return False


def _has_one(resource: Resource) -> bool:
    listed = resource["identifier"]
    return len(listed) == 1 and "value" in listed[0] and "extension" not in listed[0]


def _differ(resource: Resource) -> bool:
    """The quick look: none that may stand but once is there, or none stands twice."""
    listed = resource["extension"]
    if len(listed) == 1 or _SINGLE.isdisjoint(map(_URL, listed)):
        return True
    return len(set(map(_URL, listed))) == len(listed)


def _identifiers(resource: Resource) -> Iterator[Wrong]:
    kind, listed = resource["resourceType"], _objects(resource["identifier"])
    is_whole = kind in _WHOLE_IDENTIFIERS
    for at, it in enumerate(listed):
        if "value" not in it and "_value" not in it and (is_whole or _is_one_of(it.get("system"), _WITH_VALUE)):
            yield f"identifier[{at}].value", "required", _MISSING
        if is_whole and "system" not in it:
            yield f"identifier[{at}].system", "required", _MISSING
        if "extension" in it and _VERIFICATION in _repeated(it["extension"], "url"):
            yield f"identifier[{at}].extension", "structure", _TWICE
    if kind in _ONE_EACH and _ONE_EACH[kind] & _repeated(listed, "system"):
        yield "identifier", "structure", _TWICE


def _extensions(resource: Resource) -> Iterator[Wrong]:
    if _SINGLE & _repeated(resource["extension"], "url"):
        yield "extension", "structure", _TWICE


def _is_one_of(system: object, systems: frozenset[str]) -> bool:
    return isinstance(system, str) and system in systems


def _repeated(value: object, name: str) -> set[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for it in _objects(value):
        if isinstance(said := it.get(name), str):
            (twice if said in seen else seen).add(said)
    return twice


def _objects(value: object) -> list[dict[str, Any]]:
    return [it for it in value if isinstance(it, dict)] if isinstance(value, list) else []
