"""FHIR R4 Provenance. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Id, Instant, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Element, Extension, Meta, Narrative, Period, Reference, Signature


class Provenance(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Provenance"):
    """FHIR Provenance."""

    id: Id | UnsetType = UNSET
    meta: Meta | UnsetType = UNSET
    implicitRules: Uri | UnsetType = UNSET
    implicitRules__element: Element | UnsetType = field(default=UNSET, name="_implicitRules")
    language: Code | UnsetType = UNSET
    language__element: Element | UnsetType = field(default=UNSET, name="_language")
    text: Narrative | UnsetType = UNSET
    contained: Many[Nested] | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    target: Many[Reference]
    occurredPeriod: Period | UnsetType = UNSET
    occurredDateTime: DateTime | UnsetType = UNSET
    occurredDateTime__element: Element | UnsetType = field(default=UNSET, name="_occurredDateTime")
    recorded: Instant
    recorded__element: Element | UnsetType = field(default=UNSET, name="_recorded")
    policy: Many[Uri] | UnsetType = UNSET
    policy__element: Many[Element] | UnsetType = field(default=UNSET, name="_policy")
    location: Reference | UnsetType = UNSET
    reason: Many[CodeableConcept] | UnsetType = UNSET
    activity: CodeableConcept | UnsetType = UNSET
    agent: Many[ProvenanceAgent]
    entity: Many[ProvenanceEntity] | UnsetType = UNSET
    signature: Many[Signature] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('occurredPeriod', 'occurredDateTime',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.occurredPeriod is self.occurredDateTime is UNSET):
            type(self).choose__(self)


class ProvenanceAgent(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ProvenanceAgent."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    type: CodeableConcept | UnsetType = UNSET
    role: Many[CodeableConcept] | UnsetType = UNSET
    who: Reference
    onBehalfOf: Reference | UnsetType = UNSET


class ProvenanceEntity(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ProvenanceEntity."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    role: Literal["derivation", "revision", "quotation", "source", "removal"]
    role__element: Element | UnsetType = field(default=UNSET, name="_role")
    what: Reference
    agent: Many[ProvenanceAgent] | UnsetType = UNSET
