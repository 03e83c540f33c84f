"""FHIR R4 Account. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Boolean, Code, Id, Many, Nested, PositiveInt, String, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Reference


class Account(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Account"):
    """FHIR Account."""

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
    status: Literal["active", "inactive", "entered-in-error", "on-hold", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    type: CodeableConcept | UnsetType = UNSET
    name: String | UnsetType = UNSET
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    subject: Many[Reference] | UnsetType = UNSET
    servicePeriod: Period | UnsetType = UNSET
    coverage: Many[AccountCoverage] | UnsetType = UNSET
    owner: Reference | UnsetType = UNSET
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    guarantor: Many[AccountGuarantor] | UnsetType = UNSET
    partOf: Reference | UnsetType = UNSET


class AccountCoverage(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR AccountCoverage."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    coverage: Reference
    priority: PositiveInt | UnsetType = UNSET
    priority__element: Element | UnsetType = field(default=UNSET, name="_priority")


class AccountGuarantor(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR AccountGuarantor."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    party: Reference
    onHold: Boolean | UnsetType = UNSET
    onHold__element: Element | UnsetType = field(default=UNSET, name="_onHold")
    period: Period | UnsetType = UNSET
