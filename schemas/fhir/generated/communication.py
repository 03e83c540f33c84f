"""FHIR R4 Communication. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Annotation, Attachment, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Reference


class Communication(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Communication"):
    """FHIR Communication."""

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
    instantiatesCanonical: Many[Uri] | UnsetType = UNSET
    instantiatesCanonical__element: Many[Element] | UnsetType = field(default=UNSET, name="_instantiatesCanonical")
    instantiatesUri: Many[Uri] | UnsetType = UNSET
    instantiatesUri__element: Many[Element] | UnsetType = field(default=UNSET, name="_instantiatesUri")
    basedOn: Many[Reference] | UnsetType = UNSET
    partOf: Many[Reference] | UnsetType = UNSET
    inResponseTo: Many[Reference] | UnsetType = UNSET
    status: Literal["preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    statusReason: CodeableConcept | UnsetType = UNSET
    category: Many[CodeableConcept] | UnsetType = UNSET
    priority: Literal["routine", "urgent", "asap", "stat"] | UnsetType = UNSET
    priority__element: Element | UnsetType = field(default=UNSET, name="_priority")
    medium: Many[CodeableConcept] | UnsetType = UNSET
    subject: Reference | UnsetType = UNSET
    topic: CodeableConcept | UnsetType = UNSET
    about: Many[Reference] | UnsetType = UNSET
    encounter: Reference | UnsetType = UNSET
    sent: DateTime | UnsetType = UNSET
    sent__element: Element | UnsetType = field(default=UNSET, name="_sent")
    received: DateTime | UnsetType = UNSET
    received__element: Element | UnsetType = field(default=UNSET, name="_received")
    recipient: Many[Reference] | UnsetType = UNSET
    sender: Reference | UnsetType = UNSET
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    reasonReference: Many[Reference] | UnsetType = UNSET
    payload: Many[CommunicationPayload] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET


class CommunicationPayload(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR CommunicationPayload."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    contentString: String | UnsetType = UNSET
    contentString__element: Element | UnsetType = field(default=UNSET, name="_contentString")
    contentAttachment: Attachment | UnsetType = UNSET
    contentReference: Reference | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('contentString', 'contentAttachment', 'contentReference',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]
