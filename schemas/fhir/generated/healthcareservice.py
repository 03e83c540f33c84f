"""FHIR R4 HealthcareService. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Boolean, Code, Id, Many, Markdown, Nested, String, Time, Uri
from schemas.fhir.generated.datatypes import Attachment, CodeableConcept, ContactPoint, Element, Extension, Identifier, Meta, Narrative, Period, Reference


class HealthcareService(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="HealthcareService"):
    """FHIR HealthcareService."""

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
    providedBy: Reference | UnsetType = UNSET
    category: Many[CodeableConcept] | UnsetType = UNSET
    type: Many[CodeableConcept] | UnsetType = UNSET
    specialty: Many[CodeableConcept] | UnsetType = UNSET
    location: Many[Reference] | UnsetType = UNSET
    name: String | UnsetType = UNSET
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    comment: String | UnsetType = UNSET
    comment__element: Element | UnsetType = field(default=UNSET, name="_comment")
    extraDetails: Markdown | UnsetType = UNSET
    extraDetails__element: Element | UnsetType = field(default=UNSET, name="_extraDetails")
    photo: Attachment | UnsetType = UNSET
    telecom: Many[ContactPoint] | UnsetType = UNSET
    coverageArea: Many[Reference] | UnsetType = UNSET
    serviceProvisionCode: Many[CodeableConcept] | UnsetType = UNSET
    eligibility: Many[HealthcareServiceEligibility] | UnsetType = UNSET
    program: Many[CodeableConcept] | UnsetType = UNSET
    characteristic: Many[CodeableConcept] | UnsetType = UNSET
    communication: Many[CodeableConcept] | UnsetType = UNSET
    referralMethod: Many[CodeableConcept] | UnsetType = UNSET
    appointmentRequired: Boolean | UnsetType = UNSET
    appointmentRequired__element: Element | UnsetType = field(default=UNSET, name="_appointmentRequired")
    availableTime: Many[HealthcareServiceAvailableTime] | UnsetType = UNSET
    notAvailable: Many[HealthcareServiceNotAvailable] | UnsetType = UNSET
    availabilityExceptions: String | UnsetType = UNSET
    availabilityExceptions__element: Element | UnsetType = field(default=UNSET, name="_availabilityExceptions")
    endpoint: Many[Reference] | UnsetType = UNSET


class HealthcareServiceEligibility(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR HealthcareServiceEligibility."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    code: CodeableConcept | UnsetType = UNSET
    comment: Markdown | UnsetType = UNSET
    comment__element: Element | UnsetType = field(default=UNSET, name="_comment")


class HealthcareServiceAvailableTime(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR HealthcareServiceAvailableTime."""

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


class HealthcareServiceNotAvailable(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR HealthcareServiceNotAvailable."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    description: String
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    during: Period | UnsetType = UNSET
