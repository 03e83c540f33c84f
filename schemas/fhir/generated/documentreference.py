"""FHIR R4 DocumentReference. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Code, Id, Instant, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Attachment, CodeableConcept, Coding, Element, Extension, Identifier, Meta, Narrative, Period, Reference


class DocumentReference(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="DocumentReference"):
    """FHIR DocumentReference."""

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
    masterIdentifier: Identifier | UnsetType = UNSET
    identifier: Many[Identifier] | UnsetType = UNSET
    status: Literal["current", "superseded", "entered-in-error"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    docStatus: Literal["preliminary", "final", "amended", "entered-in-error"] | UnsetType = UNSET
    docStatus__element: Element | UnsetType = field(default=UNSET, name="_docStatus")
    type: CodeableConcept | UnsetType = UNSET
    category: Many[CodeableConcept] | UnsetType = UNSET
    subject: Reference | UnsetType = UNSET
    date: Instant | UnsetType = UNSET
    date__element: Element | UnsetType = field(default=UNSET, name="_date")
    author: Many[Reference] | UnsetType = UNSET
    authenticator: Reference | UnsetType = UNSET
    custodian: Reference | UnsetType = UNSET
    relatesTo: Many[DocumentReferenceRelatesTo] | UnsetType = UNSET
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    securityLabel: Many[CodeableConcept] | UnsetType = UNSET
    content: Many[DocumentReferenceContent]
    context: DocumentReferenceContext | UnsetType = UNSET


class DocumentReferenceRelatesTo(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR DocumentReferenceRelatesTo."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    code: Literal["replaces", "transforms", "signs", "appends"]
    code__element: Element | UnsetType = field(default=UNSET, name="_code")
    target: Reference


class DocumentReferenceContent(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR DocumentReferenceContent."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    attachment: Attachment
    format: Coding | UnsetType = UNSET


class DocumentReferenceContext(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR DocumentReferenceContext."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    encounter: Many[Reference] | UnsetType = UNSET
    event: Many[CodeableConcept] | UnsetType = UNSET
    period: Period | UnsetType = UNSET
    facilityType: CodeableConcept | UnsetType = UNSET
    practiceSetting: CodeableConcept | UnsetType = UNSET
    sourcePatientInfo: Reference | UnsetType = UNSET
    related: Many[Reference] | UnsetType = UNSET
