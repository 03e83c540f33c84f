"""FHIR R4 Organization. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Boolean, Code, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Address, CodeableConcept, ContactPoint, Element, Extension, HumanName, Identifier, Meta, Narrative, Reference


class Organization(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Organization"):
    """FHIR Organization."""

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
    type: Many[CodeableConcept] | UnsetType = UNSET
    name: String | UnsetType = UNSET
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    alias: Many[String] | UnsetType = UNSET
    alias__element: Many[Element] | UnsetType = field(default=UNSET, name="_alias")
    telecom: Many[ContactPoint] | UnsetType = UNSET
    address: Many[Address] | UnsetType = UNSET
    partOf: Reference | UnsetType = UNSET
    contact: Many[OrganizationContact] | UnsetType = UNSET
    endpoint: Many[Reference] | UnsetType = UNSET


class OrganizationContact(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR OrganizationContact."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    purpose: CodeableConcept | UnsetType = UNSET
    name: HumanName | UnsetType = UNSET
    telecom: Many[ContactPoint] | UnsetType = UNSET
    address: Address | UnsetType = UNSET
