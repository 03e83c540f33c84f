"""FHIR R4 ImagingStudy. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Code, DateTime, Id, Many, Nested, String, UnsignedInt, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, Coding, Element, Extension, Identifier, Meta, Narrative, Reference


class ImagingStudy(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="ImagingStudy"):
    """FHIR ImagingStudy."""

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
    identifier: Many[Identifier] | UnsetType = UNSET
    status: Literal["registered", "available", "cancelled", "entered-in-error", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    modality: Many[Coding] | UnsetType = UNSET
    subject: Reference
    encounter: Reference | UnsetType = UNSET
    started: DateTime | UnsetType = UNSET
    started__element: Element | UnsetType = field(default=UNSET, name="_started")
    basedOn: Many[Reference] | UnsetType = UNSET
    referrer: Reference | UnsetType = UNSET
    interpreter: Many[Reference] | UnsetType = UNSET
    endpoint: Many[Reference] | UnsetType = UNSET
    numberOfSeries: UnsignedInt | UnsetType = UNSET
    numberOfSeries__element: Element | UnsetType = field(default=UNSET, name="_numberOfSeries")
    numberOfInstances: UnsignedInt | UnsetType = UNSET
    numberOfInstances__element: Element | UnsetType = field(default=UNSET, name="_numberOfInstances")
    procedureReference: Reference | UnsetType = UNSET
    procedureCode: Many[CodeableConcept] | UnsetType = UNSET
    location: Reference | UnsetType = UNSET
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    reasonReference: Many[Reference] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    series: Many[ImagingStudySeries] | UnsetType = UNSET


class ImagingStudySeries(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ImagingStudySeries."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    uid: Id
    uid__element: Element | UnsetType = field(default=UNSET, name="_uid")
    number: UnsignedInt | UnsetType = UNSET
    number__element: Element | UnsetType = field(default=UNSET, name="_number")
    modality: Coding
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    numberOfInstances: UnsignedInt | UnsetType = UNSET
    numberOfInstances__element: Element | UnsetType = field(default=UNSET, name="_numberOfInstances")
    endpoint: Many[Reference] | UnsetType = UNSET
    bodySite: Coding | UnsetType = UNSET
    laterality: Coding | UnsetType = UNSET
    specimen: Many[Reference] | UnsetType = UNSET
    started: DateTime | UnsetType = UNSET
    started__element: Element | UnsetType = field(default=UNSET, name="_started")
    performer: Many[ImagingStudySeriesPerformer] | UnsetType = UNSET
    instance: Many[ImagingStudySeriesInstance] | UnsetType = UNSET


class ImagingStudySeriesPerformer(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ImagingStudySeriesPerformer."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    function: CodeableConcept | UnsetType = UNSET
    actor: Reference


class ImagingStudySeriesInstance(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ImagingStudySeriesInstance."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    uid: Id
    uid__element: Element | UnsetType = field(default=UNSET, name="_uid")
    sopClass: Coding
    number: UnsignedInt | UnsetType = UNSET
    number__element: Element | UnsetType = field(default=UNSET, name="_number")
    title: String | UnsetType = UNSET
    title__element: Element | UnsetType = field(default=UNSET, name="_title")
