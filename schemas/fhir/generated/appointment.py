"""FHIR R4 Appointment. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Code, DateTime, Id, Instant, Many, Nested, PositiveInt, String, UnsignedInt, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Reference


class Appointment(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Appointment"):
    """FHIR Appointment."""

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
    status: Literal["proposed", "pending", "booked", "arrived", "fulfilled", "cancelled", "noshow", "entered-in-error", "checked-in", "waitlist"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    cancelationReason: CodeableConcept | UnsetType = UNSET
    serviceCategory: Many[CodeableConcept] | UnsetType = UNSET
    serviceType: Many[CodeableConcept] | UnsetType = UNSET
    specialty: Many[CodeableConcept] | UnsetType = UNSET
    appointmentType: CodeableConcept | UnsetType = UNSET
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    reasonReference: Many[Reference] | UnsetType = UNSET
    priority: UnsignedInt | UnsetType = UNSET
    priority__element: Element | UnsetType = field(default=UNSET, name="_priority")
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    supportingInformation: Many[Reference] | UnsetType = UNSET
    start: Instant | UnsetType = UNSET
    start__element: Element | UnsetType = field(default=UNSET, name="_start")
    end: Instant | UnsetType = UNSET
    end__element: Element | UnsetType = field(default=UNSET, name="_end")
    minutesDuration: PositiveInt | UnsetType = UNSET
    minutesDuration__element: Element | UnsetType = field(default=UNSET, name="_minutesDuration")
    slot: Many[Reference] | UnsetType = UNSET
    created: DateTime | UnsetType = UNSET
    created__element: Element | UnsetType = field(default=UNSET, name="_created")
    comment: String | UnsetType = UNSET
    comment__element: Element | UnsetType = field(default=UNSET, name="_comment")
    patientInstruction: String | UnsetType = UNSET
    patientInstruction__element: Element | UnsetType = field(default=UNSET, name="_patientInstruction")
    basedOn: Many[Reference] | UnsetType = UNSET
    participant: Many[AppointmentParticipant]
    requestedPeriod: Many[Period] | UnsetType = UNSET


class AppointmentParticipant(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR AppointmentParticipant."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    type: Many[CodeableConcept] | UnsetType = UNSET
    actor: Reference | UnsetType = UNSET
    required: Literal["required", "optional", "information-only"] | UnsetType = UNSET
    required__element: Element | UnsetType = field(default=UNSET, name="_required")
    status: Literal["accepted", "declined", "tentative", "needs-action"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    period: Period | UnsetType = UNSET
