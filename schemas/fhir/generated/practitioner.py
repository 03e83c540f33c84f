"""FHIR R4 Practitioner. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Boolean, Code, Date, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Address, Attachment, CodeableConcept, ContactPoint, Element, Extension, HumanName, Identifier, Meta, Narrative, Period, Reference


class Practitioner(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Practitioner"):
    """FHIR Practitioner."""

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
    active: Boolean | UnsetType = UNSET
    active__element: Element | UnsetType = field(default=UNSET, name="_active")
    name: Many[HumanName] | UnsetType = UNSET
    telecom: Many[ContactPoint] | UnsetType = UNSET
    address: Many[Address] | UnsetType = UNSET
    gender: Literal["male", "female", "other", "unknown"] | UnsetType = UNSET
    gender__element: Element | UnsetType = field(default=UNSET, name="_gender")
    birthDate: Date | UnsetType = UNSET
    birthDate__element: Element | UnsetType = field(default=UNSET, name="_birthDate")
    photo: Many[Attachment] | UnsetType = UNSET
    qualification: Many[PractitionerQualification] | UnsetType = UNSET
    communication: Many[CodeableConcept] | UnsetType = UNSET


class PractitionerQualification(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR PractitionerQualification."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    identifier: Many[Identifier] | UnsetType = UNSET
    code: CodeableConcept
    period: Period | UnsetType = UNSET
    issuer: Reference | UnsetType = UNSET
