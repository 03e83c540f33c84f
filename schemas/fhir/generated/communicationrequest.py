"""FHIR R4 CommunicationRequest. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Boolean, Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Annotation, Attachment, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Reference


class CommunicationRequest(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="CommunicationRequest"):
    """FHIR CommunicationRequest."""

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
    basedOn: Many[Reference] | UnsetType = UNSET
    replaces: Many[Reference] | UnsetType = UNSET
    groupIdentifier: Identifier | UnsetType = UNSET
    status: Literal["draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    statusReason: CodeableConcept | UnsetType = UNSET
    category: Many[CodeableConcept] | UnsetType = UNSET
    priority: Literal["routine", "urgent", "asap", "stat"] | UnsetType = UNSET
    priority__element: Element | UnsetType = field(default=UNSET, name="_priority")
    doNotPerform: Boolean | UnsetType = UNSET
    doNotPerform__element: Element | UnsetType = field(default=UNSET, name="_doNotPerform")
    medium: Many[CodeableConcept] | UnsetType = UNSET
    subject: Reference | UnsetType = UNSET
    about: Many[Reference] | UnsetType = UNSET
    encounter: Reference | UnsetType = UNSET
    payload: Many[CommunicationRequestPayload] | UnsetType = UNSET
    occurrenceDateTime: DateTime | UnsetType = UNSET
    occurrenceDateTime__element: Element | UnsetType = field(default=UNSET, name="_occurrenceDateTime")
    occurrencePeriod: Period | UnsetType = UNSET
    authoredOn: DateTime | UnsetType = UNSET
    authoredOn__element: Element | UnsetType = field(default=UNSET, name="_authoredOn")
    requester: Reference | UnsetType = UNSET
    recipient: Many[Reference] | UnsetType = UNSET
    sender: Reference | UnsetType = UNSET
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    reasonReference: Many[Reference] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('occurrenceDateTime', 'occurrencePeriod',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.occurrenceDateTime is self.occurrencePeriod is UNSET):
            type(self).choose__(self)


class CommunicationRequestPayload(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR CommunicationRequestPayload."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    contentString: String | UnsetType = UNSET
    contentString__element: Element | UnsetType = field(default=UNSET, name="_contentString")
    contentAttachment: Attachment | UnsetType = UNSET
    contentReference: Reference | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('contentString', 'contentAttachment', 'contentReference',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]
