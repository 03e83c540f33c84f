"""The facts on one resource that the judge needs, by the policy's label table; content stays outside."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from consent.codes import MIME, plain
from consent.errors import ConsentUnreadable
from consent.names import plain_name, reference_names
from consent.periods import Span, span
from consent.policy import LabelRule
from consent.question import Coding, Item
from schemas.codes.nwd import CARER_AGREES, COMMUNICATION_KIND, HANDLING, SERVICE_ID
from schemas.codes.systems import ODS, URI, V3_CONFIDENTIALITY
from schemas.fhir import Resource
from schemas.policy_words import Confidentiality

_CLASSES = ("category", "class", "type", "serviceType")
_CODES = ("code", "type", "category", "reasonCode", "medicationCodeableConcept", "vaccineCode")
_AUTHORS = ("performer", "author", "asserter", "recorder", "requester", "sender", "informationSource", "source")
_HOLDERS = ("custodian", "managingOrganization", "serviceProvider", "organization", "performer", "author", "sender")
_DATES = (
    *("effectiveDateTime", "effectivePeriod", "effectiveInstant", "authoredOn", "recordedDate", "sent", "date"),
    *("created", "dateTime", "issued", "performedDateTime", "performedPeriod", "occurrenceDateTime", "period"),
    *("onsetDateTime", "dateAsserted", "start"),
)
_ADDRESSEES = {"ServiceRequest": "performer", "Task": "owner", "Communication": "recipient"}
INLINE_LABEL = "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label"
_ORDER = "ULMNRV"


def label(resource: Resource, rules: Iterable[LabelRule]) -> Item:
    """The facts on one resource; what no rule labels has no category, which is the most restrictive label."""
    codings = frozenset(_codings(resource))
    rule = next((it for it in rules if _fits(it, str(resource.get("resourceType", "")), codings)), None)
    inside = _inside(resource)
    security = inside.labels.union(_coded(resource.get("meta", {}).get("security", ())))
    categories = rule.categories if rule else frozenset()
    kind = str(resource.get("resourceType", ""))
    asked_to = {_ADDRESSEES.get(kind, "")}
    holders = _names(resource, (it for it in _HOLDERS if it not in asked_to))
    when, ongoing = _when(resource)
    return Item(
        reference=f"{kind}/{resource.get('id', '')}",
        type=kind,
        categories=categories,
        confidentiality=_confidentiality(rule, security),
        labels=security,
        tags=frozenset(_coded(resource.get("meta", {}).get("tag", ()))),
        sources=frozenset({str(it)} if (it := resource.get("meta", {}).get("source")) else ()),
        numbers=_numbers(resource),
        classes=frozenset((*_of(resource, _CLASSES), *_profiles(resource), *_formats(resource))),
        codes=frozenset((*_of(resource, _CODES), *_medicines(resource))),
        mentions=inside.codes,
        written_by_service=_id_of(holders, "HealthcareService", SERVICE_ID),
        written_by_organisation=_id_of(holders, "Organization", ODS),
        addressed_to=_id_of(_names(resource, asked_to), "HealthcareService", SERVICE_ID),
        authored=when.first if when else None,
        when=when,
        ongoing=ongoing,
        updated=_updated(resource),
        authors=_names(resource, (it for it in _AUTHORS if it not in asked_to)),
        custodians=holders,
        related=inside.references,
        from_carer=Coding(COMMUNICATION_KIND, "carer-concern") in codings,
        carer_agrees_patient_sees=_agrees(resource),
        not_for_clinical_record=any(it.system == HANDLING and it.code == "not-for-clinical-record" for it in codings),
        locating=bool(rule and rule.locating),
    )


def _fits(rule: LabelRule, kind: str, codings: frozenset[Coding]) -> bool:
    if rule.type != kind:
        return False
    if not rule.codes or not rule.codes.isdisjoint(codings):
        return True
    return any(it.code == "*" and it.system == known.system for it in rule.codes for known in codings)


def _confidentiality(rule: LabelRule | None, security: frozenset[Coding]) -> Confidentiality:
    """The higher of what the table says and what the sender says; V where nobody says."""
    said = [it.code for it in security if it.system == V3_CONFIDENTIALITY and it.code in set(_ORDER)]
    table = [rule.confidentiality.value] if rule else []
    return Confidentiality(max((*said, *table), key=_ORDER.index, default="V"))


def _codings(resource: Resource) -> Iterator[Coding]:
    yield from _of(resource, (*_CLASSES, *_CODES))
    meta = resource.get("meta", {})
    yield from _coded((*meta.get("security", ()), *meta.get("tag", ())))
    for activity in resource.get("activity", ()):
        yield from _concepts(activity.get("detail", {}).get("code"))


def _of(resource: Resource, keys: Iterable[str]) -> Iterator[Coding]:
    for key in keys:
        if key in resource:
            yield from _concepts(resource[key])


def _concepts(value: object) -> Iterator[Coding]:
    """Every coding in a Coding, a CodeableConcept or a list of either."""
    if isinstance(value, list):
        for it in value:
            yield from _concepts(it)
    elif isinstance(value, dict):
        yield from _coded((*value.get("coding", ()), value))


def _coded(values: Iterable[Mapping[str, Any]]) -> Iterator[Coding]:
    for it in values:
        if isinstance(it.get("code"), str):
            yield plain(str(it.get("system", "")), it["code"])


def _formats(resource: Resource) -> Iterator[Coding]:
    """Or the kind of document that is inside."""
    if isinstance(resource.get("contentType"), str):
        yield plain(MIME, resource["contentType"])
    for content in resource.get("content", ()) if resource.get("resourceType") == "DocumentReference" else ():
        attachment = content.get("attachment", {})
        if isinstance(attachment.get("contentType"), str):
            yield plain(MIME, attachment["contentType"].partition(";")[0])
        yield from _concepts(content.get("format"))


def _names(resource: Resource, keys: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for key in keys:
        if key not in resource:
            continue
        for it in _listed(resource[key]):
            actor = it.get("actor", it) if isinstance(it, dict) else None
            if isinstance(actor, dict):
                found |= reference_names(actor)
    return frozenset(found)


def _numbers(resource: Resource) -> frozenset[str]:
    found = ({"identifier": it} for it in _listed(resource.get("identifier")))
    return frozenset().union(*(reference_names(it) for it in found))


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _id_of(names: Iterable[str], kind: str, system: str) -> str | None:
    """The id of the first party of a kind, by reference or by business identifier."""
    for name in sorted(names):
        if name.startswith(f"{kind}/"):
            return name.partition("/")[2]
        if name.startswith(f"{system}|"):
            return name.partition("|")[2]
    return None


@dataclass(frozen=True, slots=True)
class _Inside:
    references: frozenset[str]
    codes: frozenset[Coding]
    labels: frozenset[Coding]
    """Of what is contained and of single elements: the whole is as confidential as its most confidential part."""


def _inside(resource: Resource) -> _Inside:
    """Every reference, coding and inner label in a resource, at any depth; its own labels are another matter."""
    references: set[str] = set()
    codes: set[Coding] = set()
    labels: set[Coding] = set()
    waiting: list[Any] = [it for key, it in resource.items() if key != "meta"]
    while waiting:
        value = waiting.pop()
        if type(value) is dict:
            if isinstance(value.get("reference"), str):
                references.add(plain_name(value["reference"]))
            if value.get("type") == "Patient" and type(value.get("identifier")) is dict:
                references.update(f"Patient/{it}" for it in reference_names({"identifier": value["identifier"]}))
            if isinstance(value.get("code"), str) and isinstance(value.get("system"), str):
                codes.add(plain(value["system"], value["code"]))
            if value.get("url") == INLINE_LABEL:
                labels.update(_concepts(value.get("valueCoding")))
            if type(value.get("meta")) is dict:
                labels.update(_coded(value["meta"].get("security", ())))
            waiting.extend(value.values())
        elif type(value) is list:
            waiting.extend(value)
    return _Inside(frozenset(references), frozenset(codes), frozenset(labels))


def _medicines(resource: Resource) -> Iterator[Coding]:
    """What a prescription calls the medicine that it contains."""
    for inner in resource.get("contained", ()):
        if inner.get("resourceType") == "Medication":
            yield from _of(inner, ("code",))


def _profiles(resource: Resource) -> Iterator[Coding]:
    """A class in a Consent may be a profile."""
    yield from (plain(URI, it) for it in resource.get("meta", {}).get("profile", ()) if isinstance(it, str))


def _when(resource: Resource) -> tuple[Span | None, bool]:
    """The time that the resource is about, and whether that has begun and not ended."""
    for key in _DATES:
        if key not in resource:
            continue
        value = resource[key]
        try:
            if isinstance(value, str):
                return span(value), False
            if isinstance(value, dict) and "start" in value:
                ends = value.get("end", value["start"])
                return Span(span(value["start"]).first, span(ends).last), "end" not in value
        except ConsentUnreadable:
            return None, False
    return None, False


def _updated(resource: Resource) -> Any:
    try:
        return span(resource.get("meta", {}).get("lastUpdated")).first
    except ConsentUnreadable:
        return None


def _agrees(resource: Resource) -> bool:
    return any(it.get("url") == CARER_AGREES and it.get("valueBoolean") is True for it in resource.get("extension", ()))
