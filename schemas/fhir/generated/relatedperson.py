"""FHIR R4 RelatedPerson. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Boolean, Code, Date, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Address, Attachment, CodeableConcept, ContactPoint, Element, Extension, HumanName, Identifier, Meta, Narrative, Period, Reference


class RelatedPerson(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="RelatedPerson"):
    """FHIR RelatedPerson."""

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
    patient: Reference
    relationship: Many[CodeableConcept] | UnsetType = UNSET
    name: Many[HumanName] | UnsetType = UNSET
    telecom: Many[ContactPoint] | UnsetType = UNSET
    gender: Literal["male", "female", "other", "unknown"] | UnsetType = UNSET
    gender__element: Element | UnsetType = field(default=UNSET, name="_gender")
    birthDate: Date | UnsetType = UNSET
    birthDate__element: Element | UnsetType = field(default=UNSET, name="_birthDate")
    address: Many[Address] | UnsetType = UNSET
    photo: Many[Attachment] | UnsetType = UNSET
    period: Period | UnsetType = UNSET
    communication: Many[RelatedPersonCommunication] | UnsetType = UNSET


class RelatedPersonCommunication(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR RelatedPersonCommunication."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    language: CodeableConcept
    preferred: Boolean | UnsetType = UNSET
    preferred__element: Element | UnsetType = field(default=UNSET, name="_preferred")
