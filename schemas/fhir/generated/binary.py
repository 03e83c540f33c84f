"""FHIR R4 Binary. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Base64Binary, Code, Id, Many, MediaType, Uri
from schemas.fhir.generated.datatypes import Element, Meta, Reference


class Binary(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Binary"):
    """FHIR Binary."""

    id: Id | UnsetType = UNSET
    meta: Meta | UnsetType = UNSET
    implicitRules: Uri | UnsetType = UNSET
    implicitRules__element: Element | UnsetType = field(default=UNSET, name="_implicitRules")
    language: Code | UnsetType = UNSET
    language__element: Element | UnsetType = field(default=UNSET, name="_language")
    contentType: MediaType
    contentType__element: Element | UnsetType = field(default=UNSET, name="_contentType")
    securityContext: Reference | UnsetType = UNSET
    data: Base64Binary | UnsetType = UNSET
    data__element: Element | UnsetType = field(default=UNSET, name="_data")
