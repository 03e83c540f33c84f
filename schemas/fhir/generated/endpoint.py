"""FHIR R4 Endpoint. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Code, Id, Many, MediaType, Nested, String, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Coding, ContactPoint, Element, Extension, Identifier, Meta, Narrative, Period, Reference


class Endpoint(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Endpoint"):
    """FHIR Endpoint."""

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
    status: Literal["active", "suspended", "error", "off", "entered-in-error", "test"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    connectionType: Coding
    name: String | UnsetType = UNSET
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    managingOrganization: Reference | UnsetType = UNSET
    contact: Many[ContactPoint] | UnsetType = UNSET
    period: Period | UnsetType = UNSET
    payloadType: Many[CodeableConcept]
    payloadMimeType: Many[MediaType] | UnsetType = UNSET
    payloadMimeType__element: Many[Element] | UnsetType = field(default=UNSET, name="_payloadMimeType")
    address: Uri
    address__element: Element | UnsetType = field(default=UNSET, name="_address")
    header: Many[String] | UnsetType = UNSET
    header__element: Many[Element] | UnsetType = field(default=UNSET, name="_header")
