"""FHIR R4 VisionPrescription. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Code, DateTime, Decimal, Id, Integer, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Quantity, Reference


class VisionPrescription(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="VisionPrescription"):
    """FHIR VisionPrescription."""

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
    status: Literal["active", "cancelled", "draft", "entered-in-error"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    created: DateTime
    created__element: Element | UnsetType = field(default=UNSET, name="_created")
    patient: Reference
    encounter: Reference | UnsetType = UNSET
    dateWritten: DateTime
    dateWritten__element: Element | UnsetType = field(default=UNSET, name="_dateWritten")
    prescriber: Reference
    lensSpecification: Many[VisionPrescriptionLensSpecification]


class VisionPrescriptionLensSpecification(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR VisionPrescriptionLensSpecification."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    product: CodeableConcept
    eye: Literal["right", "left"]
    eye__element: Element | UnsetType = field(default=UNSET, name="_eye")
    sphere: Decimal | UnsetType = UNSET
    sphere__element: Element | UnsetType = field(default=UNSET, name="_sphere")
    cylinder: Decimal | UnsetType = UNSET
    cylinder__element: Element | UnsetType = field(default=UNSET, name="_cylinder")
    axis: Integer | UnsetType = UNSET
    axis__element: Element | UnsetType = field(default=UNSET, name="_axis")
    prism: Many[VisionPrescriptionLensSpecificationPrism] | UnsetType = UNSET
    add: Decimal | UnsetType = UNSET
    add__element: Element | UnsetType = field(default=UNSET, name="_add")
    power: Decimal | UnsetType = UNSET
    power__element: Element | UnsetType = field(default=UNSET, name="_power")
    backCurve: Decimal | UnsetType = UNSET
    backCurve__element: Element | UnsetType = field(default=UNSET, name="_backCurve")
    diameter: Decimal | UnsetType = UNSET
    diameter__element: Element | UnsetType = field(default=UNSET, name="_diameter")
    duration: Quantity | UnsetType = UNSET
    color: String | UnsetType = UNSET
    color__element: Element | UnsetType = field(default=UNSET, name="_color")
    brand: String | UnsetType = UNSET
    brand__element: Element | UnsetType = field(default=UNSET, name="_brand")
    note: Many[Annotation] | UnsetType = UNSET


class VisionPrescriptionLensSpecificationPrism(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR VisionPrescriptionLensSpecificationPrism."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    amount: Decimal
    amount__element: Element | UnsetType = field(default=UNSET, name="_amount")
    base: Literal["up", "down", "in", "out"]
    base__element: Element | UnsetType = field(default=UNSET, name="_base")
