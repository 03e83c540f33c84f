"""FHIR R4 PractitionerRole. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Boolean, Code, Id, Many, Nested, String, Time, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, ContactPoint, Element, Extension, Identifier, Meta, Narrative, Period, Reference


class PractitionerRole(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="PractitionerRole"):
    """FHIR PractitionerRole."""

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
    period: Period | UnsetType = UNSET
    practitioner: Reference | UnsetType = UNSET
    organization: Reference | UnsetType = UNSET
    code: Many[CodeableConcept] | UnsetType = UNSET
    specialty: Many[CodeableConcept] | UnsetType = UNSET
    location: Many[Reference] | UnsetType = UNSET
    healthcareService: Many[Reference] | UnsetType = UNSET
    telecom: Many[ContactPoint] | UnsetType = UNSET
    availableTime: Many[PractitionerRoleAvailableTime] | UnsetType = UNSET
    notAvailable: Many[PractitionerRoleNotAvailable] | UnsetType = UNSET
    availabilityExceptions: String | UnsetType = UNSET
    availabilityExceptions__element: Element | UnsetType = field(default=UNSET, name="_availabilityExceptions")
    endpoint: Many[Reference] | UnsetType = UNSET


class PractitionerRoleAvailableTime(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR PractitionerRoleAvailableTime."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    daysOfWeek: Many[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]] | UnsetType = UNSET
    daysOfWeek__element: Many[Element] | UnsetType = field(default=UNSET, name="_daysOfWeek")
    allDay: Boolean | UnsetType = UNSET
    allDay__element: Element | UnsetType = field(default=UNSET, name="_allDay")
    availableStartTime: Time | UnsetType = UNSET
    availableStartTime__element: Element | UnsetType = field(default=UNSET, name="_availableStartTime")
    availableEndTime: Time | UnsetType = UNSET
    availableEndTime__element: Element | UnsetType = field(default=UNSET, name="_availableEndTime")


class PractitionerRoleNotAvailable(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR PractitionerRoleNotAvailable."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    description: String
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    during: Period | UnsetType = UNSET
