"""FHIR R4 Composition. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Reference


class Composition(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Composition"):
    """FHIR Composition."""

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
    identifier: Identifier | UnsetType = UNSET
    status: Literal["preliminary", "final", "amended", "entered-in-error"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    type: CodeableConcept
    category: Many[CodeableConcept] | UnsetType = UNSET
    subject: Reference | UnsetType = UNSET
    encounter: Reference | UnsetType = UNSET
    date: DateTime
    date__element: Element | UnsetType = field(default=UNSET, name="_date")
    author: Many[Reference]
    title: String
    title__element: Element | UnsetType = field(default=UNSET, name="_title")
    confidentiality: Literal["U", "L", "M", "N", "R", "V"] | UnsetType = UNSET
    confidentiality__element: Element | UnsetType = field(default=UNSET, name="_confidentiality")
    attester: Many[CompositionAttester] | UnsetType = UNSET
    custodian: Reference | UnsetType = UNSET
    relatesTo: Many[CompositionRelatesTo] | UnsetType = UNSET
    event: Many[CompositionEvent] | UnsetType = UNSET
    section: Many[CompositionSection] | UnsetType = UNSET


class CompositionAttester(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR CompositionAttester."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    mode: Literal["personal", "professional", "legal", "official"]
    mode__element: Element | UnsetType = field(default=UNSET, name="_mode")
    time: DateTime | UnsetType = UNSET
    time__element: Element | UnsetType = field(default=UNSET, name="_time")
    party: Reference | UnsetType = UNSET


class CompositionRelatesTo(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR CompositionRelatesTo."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    code: Literal["replaces", "transforms", "signs", "appends"]
    code__element: Element | UnsetType = field(default=UNSET, name="_code")
    targetIdentifier: Identifier | UnsetType = UNSET
    targetReference: Reference | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('targetIdentifier', 'targetReference',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]


class CompositionEvent(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR CompositionEvent."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    code: Many[CodeableConcept] | UnsetType = UNSET
    period: Period | UnsetType = UNSET
    detail: Many[Reference] | UnsetType = UNSET


class CompositionSection(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR CompositionSection."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    title: String | UnsetType = UNSET
    title__element: Element | UnsetType = field(default=UNSET, name="_title")
    code: CodeableConcept | UnsetType = UNSET
    author: Many[Reference] | UnsetType = UNSET
    focus: Reference | UnsetType = UNSET
    text: Narrative | UnsetType = UNSET
    mode: Literal["working", "snapshot", "changes"] | UnsetType = UNSET
    mode__element: Element | UnsetType = field(default=UNSET, name="_mode")
    orderedBy: CodeableConcept | UnsetType = UNSET
    entry: Many[Reference] | UnsetType = UNSET
    emptyReason: CodeableConcept | UnsetType = UNSET
    section: Many[CompositionSection] | UnsetType = UNSET
