"""FHIR R4 CareTeam. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Code, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, ContactPoint, Element, Extension, Identifier, Meta, Narrative, Period, Reference


class CareTeam(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="CareTeam"):
    """FHIR CareTeam."""

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
    status: Literal["proposed", "active", "suspended", "inactive", "entered-in-error"] | UnsetType = UNSET
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    category: Many[CodeableConcept] | UnsetType = UNSET
    name: String | UnsetType = UNSET
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    subject: Reference | UnsetType = UNSET
    encounter: Reference | UnsetType = UNSET
    period: Period | UnsetType = UNSET
    participant: Many[CareTeamParticipant] | UnsetType = UNSET
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    reasonReference: Many[Reference] | UnsetType = UNSET
    managingOrganization: Many[Reference] | UnsetType = UNSET
    telecom: Many[ContactPoint] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET


class CareTeamParticipant(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR CareTeamParticipant."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    role: Many[CodeableConcept] | UnsetType = UNSET
    member: Reference | UnsetType = UNSET
    onBehalfOf: Reference | UnsetType = UNSET
    period: Period | UnsetType = UNSET
