"""FHIR R4 EpisodeOfCare. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Code, Id, Many, Nested, PositiveInt, String, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Reference


class EpisodeOfCare(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="EpisodeOfCare"):
    """FHIR EpisodeOfCare."""

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
    status: Literal["planned", "waitlist", "active", "onhold", "finished", "cancelled", "entered-in-error"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    statusHistory: Many[EpisodeOfCareStatusHistory] | UnsetType = UNSET
    type: Many[CodeableConcept] | UnsetType = UNSET
    diagnosis: Many[EpisodeOfCareDiagnosis] | UnsetType = UNSET
    patient: Reference
    managingOrganization: Reference | UnsetType = UNSET
    period: Period | UnsetType = UNSET
    referralRequest: Many[Reference] | UnsetType = UNSET
    careManager: Reference | UnsetType = UNSET
    team: Many[Reference] | UnsetType = UNSET
    account: Many[Reference] | UnsetType = UNSET


class EpisodeOfCareStatusHistory(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR EpisodeOfCareStatusHistory."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    status: Literal["planned", "waitlist", "active", "onhold", "finished", "cancelled", "entered-in-error"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    period: Period


class EpisodeOfCareDiagnosis(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR EpisodeOfCareDiagnosis."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    condition: Reference
    role: CodeableConcept | UnsetType = UNSET
    rank: PositiveInt | UnsetType = UNSET
    rank__element: Element | UnsetType = field(default=UNSET, name="_rank")
