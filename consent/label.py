"""The facts on one resource that the judge needs, by the policy's label table; content stays outside."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consent.codes import MIME, RESOURCE_TYPES, plain
from consent.names import listed, numbers, plain_name, reference_names
from consent.policy import LabelRule
from consent.question import Coding, Item
from consent.when import every_time, updated, when
from schemas.codes.nwd import CARER_AGREES, COMMUNICATION_KIND, HANDLING, SERVICE_ID, SHARING_CATEGORY
from schemas.codes.systems import ODS, URI, V3_CONFIDENTIALITY
from schemas.fhir import Resource
from schemas.policy_words import Confidentiality

_CLASSES = ("category", "class", "type", "serviceType")
_CODES = ("code", "type", "category", "reasonCode", "medicationCodeableConcept", "vaccineCode")
_AUTHORS = (
    *("performer", "author", "asserter", "recorder", "requester", "sender", "informationSource", "source"),
    *("assessor", "orderer", "prescriber", "operator", "expressedBy", "enterer"),
)
_HOLDERS = ("custodian", "managingOrganization", "serviceProvider", "organization", "performer", "author", "sender")
_ADDRESSEES = {"ServiceRequest": "performer", "Task": "owner", "Communication": "recipient"}
_VISITS = frozenset({"AppointmentResponse"})
"""What has no line in the table, and tells of a visit as an Appointment does."""
INLINE_LABEL = "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label"
_ORDER = "ULMNRV"
_CARER_CONCERN = Coding(COMMUNICATION_KIND, "carer-concern")


def label(resource: Resource, rules: Sequence[LabelRule]) -> Item:
    """The facts on one resource; what no rule labels has no category, which is the most restrictive label."""
    kind, meta = str(resource.get("resourceType", "")), resource.get("meta", {})
    classes, codes = _of(resource, _CLASSES), _of(resource, _CODES)
    own, tags = list(_labels_of(resource)), _coded(meta.get("tag", ()))
    codings = frozenset((*classes, *codes, *own, *tags, *_activities(resource)))
    rule = _rule(kind, codings, rules)
    inside = _inside(resource)
    security = inside.labels.union(own)
    asked_to = _ADDRESSEES.get(kind, "")
    holders = _names(resource, _HOLDERS, besides=asked_to)
    at, ongoing = when(resource)
    return Item(
        reference=f"{kind}/{resource.get('id', '')}",
        type=kind,
        categories=rule.categories if rule else frozenset(),
        confidentiality=_confidentiality(rule, security),
        labels=security,
        tags=frozenset(tags),
        sources=frozenset({str(it)} if (it := meta.get("source")) else ()),
        numbers=numbers(resource),
        classes=frozenset((*classes, *_profiles(meta), *_formats(resource))),
        codes=frozenset((*codes, *_medicines(resource))),
        mentions=inside.codes.union(_attached(resource)),
        contains=_contains(resource, inside.resources, rules),
        written_by_service=_id_of(holders, "HealthcareService", SERVICE_ID),
        written_by_organisation=_id_of(holders, "Organization", ODS),
        addressed_to=_id_of(_names(resource, (asked_to,)), "HealthcareService", SERVICE_ID),
        authored=at.first if at else None,
        when=at,
        ongoing=ongoing,
        times=every_time(resource),
        updated=updated(meta),
        authors=_names(resource, _AUTHORS, besides=asked_to),
        custodians=holders,
        related=inside.references,
        from_carer=_CARER_CONCERN in codings,
        carer_agrees_patient_sees=_agrees(resource),
        not_for_clinical_record=any(it.system == HANDLING and it.code == "not-for-clinical-record" for it in codings),
        locating=kind in _VISITS or bool(rule and rule.locating),
    )


def _rule(kind: str, codings: frozenset[Coding], rules: Sequence[LabelRule]) -> LabelRule | None:
    return next((it for it in rules if it.type == kind and _fits(it, codings)), None)


def _fits(rule: LabelRule, codings: frozenset[Coding]) -> bool:
    if not rule.codes or not rule.codes.isdisjoint(codings):
        return True
    return any(it.code == "*" and it.system == known.system for it in rule.codes for known in codings)


def _confidentiality(rule: LabelRule | None, security: frozenset[Coding]) -> Confidentiality:
    """The higher of what the table says and what the sender says; V where nobody says."""
    said = [it.code for it in security if it.system == V3_CONFIDENTIALITY and it.code in set(_ORDER)]
    if rule is not None and not said:
        return rule.confidentiality
    table = [rule.confidentiality.value] if rule else []
    return Confidentiality(max((*said, *table), key=_ORDER.index, default="V"))


def _activities(resource: Resource) -> Iterator[Coding]:
    for activity in resource.get("activity", ()):
        yield from _concepts(activity.get("detail", {}).get("code"))


def _of(resource: Resource, keys: Iterable[str]) -> list[Coding]:
    found: list[Coding] = []
    for key in keys:
        if key in resource:
            found += _concepts(resource[key])
    return found


def _concepts(value: object) -> list[Coding]:
    """Every coding in a Coding, a CodeableConcept or a list of either."""
    if isinstance(value, list):
        return [coding for it in value for coding in _concepts(it)]
    return _coded((*value.get("coding", ()), value)) if isinstance(value, dict) else []


def _coded(values: Iterable[Mapping[str, Any]]) -> list[Coding]:
    return [plain(str(it.get("system", "")), it["code"]) for it in values if isinstance(it.get("code"), str)]


def _marks(labels: Iterable[Mapping[str, Any]]) -> Iterator[Coding]:
    """Labels as Codings or concepts; one that has only words is a code that nobody knows."""
    for it in labels:
        yield from _coded((*it["coding"], it) if "coding" in it else (it,)) or [Coding("", "")]


def _of_document(resource: Resource) -> Iterator[Coding]:
    """The labels of the document that an entry points to, and the level that a document gives itself."""
    yield from _marks(listed(resource.get("securityLabel")))
    if isinstance(resource.get("confidentiality"), str):
        yield plain(V3_CONFIDENTIALITY, resource["confidentiality"])


def _formats(resource: Resource) -> Iterator[Coding]:
    """Or the kind of document that is inside."""
    if isinstance(resource.get("contentType"), str):
        yield _form(resource)
    if resource.get("resourceType") == "Media":
        yield _form(resource.get("content", {}))
    for content in resource.get("content", ()) if resource.get("resourceType") == "DocumentReference" else ():
        yield _form(content.get("attachment", {}))
        yield from _concepts(content.get("format"))


def _attached(resource: Resource) -> Iterator[Coding]:
    """The forms of what a report or a message has attached: enough to refuse it by, never to permit it by."""
    for it in listed(resource.get("presentedForm")):
        yield _form(it)
    for it in listed(resource.get("payload")):
        if "contentAttachment" in it:
            yield _form(it["contentAttachment"])


def _form(attachment: Mapping[str, Any]) -> Coding:
    form = attachment.get("contentType")
    return plain(MIME, form.partition(";")[0].strip().lower() if isinstance(form, str) else "")


def _names(resource: Resource, keys: Iterable[str], *, besides: str = "") -> frozenset[str]:
    found: set[str] = set()
    for key in keys:
        if key not in resource or key == besides:
            continue
        for it in listed(resource[key]):
            actor = it.get("actor", it) if isinstance(it, dict) else None
            if isinstance(actor, dict):
                found |= reference_names(actor)
    return frozenset(found)


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
    resources: tuple[Resource, ...]


def _inside(resource: Resource) -> _Inside:
    """Every reference, coding and inner label in a resource, at any depth; its own labels are another matter."""
    references: set[str] = set()
    codes: set[Coding] = set()
    labels: set[Coding] = set()
    resources: list[Resource] = []
    waiting: list[Any] = [it for key, it in resource.items() if key != "meta"]
    while waiting:
        value = waiting.pop()
        if type(value) is list:
            waiting += value
        elif type(value) is dict:
            waiting += value.values()
            if "reference" in value and isinstance(value["reference"], str):
                references.add(plain_name(value["reference"]))
            if "identifier" in value and value.get("type") == "Patient" and type(value["identifier"]) is dict:
                references.update(f"Patient/{it}" for it in reference_names({"identifier": value["identifier"]}))
            if "code" in value and isinstance(value["code"], str) and isinstance(value.get("system"), str):
                codes.add(plain(value["system"], value["code"]))
            if "contentType" in value:
                codes.add(_form(value))
            if "url" in value and value["url"] == INLINE_LABEL:
                labels.update(_marks([value.get("valueCoding") or value.get("valueCodeableConcept") or {}]))
            if "resourceType" in value or "meta" in value:
                resources.append(value)
    labels.update(it for one in resources for it in _labels_of(one))
    return _Inside(frozenset(references), frozenset(codes), frozenset(labels), tuple(resources))


def _labels_of(resource: Resource) -> Iterator[Coding]:
    """Of one resource, wherever it stands: in its `meta`, and as a document gives them."""
    yield from _marks(meta.get("security", ()) if isinstance(meta := resource.get("meta", {}), dict) else ())
    yield from _of_document(resource)


def _contains(resource: Resource, inside: tuple[Resource, ...], rules: Sequence[LabelRule]) -> frozenset[Coding]:
    """The classes of what is inside, and the form that somebody filled in: nothing to permit by, enough to refuse."""
    if not inside and "questionnaire" not in resource:
        return _NOTHING
    return frozenset((*_answered(resource), *(it for one in inside for it in _kinds(one, rules))))


_NOTHING: frozenset[Coding] = frozenset()


def _kinds(part: Resource, rules: Sequence[LabelRule]) -> Iterator[Coding]:
    """Of what type, categories, profile, form and row of the matrix a contained resource is."""
    kind, meta = str(part.get("resourceType")), part.get("meta", {})
    classes = _of(part, _CLASSES)
    codings = (*classes, *_of(part, _CODES), *_labels_of(part), *_activities(part))
    rule = _rule(kind, frozenset(codings), rules)
    yield from (plain(RESOURCE_TYPES, kind), *classes, *_profiles(meta), *_formats(part), *_answered(part))
    yield from (Coding(SHARING_CATEGORY, it.value) for it in (rule.categories if rule else ()))


def _answered(resource: Resource) -> Iterator[Coding]:
    if isinstance(resource.get("questionnaire"), str):
        yield plain(URI, resource["questionnaire"])


def _medicines(resource: Resource) -> Iterator[Coding]:
    """What a prescription calls the medicine that it contains."""
    for inner in resource.get("contained", ()):
        if inner.get("resourceType") == "Medication":
            yield from _of(inner, ("code",))


def _profiles(meta: Mapping[str, Any]) -> list[Coding]:
    """A class in a Consent may be a profile."""
    return [plain(URI, it) for it in meta.get("profile", ()) if isinstance(it, str)]


def _agrees(resource: Resource) -> bool:
    return any(it.get("url") == CARER_AGREES and it.get("valueBoolean") is True for it in resource.get("extension", ()))
