"""FHIR R4 Person. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Boolean, Code, Date, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Address, Attachment, ContactPoint, Element, Extension, HumanName, Identifier, Meta, Narrative, Reference


class Person(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Person"):
    """FHIR Person."""

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
    name: Many[HumanName] | UnsetType = UNSET
    telecom: Many[ContactPoint] | UnsetType = UNSET
    gender: Literal["male", "female", "other", "unknown"] | UnsetType = UNSET
    gender__element: Element | UnsetType = field(default=UNSET, name="_gender")
    birthDate: Date | UnsetType = UNSET
    birthDate__element: Element | UnsetType = field(default=UNSET, name="_birthDate")
    address: Many[Address] | UnsetType = UNSET
    photo: Attachment | UnsetType = UNSET
    managingOrganization: Reference | UnsetType = UNSET
    active: Boolean | UnsetType = UNSET
    active__element: Element | UnsetType = field(default=UNSET, name="_active")
    link: Many[PersonLink] | UnsetType = UNSET


class PersonLink(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR PersonLink."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    target: Reference
    assurance: Literal["level1", "level2", "level3", "level4"] | UnsetType = UNSET
    assurance__element: Element | UnsetType = field(default=UNSET, name="_assurance")
